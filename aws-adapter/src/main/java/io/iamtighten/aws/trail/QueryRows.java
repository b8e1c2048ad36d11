package io.iamtighten.aws.trail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.aws.trail.TrailProblem.Kind;
import io.iamtighten.aws.trail.TrailSink.StopReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes records of the rows of a query: cells with the names of their columns, which are those of the records in lower case. A struct
 * that was written as {@code {type=AssumedRole, ...}} cannot be parsed back; the row is then told as a problem.
 *
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetQueryResults.html">Rows of CloudTrail Lake</a>
 * @see <a href="https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html">Rows of Athena</a>
 */
final class QueryRows {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> STRUCTS = Set.of("useridentity", "requestparameters", "resources");

    private final TrailSink sink;
    private List<String> names = List.of();

    QueryRows(TrailSink sink) {
        this.sink = sink;
    }

    /** Takes the names of the columns; returns what is wrong with them, or empty text. */
    String head(List<String> columns) {
        names = columns.stream()
                .map(name -> name.strip().replace("\"", "").toLowerCase(Locale.ROOT))
                .toList();
        if (names.contains("event name")) {
            return "a CSV download of the event history has no ARN of the caller; download it as JSON";
        }
        if (!names.contains("eventname") || !names.contains("eventsource")) {
            return "the rows lack the columns `eventname` and `eventsource`; select them";
        }
        boolean caller =
                names.stream().anyMatch(name -> name.equals("useridentity") || name.startsWith("useridentity."));
        return caller ? "" : "the rows lack the column `useridentity`; select it, as JSON where it is a struct";
    }

    /** Takes a row of CloudTrail Lake or Athena, of which the first one names the columns. */
    void take(JsonNode row, long offset) throws StopReading {
        List<String> cells = new ArrayList<>();
        if (row.isArray()) {
            List<String> columns = new ArrayList<>();
            for (JsonNode cell : row) {
                cell.fields().forEachRemaining(field -> {
                    columns.add(field.getKey());
                    cells.add(field.getValue().isNull() ? "" : field.getValue().asText(""));
                });
            }
            String wrong = head(columns);
            if (wrong.isEmpty()) {
                cells(cells, offset);
            } else {
                sink.problem(Kind.RECORD, offset, wrong + "; the row is left out");
            }
            return;
        }
        for (JsonNode cell : row.path("Data")) {
            cells.add(cell.path("VarCharValue").asText(""));
        }
        if (names.isEmpty()) {
            String wrong = head(cells);
            if (!wrong.isEmpty()) {
                names = List.of();
                sink.problem(
                        Kind.RECORD,
                        offset,
                        wrong + "; the row is left out (the first row is expected to name the columns)");
            }
            return;
        }
        cells(cells, offset);
    }

    /** Takes the cells of a row in the order of the columns. */
    void cells(List<String> cells, long offset) throws StopReading {
        ObjectNode record = NODES.objectNode();
        for (int i = 0; i < Math.min(cells.size(), names.size()); i++) {
            String name = names.get(i);
            String cell = cells.get(i);
            if (STRUCTS.contains(name) && isUnreadable(cell)) {
                sink.problem(
                        Kind.RECORD,
                        offset,
                        "the column `" + name + "` is not JSON; select it as CAST(" + name
                                + " AS JSON); the row is left out");
                return;
            }
            if (!cell.isEmpty()) {
                put(record, name, cell);
            }
        }
        sink.record(record, "", offset);
    }

    /** A column may be a part of a struct, such as {@code useridentity.arn}. */
    private static void put(ObjectNode record, String name, String cell) {
        ObjectNode into = record;
        String[] steps = name.split("\\.", 6);
        for (int i = 0; i < steps.length - 1; i++) {
            JsonNode inner = into.get(steps[i]);
            into = inner instanceof ObjectNode object ? object : into.putObject(steps[i]);
        }
        into.put(steps[steps.length - 1], cell);
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
}
