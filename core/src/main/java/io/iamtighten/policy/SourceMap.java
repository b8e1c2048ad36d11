package io.iamtighten.policy;

import io.iamtighten.json.JsonReader;
import io.iamtighten.json.JsonValue;
import io.iamtighten.json.Pointers;
import java.util.Optional;

/** Where each element of a parsed document stands in its text. Costs nothing until it is asked. */
public final class SourceMap {
    private final String text;
    private final String base;
    private final Optional<JsonValue> root;

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
        int[] from = Pointers.lineColumn(text, start);
        int[] to = Pointers.lineColumn(text, end);
        return new Position(from[0], from[1], to[0], to[1], base + pointer);
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
