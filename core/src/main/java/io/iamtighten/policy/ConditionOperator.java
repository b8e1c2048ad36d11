package io.iamtighten.policy;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The condition operators, a closed set. What each means stands in package {@code condition}.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Condition operators</a>
 */
public enum ConditionOperator {
    /** Text equality. */
    STRING_EQUALS("StringEquals", Family.STRING, false),
    /** Negated text equality. */
    STRING_NOT_EQUALS("StringNotEquals", Family.STRING, true),
    /** Text equality ignoring case. */
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Family.STRING, false),
    /** Negated text equality ignoring case. */
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", Family.STRING, true),
    /** Wildcard match over the whole text. */
    STRING_LIKE("StringLike", Family.STRING, false),
    /** Negated wildcard match. */
    STRING_NOT_LIKE("StringNotLike", Family.STRING, true),
    /** Numeric equality. */
    NUMERIC_EQUALS("NumericEquals", Family.NUMERIC, false),
    /** Negated numeric equality. */
    NUMERIC_NOT_EQUALS("NumericNotEquals", Family.NUMERIC, true),
    /** Below. */
    NUMERIC_LESS_THAN("NumericLessThan", Family.NUMERIC, false),
    /** Below or equal. */
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Family.NUMERIC, false),
    /** Above. */
    NUMERIC_GREATER_THAN("NumericGreaterThan", Family.NUMERIC, false),
    /** Above or equal. */
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Family.NUMERIC, false),
    /** Same instant. */
    DATE_EQUALS("DateEquals", Family.DATE, false),
    /** Another instant. */
    DATE_NOT_EQUALS("DateNotEquals", Family.DATE, true),
    /** Before. */
    DATE_LESS_THAN("DateLessThan", Family.DATE, false),
    /** Before or at. */
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", Family.DATE, false),
    /** After. */
    DATE_GREATER_THAN("DateGreaterThan", Family.DATE, false),
    /** After or at. */
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Family.DATE, false),
    /** Truth value. */
    BOOL("Bool", Family.BOOL, false),
    /** Equality of binary values, base64 in the document. */
    BINARY_EQUALS("BinaryEquals", Family.BINARY, false),
    /** Address inside a range. */
    IP_ADDRESS("IpAddress", Family.IP_ADDRESS, false),
    /** Address outside of every range. */
    NOT_IP_ADDRESS("NotIpAddress", Family.IP_ADDRESS, true),
    /** ARN match, part by part; the same as {@code ArnLike}. */
    ARN_EQUALS("ArnEquals", Family.ARN, false),
    /** Negated ARN match. */
    ARN_NOT_EQUALS("ArnNotEquals", Family.ARN, true),
    /** ARN match, part by part. */
    ARN_LIKE("ArnLike", Family.ARN, false),
    /** Negated ARN match. */
    ARN_NOT_LIKE("ArnNotLike", Family.ARN, true),
    /** Presence: {@code "true"} accepts an absent key. */
    NULL("Null", Family.NULL, false);

    /** The value kinds that operators compare. */
    public enum Family {
        /** Text. */
        STRING,
        /** Decimal numbers. */
        NUMERIC,
        /** Instants. */
        DATE,
        /** Truth values. */
        BOOL,
        /** Bytes. */
        BINARY,
        /** IPv4 and IPv6 addresses. */
        IP_ADDRESS,
        /** Amazon Resource Names. */
        ARN,
        /** Presence of a key. */
        NULL
    }

    private static final Map<String, ConditionOperator> BY_NAME = new TreeMap<>();

    static {
        for (ConditionOperator operator : values()) {
            BY_NAME.put(operator.text.toLowerCase(Locale.ROOT), operator);
        }
    }

    private final String text;
    private final Family family;
    private final boolean negated;

    ConditionOperator(String text, Family family, boolean negated) {
        this.text = text;
        this.family = family;
        this.negated = negated;
    }

    /** Returns AWS's spelling, such as {@code StringEquals}. */
    public String text() {
        return text;
    }

    /** Returns the kind of value that the operator compares. */
    public Family family() {
        return family;
    }

    /** Returns whether the operator is a negation: true for an absent key, and when no policy value matches. */
    public boolean negated() {
        return negated;
    }

    /** Returns the operator of this name, ignoring case, without set operator or {@code IfExists}; or empty. */
    public static Optional<ConditionOperator> parse(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }
}
