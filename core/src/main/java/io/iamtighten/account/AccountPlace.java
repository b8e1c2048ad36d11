package io.iamtighten.account;

import io.iamtighten.evaluate.PolicyLevel;
import java.util.List;
import java.util.Optional;

/**
 * Where an account stands in its organization.
 *
 * @param organizationId such as {@code o-a1b2c3d4e5}; empty when unknown
 * @param managementAccountId the management account, which neither SCPs nor RCPs touch; empty when unknown
 * @param path the value of {@code aws:PrincipalOrgPaths}, such as {@code o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/}; empty when unknown
 * @param scps the service control policy levels, from the root to the account; empty when SCPs are not in use
 * @param rcps the resource control policy levels, from the root to the account
 */
public record AccountPlace(
        Optional<String> organizationId,
        Optional<String> managementAccountId,
        Optional<String> path,
        List<PolicyLevel> scps,
        List<PolicyLevel> rcps) {
    /** Copies the lists. */
    public AccountPlace {
        scps = List.copyOf(scps);
        rcps = List.copyOf(rcps);
    }
}
