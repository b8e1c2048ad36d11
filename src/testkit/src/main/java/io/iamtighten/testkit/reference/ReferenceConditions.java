package io.iamtighten.testkit.reference;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The condition operators, after the pages "Condition operators", "Multivalued context keys" and "Policy variables".
 *
 * <p>Where the pages are silent, the reading is the project's: a plain operator on a set of several values does not match; a
 * value that cannot be read as the operator's type fails the condition, negated or not.
 */
final class ReferenceConditions {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Pattern CIDR = Pattern.compile("([^/]*)(?:/(\\d{1,3}))?");
    private static final Pattern V4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    private ReferenceConditions() {}

    /** All conditions of a statement must hold. */
    static boolean allHold(List<Condition> conditions, PolicyVersion version, RequestContext context) {
        return conditions.stream().allMatch(condition -> holds(condition, version, context));
    }

    private static boolean holds(Condition condition, PolicyVersion version, RequestContext context) {
        OperatorUse use = condition.operator();
        List<String> requested =
                context.get(condition.key()).map(ContextValues::values).orElse(List.of());
        if (use.operator() == ConditionOperator.NULL) {
            return nullHolds(condition, requested);
        }
        boolean negated = use.operator().text().contains("Not");
        if (requested.isEmpty()) {
            // "ForAllValues also returns true if there are no context keys in the request"; "ForAnyValue ... returns
            // false"; a missing key is false for a positive operator and true for a negated one; IfExists makes it
            // true.
            return switch (use.quantifier()) {
                case FOR_ALL_VALUES -> true;
                case FOR_ANY_VALUE -> use.ifExists();
                case NONE -> use.ifExists() || negated;
            };
        }
        return switch (use.quantifier()) {
            case FOR_ALL_VALUES ->
                requested.stream().allMatch(v -> valueHolds(condition, negated, v, version, context));
            case FOR_ANY_VALUE -> requested.stream().anyMatch(v -> valueHolds(condition, negated, v, version, context));
            case NONE -> requested.size() == 1 && valueHolds(condition, negated, requested.get(0), version, context);
        };
    }

    private static boolean nullHolds(Condition condition, List<String> requested) {
        boolean isNull = requested.isEmpty() || requested.equals(List.of(""));
        return switch (condition.operator().quantifier()) {
            case FOR_ALL_VALUES -> isNull || wants(condition, false);
            case FOR_ANY_VALUE -> !isNull && wants(condition, false);
            case NONE -> wants(condition, isNull);
        };
    }

    private static boolean wants(Condition condition, boolean isNull) {
        return condition.values().stream().anyMatch(v -> v.equalsIgnoreCase(String.valueOf(isNull)));
    }

    /** One value of the request: a positive operator needs one policy value that matches, a negated one none. */
    private static boolean valueHolds(
            Condition condition, boolean negated, String value, PolicyVersion version, RequestContext context) {
        List<Optional<Boolean>> answers = condition.values().stream()
                .map(policyValue -> matches(condition.operator().operator(), policyValue, value, version, context))
                .toList();
        boolean some = answers.contains(Optional.of(true));
        boolean unreadable = answers.contains(Optional.<Boolean>empty());
        return negated ? !some && !unreadable : some;
    }

    /** Whether the value in the request is the one in the policy, negation aside; empty when one cannot be read. */
    private static Optional<Boolean> matches(
            ConditionOperator operator, String policy, String value, PolicyVersion version, RequestContext context) {
        return switch (operator) {
            case STRING_EQUALS, STRING_NOT_EQUALS ->
                Optional.of(Wildcards.regex(policy, version, Wildcards.Stars.LITERAL, context)
                        .filter(regex -> Wildcards.matches(regex, value))
                        .isPresent());
            case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE ->
                Optional.of(Wildcards.regex(policy, version, Wildcards.Stars.LITERAL, context)
                        .filter(regex -> Wildcards.matchesIgnoringCase(regex, value))
                        .isPresent());
            case STRING_LIKE, STRING_NOT_LIKE ->
                Optional.of(Wildcards.regex(policy, version, Wildcards.Stars.ACTIVE, context)
                        .filter(regex -> Wildcards.matches(regex, value))
                        .isPresent());
            case NUMERIC_EQUALS, NUMERIC_NOT_EQUALS -> ordered(policy, value, ReferenceConditions::number, o -> o == 0);
            case NUMERIC_LESS_THAN -> ordered(policy, value, ReferenceConditions::number, o -> o < 0);
            case NUMERIC_LESS_THAN_EQUALS -> ordered(policy, value, ReferenceConditions::number, o -> o <= 0);
            case NUMERIC_GREATER_THAN -> ordered(policy, value, ReferenceConditions::number, o -> o > 0);
            case NUMERIC_GREATER_THAN_EQUALS -> ordered(policy, value, ReferenceConditions::number, o -> o >= 0);
            case DATE_EQUALS, DATE_NOT_EQUALS -> ordered(policy, value, ReferenceConditions::instant, o -> o == 0);
            case DATE_LESS_THAN -> ordered(policy, value, ReferenceConditions::instant, o -> o < 0);
            case DATE_LESS_THAN_EQUALS -> ordered(policy, value, ReferenceConditions::instant, o -> o <= 0);
            case DATE_GREATER_THAN -> ordered(policy, value, ReferenceConditions::instant, o -> o > 0);
            case DATE_GREATER_THAN_EQUALS -> ordered(policy, value, ReferenceConditions::instant, o -> o >= 0);
            case BOOL -> bool(policy, value, version, context);
            case BINARY_EQUALS ->
                bytes(policy).flatMap(expected -> bytes(value).map(actual -> Arrays.equals(expected, actual)));
            case IP_ADDRESS, NOT_IP_ADDRESS ->
                Range.of(policy).flatMap(range -> Range.of(value).map(range::holds));
            case ARN_EQUALS, ARN_LIKE, ARN_NOT_EQUALS, ARN_NOT_LIKE -> arn(policy, value, version, context);
            case NULL -> throw new IllegalArgumentException("Null compares no values");
        };
    }

    private static <T extends Comparable<T>> Optional<Boolean> ordered(
            String policy, String value, Function<String, Optional<T>> read, Function<Integer, Boolean> wanted) {
        return read.apply(policy).flatMap(p -> read.apply(value).map(v -> wanted.apply(v.compareTo(p))));
    }

    private static Optional<BigDecimal> number(String text) {
        return NUMBER.matcher(text.strip()).matches() ? Optional.of(new BigDecimal(text.strip())) : Optional.empty();
    }

    /** The forms of https://www.w3.org/TR/NOTE-datetime, or seconds since 1970. */
    private static Optional<Instant> instant(String text) {
        String t = text.strip();
        try {
            if (t.matches("\\d{4}")) {
                return Optional.of(startOf(Year.parse(t).atDay(1)));
            }
            if (number(t).isPresent()) {
                BigDecimal seconds = number(t).get();
                BigInteger whole = seconds.toBigInteger();
                BigDecimal fraction = seconds.subtract(new BigDecimal(whole));
                return Optional.of(Instant.ofEpochSecond(
                        whole.longValueExact(), fraction.movePointRight(9).longValue()));
            }
            if (t.matches("\\d{4}-\\d{2}")) {
                return Optional.of(startOf(YearMonth.parse(t).atDay(1)));
            }
            if (t.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return Optional.of(startOf(LocalDate.parse(t)));
            }
            return Optional.of(OffsetDateTime.parse(t.toUpperCase(Locale.ROOT)).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Optional<Boolean> bool(String policy, String value, PolicyVersion version, RequestContext context) {
        Optional<String> expected = Wildcards.regex(policy, version, Wildcards.Stars.LITERAL, context);
        if (expected.isEmpty()) {
            return Optional.of(false);
        }
        boolean wantsTrue = Wildcards.matchesIgnoringCase(expected.get(), "true");
        boolean wantsFalse = Wildcards.matchesIgnoringCase(expected.get(), "false");
        boolean isTrue = value.equalsIgnoreCase("true");
        boolean isFalse = value.equalsIgnoreCase("false");
        if (!(wantsTrue || wantsFalse) || !(isTrue || isFalse)) {
            return Optional.empty();
        }
        return Optional.of(wantsTrue == isTrue);
    }

    private static Optional<byte[]> bytes(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** "Each of the six colon-delimited components of the ARN is checked separately." */
    private static Optional<Boolean> arn(String policy, String value, PolicyVersion version, RequestContext context) {
        Optional<String> whole = Wildcards.regex(policy, version, Wildcards.Stars.ACTIVE, context);
        if (whole.isEmpty()) {
            return Optional.of(false);
        }
        String resolved = ReferenceArns.resolve(policy, version, context);
        if (resolved.matches("\\*+")) {
            return Optional.of(true);
        }
        String[] wanted = resolved.split(":", 6);
        String[] given = value.split(":", 6);
        if (wanted.length < 6 || given.length < 6 || !given[0].equals("arn")) {
            return Optional.empty();
        }
        return Optional.of(ReferenceArns.partsMatch(wanted, given));
    }

    /** A block of addresses, as whole numbers. */
    private record Range(int width, BigInteger first, BigInteger last) {
        static Optional<Range> of(String text) {
            Matcher cidr = CIDR.matcher(text);
            if (!cidr.matches()) {
                return Optional.empty();
            }
            int width = cidr.group(1).contains(":") ? 128 : 32;
            Optional<BigInteger> address = width == 128 ? v6(cidr.group(1)) : v4(cidr.group(1));
            int prefix = cidr.group(2) == null ? width : Integer.parseInt(cidr.group(2));
            if (address.isEmpty() || prefix > width) {
                return Optional.empty();
            }
            int host = width - prefix;
            BigInteger first = address.get().shiftRight(host).shiftLeft(host);
            return Optional.of(new Range(
                    width, first, first.add(BigInteger.ONE.shiftLeft(host)).subtract(BigInteger.ONE)));
        }

        boolean holds(Range other) {
            return width == other.width && first.compareTo(other.first) <= 0 && last.compareTo(other.last) >= 0;
        }

        private static Optional<BigInteger> v4(String text) {
            Matcher quad = V4.matcher(text);
            if (!quad.matches()) {
                return Optional.empty();
            }
            BigInteger value = BigInteger.ZERO;
            for (int i = 1; i <= 4; i++) {
                int octet = Integer.parseInt(quad.group(i));
                if (octet > 255) {
                    return Optional.empty();
                }
                value = value.shiftLeft(8).add(BigInteger.valueOf(octet));
            }
            return Optional.of(value);
        }

        private static Optional<BigInteger> v6(String text) {
            String spelled = text;
            int lastColon = text.lastIndexOf(':');
            if (text.indexOf('.') > lastColon) {
                Optional<BigInteger> tail = v4(text.substring(lastColon + 1));
                if (tail.isEmpty()) {
                    return Optional.empty();
                }
                int low = tail.get().intValue();
                spelled = text.substring(0, lastColon + 1)
                        + Integer.toHexString(low >>> 16)
                        + ":"
                        + Integer.toHexString(low & 0xffff);
            }
            if (spelled.contains("::")) {
                if (spelled.indexOf("::") != spelled.lastIndexOf("::")) {
                    return Optional.empty();
                }
                String[] halves = spelled.split("::", -1);
                int groups = count(halves[0]) + count(halves[1]);
                if (groups > 7) {
                    return Optional.empty();
                }
                String zeros = "0:".repeat(8 - groups);
                spelled = (halves[0].isEmpty() ? "" : halves[0] + ":") + zeros + halves[1];
                if (halves[1].isEmpty()) {
                    spelled = spelled.substring(0, spelled.length() - 1);
                }
            }
            if (!spelled.matches("([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}")) {
                return Optional.empty();
            }
            BigInteger value = BigInteger.ZERO;
            for (String group : spelled.split(":")) {
                value = value.shiftLeft(16).add(new BigInteger(group, 16));
            }
            return Optional.of(value);
        }

        private static int count(String groups) {
            return groups.isEmpty() ? 0 : groups.split(":", -1).length;
        }
    }
}
