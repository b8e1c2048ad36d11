package io.iamtighten.catalog;

/** How an event's name relates to the action it needs. */
public enum MappingKind {
    /** The action has the event's name. */
    IDENTITY,
    /** The action has another name, or there are several. */
    MAPPED,
    /** The call needs no permission. */
    NONE_NEEDED,
    /** No action is known. */
    UNMAPPED
}
