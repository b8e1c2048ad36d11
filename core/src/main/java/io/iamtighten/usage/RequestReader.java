package io.iamtighten.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of {@code requestParameters} straight into what {@link RecordFields} holds. {@link PlainRequest} does it for nearly all, and
 * this for the rest.
 */
final class RequestReader {
    private static final int MAX_DEPTH = 500;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(1 << 24)
                    .maxNumberLength(1_000)
                    .maxNameLength(1 << 16)
                    .build())
            .build();

    private RequestReader() {}

    static Map<?, ?> read(byte[] json, int start, int length) {
        Map<?, ?> plain = new PlainRequest(json, start, start + length).read();
        return plain == null ? parse(json, start, length) : plain;
    }

    private static Map<?, ?> parse(byte[] json, int start, int length) {
        try (JsonParser parser = FACTORY.createParser(json, start, length)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? map(parser, 0) : Map.of();
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private static Map<?, ?> map(JsonParser parser, int depth) throws IOException {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>(8);
        boolean nulls = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser, depth + 1);
            // Of equal names the last one counts, at the place of the first, null as well.
            map.put(name, value);
            nulls |= value == null;
        }
        if (nulls) {
            map.values().removeIf(Objects::isNull);
        }
        return Collections.unmodifiableMap(map);
    }

    private static @Nullable Object value(JsonParser parser, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (depth > RecordFields.MAX_DEPTH) {
            parser.skipChildren();
            return null;
        }
        if (token == JsonToken.START_OBJECT) {
            return map(parser, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>(4);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                Object item = value(parser, depth + 1);
                if (item != null) {
                    list.add(item);
                }
            }
            return Collections.unmodifiableList(list);
        }
        return token == JsonToken.VALUE_NULL ? null : parser.getText();
    }
}
