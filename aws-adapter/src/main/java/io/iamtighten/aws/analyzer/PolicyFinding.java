package io.iamtighten.aws.analyzer;

import java.util.List;

/**
 * What {@code ValidatePolicy} says about a policy.
 *
 * @param kind how serious it is
 * @param code the code of the check, such as {@code PASS_ROLE_WITH_STAR_IN_RESOURCE}
 * @param message what is wrong
 * @param link the page that explains it
 * @param places where, as JSON pointers into the policy
 */
public record PolicyFinding(Kind kind, String code, String message, String link, List<String> places) {
    /** How serious a finding is. */
    public enum Kind {
        /** A part of the policy does not work. */
        ERROR,
        /** The policy allows more than is wise. */
        SECURITY_WARNING,
        /** The policy does not follow good practice. */
        WARNING,
        /** A matter of style. */
        SUGGESTION,
        /** A kind that was not known when this was written. */
        OTHER
    }

    /** Copies the list. */
    public PolicyFinding {
        places = List.copyOf(places);
    }
}
