package io.iamtighten.catalog;

import java.util.Locale;

/** The type of a condition key's values, and whether the key is a set. */
public enum ContextKeyType {
    /** Text. */
    STRING("String", false),
    /** A set of texts. */
    ARRAY_OF_STRING("ArrayOfString", true),
    /** An ARN. */
    ARN("ARN", false),
    /** A set of ARNs. */
    ARRAY_OF_ARN("ArrayOfARN", true),
    /** {@code true} or {@code false}. */
    BOOL("Bool", false),
    /** A set of booleans. */
    ARRAY_OF_BOOL("ArrayOfBool", true),
    /** A number. */
    NUMERIC("Numeric", false),
    /** A set of numbers. */
    ARRAY_OF_NUMERIC("ArrayOfNumeric", true),
    /** An instant. */
    DATE("Date", false),
    /** A set of instants. */
    ARRAY_OF_DATE("ArrayOfDate", true),
    /** An address. */
    IP_ADDRESS("IPAddress", false),
    /** A set of addresses. */
    ARRAY_OF_IP_ADDRESS("ArrayOfIPAddress", true),
    /** Bytes in base64. */
    BINARY("Binary", false),
    /** A set of byte strings. */
    ARRAY_OF_BINARY("ArrayOfBinary", true);

    private final String text;
    private final boolean multivalued;

    ContextKeyType(String text, boolean multivalued) {
        this.text = text;
        this.multivalued = multivalued;
    }

    /** Returns the name as AWS writes it, such as {@code ArrayOfString}. */
    public String text() {
        return text;
    }

    /** Returns whether the key is a set, to be used with {@code ForAllValues} or {@code ForAnyValue}. */
    public boolean multivalued() {
        return multivalued;
    }

    /**
     * Returns the type that AWS's text names, ignoring case; {@code Boolean}, {@code Long} and the like are understood.
     *
     * @throws IllegalArgumentException when the text names none
     */
    public static ContextKeyType parse(String text) {
        for (ContextKeyType type : values()) {
            if (type.text.equalsIgnoreCase(text)) {
                return type;
            }
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "boolean" -> BOOL;
            case "arrayofboolean" -> ARRAY_OF_BOOL;
            case "long", "integer", "number" -> NUMERIC;
            case "arrayoflong", "arrayofinteger", "arrayofnumber" -> ARRAY_OF_NUMERIC;
            default -> throw new IllegalArgumentException("`" + text + "` is not a type of condition key");
        };
    }
}
