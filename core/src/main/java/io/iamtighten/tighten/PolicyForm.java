package io.iamtighten.tighten;

/** The form in which a proposal comes. */
public enum PolicyForm {
    /** Each of today's policies is edited as little as possible. */
    EDIT,
    /** One new policy takes the place of today's; several when it is too large for one. */
    FRESH
}
