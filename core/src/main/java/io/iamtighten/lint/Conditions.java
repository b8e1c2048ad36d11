package io.iamtighten.lint;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Questions about a statement's conditions. */
final class Conditions {
    private Conditions() {}

    /** Returns the conditions on a key, or on keys that start with it when it ends in a slash or colon. */
    static List<Condition> on(Statement statement, String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        boolean prefix = lower.endsWith("/") || lower.endsWith(":");
        List<Condition> found = new ArrayList<>();
        for (Condition condition : statement.conditions()) {
            String own = condition.key().toLowerCase(Locale.ROOT);
            if (prefix ? own.startsWith(lower) : own.equals(lower)) {
                found.add(condition);
            }
        }
        return found;
    }

    static boolean has(Statement statement, String... keys) {
        for (String key : keys) {
            if (!on(statement, key).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the condition keeps requests out by the value of its key: not negated, not satisfied by an absent key, and
     * no pattern that accepts everything.
     */
    static boolean limits(Condition condition) {
        ConditionOperator operator = condition.operator().operator();
        if (operator == ConditionOperator.NULL
                || operator.negated()
                || condition.operator().ifExists()
                || condition.operator().quantifier() == Quantifier.FOR_ALL_VALUES) {
            return false;
        }
        return condition.values().stream().noneMatch(v -> v.equals("*") || v.endsWith("/0"));
    }

    /** Whether one of the keys keeps requests out by its value. */
    static boolean limited(Statement statement, String... keys) {
        for (String key : keys) {
            for (Condition condition : on(statement, key)) {
                if (limits(condition)) {
                    return true;
                }
            }
        }
        return false;
    }

    static boolean tests(Statement statement, String key, ConditionOperator operator, String value) {
        for (Condition condition : on(statement, key)) {
            if (condition.operator().operator() == operator
                    && condition.values().stream().anyMatch(v -> v.equalsIgnoreCase(value))) {
                return true;
            }
        }
        return false;
    }
}
