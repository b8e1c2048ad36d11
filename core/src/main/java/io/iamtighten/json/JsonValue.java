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

    /** An object. */
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

    /** An array. */
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

    /** A string. */
    record JsonString(String text, int start) implements JsonValue {
        @Override
        public String typeName() {
            return "a string";
        }
    }

    /** A number, as written. */
    record JsonNumber(String text, int start) implements JsonValue {
        @Override
        public String typeName() {
            return "a number";
        }
    }

    /** A truth value. */
    record JsonBoolean(boolean value, int start) implements JsonValue {
        @Override
        public String typeName() {
            return "a boolean";
        }
    }

    /** The null value. */
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
