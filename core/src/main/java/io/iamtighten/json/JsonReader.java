package io.iamtighten.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a whole JSON text into values with positions: strict, no duplicate keys, nothing behind the value, depth at most
 * {@link #MAX_DEPTH}. Linear in the length of the text.
 */
public final class JsonReader {
    /** The deepest nesting that is read. */
    public static final int MAX_DEPTH = 512;
    /** The longest text that is read, in UTF-16 units. */
    public static final int MAX_LENGTH = 1 << 29;

    private static final int MAX_NUMBER_LENGTH = 10_000;
    private static final int MAX_NAME_LENGTH = 1 << 20;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 1)
                    .maxStringLength(MAX_LENGTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .build();

    private JsonReader() {}

    /**
     * The result of reading.
     *
     * @param value the value, present exactly when there is no problem of syntax or limit
     * @param problems what is wrong; duplicate keys leave a value, of which the first stands
     */
    public record Result(Optional<JsonValue> value, List<JsonProblem> problems) {
        /** Copies the list. */
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /**
     * The result of reading a text of several values.
     *
     * @param values the values in order, empty when the text is not JSON
     * @param problems what is wrong; duplicate keys leave a value, of which the first stands
     */
    public record Sequence(List<JsonValue> values, List<JsonProblem> problems) {
        /** Copies the lists. */
        public Sequence {
            values = List.copyOf(values);
            problems = List.copyOf(problems);
        }
    }

    /** Reads a text of one value. */
    public static Result read(String text) {
        List<JsonProblem> problems = new ArrayList<>();
        List<JsonValue> values = read(text, 1, problems);
        return new Result(values.stream().findFirst(), problems);
    }

    /** Reads a text that holds one value or several, one after the other. */
    public static Sequence readSequence(String text) {
        List<JsonProblem> problems = new ArrayList<>();
        return new Sequence(read(text, Integer.MAX_VALUE, problems), problems);
    }

    private static List<JsonValue> read(String text, int most, List<JsonProblem> problems) {
        String body = text;
        int shift = 0;
        if (!body.isEmpty() && body.charAt(0) == '\ufeff') {
            body = body.substring(1);
            shift = 1;
        }
        if (body.length() > MAX_LENGTH) {
            problems.add(new JsonProblem(
                    JsonProblem.Kind.LIMIT,
                    0,
                    "",
                    "the text has " + body.length() + " characters; at most " + MAX_LENGTH + " are read"));
            return List.of();
        }
        List<JsonValue> values = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(body)) {
            Tree tree = new Tree(parser, body, shift, problems);
            while (parser.nextToken() != null) {
                if (values.size() == most) {
                    problems.add(new JsonProblem(
                            JsonProblem.Kind.SYNTAX,
                            tree.start(),
                            "",
                            "there is more text behind the JSON value; nothing was expected there"));
                    return List.of();
                }
                values.add(tree.value());
            }
            if (values.isEmpty()) {
                problems.add(new JsonProblem(
                        JsonProblem.Kind.SYNTAX, 0, "", "the text is empty; a JSON value was expected"));
            }
            return values;
        } catch (JsonProcessingException e) {
            boolean limit = e instanceof StreamConstraintsException;
            long at = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
            int offset = (int) Math.max(0, Math.min(at, body.length()));
            problems.add(new JsonProblem(
                    limit ? JsonProblem.Kind.LIMIT : JsonProblem.Kind.SYNTAX,
                    offset + shift,
                    "",
                    limit ? limitMessage(e) : syntaxMessage(e, body, offset)));
            return List.of();
        } catch (IOException e) {
            throw new AssertionError("a string has no input errors", e);
        }
    }

    /** Returns the offset behind the JSON value that starts at {@code start} of a text that has been read without problem. */
    public static int endOf(String text, int start) {
        int depth = 0;
        int i = start;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"') {
                i++;
                while (text.charAt(i) != '"') {
                    i += text.charAt(i) == '\\' ? 2 : 1;
                }
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (depth == 0) {
                while (i < text.length() && ",]} \t\r\n".indexOf(text.charAt(i)) < 0) {
                    i++;
                }
                return i;
            }
            i++;
            if (depth == 0) {
                return i;
            }
        }
        return i;
    }

    private static String limitMessage(JsonProcessingException e) {
        String text = e.getOriginalMessage();
        if (text.contains("depth")) {
            return "the nesting is deeper than " + MAX_DEPTH + " levels, the most that is read";
        }
        if (text.contains("Number")) {
            return "a number has more than " + MAX_NUMBER_LENGTH + " characters, the most that is read";
        }
        return "a key or string has more characters than are read (" + MAX_NAME_LENGTH + " in a key, " + MAX_LENGTH
                + " in a string)";
    }

    private static String syntaxMessage(JsonProcessingException e, String body, int offset) {
        if (e instanceof JsonEOFException) {
            return "the JSON text ends too early; a value or closing bracket is missing";
        }
        return SyntaxMessage.of(e.getOriginalMessage(), body, offset);
    }

    /** Builds the values; recursion is bounded by the parser's depth limit. */
    private static final class Tree {
        private final JsonParser parser;
        private final String text;
        private final int shift;
        private final List<JsonProblem> problems;

        Tree(JsonParser parser, String text, int shift, List<JsonProblem> problems) {
            this.parser = parser;
            this.text = text;
            this.shift = shift;
            this.problems = problems;
        }

        /** Returns the offset of the current token's first character. */
        int start() {
            int offset = (int) parser.currentTokenLocation().getCharOffset();
            assert offset >= 0 && offset < text.length() && " \t\r\n,:".indexOf(text.charAt(offset)) < 0
                    : "offset " + offset + " is not the start of a token";
            return offset + shift;
        }

        JsonValue value() throws IOException {
            JsonToken token = parser.currentToken();
            int start = start();
            return switch (token) {
                case START_OBJECT -> object(start);
                case START_ARRAY -> array(start);
                case VALUE_STRING -> new JsonValue.JsonString(parser.getText(), start);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.JsonNumber(parser.getText(), start);
                case VALUE_TRUE -> new JsonValue.JsonBoolean(true, start);
                case VALUE_FALSE -> new JsonValue.JsonBoolean(false, start);
                case VALUE_NULL -> new JsonValue.JsonNull(start);
                default -> throw new IllegalStateException("not a value: " + token);
            };
        }

        private JsonValue object(int start) throws IOException {
            Map<String, JsonValue> members = new LinkedHashMap<>();
            Map<String, Integer> keyStarts = new HashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                int keyStart = start();
                parser.nextToken();
                JsonValue value = value();
                if (members.putIfAbsent(key, value) == null) {
                    keyStarts.put(key, keyStart);
                } else {
                    problems.add(new JsonProblem(
                            JsonProblem.Kind.DUPLICATE_KEY,
                            keyStart,
                            pointer(key),
                            "the key `" + key + "` stands twice in one object; one of them would be lost"));
                }
            }
            return new JsonValue.JsonObject(members, keyStarts, start);
        }

        private String pointer(String key) {
            String parent = parser.getParsingContext().pathAsPointer().toString();
            // After reading the duplicate's value the context still points at that member.
            return parent.isEmpty() ? "/" + Pointers.escape(key) : parent;
        }

        private JsonValue array(int start) throws IOException {
            List<JsonValue> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value());
            }
            return new JsonValue.JsonArray(elements, start);
        }
    }
}
