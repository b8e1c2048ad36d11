package io.iamtighten.lint;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.condition.ConditionEvaluator;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The known ways to more permissions that a principal's policies leave open together. Where a way needs things that the policies do
 * not tell, such as a role worth passing, they are taken to exist.
 *
 * @param open the ways of which the principal has every permission, in the order of the collection
 * @param undecided ways of which that could not be decided, one sentence each
 */
public record EscalationPaths(List<Path> open, List<String> undecided) {
    private static final String PASS_ROLE = "iam:PassRole";
    private static final String PASSED_TO = "iam:passedtoservice";

    /** Copies the lists. */
    public EscalationPaths {
        open = List.copyOf(open);
        undecided = List.copyOf(undecided);
    }

    /**
     * One way.
     *
     * @param id its id in the collection
     * @param what what it leads to, to go on from "can"
     * @param permissions the actions that are all needed
     */
    public record Path(String id, String what, List<String> permissions) {
        /** Copies the list. */
        public Path {
            permissions = List.copyOf(permissions);
        }
    }

    /** Returns how many ways are known. */
    public static int known() {
        return EscalationPath.all().size();
    }

    /** Returns no ways, as of a principal of which nothing is known. */
    public static EscalationPaths none() {
        return new EscalationPaths(List.of(), List.of());
    }

    /** Returns the ways that a stack of policies leaves open to a caller. */
    public static EscalationPaths of(ServiceCatalog catalog, RequestPrincipal caller, PolicyStack stack) {
        List<String> undecided = new ArrayList<>();
        Map<String, Reach> passing = new HashMap<>();
        List<Path> open = new ArrayList<>();
        for (EscalationChecks.Open each :
                new EscalationChecks(catalog, Set.of()).open(new Reach(catalog, caller, stack), undecided)) {
            EscalationPath path = each.path();
            boolean passes = !path.permissions().contains(PASS_ROLE)
                    || path.services().isEmpty()
                    || path.services().stream()
                            .anyMatch(service -> !(passing.computeIfAbsent(
                                                    service, s -> new Reach(catalog, caller, passingTo(stack, s)))
                                            .answer(PASS_ROLE)
                                    instanceof Reach.Answer.No));
            if (passes) {
                open.add(new Path(path.id(), path.kind().what(), path.permissions()));
            }
        }
        return new EscalationPaths(open, undecided);
    }

    /** Leaves out Allow statements that pass roles to other services only. */
    private static PolicyStack passingTo(PolicyStack stack, String service) {
        RequestContext context = RequestContext.of(Map.of(PASSED_TO, ContextValues.single(service)));
        List<NamedPolicy> policies = new ArrayList<>();
        for (NamedPolicy policy : stack.identity()) {
            List<Statement> statements = policy.document().statements().stream()
                    .filter(statement -> statement.effect() == Effect.DENY
                            || statement.conditions().stream()
                                    .filter(c -> c.key().equalsIgnoreCase(PASSED_TO))
                                    .allMatch(c -> ConditionEvaluator.compile(
                                                    c, policy.document().version())
                                            .evaluate(context)))
                    .toList();
            policies.add(new NamedPolicy(policy.name(), policy.document().withStatements(statements)));
        }
        return stack.withIdentity(policies);
    }
}
