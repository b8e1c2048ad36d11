package io.iamtighten.aws.trail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A second, slow reader of the recorded events, for counting only. */
final class PlainTrail {
    private PlainTrail() {}

    /** Returns the records of a folder, copies of an event left out. */
    static List<Map<?, ?>> distinct(Path folder) throws IOException {
        List<Map<?, ?>> all = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(f -> !f.toString().endsWith(".tsv"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            for (Object value : PlainJson.values(text(file))) {
                collect(value, all);
            }
        }
        List<Map<?, ?>> distinct = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (Map<?, ?> record : all) {
            Object id = record.get("eventID");
            if (seen.add(id == null ? record : id)) {
                distinct.add(record);
            }
        }
        return distinct;
    }

    private static String text(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 2 && bytes[0] == 0x1f && (bytes[1] & 0xff) == 0x8b) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                bytes = in.readAllBytes();
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void collect(@Nullable Object value, List<Map<?, ?>> into) {
        if (value instanceof List<?> list) {
            list.forEach(item -> collect(item, into));
        } else if (value instanceof Map<?, ?> map) {
            if (map.get("Records") instanceof List<?> records) {
                collect(records, into);
            } else if (map.get("CloudTrailEvent") instanceof String text) {
                PlainJson.values(text).forEach(item -> collect(item, into));
            } else if (map.get("detail") instanceof Map<?, ?> detail && detail.containsKey("eventName")) {
                into.add(detail);
            } else if (map.containsKey("eventName")) {
                into.add(map);
            }
        }
    }

    /** Returns the text at a path, or empty text. */
    static String at(Map<?, ?> record, String... path) {
        @Nullable Object node = record;
        for (String step : path) {
            node = node instanceof Map<?, ?> map
                    ? map.containsKey(step) ? map.get(step) : map.get(step.toLowerCase(Locale.ROOT))
                    : null;
        }
        return node instanceof String text ? text : "";
    }
}
