package io.iamtighten.tighten;

/** How far a proposal looks beyond the resources that were seen. Never outside of the statement's own pattern. */
public enum ResourceStrategy {
    /** The resources seen. */
    EXACT,
    /** The resources seen; where new ones keep appearing, the pattern that they have in common. */
    BALANCED,
    /** Every resource of the types that were used. */
    SERVICE
}
