package io.iamtighten.lint;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.PrincipalEntry;
import io.iamtighten.policy.ResourcePattern;
import java.util.List;

/**
 * How policy variables are written, and where they have a meaning.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Policy variables</a>
 */
final class VariableChecks {
    private VariableChecks() {}

    static void check(PolicyView view, Reporter out) {
        for (StatementView statement : view.statements()) {
            statement.statement().resources().ifPresent(resources -> {
                for (int i = 0; i < resources.patterns().size(); i++) {
                    ResourcePattern pattern = resources.patterns().get(i);
                    text(view, pattern.text(), statement.resourcePointer(i), out);
                }
            });
            for (Condition condition : statement.statement().conditions()) {
                condition(view, statement, condition, out);
            }
            statement.statement().principal().ifPresent(principal -> {
                List<PrincipalEntry> entries = principal.entries();
                for (PrincipalEntry entry : entries) {
                    if (entry.value().contains("${")) {
                        out.at(
                                "variable-unsupported-in-element",
                                statement.principalPointer(),
                                "`" + entry.value() + "` holds a policy variable; principals have none");
                    }
                }
            });
        }
    }

    private static void condition(PolicyView view, StatementView statement, Condition condition, Reporter out) {
        ConditionOperator.Family family = condition.operator().operator().family();
        for (int i = 0; i < condition.values().size(); i++) {
            String value = condition.values().get(i);
            String at = GrammarChecks.conditionPointer(statement, condition) + "/" + i;
            boolean takes = family == ConditionOperator.Family.STRING
                    || family == ConditionOperator.Family.ARN
                    || family == ConditionOperator.Family.BOOL;
            if (value.contains("${") && !takes) {
                out.at(
                        "invalid-variable-for-operator",
                        at,
                        "`" + value + "` holds a policy variable; "
                                + condition.operator().operator().text() + " has none");
            } else {
                text(view, value, at, out);
            }
        }
    }

    private static void text(PolicyView view, String text, String at, Reporter out) {
        int open = text.indexOf("${");
        if (open < 0) {
            return;
        }
        if (!view.version().hasVariables()) {
            out.at(
                    "variable-unsupported-in-version",
                    at,
                    "`" + text + "` is plain text: policy variables need" + " `\"Version\": \"2012-10-17\"`");
            return;
        }
        while (open >= 0) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                out.at("missing-brace-in-variable", at, "`" + text.substring(open) + "` lacks its closing brace");
                return;
            }
            variable(text.substring(open + 2, close), at, out);
            open = text.indexOf("${", close);
        }
    }

    private static void variable(String inner, String at, Reporter out) {
        if (inner.isBlank()) {
            out.at("empty-variable", at, "`${" + inner + "}` names no context key");
            return;
        }
        int comma = inner.indexOf(',');
        String name = comma < 0 ? inner : inner.substring(0, comma);
        if (name.chars().anyMatch(Character::isWhitespace)) {
            out.at("unsupported-space-in-variable", at, "`${" + inner + "}` has a space in the key's name");
        }
        if (comma >= 0) {
            String fallback = inner.substring(comma + 1).strip();
            if (fallback.length() < 2 || !fallback.startsWith("'") || !fallback.endsWith("'")) {
                out.at("missing-quote-in-variable", at, "the default of `${" + inner + "}` is not in single quotes");
            }
        }
    }
}
