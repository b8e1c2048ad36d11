package io.iamtighten.policy;

/** Whether an element lists what it matches ({@code Action}) or what it leaves out ({@code NotAction}). */
public enum Polarity {
    /** The plain element: it matches what one of its patterns matches. */
    ONLY,
    /** The {@code Not...} element: it matches what none of its patterns matches. */
    ALL_BUT
}
