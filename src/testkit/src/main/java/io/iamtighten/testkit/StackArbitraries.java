package io.iamtighten.testkit;

import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Arbitraries for whole stacks of policies. Layers that only limit are mostly open, so that requests are allowed, denied
 * explicitly and denied implicitly in about equal parts.
 */
public final class StackArbitraries {
    private StackArbitraries() {}

    /** Returns stacks of one to three identity-based policies and nothing else. */
    public static Arbitrary<PolicyStack> identityStacks() {
        return Combinators.combine(
                        named(PolicyArbitraries.policies(), "identity", 1, 2),
                        named(PolicyArbitraries.limitingPolicies(), "broad", 0, 1))
                .as(StackArbitraries::joined)
                .map(PolicyStack::ofIdentity);
    }

    /** Returns stacks in which every kind of policy may be there or not. */
    public static Arbitrary<PolicyStack> stacks() {
        Arbitrary<PolicyDocument> limit = PolicyArbitraries.limitingPolicies();
        Arbitrary<List<NamedPolicy>> identity = Combinators.combine(
                        named(PolicyArbitraries.policies(), "identity", 0, 2), named(limit, "broad", 0, 1))
                .as(StackArbitraries::joined);
        Arbitrary<Optional<NamedPolicy>> boundary =
                limit.map(document -> new NamedPolicy("boundary", document)).optional(0.3);
        Arbitrary<List<NamedPolicy>> session = sometimes(named(limit, "session", 1, 2), 1, 3);
        Arbitrary<Optional<NamedPolicy>> resource = PolicyArbitraries.resourcePolicies()
                .map(document -> new NamedPolicy("resource", document))
                .optional(0.4);
        Arbitrary<List<PolicyLevel>> scps = sometimes(levels(named(limit, "scp", 1, 2)), 1, 3);
        Arbitrary<List<PolicyLevel>> rcps =
                sometimes(levels(named(PolicyArbitraries.resourceControlPolicies(), "rcp", 0, 1)), 1, 4);
        Arbitrary<List<NamedPolicy>> endpoint = sometimes(named(endpointPolicies(), "endpoint", 1, 1), 1, 7);
        Arbitrary<Optional<String>> management = Arbitraries.frequency(
                Tuple.of(8, Optional.empty()),
                Tuple.of(1, Optional.of(Vocabulary.MANAGEMENT_ACCOUNT)),
                Tuple.of(1, Optional.of(Vocabulary.ACCOUNT)));
        return Combinators.combine(identity, boundary, session, resource, scps, rcps, endpoint, management)
                .as(PolicyStack::new);
    }

    private static Arbitrary<PolicyDocument> endpointPolicies() {
        return Arbitraries.oneOf(PolicyArbitraries.limitingPolicies(), PolicyArbitraries.resourcePolicies());
    }

    /** Returns stacks with a request each. */
    public static Arbitrary<AccessCase> cases() {
        return Combinators.combine(stacks(), RequestArbitraries.requests()).as(AccessCase::new);
    }

    /** Returns identity-based policies with a request each. */
    public static Arbitrary<AccessCase> identityCases() {
        return Combinators.combine(identityStacks(), RequestArbitraries.requests())
                .as(AccessCase::new);
    }

    private static Arbitrary<List<NamedPolicy>> named(
            Arbitrary<PolicyDocument> documents, String name, int min, int max) {
        return documents.list().ofMinSize(min).ofMaxSize(max).map(list -> {
            List<NamedPolicy> policies = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                policies.add(new NamedPolicy(name + "-" + i, list.get(i)));
            }
            return policies;
        });
    }

    private static Arbitrary<List<PolicyLevel>> levels(Arbitrary<List<NamedPolicy>> policies) {
        return policies.list().ofMinSize(1).ofMaxSize(2).map(list -> {
            List<PolicyLevel> levels = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                levels.add(new PolicyLevel("level-" + i, list.get(i)));
            }
            return levels;
        });
    }

    /** Empty for the most part; {@code with} times in {@code all} not. */
    private static <T> Arbitrary<List<T>> sometimes(Arbitrary<List<T>> lists, int with, int all) {
        return Arbitraries.frequencyOf(Tuple.of(all - with, Arbitraries.just(List.of())), Tuple.of(with, lists));
    }

    private static List<NamedPolicy> joined(List<NamedPolicy> first, List<NamedPolicy> second) {
        List<NamedPolicy> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
