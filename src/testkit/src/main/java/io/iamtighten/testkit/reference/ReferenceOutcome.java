package io.iamtighten.testkit.reference;

/** The three answers of IAM. */
public enum ReferenceOutcome {
    /** The request goes through. */
    ALLOWED,
    /** A Deny statement matched. */
    EXPLICIT_DENY,
    /** Something that had to allow did not. */
    IMPLICIT_DENY
}
