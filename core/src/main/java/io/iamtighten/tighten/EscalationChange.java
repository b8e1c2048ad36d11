package io.iamtighten.tighten;

import io.iamtighten.lint.EscalationPaths;
import java.util.List;

/**
 * The known ways to more permissions that are open today, and those that the proposal leaves open.
 *
 * @param before today's
 * @param after the proposal's
 */
public record EscalationChange(EscalationPaths before, EscalationPaths after) {
    /** Returns the ways that the proposal closes, in the order of the collection. */
    public List<EscalationPaths.Path> closed() {
        return before.open().stream()
                .filter(path -> !after.open().contains(path))
                .toList();
    }
}
