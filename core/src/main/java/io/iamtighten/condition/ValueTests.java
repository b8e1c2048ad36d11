package io.iamtighten.condition;

import io.iamtighten.arn.Arn;
import io.iamtighten.arn.ArnPattern;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.request.RequestContext;
import io.iamtighten.values.IpRange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Makes the test of one condition value, by operator family. */
final class ValueTests {
    private static final ValueTest UNREADABLE = (value, context) -> ValueTest.Match.UNREADABLE;

    private ValueTests() {}

    static ValueTest of(ConditionOperator operator, String text, PolicyVersion version) {
        return switch (operator.family()) {
            case STRING -> string(operator, text, version);
            case ARN -> arn(text, version);
            case NUMERIC ->
                Literals.bound(text).map(bound -> number(bound, operator)).orElse(UNREADABLE);
            case DATE ->
                Literals.instant(text).map(bound -> date(bound, operator)).orElse(UNREADABLE);
            case BOOL -> bool(text, version);
            case BINARY ->
                Literals.binary(text)
                        .map(bound -> (ValueTest) (value, context) -> Literals.binary(value)
                                .map(v -> ValueTest.of(v.equals(bound)))
                                .orElse(ValueTest.Match.UNREADABLE))
                        .orElse(UNREADABLE);
            case IP_ADDRESS -> IpRange.parse(text).map(bound -> address(bound)).orElse(UNREADABLE);
            case NULL -> throw new IllegalArgumentException("Null tests presence, not values");
        };
    }

    private static ValueTest number(BigDecimal bound, ConditionOperator operator) {
        long whole = Literals.plainWhole(bound.toPlainString());
        return (value, context) -> {
            long plain = Literals.plainWhole(value);
            if (plain >= 0 && whole >= 0) {
                return ValueTest.of(compare(operator, Long.compare(plain, whole)));
            }
            return ordered(Literals.number(value), bound, operator);
        };
    }

    private static ValueTest date(Instant bound, ConditionOperator operator) {
        return (value, context) -> {
            long seconds = Literals.plainUtcSeconds(value);
            if (seconds >= 0) {
                int order = Long.compare(seconds, bound.getEpochSecond());
                return ValueTest.of(compare(operator, order != 0 || bound.getNano() == 0 ? order : -1));
            }
            return ordered(Literals.instant(value), bound, operator);
        };
    }

    private static <T extends Comparable<T>> ValueTest.Match ordered(
            Optional<T> value, T bound, ConditionOperator operator) {
        return value.map(v -> ValueTest.of(compare(operator, v.compareTo(bound))))
                .orElse(ValueTest.Match.UNREADABLE);
    }

    private static ValueTest address(IpRange bound) {
        return (value, context) -> {
            long v4 = IpRange.plainV4(value);
            if (v4 >= 0) {
                return ValueTest.of(bound.containsV4(v4));
            }
            return IpRange.parse(value)
                    .map(v -> ValueTest.of(bound.contains(v)))
                    .orElse(ValueTest.Match.UNREADABLE);
        };
    }

    private static ValueTest bool(String text, PolicyVersion version) {
        PatternText pattern = PatternText.parse(text, version, PatternText.Wildcards.LITERAL);
        if (!pattern.hasVariables()) {
            return Literals.bool(text).map(bound -> bool(bound)).orElse(UNREADABLE);
        }
        return (value, context) -> {
            Optional<int[]> tokens = pattern.resolve(variables(context));
            if (tokens.isEmpty()) {
                return ValueTest.Match.NO;
            }
            Optional<Boolean> bound = Literals.bool(new String(tokens.get(), 0, tokens.get().length));
            Optional<Boolean> actual = Literals.bool(value);
            return bound.isEmpty() || actual.isEmpty()
                    ? ValueTest.Match.UNREADABLE
                    : ValueTest.of(bound.equals(actual));
        };
    }

    private static ValueTest bool(boolean bound) {
        String same = String.valueOf(bound);
        String other = String.valueOf(!bound);
        return (value, context) -> value.equalsIgnoreCase(same)
                ? ValueTest.Match.YES
                : value.equalsIgnoreCase(other) ? ValueTest.Match.NO : ValueTest.Match.UNREADABLE;
    }

    /** Whether the order of value to bound is what the operator asks for; equality for the negated ones. */
    private static boolean compare(ConditionOperator operator, int order) {
        return switch (operator) {
            case NUMERIC_EQUALS, NUMERIC_NOT_EQUALS, DATE_EQUALS, DATE_NOT_EQUALS -> order == 0;
            case NUMERIC_LESS_THAN, DATE_LESS_THAN -> order < 0;
            case NUMERIC_LESS_THAN_EQUALS, DATE_LESS_THAN_EQUALS -> order <= 0;
            case NUMERIC_GREATER_THAN, DATE_GREATER_THAN -> order > 0;
            case NUMERIC_GREATER_THAN_EQUALS, DATE_GREATER_THAN_EQUALS -> order >= 0;
            default -> throw new IllegalArgumentException(operator + " has no order");
        };
    }

    private static ValueTest string(ConditionOperator operator, String text, PolicyVersion version) {
        boolean like = operator == ConditionOperator.STRING_LIKE || operator == ConditionOperator.STRING_NOT_LIKE;
        boolean ignoreCase = operator == ConditionOperator.STRING_EQUALS_IGNORE_CASE
                || operator == ConditionOperator.STRING_NOT_EQUALS_IGNORE_CASE;
        PatternText pattern =
                PatternText.parse(text, version, like ? PatternText.Wildcards.ACTIVE : PatternText.Wildcards.LITERAL);
        if (pattern.hasVariables()) {
            return (value, context) -> ValueTest.of(pattern.resolve(variables(context))
                    .filter(tokens -> Glob.ofTokens(tokens, ignoreCase).matches(value))
                    .isPresent());
        }
        Glob glob = Glob.ofTokens(pattern.tokens(), ignoreCase);
        return (value, context) -> ValueTest.of(glob.matches(value));
    }

    private static ValueTest arn(String text, PolicyVersion version) {
        PatternText pattern = PatternText.parse(text, version, PatternText.Wildcards.ACTIVE);
        if (pattern.hasVariables()) {
            return (value, context) -> pattern.resolve(variables(context))
                    .map(tokens -> arn(ArnPattern.ofTokens(tokens), value))
                    .orElse(ValueTest.Match.NO);
        }
        ArnPattern arn = ArnPattern.ofTokens(pattern.tokens());
        return (value, context) -> arn(arn, value);
    }

    private static ValueTest.Match arn(ArnPattern pattern, String value) {
        if (pattern.isEverything()) {
            return ValueTest.Match.YES;
        }
        return Arn.parse(value).isEmpty() || !pattern.isComplete()
                ? ValueTest.Match.UNREADABLE
                : ValueTest.of(pattern.matchesArn(value));
    }

    /** A multivalued key is no variable. */
    static Function<String, Optional<String>> variables(RequestContext context) {
        return context::single;
    }
}
