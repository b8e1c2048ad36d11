package io.iamtighten.access;

/** How what an old policy grants relates to what a new one grants, said of the old one. */
public enum Relation {
    /** Both grant the same. */
    EQUAL("equal"),
    /** The old one grants strictly less. */
    LESS("less"),
    /** The old one grants strictly more. */
    MORE("more"),
    /** Each grants something that the other does not. */
    INCOMPARABLE("incomparable"),
    /** Not decided. */
    UNKNOWN("unknown");

    private final String text;

    Relation(String text) {
        this.text = text;
    }

    /** Returns the word used in output, such as {@code less}. */
    public String text() {
        return text;
    }

    /** Returns the relation that two differences make. */
    static Relation of(Difference onlyOld, Difference onlyNew) {
        if (onlyOld instanceof Difference.Unknown || onlyNew instanceof Difference.Unknown) {
            return UNKNOWN;
        }
        boolean more = onlyOld instanceof Difference.Some;
        boolean less = onlyNew instanceof Difference.Some;
        return more ? (less ? INCOMPARABLE : MORE) : less ? LESS : EQUAL;
    }
}
