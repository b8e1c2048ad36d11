package io.iamtighten.lint;

import io.iamtighten.condition.Literals;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Nearest;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.policy.SourceMap;
import io.iamtighten.values.IpRange;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether the values of conditions can be compared as their operators do. */
final class ConditionValueChecks {
    /** @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Sensitive keys</a> */
    private static final Set<String> NO_WILDCARD = Set.of(
            "aws:principalaccount",
            "aws:principalorgid",
            "aws:resourceaccount",
            "aws:resourceorgid",
            "aws:sourceaccount",
            "aws:sourceorgid",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:vpceaccount",
            "aws:vpceorgid",
            "kms:calleraccount",
            "s3:resourceaccount");

    /** Keys that AWS fills with whole identifiers: as variables they let in the one meant, and nobody else. */
    private static final Set<String> FILLED_BY_AWS = Set.of(
            "aws:principalaccount",
            "aws:principalorgid",
            "aws:resourceaccount",
            "aws:resourceorgid",
            "aws:sourceaccount",
            "aws:sourceorgid",
            "aws:userid");

    private ConditionValueChecks() {}

    static void check(PolicyView view, Reporter out) {
        for (StatementView statement : view.statements()) {
            for (Condition condition : statement.statement().conditions()) {
                String at = GrammarChecks.conditionPointer(statement, condition);
                kinds(view, condition, at, out);
                for (int i = 0; i < condition.values().size(); i++) {
                    value(view, condition, condition.values().get(i), at + "/" + i, out);
                }
                lists(condition, at, out);
                presence(statement, condition, at, out);
                sensitive(view, statement, condition, at, out);
            }
        }
    }

    private static void kinds(PolicyView view, Condition condition, String at, Reporter out) {
        Set<SourceMap.ValueKind> kinds = EnumSet.noneOf(SourceMap.ValueKind.class);
        if (condition.values().size() > 1) {
            for (int i = 0; i < condition.values().size(); i++) {
                view.positions().kindAt(at + "/" + i).ifPresent(kinds::add);
            }
        }
        if (kinds.size() > 1) {
            out.at("invalid-condition-data-type", at, "the values of `" + condition.key() + "` mix JSON types");
        }
    }

    private static void value(PolicyView view, Condition condition, String value, String at, Reporter out) {
        ConditionOperator operator = condition.operator().operator();
        boolean variable = view.version().hasVariables() && value.contains("${");
        switch (operator.family()) {
            case NUMERIC -> {
                if (!variable && Literals.number(value).isEmpty()) {
                    out.at("type-mismatch-number", at, "`" + value + "` is not a number");
                }
            }
            case DATE -> date(value, variable, at, out);
            case BOOL, NULL -> {
                if (!variable && Literals.bool(value).isEmpty()) {
                    out.at("type-mismatch-boolean", at, "`" + value + "` is neither `true` nor `false`");
                }
            }
            case BINARY -> {
                if (Literals.binary(value).isEmpty()) {
                    out.at("type-mismatch-string", at, "`" + value + "` is not base64 text");
                }
            }
            case IP_ADDRESS -> {
                if (!variable && IpRange.parse(value).isEmpty()) {
                    out.at("type-mismatch-ip-range", at, "`" + value + "` is neither an address nor a CIDR block");
                }
            }
            case STRING, ARN -> text(condition, value, at, out);
        }
    }

    private static void date(String value, boolean variable, String at, Reporter out) {
        if (variable) {
            return;
        }
        if (Literals.instant(value).isEmpty()) {
            out.at("type-mismatch-date", at, "`" + value + "` is not a date of ISO 8601");
        } else if (Literals.number(value).isPresent() && value.length() != 4) {
            out.at("invalid-date-value", at, "`" + value + "` is read as seconds since 1970; write a date of ISO 8601");
        }
    }

    private static void text(Condition condition, String value, String at, Reporter out) {
        String key = condition.key().toLowerCase(Locale.ROOT);
        ConditionOperator operator = condition.operator().operator();
        boolean equals = operator == ConditionOperator.STRING_EQUALS
                || operator == ConditionOperator.STRING_NOT_EQUALS
                || operator == ConditionOperator.STRING_EQUALS_IGNORE_CASE
                || operator == ConditionOperator.STRING_NOT_EQUALS_IGNORE_CASE;
        boolean wildcard = wildcard(value);
        if (equals && wildcard) {
            out.at(
                    "wildcard-without-like-operator",
                    at,
                    "`" + value + "` is taken literally; wildcards need "
                            + (operator.negated() ? "StringNotLike" : "StringLike"));
        }
        if (value.contains("${") || wildcard) {
            return;
        }
        if (key.equals("aws:sourcevpc") && !id(value, "vpc-")) {
            out.at("invalid-vpc-format", at, "`" + value + "` is not a VPC's id: vpc- and 8 or 17 letters and digits");
        }
        if (key.equals("aws:sourcevpce") && !id(value, "vpce-")) {
            out.at(
                    "invalid-vpce-format",
                    at,
                    "`" + value + "` is not an endpoint's id: vpce- and 8 or 17 letters and digits");
        }
        if (key.equals("s3:x-amz-server-side-encryption-aws-kms-key-id") && !value.contains(":kms:")) {
            out.at(
                    "invalid-kms-key-value",
                    at,
                    "`" + value + "` is not the ARN of a KMS key, which is what `" + condition.key() + "` holds");
        }
        if ((key.equals("aws:requestedregion") || key.equals("ec2:region")) && !Regions.known(value)) {
            out.at("invalid-region", at, "`" + value + "` is not a Region" + Nearest.hint(value, Regions.all()));
        }
    }

    private static boolean wildcard(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '*' || c == '?') {
                // `${*}` and `${?}` are the characters themselves.
                if (i < 2 || value.charAt(i - 1) != '{' || value.charAt(i - 2) != '$') {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean id(String value, String prefix) {
        int length = value.length() - prefix.length();
        return value.startsWith(prefix)
                && (length == 8 || length == 17)
                && value.substring(prefix.length()).chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'z');
    }

    private static void lists(Condition condition, String at, Reporter out) {
        ConditionOperator operator = condition.operator().operator();
        if (condition.values().size() < 2) {
            return;
        }
        if (operator == ConditionOperator.BOOL) {
            out.at(
                    "invalid-condition-multiple-boolean",
                    at,
                    "`" + condition.key() + "` is compared with "
                            + condition.values().size() + " truth values; one is possible");
        }
        switch (operator) {
            case NUMERIC_LESS_THAN, NUMERIC_LESS_THAN_EQUALS, NUMERIC_GREATER_THAN, NUMERIC_GREATER_THAN_EQUALS ->
                extremes(condition, at, out);
            default -> {}
        }
    }

    private static void extremes(Condition condition, String at, Reporter out) {
        boolean less = condition.operator().operator() == ConditionOperator.NUMERIC_LESS_THAN
                || condition.operator().operator() == ConditionOperator.NUMERIC_LESS_THAN_EQUALS;
        Optional<BigDecimal> counts = condition.values().stream()
                .flatMap(v -> Literals.number(v).stream())
                .reduce((a, b) -> less ? a.max(b) : a.min(b));
        counts.ifPresent(n -> out.at(
                "redundant-condition-value-num",
                at,
                "of the values of `" + condition.key() + "` only `" + n.toPlainString()
                        + "` counts: one has to match"));
    }

    /** A pattern that accepts every text only tests whether the key is there. */
    private static void presence(StatementView statement, Condition condition, String at, Reporter out) {
        ConditionOperator operator = condition.operator().operator();
        boolean like = operator == ConditionOperator.STRING_LIKE || operator == ConditionOperator.ARN_LIKE;
        boolean notLike = operator == ConditionOperator.STRING_NOT_LIKE || operator == ConditionOperator.ARN_NOT_LIKE;
        boolean always = condition.values().stream()
                .anyMatch(v -> !v.isEmpty() && v.chars().allMatch(c -> c == '*'));
        if (!always || !(like || notLike)) {
            return;
        }
        boolean lax = condition.operator().ifExists() || condition.operator().quantifier() == Quantifier.FOR_ALL_VALUES;
        if (like && lax) {
            out.at(
                    "redundant-key-due-to-wildcard-in-condition",
                    at,
                    "the condition on `" + condition.key()
                            + "` always holds: `*` matches every value, and it holds without the key too");
        } else if (like) {
            out.at(
                    "equivalent-to-null-false",
                    at,
                    "`*` matches every value of `" + condition.key()
                            + "`: the condition tests that the key is present");
        } else if (condition.operator().quantifier() == Quantifier.FOR_ANY_VALUE
                && !condition.operator().ifExists()) {
            out.at(
                    "redundant-statement-due-to-wildcard-in-condition",
                    at,
                    "the condition on `" + condition.key() + "` never holds, so " + statement.name()
                            + " has no effect");
        } else {
            out.at(
                    "equivalent-to-null-true",
                    at,
                    "no value of `" + condition.key()
                            + "` differs from `*`: the condition tests that the key is absent");
        }
    }

    /** Patterns on keys that hold identifiers: they have no structure that a wildcard could follow. */
    private static void sensitive(
            PolicyView view, StatementView statement, Condition condition, String at, Reporter out) {
        String key = condition.key().toLowerCase(Locale.ROOT);
        ConditionOperator operator = condition.operator().operator();
        boolean like = operator == ConditionOperator.STRING_LIKE || operator == ConditionOperator.ARN_LIKE;
        boolean userid = key.equals("aws:userid");
        if (!statement.allows() || operator.negated() || !(NO_WILDCARD.contains(key) || userid)) {
            return;
        }
        for (int i = 0; i < condition.values().size(); i++) {
            String value = condition.values().get(i);
            if (value.equals("*")) {
                continue;
            }
            PatternText text = PatternText.parse(
                    value, view.version(), like ? PatternText.Wildcards.ACTIVE : PatternText.Wildcards.LITERAL);
            boolean trusted = text.variables().stream().allMatch(v -> FILLED_BY_AWS.contains(v.key()));
            wildcards(condition, value, text.tokens(), trusted, userid, at + "/" + i, out);
        }
    }

    private static void wildcards(
            Condition condition, String value, int[] tokens, boolean trusted, boolean userid, String at, Reporter out) {
        int literal = 0;
        for (int token : tokens) {
            if (token < 0 && !(trusted && token <= -3)) {
                // `AROAEXAMPLE:*` is how every session of one role is named.
                boolean session = userid && literal >= 6 && value.indexOf(':') > 0 && value.indexOf(':') <= literal;
                if (!session) {
                    boolean variable = token <= -3;
                    out.at(
                            variable ? "variable-usage-too-permissive" : "wildcard-usage-too-permissive",
                            at,
                            "`" + value + "` on `" + condition.key() + "`: the key holds an identifier, of which "
                                    + (variable ? "a variable" : "a wildcard") + " lets in others");
                }
                return;
            }
            literal++;
        }
    }

    static boolean isIpKey(String key) {
        return key.equalsIgnoreCase("aws:SourceIp") || key.equalsIgnoreCase("aws:VpcSourceIp");
    }

    static List<String> noWildcardKeys() {
        return NO_WILDCARD.stream().sorted().toList();
    }
}
