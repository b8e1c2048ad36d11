package io.iamtighten.lint;

import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.policy.NamedPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known besides the policies that are looked at. Policies of an account snapshot get theirs from the snapshot.
 *
 * @param accountId the account that the policies and their resources are in; empty when unknown: then no account counts as a
 *     foreign one
 * @param trustedAccounts other accounts that are the owner's too, such as those of its organization
 * @param boundary the permissions boundary of the principals that have the identity-based policies, or empty
 * @param scps the service control policy levels of the account, from the root to the account; empty means that none apply
 * @param rcps the resource control policy levels of the account, from the root to the account
 */
public record LintContext(
        Optional<String> accountId,
        Set<String> trustedAccounts,
        Optional<NamedPolicy> boundary,
        List<PolicyLevel> scps,
        List<PolicyLevel> rcps) {
    private static final LintContext UNKNOWN =
            new LintContext(Optional.empty(), Set.of(), Optional.empty(), List.of(), List.of());

    /** Copies the collections. */
    public LintContext {
        trustedAccounts = Set.copyOf(trustedAccounts);
        scps = List.copyOf(scps);
        rcps = List.copyOf(rcps);
    }

    /** Returns the context of which nothing is known. */
    public static LintContext unknown() {
        return UNKNOWN;
    }
}
