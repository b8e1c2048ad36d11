package io.iamtighten.lint;

import io.iamtighten.policy.Position;
import java.util.Optional;

/**
 * A further place that belongs to a finding, such as a statement that enables an escalation.
 *
 * @param source the name of the policy or principal
 * @param file the file that the position is in, empty when there is none
 * @param position where in it, if it has text
 * @param text what it has to do with the finding, one line
 */
public record FindingNote(String source, Optional<String> file, Optional<Position> position, String text) {}
