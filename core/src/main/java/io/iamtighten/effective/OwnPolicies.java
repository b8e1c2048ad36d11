package io.iamtighten.effective;

import io.iamtighten.condition.ConditionEvaluator;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A stack as it speaks of one principal: conditions on keys that the principal fixes are settled, and policy variables that name such
 * keys hold their values. Every request of the principal is decided as before; statements keep their places.
 */
final class OwnPolicies {
    /** Holds for no request: the key is neither asked to be there nor not to be. */
    private static final Condition NEVER =
            new Condition(OperatorUse.of(ConditionOperator.NULL), "aws:PrincipalArn", List.of("never"));

    private final OwnKeys keys;
    private final RequestContext fixed;
    /** The keys that the principal fixes and that are still read, in lower case. */
    private final Set<String> left = new TreeSet<>();

    private OwnPolicies(OwnKeys keys) {
        this.keys = keys;
        this.fixed = keys.complete(RequestContext.empty());
    }

    /**
     * A stack and what could not be settled in it.
     *
     * @param stack the stack
     * @param left the keys that the principal fixes and that are still read, in lower case
     */
    record Settled(PolicyStack stack, Set<String> left) {}

    /** Settles what keys of a principal settle. */
    static Settled settle(PolicyStack stack, OwnKeys keys) {
        OwnPolicies own = new OwnPolicies(keys);
        PolicyStack settled = new PolicyStack(
                own.policies(stack.identity()),
                stack.boundary().map(own::policy),
                own.policies(stack.session()),
                stack.resource().map(own::policy),
                own.levels(stack.scps()),
                own.levels(stack.rcps()),
                own.policies(stack.vpcEndpoint()),
                stack.managementAccountId());
        return new Settled(settled, own.left);
    }

    private List<PolicyLevel> levels(List<PolicyLevel> levels) {
        return levels.stream()
                .map(level -> new PolicyLevel(level.id(), policies(level.policies())))
                .toList();
    }

    private List<NamedPolicy> policies(List<NamedPolicy> policies) {
        return policies.stream().map(this::policy).toList();
    }

    private NamedPolicy policy(NamedPolicy policy) {
        PolicyVersion version = policy.document().version();
        return new NamedPolicy(
                policy.name(),
                policy.document()
                        .withStatements(policy.document().statements().stream()
                                .map(statement -> statement(statement, version))
                                .toList()));
    }

    private Statement statement(Statement statement, PolicyVersion version) {
        Statement changed = statement;
        if (statement.resources().isPresent()) {
            Optional<ResourceElement> resources =
                    resources(statement.resources().get(), version);
            if (resources.isEmpty()) {
                return statement.withConditions(List.of(NEVER));
            }
            changed = changed.withResources(resources.get());
        }
        List<Condition> conditions = new ArrayList<>();
        for (Condition condition : statement.conditions()) {
            if (isSettled(condition, version)) {
                if (!ConditionEvaluator.compile(condition, version).evaluate(fixed)) {
                    return statement.withConditions(List.of(NEVER));
                }
            } else {
                String key = condition.key().toLowerCase(Locale.ROOT);
                if (keys.fixes(key)) {
                    left.add(key);
                }
                conditions.add(new Condition(
                        condition.operator(),
                        condition.key(),
                        condition.values().stream()
                                .map(value -> text(value, version))
                                .toList()));
            }
        }
        return changed.withConditions(conditions);
    }

    private boolean isSettled(Condition condition, PolicyVersion version) {
        boolean settled = keys.fixes(condition.key().toLowerCase(Locale.ROOT));
        for (String value : condition.values()) {
            for (PatternText.Variable variable : variables(value, version)) {
                settled &= keys.fixes(variable.key());
            }
        }
        return settled;
    }

    /** Returns the element; empty where it matches no resource, as a variable has no value. */
    private Optional<ResourceElement> resources(ResourceElement element, PolicyVersion version) {
        List<ResourcePattern> patterns = new ArrayList<>();
        for (ResourcePattern pattern : element.patterns()) {
            boolean never = variables(pattern.text(), version).stream()
                    .anyMatch(variable ->
                            keys.fixes(variable.key()) && value(variable).isEmpty());
            if (!never) {
                patterns.add(new ResourcePattern(text(pattern.text(), version)));
            } else if (element.polarity() == Polarity.ALL_BUT) {
                return Optional.empty();
            }
        }
        return patterns.isEmpty() ? Optional.empty() : Optional.of(new ResourceElement(element.polarity(), patterns));
    }

    private static List<PatternText.Variable> variables(String text, PolicyVersion version) {
        return PatternText.parse(text, version, PatternText.Wildcards.LITERAL).variables();
    }

    private Optional<String> value(PatternText.Variable variable) {
        return fixed.single(variable.key()).or(variable::fallback);
    }

    /** The text with those variables replaced that have a value fixed by the principal. */
    private String text(String text, PolicyVersion version) {
        if (!version.hasVariables() || !text.contains("${")) {
            return text;
        }
        StringBuilder changed = new StringBuilder();
        int from = 0;
        for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", from)) {
            int end = text.indexOf('}', start);
            if (end < 0) {
                break;
            }
            changed.append(text, from, start);
            String whole = text.substring(start, end + 1);
            List<PatternText.Variable> named = variables(whole, version);
            Optional<String> value = Optional.empty();
            if (!named.isEmpty() && keys.fixes(named.get(0).key())) {
                value = value(named.get(0));
                if (value.isEmpty()) {
                    left.add(named.get(0).key());
                }
            }
            changed.append(value.map(AskedRequests::literal).orElse(whole));
            from = end + 1;
        }
        return changed.append(text, from, text.length()).toString();
    }
}
