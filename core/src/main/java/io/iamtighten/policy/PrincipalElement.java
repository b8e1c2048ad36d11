package io.iamtighten.policy;

import java.util.List;

/**
 * The {@code Principal} or {@code NotPrincipal} element of a statement.
 *
 * @param polarity {@code ONLY} for {@code Principal}, {@code ALL_BUT} for {@code NotPrincipal}
 * @param anyone whether the element is the bare string {@code "*"}; then {@code entries} is empty
 * @param entries the entries in document order
 */
public record PrincipalElement(Polarity polarity, boolean anyone, List<PrincipalEntry> entries) {
    /** Copies the list. */
    public PrincipalElement {
        entries = List.copyOf(entries);
        if (anyone && !entries.isEmpty()) {
            throw new IllegalArgumentException("a principal element is either \"*\" or a list of entries, not both");
        }
    }

    /** Returns {@code "Principal": "*"}. */
    public static PrincipalElement anyonePrincipal() {
        return new PrincipalElement(Polarity.ONLY, true, List.of());
    }
}
