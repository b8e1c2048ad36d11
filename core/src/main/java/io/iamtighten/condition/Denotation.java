package io.iamtighten.condition;

import io.iamtighten.arn.Arn;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.Quantifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a condition accepts, as a set: whether an absent key, and which values. The counterpart of {@link
 * ConditionEvaluator#evaluate}, which judges one request.
 *
 * @param key the context key in lower case
 * @param use the operator
 * @param acceptsAbsent whether a request without the key satisfies the condition
 * @param acceptsPresent for {@code Null}, whether a request with the key does; false for other operators
 * @param values for each value of the condition, the set that it accepts; none for {@code Null}
 */
public record Denotation(
        String key, OperatorUse use, boolean acceptsAbsent, boolean acceptsPresent, List<Accepted> values) {
    /** Copies the list. */
    public Denotation {
        values = List.copyOf(values);
    }

    /** Returns what a condition of a document of some version denotes. */
    public static Denotation of(Condition condition, PolicyVersion version) {
        OperatorUse use = condition.operator();
        String key = condition.key().toLowerCase(Locale.ROOT);
        if (use.operator() == ConditionOperator.NULL) {
            boolean absent = false;
            boolean present = false;
            for (String value : condition.values()) {
                Optional<Boolean> wanted = Literals.bool(value);
                absent |= wanted.isPresent() && wanted.get();
                present |= wanted.isPresent() && !wanted.get();
            }
            absent = switch (use.quantifier()) {
                case NONE -> absent;
                case FOR_ALL_VALUES -> true;
                case FOR_ANY_VALUE -> false;
            };
            return new Denotation(key, use, absent, present, List.of());
        }
        List<Accepted> values = new ArrayList<>(condition.values().size());
        for (String value : condition.values()) {
            values.add(Accepted.of(use.operator(), value, version));
        }
        boolean absent = switch (use.quantifier()) {
            case NONE -> use.ifExists() || use.operator().negated();
            case FOR_ALL_VALUES -> true;
            case FOR_ANY_VALUE -> use.ifExists();
        };
        return new Denotation(key, use, absent, false, values);
    }

    /** Returns whether the condition looks at presence alone. */
    public boolean isPresence() {
        return use.operator() == ConditionOperator.NULL;
    }

    /** Returns whether the set operators read the key as a set. */
    public boolean isSetValued() {
        return use.quantifier() != Quantifier.NONE && !isPresence();
    }

    /** Returns the policy variables on which the set depends. */
    public List<PatternText.Variable> variables() {
        List<PatternText.Variable> variables = new ArrayList<>();
        for (Accepted accepted : values) {
            if (accepted instanceof Accepted.Text text) {
                variables.addAll(text.pattern().variables());
            } else if (accepted instanceof Accepted.ArnText arn) {
                variables.addAll(arn.pattern().variables());
            } else if (accepted instanceof Accepted.VariableTruth truth) {
                variables.addAll(truth.pattern().variables());
            }
        }
        return variables;
    }

    /** Returns whether one value of the key is accepted, negation included; variables match nothing. */
    public boolean accepts(String value) {
        boolean negated = use.operator().negated();
        for (Accepted accepted : values) {
            if (accepted.contains(value)) {
                return !negated;
            }
        }
        return negated && readable(value);
    }

    /** Whether a negated operator may be true: what cannot be read fails the condition, negated or not. */
    private boolean readable(String value) {
        for (Accepted accepted : values) {
            if (accepted instanceof Accepted.Unreadable
                    || (accepted instanceof Accepted.ArnText arn
                            && !(arn.pattern().variables().isEmpty() && arn.contains("x"))
                            && !(arn.readable() && Arn.parse(value).isPresent()))
                    || (accepted instanceof Accepted.Numbers
                            && Literals.number(value).isEmpty())
                    || (accepted instanceof Accepted.Instants
                            && Literals.instant(value).isEmpty())
                    || (accepted instanceof Accepted.Addresses
                            && io.iamtighten.values.IpRange.parse(value).isEmpty())) {
                return false;
            }
        }
        return true;
    }
}
