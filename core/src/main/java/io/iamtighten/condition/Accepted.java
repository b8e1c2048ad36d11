package io.iamtighten.condition;

import io.iamtighten.arn.Arn;
import io.iamtighten.arn.ArnPattern;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.values.Interval;
import io.iamtighten.values.IpRange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** The set of values of a context key that one value of a condition accepts, negation left aside. */
public sealed interface Accepted {
    /**
     * Texts that a pattern accepts; with variables the pattern depends on other keys.
     *
     * @param pattern the pattern
     * @param ignoreCase whether letters of either case are the same
     */
    record Text(PatternText pattern, boolean ignoreCase) implements Accepted {
        @Override
        public boolean contains(String value) {
            return Glob.ofTokens(pattern.tokens(), ignoreCase).matches(value);
        }
    }

    /**
     * ARNs that a pattern accepts part by part. A value that is no ARN cannot be read; a pattern of fewer than six parts
     * accepts nothing.
     *
     * @param pattern the pattern, compared part by part
     */
    record ArnText(PatternText pattern) implements Accepted {
        /** Returns whether the pattern has all parts or is {@code *}. */
        boolean readable() {
            ArnPattern arn = ArnPattern.ofTokens(pattern.tokens());
            return arn.isEverything() || arn.isComplete();
        }

        @Override
        public boolean contains(String value) {
            ArnPattern arn = ArnPattern.ofTokens(pattern.tokens());
            return arn.isEverything() || (Arn.parse(value).isPresent() && arn.matchesArn(value));
        }
    }

    /**
     * Numbers in a range.
     *
     * @param range the range
     */
    record Numbers(Interval<BigDecimal> range) implements Accepted {
        @Override
        public boolean contains(String value) {
            return Literals.number(value).filter(range::contains).isPresent();
        }
    }

    /**
     * Instants in a range.
     *
     * @param range the range
     */
    record Instants(Interval<Instant> range) implements Accepted {
        @Override
        public boolean contains(String value) {
            return Literals.instant(value).filter(range::contains).isPresent();
        }
    }

    /**
     * Addresses and blocks inside a block.
     *
     * @param block the block
     */
    record Addresses(IpRange block) implements Accepted {
        @Override
        public boolean contains(String value) {
            return IpRange.parse(value).filter(block::contains).isPresent();
        }
    }

    /**
     * One truth value.
     *
     * @param truth the value
     */
    record Truth(boolean truth) implements Accepted {
        @Override
        public boolean contains(String value) {
            return Literals.bool(value).filter(b -> b == truth).isPresent();
        }
    }

    /**
     * The truth value that a text with variables spells.
     *
     * @param pattern the text
     */
    record VariableTruth(PatternText pattern) implements Accepted {
        @Override
        public boolean contains(String value) {
            return false;
        }
    }

    /**
     * One value of bytes, in canonical base64.
     *
     * @param base64 the bytes in canonical base64
     */
    record Bytes(String base64) implements Accepted {
        @Override
        public boolean contains(String value) {
            return Literals.binary(value).filter(base64::equals).isPresent();
        }
    }

    /** Nothing: the condition's value cannot be read as the operator's kind. Negation does not turn it into everything. */
    record Unreadable() implements Accepted {
        @Override
        public boolean contains(String value) {
            return false;
        }
    }

    /** Returns whether a value belongs to the set; for texts with variables, as though the variables matched nothing. */
    boolean contains(String value);

    /** Returns the set that a value of a condition denotes. */
    static Accepted of(ConditionOperator operator, String text, PolicyVersion version) {
        return switch (operator) {
            case STRING_EQUALS, STRING_NOT_EQUALS ->
                new Text(PatternText.parse(text, version, PatternText.Wildcards.LITERAL), false);
            case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE ->
                new Text(PatternText.parse(text, version, PatternText.Wildcards.LITERAL), true);
            case STRING_LIKE, STRING_NOT_LIKE ->
                new Text(PatternText.parse(text, version, PatternText.Wildcards.ACTIVE), false);
            case ARN_EQUALS, ARN_NOT_EQUALS, ARN_LIKE, ARN_NOT_LIKE ->
                new ArnText(PatternText.parse(text, version, PatternText.Wildcards.ACTIVE));
            case NUMERIC_EQUALS, NUMERIC_NOT_EQUALS ->
                numbers(Literals.bound(text).map(Interval::point));
            case NUMERIC_LESS_THAN -> numbers(Literals.bound(text).map(n -> Interval.below(n, false)));
            case NUMERIC_LESS_THAN_EQUALS -> numbers(Literals.bound(text).map(n -> Interval.below(n, true)));
            case NUMERIC_GREATER_THAN -> numbers(Literals.bound(text).map(n -> Interval.above(n, false)));
            case NUMERIC_GREATER_THAN_EQUALS -> numbers(Literals.bound(text).map(n -> Interval.above(n, true)));
            case DATE_EQUALS, DATE_NOT_EQUALS -> instants(Literals.instant(text).map(Interval::point));
            case DATE_LESS_THAN -> instants(Literals.instant(text).map(t -> Interval.below(t, false)));
            case DATE_LESS_THAN_EQUALS -> instants(Literals.instant(text).map(t -> Interval.below(t, true)));
            case DATE_GREATER_THAN -> instants(Literals.instant(text).map(t -> Interval.above(t, false)));
            case DATE_GREATER_THAN_EQUALS -> instants(Literals.instant(text).map(t -> Interval.above(t, true)));
            case BOOL -> truth(PatternText.parse(text, version, PatternText.Wildcards.LITERAL));
            case BINARY_EQUALS ->
                Literals.binary(text).<Accepted>map(Bytes::new).orElseGet(Unreadable::new);
            case IP_ADDRESS, NOT_IP_ADDRESS ->
                IpRange.parse(text).<Accepted>map(Addresses::new).orElseGet(Unreadable::new);
            case NULL -> throw new IllegalArgumentException("Null tests presence, not values");
        };
    }

    private static Accepted truth(PatternText text) {
        if (text.hasVariables()) {
            return new VariableTruth(text);
        }
        int[] tokens = text.tokens();
        return Literals.bool(new String(tokens, 0, tokens.length))
                .<Accepted>map(Truth::new)
                .orElseGet(Unreadable::new);
    }

    private static Accepted numbers(Optional<Interval<BigDecimal>> range) {
        return range.<Accepted>map(Numbers::new).orElseGet(Unreadable::new);
    }

    private static Accepted instants(Optional<Interval<Instant>> range) {
        return range.<Accepted>map(Instants::new).orElseGet(Unreadable::new);
    }
}
