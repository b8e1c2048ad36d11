package io.iamtighten.testkit;

import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.Outcome;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.testkit.reference.ReferenceEvaluator;
import io.iamtighten.testkit.reference.ReferencePolicies;
import java.util.List;

/** Asks the reference evaluator about the library's types. */
final class References {
    private static final EvaluationOptions OPTIONS = EvaluationOptions.standard();

    private References() {}

    static Outcome decide(AccessCase given) {
        return switch (ReferenceEvaluator.decide(policies(given.stack()), given.request())) {
            case ALLOWED -> Outcome.ALLOWED;
            case EXPLICIT_DENY -> Outcome.EXPLICIT_DENY;
            case IMPLICIT_DENY -> Outcome.IMPLICIT_DENY;
        };
    }

    private static ReferencePolicies policies(PolicyStack stack) {
        return new ReferencePolicies(
                documents(stack.identity()),
                stack.boundary().map(NamedPolicy::document),
                documents(stack.session()),
                stack.resource().map(NamedPolicy::document),
                levels(stack.scps()),
                levels(stack.rcps()),
                documents(stack.vpcEndpoint()),
                stack.managementAccountId(),
                OPTIONS.rcpServices());
    }

    private static List<List<PolicyDocument>> levels(List<PolicyLevel> levels) {
        return levels.stream().map(level -> documents(level.policies())).toList();
    }

    private static List<PolicyDocument> documents(List<NamedPolicy> policies) {
        return policies.stream().map(NamedPolicy::document).toList();
    }
}
