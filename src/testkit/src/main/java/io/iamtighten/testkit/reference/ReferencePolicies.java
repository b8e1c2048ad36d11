package io.iamtighten.testkit.reference;

import io.iamtighten.policy.PolicyDocument;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The policies that the reference evaluator decides by.
 *
 * @param identity the caller's identity-based policies
 * @param boundary the caller's permissions boundary, or empty
 * @param session the session policies; empty means none was passed
 * @param resource the policy on the target, or empty
 * @param scps the service control policies, level by level from the root; empty means that none apply
 * @param rcps the resource control policies, level by level from the root, without {@code RCPFullAWSAccess}
 * @param vpcEndpoint the endpoint's policies; empty means no endpoint or its default policy
 * @param managementAccount the organization's management account, or empty
 * @param rcpServices the service prefixes that resource control policies cover, in lower case
 */
public record ReferencePolicies(
        List<PolicyDocument> identity,
        Optional<PolicyDocument> boundary,
        List<PolicyDocument> session,
        Optional<PolicyDocument> resource,
        List<List<PolicyDocument>> scps,
        List<List<PolicyDocument>> rcps,
        List<PolicyDocument> vpcEndpoint,
        Optional<String> managementAccount,
        Set<String> rcpServices) {
    /** Copies the collections. */
    public ReferencePolicies {
        identity = List.copyOf(identity);
        session = List.copyOf(session);
        scps = scps.stream().map(List::copyOf).toList();
        rcps = rcps.stream().map(List::copyOf).toList();
        vpcEndpoint = List.copyOf(vpcEndpoint);
        rcpServices = Set.copyOf(rcpServices);
    }
}
