package io.iamtighten.aws.trail;

import io.iamtighten.aws.trail.TrailProblem.Kind;
import io.iamtighten.aws.trail.TrailSink.StopReading;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads rows of CloudTrail Lake and Athena as CSV: the first line names the columns. */
final class CsvRows {
    private static final int MAX_CELLS = 1_000;

    private final InputStream in;
    private long offset;
    private boolean tooLarge;

    private CsvRows(InputStream text) {
        this.in = new BufferedInputStream(text, 1 << 16);
    }

    /** Returns whether a text's beginning is the head of such rows. */
    static boolean isHead(String beginning) {
        int end = beginning.indexOf('\n');
        Set<String> names = new HashSet<>();
        for (String name : (end < 0 ? beginning : beginning.substring(0, end)).split(",", 200)) {
            names.add(name.replace("\ufeff", "").strip().replace("\"", "").toLowerCase(Locale.ROOT));
        }
        return names.contains("eventname") && names.contains("eventsource")
                || names.contains("event name") && names.contains("event source");
    }

    static void read(InputStream text, TrailSink sink) throws IOException, StopReading {
        CsvRows csv = new CsvRows(text);
        QueryRows rows = new QueryRows(sink);
        List<String> head = new ArrayList<>(csv.row());
        head.replaceAll(name -> name.replace("\ufeff", ""));
        String wrong = rows.head(head);
        if (!wrong.isEmpty()) {
            sink.problem(Kind.MALFORMED, 0, wrong);
            return;
        }
        while (true) {
            long start = csv.offset;
            List<String> cells = csv.row();
            if (csv.tooLarge) {
                sink.problem(
                        Kind.LIMIT,
                        start,
                        "the row is larger than " + (TrailDocument.MAX_RECORD >> 20) + " MB or has more than "
                                + MAX_CELLS + " cells, the most that is read; it is left out");
            } else if (cells.isEmpty()) {
                return;
            } else if (cells.size() > 1 || !cells.get(0).isEmpty()) {
                rows.cells(cells, start);
            }
        }
    }

    /** Reads one row, quotes and line breaks within cells included; empty at the end. */
    private List<String> row() throws IOException {
        List<String> cells = new ArrayList<>();
        ByteArrayOutputStream cell = new ByteArrayOutputStream();
        boolean quoted = false;
        long start = offset;
        tooLarge = false;
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
                append(cell, c, start);
            } else if (c == '"' && cell.size() == 0) {
                quoted = true;
            } else if (c == ',') {
                add(cells, cell);
            } else if (c == '\n' || c < 0) {
                break;
            } else if (c != '\r') {
                append(cell, c, start);
            }
            c = next();
        }
        add(cells, cell);
        return cells;
    }

    private void add(List<String> cells, ByteArrayOutputStream cell) {
        tooLarge |= cells.size() >= MAX_CELLS;
        if (!tooLarge) {
            cells.add(cell.toString(StandardCharsets.UTF_8));
        }
        cell.reset();
    }

    private void append(ByteArrayOutputStream cell, int c, long start) {
        tooLarge |= offset - start > TrailDocument.MAX_RECORD;
        if (!tooLarge) {
            cell.write(c);
        }
    }

    private int next() throws IOException {
        int c = in.read();
        if (c >= 0) {
            offset++;
        }
        return c;
    }
}
