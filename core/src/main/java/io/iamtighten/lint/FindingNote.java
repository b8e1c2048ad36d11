package io.iamtighten.lint;

import io.iamtighten.policy.Position;
import java.util.Optional;

/**
 * A further place that belongs to a finding, such as a statement that enables an escalation.
 *
 * @param source the name of the policy or file
 * @param position where in it, if it has text
 * @param text what it has to do with the finding, one line
 */
public record FindingNote(String source, Optional<Position> position, String text) {}
