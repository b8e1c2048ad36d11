package io.iamtighten.evaluate;

import io.iamtighten.policy.NamedPolicy;
import java.util.List;
import java.util.Optional;

/**
 * All policies that apply to one caller and one resource.
 *
 * @param identity the caller's identity-based policies, those of its groups included
 * @param boundary the caller's permissions boundary, or empty
 * @param session the session policies; empty means that the session has none
 * @param resource the resource-based policy of the target (bucket policy, key policy, role trust policy ...), or empty
 * @param scps the service control policy levels of the caller's account, from the root to the account; empty means that
 *     no SCPs apply
 * @param rcps the resource control policy levels of the resource's account, from the root to the account;
 *     {@code RCPFullAWSAccess} is implied at every level
 * @param vpcEndpoint the policies of the VPC endpoint that the request went through; empty means no endpoint or its
 *     default policy
 * @param managementAccountId the organization's management account, to which neither SCPs nor RCPs apply
 */
public record PolicyStack(
        List<NamedPolicy> identity,
        Optional<NamedPolicy> boundary,
        List<NamedPolicy> session,
        Optional<NamedPolicy> resource,
        List<PolicyLevel> scps,
        List<PolicyLevel> rcps,
        List<NamedPolicy> vpcEndpoint,
        Optional<String> managementAccountId) {
    /** Copies the lists. */
    public PolicyStack {
        identity = List.copyOf(identity);
        session = List.copyOf(session);
        scps = List.copyOf(scps);
        rcps = List.copyOf(rcps);
        vpcEndpoint = List.copyOf(vpcEndpoint);
    }

    /** Returns a stack of identity-based policies alone. */
    public static PolicyStack ofIdentity(List<NamedPolicy> identity) {
        return new PolicyStack(
                identity,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** Returns this stack with other identity-based policies. */
    public PolicyStack withIdentity(List<NamedPolicy> changed) {
        return new PolicyStack(changed, boundary, session, resource, scps, rcps, vpcEndpoint, managementAccountId);
    }

    /** Returns this stack with a permissions boundary. */
    public PolicyStack withBoundary(NamedPolicy changed) {
        return new PolicyStack(
                identity, Optional.of(changed), session, resource, scps, rcps, vpcEndpoint, managementAccountId);
    }

    /** Returns this stack with other session policies. */
    public PolicyStack withSession(List<NamedPolicy> changed) {
        return new PolicyStack(identity, boundary, changed, resource, scps, rcps, vpcEndpoint, managementAccountId);
    }

    /** Returns this stack with a resource-based policy. */
    public PolicyStack withResource(Optional<NamedPolicy> changed) {
        return new PolicyStack(identity, boundary, session, changed, scps, rcps, vpcEndpoint, managementAccountId);
    }

    /** Returns this stack with other SCP levels. */
    public PolicyStack withScps(List<PolicyLevel> changed) {
        return new PolicyStack(identity, boundary, session, resource, changed, rcps, vpcEndpoint, managementAccountId);
    }

    /** Returns this stack with other RCP levels. */
    public PolicyStack withRcps(List<PolicyLevel> changed) {
        return new PolicyStack(identity, boundary, session, resource, scps, changed, vpcEndpoint, managementAccountId);
    }
}
