package io.iamtighten.policy;

import java.util.List;

/**
 * The {@code Action} or {@code NotAction} element of a statement.
 *
 * @param polarity {@code ONLY} for {@code Action}, {@code ALL_BUT} for {@code NotAction}
 * @param patterns the entries in document order
 */
public record ActionElement(Polarity polarity, List<ActionPattern> patterns) {
    /** Copies the list. */
    public ActionElement {
        patterns = List.copyOf(patterns);
    }

    /** Returns an {@code Action} element of these texts. */
    public static ActionElement of(String... texts) {
        return new ActionElement(
                Polarity.ONLY, List.of(texts).stream().map(ActionPattern::new).toList());
    }

    /** Returns a {@code NotAction} element of these texts. */
    public static ActionElement allBut(String... texts) {
        return new ActionElement(
                Polarity.ALL_BUT,
                List.of(texts).stream().map(ActionPattern::new).toList());
    }
}
