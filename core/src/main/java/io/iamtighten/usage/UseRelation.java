package io.iamtighten.usage;

/** How an action relates to the recorded call. */
public enum UseRelation {
    /** The plain call needs it. */
    MAIN,
    /** The parameters of the call show that it was needed besides. */
    ALSO,
    /** {@code iam:PassRole}: the parameters hand over a role. */
    PASS_ROLE
}
