package io.iamtighten.tighten;

import io.iamtighten.access.AccessScope;
import io.iamtighten.access.AccessSet;
import io.iamtighten.access.Containment;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import java.util.List;
import java.util.Optional;

/**
 * Proves over all requests, in every reading of the policies, that a principal's policies allow nothing that others do not: first of
 * the identity-based policies alone, which holds whatever else applies, and where that is not so of everything together.
 */
final class SetProof {
    private SetProof() {}

    static Proof check(
            PrincipalView view, PolicyStack stack, List<NamedPolicy> before, List<NamedPolicy> after, WorkLimit limit) {
        AccessScope scope = scope(view);
        Containment alone = subset(PolicyStack.ofIdentity(before), PolicyStack.ofIdentity(after), scope, limit);
        if (alone instanceof Containment.Proven) {
            return proven("the identity-based policies allow no request that today's do not");
        }
        Containment effective = subset(stack.withIdentity(before), stack.withIdentity(after), scope, limit);
        if (effective instanceof Containment.Proven) {
            return proven("no request is allowed that today's policies together do not allow");
        }
        if (effective instanceof Containment.Refuted refuted) {
            return new Proof(
                    Proof.Verdict.REFUTED,
                    "a request is allowed that today's policies do not allow",
                    Optional.of(refuted.witness().text()));
        }
        Proof statements = ContainmentProof.check(before, after);
        if (statements.verdict() == Proof.Verdict.PROVEN) {
            return statements;
        }
        String reason = effective instanceof Containment.Unknown unknown ? unknown.reason() : "not decided";
        return new Proof(Proof.Verdict.UNKNOWN, reason + "; " + statements.reason(), Optional.empty());
    }

    /** Returns whether identity-based policies surely allow no request that others do not. */
    static boolean within(PrincipalView view, List<NamedPolicy> inner, List<NamedPolicy> outer, WorkLimit limit) {
        return subset(PolicyStack.ofIdentity(outer), PolicyStack.ofIdentity(inner), scope(view), limit)
                instanceof Containment.Proven;
    }

    private static AccessScope scope(PrincipalView view) {
        return new AccessScope(
                view.caller(KnownContext.SESSION),
                Optional.of(view.accountId()),
                EvaluationOptions.standard().assumingDelegation());
    }

    private static Containment subset(PolicyStack before, PolicyStack after, AccessScope scope, WorkLimit limit) {
        return AccessSet.of(after, scope).isSubsetOf(AccessSet.of(before, scope), limit);
    }

    private static Proof proven(String how) {
        return new Proof(
                Proof.Verdict.PROVEN,
                how + ": decided over all requests, in every reading of wildcards",
                Optional.empty());
    }
}
