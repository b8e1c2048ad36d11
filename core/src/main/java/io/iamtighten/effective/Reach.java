package io.iamtighten.effective;

/** How far a principal gets with an action. In order of strength. */
public enum Reach {
    /** Statements grant the action, and no request for it goes through: proven for all requests. */
    BLOCKED("blocked"),
    /** Not decided: neither a request that goes through is known nor a proof that there is none. */
    UNKNOWN("unknown"),
    /** Requests go through, each of those known under conditions on its context. */
    UNDER_CONDITIONS("under conditions"),
    /** On at least one resource every request goes through, whatever its context. */
    SOME_RESOURCES("on some resources"),
    /** Every request goes through, whatever resource and context. */
    EVERYWHERE("on every resource");

    private final String text;

    Reach(String text) {
        this.text = text;
    }

    /** Returns the name for people and machine-readable output, such as {@code under conditions}. */
    public String text() {
        return text;
    }

    /** Returns whether some request is known to go through. */
    public boolean allowed() {
        return compareTo(UNKNOWN) > 0;
    }
}
