package io.iamtighten.effective;

import io.iamtighten.access.AccessScope;
import io.iamtighten.access.AccessSet;
import io.iamtighten.access.Comparison;
import io.iamtighten.access.Difference;
import io.iamtighten.access.Relation;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountPlace;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.request.ContextValues;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one principal may do on resources of its own account at two times, compared: identity-based policies, boundary, service and
 * resource control policies, and what the principal itself puts into its requests, such as a user's tags. Resource-based policies are
 * left aside.
 */
public final class PrincipalComparison {
    private PrincipalComparison() {}

    /**
     * Compares. What a snapshot does not know could grant or deny anything: then nothing is decided. Nor is it where a policy reads a
     * key which the principal's sessions may carry otherwise and whose usual value differs, such as a role's tag.
     *
     * @param real finds examples that a service knows
     * @throws IllegalArgumentException when the two are of different accounts
     */
    public static Comparison of(PrincipalView before, PrincipalView after, RealRequests real, WorkLimit limit) {
        if (!before.accountId().equals(after.accountId())) {
            throw new IllegalArgumentException(
                    "principals of two accounts, " + before.accountId() + " and " + after.accountId());
        }
        TreeSet<String> gaps = new TreeSet<>(before.gaps());
        gaps.addAll(after.gaps());
        if (!gaps.isEmpty()) {
            return unknown(gaps.first());
        }
        OwnKeys oldKeys = new OwnKeys(before, IndexedPrincipal.SESSION);
        OwnKeys newKeys = new OwnKeys(after, IndexedPrincipal.SESSION);
        PolicyStack oldStack = stack(before);
        PolicyStack newStack = stack(after);
        OwnPolicies.Settled older = OwnPolicies.settle(oldStack, oldKeys);
        OwnPolicies.Settled newer = OwnPolicies.settle(newStack, newKeys);
        Set<String> read = OwnKeys.read(oldStack);
        read.addAll(OwnKeys.read(newStack));
        for (String key : read) {
            boolean settled = oldKeys.fixes(key)
                    && newKeys.fixes(key)
                    && !older.left().contains(key)
                    && !newer.left().contains(key);
            Optional<ContextValues> was = oldKeys.likely.get(key);
            Optional<ContextValues> is = newKeys.likely.get(key);
            if (!settled && !was.equals(is)) {
                return unknown("`" + key + "`, which the policies read, was " + text(was) + " and is " + text(is)
                        + " for the principal");
            }
        }
        AccessScope scope = AccessScope.ownAccount(before.caller(IndexedPrincipal.SESSION))
                .withOptions(EvaluationOptions.standard().assumingDelegation());
        Comparison comparison = AccessSet.of(older.stack(), scope)
                .compare(
                        AccessSet.of(newer.stack(), scope),
                        Comparison.Readings.EVERY,
                        Comparison.Detail.REGIONS,
                        limit);
        return real.ofStacks(comparison, older.stack(), newer.stack(), scope);
    }

    private static PolicyStack stack(PrincipalView view) {
        return view.stack().withRcps(view.organization().map(AccountPlace::rcps).orElse(List.of()));
    }

    private static Comparison unknown(String reason) {
        Difference unknown = new Difference.Unknown(reason);
        return new Comparison(Relation.UNKNOWN, unknown, unknown);
    }

    private static String text(Optional<ContextValues> values) {
        return values.map(v -> "`" + String.join("`, `", v.values()) + "`").orElse("absent");
    }
}
