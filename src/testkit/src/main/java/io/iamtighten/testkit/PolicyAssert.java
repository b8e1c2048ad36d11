package io.iamtighten.testkit;

import io.iamtighten.access.Comparison;
import io.iamtighten.access.Difference;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on one identity-based policy, alone. The caller is a user {@code alice} of the account {@code 111122223333} and the
 * context is empty, unless a whole request is given.
 */
public final class PolicyAssert extends AbstractAssert<PolicyAssert, PolicyDocument> {
    private static final RequestPrincipal CALLER =
            RequestPrincipal.of(PrincipalType.IAM_USER, "arn:aws:iam::111122223333:user/alice", "111122223333");

    private final StackAssert stack;

    PolicyAssert(PolicyDocument policy) {
        super(policy, PolicyAssert.class);
        this.stack = new StackAssert(PolicyStack.ofIdentity(List.of(named("the policy", policy))));
    }

    private static NamedPolicy named(String name, PolicyDocument policy) {
        return new NamedPolicy(name, policy);
    }

    private static AccessRequest request(String action, String resource) {
        return AccessRequest.of(CALLER, action, resource, RequestContext.empty());
    }

    /** Verifies that the policy allows an action on a resource. */
    public PolicyAssert allows(String action, String resource) {
        return allows(request(action, resource));
    }

    /** Verifies that the policy allows a request. */
    public PolicyAssert allows(AccessRequest request) {
        stack.allows(request);
        return this;
    }

    /** Verifies that the policy does not allow an action on a resource. */
    public PolicyAssert denies(String action, String resource) {
        return denies(request(action, resource));
    }

    /** Verifies that the policy does not allow a request. */
    public PolicyAssert denies(AccessRequest request) {
        stack.denies(request);
        return this;
    }

    /** Verifies that a Deny statement of the policy denies an action on a resource. */
    public PolicyAssert deniesExplicitly(String action, String resource) {
        stack.deniesExplicitly(request(action, resource));
        return this;
    }

    /**
     * Verifies that there is no request at all that this policy grants and the other does not: proven over all requests, under
     * every reading of resource wildcards. What cannot be decided is a failure.
     */
    public PolicyAssert grantsNothingBeyond(PolicyDocument other) {
        Difference beyond = Comparison.ofDocuments(
                        named("the other policy", other),
                        named("the policy", actual),
                        Comparison.Readings.EVERY,
                        Comparison.Detail.WITNESS,
                        WorkLimit.standard())
                .onlyNew();
        if (beyond instanceof Difference.Some some) {
            throw failure(
                    "expected the policy to grant nothing beyond the other, but it grants %s",
                    some.witness().text());
        }
        if (beyond instanceof Difference.Unknown unknown) {
            throw failure(
                    "expected the policy to grant nothing beyond the other, which is not decided: %s",
                    unknown.reason());
        }
        return this;
    }
}
