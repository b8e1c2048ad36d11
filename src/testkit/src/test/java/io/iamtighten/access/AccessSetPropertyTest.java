package io.iamtighten.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.arn.WildcardReading;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.testkit.AccessCase;
import io.iamtighten.testkit.SmallWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Access sets say of every request what the evaluator decides, and obey the laws of sets. */
class AccessSetPropertyTest extends SmallWorld {
    private static final WorkLimit LIMIT = WorkLimit.standard();

    private static AccessScope scope(AccessRequest request) {
        return new AccessScope(request.principal(), request.resourceAccount(), EvaluationOptions.standard());
    }

    @StatisticsReport(onFailureOnly = true)
    @Property(tries = 1_500, edgeCases = EdgeCasesMode.NONE)
    void membershipIsTheDecision(@ForAll("cases") AccessCase given) {
        membership(given);
    }

    @StatisticsReport(onFailureOnly = true)
    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void membershipIsTheDecisionOfIdentityPolicies(@ForAll("identityCases") AccessCase given) {
        membership(given);
    }

    /** The set of one request and the stack's set have a request in common exactly when the evaluator allows it. */
    private static void membership(AccessCase given) {
        AccessRequest request = given.request();
        Assume.that(request.resourceLevel() == AccessRequest.ResourceLevel.SUPPORTED);
        Assume.that(isTyped(given.stack(), request) && isShaped(request));
        AccessScope scope = scope(request);
        AccessSet allowed = AccessSet.of(given.stack(), scope);
        AccessSet single = AccessSet.only(request, scope);
        for (WildcardReading reading : WildcardReading.values()) {
            boolean decision = Authorizer.compile(given.stack(), scope.options().withReading(reading))
                    .decide(request)
                    .allowed();
            assertThat(allowed.contains(request, reading)).isEqualTo(decision);
            Solver.Answer both = single.intersection(allowed).solve(reading, LIMIT, null);
            Solver.Answer outside = single.difference(allowed).solve(reading, LIMIT, null);
            Statistics.label("answers")
                    .collect(both.doubt().or(outside::doubt).isPresent() ? "open" : "given")
                    .coverage(coverage -> coverage.check("open").percentage(p -> p < 6));
            // Never a wrong proof.
            if (decision) {
                assertThat(both.isEmpty()).isFalse();
                assertThat(outside.witness()).isEmpty();
            } else {
                assertThat(outside.isEmpty()).isFalse();
                assertThat(both.witness()).isEmpty();
            }
        }
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void differencesAreShownOrAbsent(
            @ForAll("stacks") PolicyStack first,
            @ForAll("stacks") PolicyStack second,
            @ForAll("requests") List<AccessRequest> requests) {
        AccessScope scope = scope(requests.get(0));
        AccessSet a = AccessSet.of(first, scope);
        AccessSet b = AccessSet.of(second, scope);
        Containment contained = a.isSubsetOf(b, LIMIT);
        if (contained instanceof Containment.Refuted refuted) {
            AccessRequest witness = refuted.witness().request();
            assertThat(Stream.of(WildcardReading.values())
                            .anyMatch(r -> a.contains(witness, r) && !b.contains(witness, r)))
                    .isTrue();
        }
        if (contained instanceof Containment.Proven) {
            for (AccessRequest request : requests) {
                for (WildcardReading reading : WildcardReading.values()) {
                    if (isTyped(first, request) && isTyped(second, request) && isShaped(request)) {
                        assertThat(a.contains(request, reading) && !b.contains(request, reading))
                                .isFalse();
                    }
                }
            }
        }
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void setsObeyTheLaws(
            @ForAll("stacks") PolicyStack first,
            @ForAll("stacks") PolicyStack second,
            @ForAll("requests") List<AccessRequest> requests) {
        AccessScope scope = scope(requests.get(0));
        AccessSet a = AccessSet.of(first, scope);
        AccessSet b = AccessSet.of(second, scope);
        never(a.difference(a));
        never(a.difference(b).intersection(b));
        never(a.difference(a.union(b)));
        never(a.intersection(b).difference(a));
        never(a.union(b).difference(b.union(a)));
        never(a.difference(a.union(a.intersection(b))));
        never(AccessSet.all(scope)
                .difference(a.union(b))
                .difference(AccessSet.all(scope)
                        .difference(a)
                        .intersection(AccessSet.all(scope).difference(b))));
        never(AccessSet.none(scope));
        assertThat(AccessSet.all(scope).isEmpty(LIMIT)).isInstanceOf(Containment.Refuted.class);
    }

    private static void never(AccessSet set) {
        assertThat(set.isEmpty(LIMIT)).isNotInstanceOf(Containment.Refuted.class);
    }

    /** An access set speaks of ARNs with all parts, and of keys that hold what their conditions read. */
    private static boolean isShaped(AccessRequest request) {
        String resource = request.resource();
        boolean shaped = Patterns.RESOURCE_SHAPES.stream().anyMatch(shape -> shape.matches(resource));
        String action = request.action().toLowerCase(java.util.Locale.ROOT);
        return shaped && Patterns.ACTION_SHAPES.get(0).matches(action);
    }

    private static boolean isTyped(PolicyStack stack, AccessRequest request) {
        List<NamedPolicy> policies = new ArrayList<>(stack.identity());
        stack.boundary().ifPresent(policies::add);
        policies.addAll(stack.session());
        stack.resource().ifPresent(policies::add);
        policies.addAll(stack.vpcEndpoint());
        stack.scps().forEach(level -> policies.addAll(level.policies()));
        stack.rcps().forEach(level -> policies.addAll(level.policies()));
        return policies.stream()
                .flatMap(policy -> policy.document().statements().stream())
                .flatMap(statement -> statement.conditions().stream())
                .allMatch(condition -> isTyped(condition, request));
    }

    private static boolean isTyped(Condition condition, AccessRequest request) {
        Optional<ContextValues> values = request.context().get(condition.key());
        ConditionOperator.Family family = condition.operator().operator().family();
        return values.isEmpty()
                || values.get().values().stream().allMatch(value -> RelatedPolicies.isTyped(family, value, false));
    }
}
