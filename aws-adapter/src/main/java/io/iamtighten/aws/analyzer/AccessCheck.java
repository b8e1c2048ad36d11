package io.iamtighten.aws.analyzer;

import java.util.List;

/**
 * What a custom policy check says.
 *
 * @param result whether the policy passed; a check that AWS could not make is {@link Result#UNDECIDED}
 * @param message AWS's own words
 * @param reasons the statements that made the check fail, in AWS's words
 */
public record AccessCheck(Result result, String message, List<String> reasons) {
    /** The outcome of a check. */
    public enum Result {
        /** No new access, or the access is not granted. */
        PASS,
        /** New access, or the access is granted. */
        FAIL,
        /** Neither was said. */
        UNDECIDED
    }

    /** Copies the list. */
    public AccessCheck {
        reasons = List.copyOf(reasons);
    }
}
