package io.iamtighten.tighten;

/** What becomes of a granted action whose use the records cannot show. */
public enum Unverifiable {
    /** It stays. */
    KEEP,
    /**
     * It stays if a statement names it exactly, or if the principal used something that it belongs with (same service and resource
     * type) or a call that may need it.
     */
    USED,
    /** It goes, unless its use shows after all. */
    DROP
}
