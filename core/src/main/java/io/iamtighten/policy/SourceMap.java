package io.iamtighten.policy;

import io.iamtighten.json.JsonReader;
import io.iamtighten.json.JsonValue;
import io.iamtighten.json.Pointers;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where each element of a parsed document stands in its text. Costs nothing until it is asked. */
public final class SourceMap {
    /** The JSON types of values. */
    public enum ValueKind {
        /** An object. */
        OBJECT,
        /** An array. */
        ARRAY,
        /** A string. */
        STRING,
        /** A number. */
        NUMBER,
        /** A truth value. */
        BOOLEAN,
        /** The null value. */
        NULL
    }

    private final String text;
    private final String base;
    private final Optional<JsonValue> root;
    /** Where each line of the text starts; made when the first position is asked for. */
    private int @Nullable [] lineStarts;

    SourceMap(String text, String base, Optional<JsonValue> root) {
        this.text = text;
        this.base = base;
        this.root = root;
    }

    /** Returns the map of a document without text. */
    public static SourceMap none() {
        return new SourceMap("", "", Optional.empty());
    }

    /**
     * Returns the map of a document that stands in a larger text.
     *
     * @param text the whole text
     * @param pointer the JSON pointer of the document in it
     * @param root the document's value within the text
     */
    public static SourceMap of(String text, String pointer, JsonValue root) {
        return new SourceMap(text, pointer, Optional.of(root));
    }

    /** Returns the text that the positions speak of. */
    public String text() {
        return text;
    }

    /**
     * Returns the region of the value at a JSON pointer below the document. {@code /Statement/0} and
     * {@code /Statement/0/Action/0} also find the single forms {@code "Statement": {...}} and {@code "Action": "..."}.
     */
    public Optional<Position> at(String pointer) {
        return find(pointer).map(value -> region(value.start(), JsonReader.endOf(text, value.start()), pointer));
    }

    /** Returns the region of the key that names the value at a JSON pointer; empty for list elements. */
    public Optional<Position> keyAt(String pointer) {
        int slash = pointer.lastIndexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        String key = Pointers.unescape(pointer.substring(slash + 1));
        return find(pointer.substring(0, slash))
                .filter(JsonValue.JsonObject.class::isInstance)
                .map(value -> ((JsonValue.JsonObject) value).keyStarts().get(key))
                .map(start -> region(start, JsonReader.endOf(text, start), pointer));
    }

    /** Returns the region from one offset to another. */
    Position region(int start, int end, String pointer) {
        int[] from = lineColumn(start);
        int[] to = lineColumn(end);
        return new Position(from[0], from[1], to[0], to[1], base + pointer);
    }

    /** The same as {@link Pointers#lineColumn}, without walking the text each time. */
    private int[] lineColumn(int offset) {
        int[] starts = lineStarts;
        if (starts == null) {
            int[] found = new int[16];
            int count = 1;
            for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = i + 1;
            }
            starts = Arrays.copyOf(found, count);
            lineStarts = starts;
        }
        int end = Math.min(offset, text.length());
        int at = Arrays.binarySearch(starts, end);
        int line = at >= 0 ? at : -at - 2;
        int column = end - starts[line] + 1;
        if (line == 0 && column > 1 && text.charAt(0) == '\ufeff') {
            column--;
        }
        return new int[] {line + 1, column};
    }

    /** Returns the JSON type of the value at a JSON pointer below the document. */
    public Optional<ValueKind> kindAt(String pointer) {
        return find(pointer).map(SourceMap::kind);
    }

    private static ValueKind kind(JsonValue value) {
        if (value instanceof JsonValue.JsonObject) {
            return ValueKind.OBJECT;
        }
        if (value instanceof JsonValue.JsonArray) {
            return ValueKind.ARRAY;
        }
        if (value instanceof JsonValue.JsonString) {
            return ValueKind.STRING;
        }
        if (value instanceof JsonValue.JsonNumber) {
            return ValueKind.NUMBER;
        }
        return value instanceof JsonValue.JsonBoolean ? ValueKind.BOOLEAN : ValueKind.NULL;
    }

    private Optional<JsonValue> find(String pointer) {
        Optional<JsonValue> at = root;
        if (pointer.isEmpty()) {
            return at;
        }
        for (String segment : pointer.substring(1).split("/", -1)) {
            String key = Pointers.unescape(segment);
            at = at.flatMap(value -> step(value, key));
        }
        return at;
    }

    private static Optional<JsonValue> step(JsonValue value, String key) {
        if (value instanceof JsonValue.JsonObject object) {
            Optional<JsonValue> member = object.get(key);
            return member.isEmpty() && key.equals("0") ? Optional.of(value) : member;
        }
        boolean index = !key.isEmpty() && key.length() < 10 && key.chars().allMatch(c -> c >= '0' && c <= '9');
        if (value instanceof JsonValue.JsonArray array) {
            int i = index ? Integer.parseInt(key) : -1;
            return i >= 0 && i < array.elements().size()
                    ? Optional.of(array.elements().get(i))
                    : Optional.empty();
        }
        return key.equals("0") ? Optional.of(value) : Optional.empty();
    }
}
