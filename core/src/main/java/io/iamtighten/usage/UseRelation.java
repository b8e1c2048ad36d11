package io.iamtighten.usage;

/** How an action relates to the recorded call. */
public enum UseRelation {
    /** The plain call needs it. */
    MAIN,
    /** The parameters of the call show that it was needed besides. */
    ALSO,
    /** {@code iam:PassRole}: the parameters hand over a role. */
    PASS_ROLE,
    /**
     * No use: a service called AWS KMS for the principal, and the encryption context names the data that it worked on. The action is
     * KMS's, the resource is the data. What the principal asked of the service is not in the record.
     */
    KEY_FOR_DATA;

    /** Returns whether the action was checked on the resource. */
    public boolean isUse() {
        return this != KEY_FOR_DATA;
    }
}
