package io.iamtighten.access;

import io.iamtighten.condition.Denotation;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes the cube of one request. */
final class Point {
    private Point() {}

    /** Returns the cube of a request among requests that hold some keys at most. */
    static Cube of(AccessRequest request, Set<String> keys) {
        Set<KeyCondition> conditions = new LinkedHashSet<>();
        for (String key : keys) {
            Optional<ContextValues> values = request.context().get(key);
            if (values.isEmpty() || values.get().values().isEmpty()) {
                add(conditions, Quantifier.NONE, ConditionOperator.NULL, key, List.of("true"));
            } else if (!values.get().multivalued()) {
                add(
                        conditions,
                        Quantifier.NONE,
                        ConditionOperator.STRING_EQUALS,
                        key,
                        values.get().values());
            } else {
                add(
                        conditions,
                        Quantifier.FOR_ALL_VALUES,
                        ConditionOperator.STRING_EQUALS,
                        key,
                        values.get().values());
                for (String value : values.get().values()) {
                    add(conditions, Quantifier.FOR_ANY_VALUE, ConditionOperator.STRING_EQUALS, key, List.of(value));
                }
            }
        }
        String target = request.resourceLevel() == AccessRequest.ResourceLevel.WILDCARD_ONLY ? "*" : request.resource();
        return new Cube(
                Optional.empty(), Actions.only(List.of(request.action())), Resources.literal(target), null, conditions);
    }

    /** Whether two requests are the same one: the order of a key's values and the case of the action do not matter. */
    static boolean same(AccessRequest a, AccessRequest b) {
        return a.principal().equals(b.principal())
                && a.action().equalsIgnoreCase(b.action())
                && a.resource().equals(b.resource())
                && a.resourceLevel() == b.resourceLevel()
                && values(a).equals(values(b));
    }

    private static Map<String, Set<String>> values(AccessRequest request) {
        Map<String, Set<String>> values = new TreeMap<>();
        request.context().asMap().forEach((key, held) -> {
            if (!held.values().isEmpty()) {
                values.put(key, new TreeSet<>(held.values()));
            }
        });
        return values;
    }

    private static void add(
            Set<KeyCondition> conditions,
            Quantifier quantifier,
            ConditionOperator operator,
            String key,
            List<String> values) {
        conditions.add(KeyCondition.of(
                new Condition(new OperatorUse(quantifier, operator, false), key, values), PolicyVersion.V2008_10_17));
    }

    /** Collects the keys that a stack speaks of, as conditions or as policy variables. */
    static void keys(PolicyStack stack, Set<String> into) {
        List<NamedPolicy> policies = new ArrayList<>(stack.identity());
        stack.boundary().ifPresent(policies::add);
        policies.addAll(stack.session());
        stack.resource().ifPresent(policies::add);
        policies.addAll(stack.vpcEndpoint());
        for (PolicyLevel level : stack.scps()) {
            policies.addAll(level.policies());
        }
        for (PolicyLevel level : stack.rcps()) {
            policies.addAll(level.policies());
        }
        for (NamedPolicy policy : policies) {
            PolicyVersion version = policy.document().version();
            for (Statement statement : policy.document().statements()) {
                statement.conditions().forEach(condition -> {
                    into.add(condition.key().toLowerCase(Locale.ROOT));
                    Denotation.of(condition, version).variables().forEach(variable -> into.add(variable.key()));
                });
                statement
                        .resources()
                        .ifPresent(element -> element.patterns()
                                .forEach(pattern -> PatternText.parse(
                                                pattern.text(), version, PatternText.Wildcards.ACTIVE)
                                        .variables()
                                        .forEach(variable -> into.add(variable.key()))));
            }
        }
    }
}
