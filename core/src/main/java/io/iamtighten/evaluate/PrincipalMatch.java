package io.iamtighten.evaluate;

import io.iamtighten.policy.Effect;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.RequestPrincipal;

/** How closely a statement's principal element names a caller. In order of strength. */
public enum PrincipalMatch {
    /** Not at all. */
    NONE,
    /** By the account: the account's own policies decide. */
    ACCOUNT,
    /** By the role of a session, or the user of a federated session: boundary and session policy still limit. */
    ROLE,
    /** By the caller itself or as anybody. */
    DIRECT;

    /**
     * Returns how closely a statement names a caller; {@code DIRECT} where it has no principal element. A Deny with
     * {@code NotPrincipal} always reaches a caller that has a permissions boundary: reference_policies_elements_notprincipal.
     *
     * @param callerHasBoundary whether the caller has a permissions boundary
     */
    public static PrincipalMatch of(Statement statement, RequestPrincipal caller, boolean callerHasBoundary) {
        if (statement.principal().isEmpty()) {
            return DIRECT;
        }
        if (statement.effect() == Effect.DENY
                && callerHasBoundary
                && statement.principal().get().polarity() == Polarity.ALL_BUT) {
            return DIRECT;
        }
        return PrincipalMatcher.match(statement.principal().get(), caller);
    }
}
