package io.iamtighten.policy;

import java.util.List;

/**
 * One line of a {@code Condition} block: an operator, a context key and the values, of which one must match (for a
 * negated operator: none may). All conditions of a statement must hold.
 *
 * @param operator the operator with its set operator and {@code IfExists}
 * @param key the context key as written; keys compare ignoring case
 * @param values the values as text (JSON booleans and numbers as they are written); an empty list never matches
 */
public record Condition(OperatorUse operator, String key, List<String> values) {
    /** Copies the list. */
    public Condition {
        values = List.copyOf(values);
    }

    /** Returns a condition with a plain operator. */
    public static Condition of(ConditionOperator operator, String key, String... values) {
        return new Condition(OperatorUse.of(operator), key, List.of(values));
    }
}
