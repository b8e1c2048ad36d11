package io.iamtighten.aws.trail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.aws.trail.TrailProblem.Kind;
import io.iamtighten.aws.trail.TrailSink.StopReading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads rows of CloudTrail Lake and Athena as CSV: the first line names the columns, those of the records in lower case. A struct that
 * Athena writes as {@code {type=AssumedRole, ...}} cannot be parsed back; the row is then told as a problem.
 */
final class CsvRows {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> STRUCTS = List.of("useridentity", "requestparameters", "resources");

    private final BufferedReader in;
    private long offset;

    private CsvRows(InputStream text) {
        this.in = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8), 1 << 16);
    }

    /** Returns whether a text's beginning is the head of such rows. */
    static boolean isHead(String beginning) {
        int end = beginning.indexOf('\n');
        Set<String> names = new HashSet<>();
        for (String name : (end < 0 ? beginning : beginning.substring(0, end)).split(",", 200)) {
            names.add(plain(name));
        }
        return names.contains("eventname") && names.contains("eventsource")
                || names.contains("event name") && names.contains("event source");
    }

    private static String plain(String name) {
        return name.strip().replace("\"", "").toLowerCase(Locale.ROOT);
    }

    static void read(InputStream text, TrailSink sink) throws IOException, StopReading {
        CsvRows rows = new CsvRows(text);
        List<String> head = rows.row();
        List<String> names = head.stream().map(CsvRows::plain).toList();
        if (names.contains("event name")) {
            sink.problem(
                    Kind.MALFORMED,
                    0,
                    "a CSV download of the event history has no ARN of the caller; download it as JSON");
            return;
        }
        if (!names.contains("useridentity")) {
            sink.problem(
                    Kind.MALFORMED,
                    0,
                    "the rows lack the column `useridentity`; select it, as JSON where it is a struct");
            return;
        }
        while (true) {
            long start = rows.offset;
            List<String> cells = rows.row();
            if (cells.isEmpty()) {
                return;
            }
            ObjectNode record = NODES.objectNode();
            boolean readable = true;
            for (int i = 0; i < Math.min(cells.size(), names.size()); i++) {
                String name = names.get(i);
                String cell = cells.get(i);
                if (STRUCTS.contains(name) && isUnreadable(cell)) {
                    readable = false;
                    sink.problem(
                            Kind.RECORD,
                            start,
                            "the column `" + name + "` is not JSON; select it as CAST(" + name
                                    + " AS JSON); the row is left out");
                    break;
                }
                if (!cell.isEmpty()) {
                    record.put(name, cell);
                }
            }
            if (readable) {
                sink.record(record, "", start);
            }
        }
    }

    private static boolean isUnreadable(String cell) {
        if (cell.isEmpty() || cell.equals("null")) {
            return false;
        }
        try {
            return !TrailDocument.JSON.readTree(cell).isContainerNode();
        } catch (IOException e) {
            return true;
        }
    }

    /** Reads one row, quotes and line breaks within cells included; empty at the end. */
    private List<String> row() throws IOException {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        int c = next();
        if (c < 0) {
            return cells;
        }
        while (true) {
            if (quoted) {
                if (c < 0) {
                    break;
                }
                if (c == '"') {
                    c = next();
                    if (c != '"') {
                        quoted = false;
                        continue;
                    }
                }
                append(cell, c);
            } else if (c == '"' && cell.length() == 0) {
                quoted = true;
            } else if (c == ',') {
                cells.add(cell.toString());
                cell.setLength(0);
            } else if (c == '\n' || c < 0) {
                break;
            } else if (c != '\r') {
                append(cell, c);
            }
            c = next();
        }
        cells.add(cell.toString());
        return cells;
    }

    private static void append(StringBuilder cell, int c) throws IOException {
        if (cell.length() >= TrailDocument.MAX_RECORD) {
            throw new IOException("a cell is larger than " + (TrailDocument.MAX_RECORD >> 20) + " MB");
        }
        cell.append((char) c);
    }

    private int next() throws IOException {
        int c = in.read();
        offset++;
        return c;
    }
}
