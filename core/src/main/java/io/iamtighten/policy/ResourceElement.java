package io.iamtighten.policy;

import java.util.List;

/**
 * The {@code Resource} or {@code NotResource} element of a statement.
 *
 * @param polarity {@code ONLY} for {@code Resource}, {@code ALL_BUT} for {@code NotResource}
 * @param patterns the entries in document order
 */
public record ResourceElement(Polarity polarity, List<ResourcePattern> patterns) {
    /** Copies the list. */
    public ResourceElement {
        patterns = List.copyOf(patterns);
    }

    /** Returns a {@code Resource} element of these texts. */
    public static ResourceElement of(String... texts) {
        return new ResourceElement(
                Polarity.ONLY, List.of(texts).stream().map(ResourcePattern::new).toList());
    }

    /** Returns a {@code NotResource} element of these texts. */
    public static ResourceElement allBut(String... texts) {
        return new ResourceElement(
                Polarity.ALL_BUT,
                List.of(texts).stream().map(ResourcePattern::new).toList());
    }
}
