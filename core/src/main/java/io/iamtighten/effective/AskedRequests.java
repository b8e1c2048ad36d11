package io.iamtighten.effective;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.ContextValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The requests that a question speaks of, written as a policy that allows just them. */
final class AskedRequests {
    private AskedRequests() {}

    /** The requests for an action on a target, by a principal whose own keys have their values. */
    static PolicyStack of(ActionCase facts, ActionName action, Target target) {
        return of(facts, List.of(), action, target);
    }

    /** The same for any caller and any owner of the target, when other statements are read besides. */
    static PolicyStack ofBothSides(ActionCase facts, List<Candidate> others, ActionName action, Target target) {
        PolicyStack identity = of(facts, others, action, target);
        Statement asked = identity.identity().get(0).document().statements().get(0);
        Statement resource = new Statement(
                asked.sid(),
                asked.effect(),
                Optional.of(PrincipalElement.anyonePrincipal()),
                asked.actions(),
                asked.resources(),
                asked.conditions());
        return identity.withResource(
                Optional.of(new NamedPolicy("the requests asked about", PolicyDocument.of(List.of(resource)))));
    }

    private static PolicyStack of(ActionCase facts, List<Candidate> others, ActionName action, Target target) {
        Statement asked = new Statement(
                Optional.empty(),
                Effect.ALLOW,
                Optional.empty(),
                ActionElement.of(action.name()),
                Optional.of(ResourceElement.of(resources(target))),
                ownKeys(facts, others));
        List<Statement> statements = new ArrayList<>();
        statements.add(asked);
        List<String> never =
                target.resource().isPresent() ? List.of() : target.shape().neverMeant();
        if (!never.isEmpty()) {
            statements.add(
                    Statement.of(Effect.DENY, ActionElement.of("*"), ResourceElement.of(never.toArray(String[]::new))));
        }
        return PolicyStack.ofIdentity(
                List.of(new NamedPolicy("the requests asked about", PolicyDocument.of(statements))));
    }

    private static String[] resources(Target target) {
        ResourceShape shape = target.shape();
        if (target.resource().isPresent()) {
            return new String[] {literal(target.resource().get())};
        }
        if (shape.wildcardOnly) {
            return new String[] {literal("*")};
        }
        if (shape.isAnything()) {
            return new String[] {"*"};
        }
        List<String> patterns = new ArrayList<>();
        shape.patterns.stream().map(ArnPattern::toString).forEach(patterns::add);
        if (shape.mayBeNone) {
            patterns.add(literal("*"));
        }
        return patterns.toArray(String[]::new);
    }

    /** The values of those fixed keys that the statements read. */
    private static List<Condition> ownKeys(ActionCase facts, List<Candidate> others) {
        Set<String> read = new TreeSet<>();
        List<List<Candidate>> lists = new ArrayList<>(facts.limits);
        lists.add(facts.allows);
        lists.add(facts.denies);
        lists.add(others);
        for (List<Candidate> list : lists) {
            for (Candidate candidate : list) {
                candidate
                        .statement()
                        .conditions
                        .forEach(line -> read.add(line.evaluator().key()));
                read.addAll(candidate.statement().variables);
            }
        }
        List<Condition> conditions = new ArrayList<>();
        for (String key : read) {
            if (facts.who.keys.fixes(key)) {
                conditions.addAll(fixing(key, facts.who.keys.value(key)));
            }
        }
        return conditions;
    }

    /** Conditions that hold just for these values of a key, or for its absence. */
    static List<Condition> fixing(String key, Optional<ContextValues> values) {
        if (values.isEmpty()) {
            return List.of(Condition.of(ConditionOperator.NULL, key, "true"));
        }
        List<String> texts =
                values.get().values().stream().map(AskedRequests::literal).toList();
        if (!values.get().multivalued()) {
            return List.of(new Condition(OperatorUse.of(ConditionOperator.STRING_EQUALS), key, texts));
        }
        List<Condition> conditions = new ArrayList<>();
        conditions.add(new Condition(
                new OperatorUse(Quantifier.FOR_ALL_VALUES, ConditionOperator.STRING_EQUALS, false), key, texts));
        for (String text : texts) {
            conditions.add(new Condition(
                    new OperatorUse(Quantifier.FOR_ANY_VALUE, ConditionOperator.STRING_EQUALS, false),
                    key,
                    List.of(text)));
        }
        return conditions;
    }

    /** A pattern of version 2012-10-17 that accepts this text alone. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*' || c == '?' || (c == '$' && i + 1 < text.length() && text.charAt(i + 1) == '{')) {
                literal.append("${").append(c).append('}');
            } else {
                literal.append(c);
            }
        }
        return literal.toString();
    }
}
