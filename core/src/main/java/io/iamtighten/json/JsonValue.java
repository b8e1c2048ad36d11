package io.iamtighten.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A parsed JSON value that knows where it stands in its text.
 */
public sealed interface JsonValue {
    /** Returns the offset of the value's first character, in UTF-16 units. */
    int start();

    /** Returns the name of the value's JSON type for messages, such as {@code an object}. */
    String typeName();

    /**
     * An object.
     *
     * @param members the members in their order
     * @param keyStarts the offset of each key
     * @param start the offset of the first character
     */
    record JsonObject(Map<String, JsonValue> members, Map<String, Integer> keyStarts, int start) implements JsonValue {
        /** Keeps the order of the members. */
        public JsonObject {
            members = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(members));
            keyStarts = Map.copyOf(keyStarts);
        }

        /** Returns a member, or empty. */
        public Optional<JsonValue> get(String key) {
            return Optional.ofNullable(members.get(key));
        }

        @Override
        public String typeName() {
            return "an object";
        }
    }

    /**
     * An array.
     *
     * @param elements the elements
     * @param start the offset of the first character
     */
    record JsonArray(List<JsonValue> elements, int start) implements JsonValue {
        /** Copies the list. */
        public JsonArray {
            elements = List.copyOf(elements);
        }

        @Override
        public String typeName() {
            return "an array";
        }
    }

    /**
     * A string.
     *
     * @param text the characters, without escapes
     * @param start the offset of the first character
     */
    record JsonString(String text, int start) implements JsonValue {
        @Override
        public String typeName() {
            return "a string";
        }
    }

    /**
     * A number, as written.
     *
     * @param text the number as written
     * @param start the offset of the first character
     */
    record JsonNumber(String text, int start) implements JsonValue {
        @Override
        public String typeName() {
            return "a number";
        }
    }

    /**
     * A truth value.
     *
     * @param value the value
     * @param start the offset of the first character
     */
    record JsonBoolean(boolean value, int start) implements JsonValue {
        @Override
        public String typeName() {
            return "a boolean";
        }
    }

    /**
     * The null value.
     *
     * @param start the offset of the first character
     */
    record JsonNull(int start) implements JsonValue {
        @Override
        public String typeName() {
            return "null";
        }
    }

    /** Returns the text of a string, or empty for every other type. */
    default Optional<String> asText() {
        return this instanceof JsonString s ? Optional.of(s.text()) : Optional.empty();
    }
}
