package io.iamtighten.usage;

/**
 * How a recorded call ended, as far as its permission is concerned.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy evaluation logic</a>
 */
public enum CallOutcome {
    /** Authorised and done, or a dry run that would have been. */
    SUCCEEDED,
    /** An error that comes behind authorisation: the permission was held, most likely. */
    FAILED_AUTHORISED,
    /** Refused for lack of permission: no use. */
    REFUSED,
    /** Throttled, malformed or limited: may have failed before authorisation. */
    FAILED_EARLY,
    /** Nothing is known, as for an internal failure. */
    UNKNOWN;

    /** Returns whether the call counts as a use of a granted action: everything but a refusal. */
    public boolean isUse() {
        return this != REFUSED;
    }
}
