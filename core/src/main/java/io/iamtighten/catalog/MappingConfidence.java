package io.iamtighten.catalog;

/** How sure the actions of an event are. */
public enum MappingConfidence {
    /** The action has the call's name, or AWS's table of API operations names it. */
    EXACT,
    /** A page of AWS, a published map or a recorded refusal says so. */
    DOCUMENTED,
    /** Concluded from names alone. */
    BY_NAME,
    /** Nothing is known. */
    UNKNOWN
}
