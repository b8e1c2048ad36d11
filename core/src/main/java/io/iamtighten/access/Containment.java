package io.iamtighten.access;

/** Whether all requests of one set belong to another. */
public sealed interface Containment {
    /** They all do, under every reading of the policies that AWS's documentation leaves open. */
    record Proven() implements Containment {}

    /**
     * At least one does not.
     *
     * @param witness one that does not, under at least one reading
     */
    record Refuted(Witness witness) implements Containment {}

    /**
     * Not decided; never to be taken for a yes.
     *
     * @param reason why, in one line
     */
    record Unknown(String reason) implements Containment {}
}
