package io.iamtighten.aws.trail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.aws.trail.TrailProblem.Kind;
import io.iamtighten.aws.trail.TrailSink.Other;
import io.iamtighten.aws.trail.TrailSink.StopReading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text of JSON values of any shape in which CloudTrail records come: files of a trail, one record a line, envelopes of
 * EventBridge, output of {@code lookup-events}, subscriptions of CloudWatch Logs, rows of Lake and Athena. A stream: memory is bounded
 * by the largest record.
 */
final class TrailDocument {
    /** The largest record or wrapping, in bytes. AWS's own limit is 256 KB, or 1 MB in an event data store. */
    static final int MAX_RECORD = 16 << 20;

    /** The most values in one record: the shortest ones take much more memory than text. */
    private static final int MAX_VALUES = 300_000;

    static final int MAX_DEPTH = 500;
    /** How far before the place where text is known to be broken a record may begin. */
    private static final int LOOK_BACK = 64;

    private static final byte[] NOTHING = {};
    private static final byte[] LIST = {'['};
    /** The beginning of a file of a trail, and an end of a record. */
    private static final byte[] RECORDS = "{\"Records\":[[]".getBytes(StandardCharsets.US_ASCII);

    /** Texts within texts: a subscription holds a message that holds a record. */
    private static final int MAX_WRAPPINGS = 4;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_RECORD)
                    .maxNumberLength(1_000)
                    .maxNameLength(1 << 16)
                    .build())
            .build();
    static final ObjectMapper JSON = new ObjectMapper(FACTORY);

    private final TrailSink sink;
    private final int wrappings;
    private final long base;
    /** Up to here everything has been told. */
    private long unread;

    private TrailDocument(TrailSink sink, int wrappings, long base) {
        this.sink = sink;
        this.wrappings = wrappings;
        this.base = base;
    }

    /**
     * Reads a text to its end, or to where it is broken beyond repair; tells the sink of everything found.
     *
     * @throws IOException when the stream fails; what was found before has been told
     */
    static void read(InputStream stream, TrailSink sink) throws IOException, StopReading {
        RecordText text = new RecordText(stream, 0);
        readRest(readFrom(0, NOTHING, false, text, sink), text, sink);
    }

    /**
     * Reads the rest of a text that is a list of records, as if the records before it had been read here.
     *
     * @param position where the rest starts, which is where the last record ends
     */
    static void readOn(InputStream rest, long position, TrailSink sink) throws IOException, StopReading {
        RecordText text = new RecordText(rest, position);
        readRest(readFrom(position, RECORDS, false, text, sink), text, sink);
    }

    private static void readRest(Optional<RecordText.Next> from, RecordText text, TrailSink sink)
            throws IOException, StopReading {
        Optional<RecordText.Next> next = from;
        while (next.isPresent()) {
            // The list that a record found behind a broken place belongs to was begun before it.
            byte[] before = next.get().listed() ? LIST : NOTHING;
            next = readFrom(next.get().position(), before, true, text, sink);
        }
    }

    /**
     * Reads on from where the text goes on; returns where it does after a broken place, or empty at the end.
     *
     * @param before what stands before it, and counts no bytes
     * @param again whether there was a broken place before
     */
    private static Optional<RecordText.Next> readFrom(
            long position, byte[] before, boolean again, RecordText text, TrailSink sink)
            throws IOException, StopReading {
        InputStream in = before.length == 0 ? text : new SequenceInputStream(new ByteArrayInputStream(before), text);
        long base = position - before.length;
        try (JsonParser parser = FACTORY.createParser(in)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            TrailDocument document = new TrailDocument(sink, 0, base);
            document.unread = position;
            try {
                while (parser.nextToken() != null) {
                    document.value(parser, "");
                }
                return Optional.empty();
            } catch (JsonProcessingException e) {
                return Optional.of(goOn(e, base + offset(parser), document.unread, again, text, sink))
                        .filter(next -> !next.end());
            }
        }
    }

    /** Reads one object of a list of records; returns whether it is well-formed, and tells the sink nothing if not. */
    static boolean record(byte[] text, int from, int to, TrailSink sink, long offset) throws IOException, StopReading {
        TrailDocument document = new TrailDocument(sink, 0, offset);
        ObjectNode object = NODES.objectNode();
        try (JsonParser parser = FACTORY.createParser(text, from, to - from)) {
            parser.nextToken();
            Budget budget = new Budget(parser, 0);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                boolean list = token == JsonToken.START_ARRAY && isList(name) || isRows(name, token);
                JsonNode node = list ? null : tree(parser, budget);
                if (node == null) {
                    return false;
                }
                object.set(name, node);
            }
        } catch (JsonProcessingException e) {
            return false;
        }
        document.classify(object, "", offset);
        return true;
    }

    private static RecordText.Next goOn(
            JsonProcessingException e, long at, long unread, boolean again, RecordText text, TrailSink sink)
            throws IOException, StopReading {
        // A broken place may be noticed late: a text that lost its end goes on to the first quote of the next record.
        long from = Math.max(Math.max(unread + 1, at - LOOK_BACK), text.earliest());
        text.back(Math.min(from, text.position()));
        boolean whole = text.position() <= unread + 1;
        RecordText.Next next = text.skipToRecord();
        if (!(again && whole && next.onlyMarks())) {
            sink.problem(kind(e), at, message(e) + "; " + lost(next.position() - unread, next.end()));
        }
        return next;
    }

    private static String lost(long bytes, boolean end) {
        return (end ? "the last " : "") + bytes + " bytes" + (end ? "" : ", up to the next record,") + " are left out";
    }

    private static long offset(JsonParser parser) {
        return Math.max(0, parser.currentLocation().getByteOffset());
    }

    private static Kind kind(JsonProcessingException e) {
        return e instanceof StreamConstraintsException ? Kind.LIMIT : Kind.MALFORMED;
    }

    private static String message(JsonProcessingException e) {
        String text = e.getOriginalMessage();
        if (e instanceof StreamConstraintsException) {
            return text.contains("depth")
                    ? "the JSON is nested deeper than " + MAX_DEPTH + " levels, the most that is read"
                    : "a value is larger than what is read";
        }
        if (e instanceof com.fasterxml.jackson.core.io.JsonEOFException) {
            return "the JSON ends too early: the file was cut off";
        }
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        // Where the list or object began is told in lines, which logs do not have.
        int began = line.indexOf(" (for ");
        return "not JSON: " + (began < 0 ? line : line.substring(0, began));
    }

    /** Reads the value at which the parser stands. */
    private void value(JsonParser parser, String fallbackTime) throws IOException, StopReading {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value(parser, fallbackTime);
            }
        } else if (token == JsonToken.START_OBJECT) {
            object(parser, fallbackTime);
        } else {
            sink.other(Other.FOREIGN);
        }
        unread = base + offset(parser);
    }

    private void object(JsonParser parser, String fallbackTime) throws IOException, StopReading {
        long start = offset(parser) - 1;
        unread = base + start;
        Budget budget = new Budget(parser, start);
        ObjectNode object = NODES.objectNode();
        boolean list = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            boolean rows = isRows(name, token);
            if (rows || token == JsonToken.START_ARRAY && isList(name)) {
                list = true;
                if (rows) {
                    rows(parser);
                } else {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        value(parser, fallbackTime);
                    }
                }
                budget = new Budget(parser, offset(parser));
                continue;
            }
            JsonNode node = tree(parser, budget);
            if (node == null) {
                skipToEnd(parser, object, budget, start);
                return;
            }
            object.set(name, node);
        }
        if (!list) {
            classify(object, fallbackTime, base + start);
        } else if ("CONTROL_MESSAGE".equals(object.path("messageType").asText())) {
            sink.other(Other.CONTROL);
        }
    }

    private static boolean isList(String name) {
        return switch (name) {
            // Files of a trail; LookupEvents; CloudWatch Logs; Firehose; SQS; Logs Insights.
            case "Records", "Events", "events", "logEvents", "records", "Messages", "results" -> true;
            default -> false;
        };
    }

    /** Answers of {@code cloudtrail get-query-results} and {@code athena get-query-results}. */
    private static boolean isRows(String name, JsonToken token) {
        return name.equals("QueryResultRows") && token == JsonToken.START_ARRAY
                || name.equals("ResultSet") && token == JsonToken.START_OBJECT;
    }

    private void rows(JsonParser parser) throws IOException, StopReading {
        QueryRows rows = new QueryRows(sink);
        JsonToken close = parser.currentToken() == JsonToken.START_ARRAY ? JsonToken.END_ARRAY : JsonToken.END_OBJECT;
        while (parser.nextToken() != close) {
            if (close == JsonToken.END_ARRAY) {
                row(parser, rows);
                continue;
            }
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("Rows")) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    row(parser, rows);
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    private void row(JsonParser parser, QueryRows rows) throws IOException, StopReading {
        long start = offset(parser) - 1;
        unread = base + start;
        Budget budget = new Budget(parser, start);
        JsonNode row = tree(parser, budget);
        if (row == null) {
            budget.leaveRow();
            sink.problem(Kind.LIMIT, base + start, tooLarge("the row"));
        } else {
            rows.take(row, base + start);
        }
        unread = base + offset(parser);
    }

    private static String tooLarge(String what) {
        return what + " is larger than " + (MAX_RECORD >> 20) + " MB or has more than " + MAX_VALUES
                + " values, the most that is read; it is left out";
    }

    private void skipToEnd(JsonParser parser, ObjectNode object, Budget budget, long start)
            throws IOException, StopReading {
        budget.leave();
        boolean record = object.has("eventName") || object.has("eventVersion");
        sink.problem(Kind.LIMIT, base + start, tooLarge(record ? "the record" : "an object without records"));
    }

    /** How much of one object has been read. */
    private static final class Budget {
        private final JsonParser parser;
        private final long start;
        private int values;
        private final com.fasterxml.jackson.core.JsonStreamContext object;

        Budget(JsonParser parser, long start) {
            this.parser = parser;
            this.start = start;
            this.object = parser.getParsingContext();
        }

        boolean spent() {
            return values > MAX_VALUES || offset(parser) - start > MAX_RECORD;
        }

        void count() {
            values++;
        }

        /** Goes on to the end of a row that is an array or an object. */
        void leaveRow() throws IOException {
            com.fasterxml.jackson.core.JsonStreamContext outer = object.getParent();
            while (parser.getParsingContext() != outer) {
                if (parser.nextToken() == null) {
                    return;
                }
            }
        }

        /** Goes on to the object's end without keeping anything. */
        void leave() throws IOException {
            while (true) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return;
                }
                if (token == JsonToken.END_OBJECT && parser.getParsingContext() == object.getParent()) {
                    return;
                }
            }
        }
    }

    /** Returns the value at which the parser stands, or null when the budget is spent. */
    private static @Nullable JsonNode tree(JsonParser parser, Budget budget) throws IOException {
        budget.count();
        if (budget.spent()) {
            return null;
        }
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    JsonNode child = tree(parser, budget);
                    if (child == null) {
                        return null;
                    }
                    object.set(name, child);
                }
                return object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    JsonNode child = tree(parser, budget);
                    if (child == null) {
                        return null;
                    }
                    array.add(child);
                }
                return array;
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return NODES.booleanNode(parser.getBooleanValue());
            }
            case VALUE_NULL -> {
                return NODES.nullNode();
            }
            // Numbers stay as written: their value is never asked for.
            default -> {
                String text = parser.getText();
                return budget.spent() ? null : NODES.textNode(text);
            }
        }
    }

    private void classify(ObjectNode object, String fallbackTime, long offset) throws IOException, StopReading {
        if (isRecord(object)) {
            record(object, fallbackTime, offset);
        } else if (object.path("CloudTrailEvent").isTextual()) {
            inner(
                    object.path("CloudTrailEvent").textValue(),
                    object.path("EventTime").asText(""),
                    offset);
        } else if (object.path("detail") instanceof ObjectNode detail && isRecord(detail)) {
            record(detail, object.path("time").asText(""), offset);
        } else if (object.path("message") instanceof ObjectNode message && isRecord(message)) {
            record(message, object.path("@timestamp").asText(""), offset);
        } else if (object.path("_source") instanceof ObjectNode source && isRecord(source)) {
            record(source, source.path("@timestamp").asText(""), offset);
        } else if (object.path("awslogs").path("data").isTextual()) {
            encoded(object.path("awslogs").path("data").textValue(), offset);
        } else if (object.path("kinesis").path("data").isTextual()) {
            encoded(object.path("kinesis").path("data").textValue(), offset);
        } else if (isOfStream(object)) {
            encoded(object.path(object.has("data") ? "data" : "Data").textValue(), offset);
        } else if (text(object).isPresent()) {
            inner(
                    text(object).get(),
                    object.path("timestamp").asText(object.path("@timestamp").asText("")),
                    offset);
        } else if (looksLikeRecord(object)) {
            sink.problem(Kind.RECORD, offset, "the record has no `eventName`, or none that is a text; it is left out");
        } else {
            Other other = other(object);
            if (other == Other.AGGREGATED) {
                sink.aggregated(object.path("eventSource").asText(""));
            } else {
                sink.other(other);
            }
        }
    }

    /** Returns whether an object is a piece of data as Firehose hands it to a function, or as Kinesis returns it. */
    private static boolean isOfStream(ObjectNode object) {
        return object.path("data").isTextual() && object.has("recordId")
                || object.path("Data").isTextual() && object.has("SequenceNumber");
    }

    /** Returns the text in which a message of CloudWatch Logs, SNS or SQS carries a record. */
    private static Optional<String> text(ObjectNode object) {
        JsonNode[] texts = {
            object.path("message"),
            object.path("@message"),
            object.path("Message"),
            object.path("body"),
            object.path("Body"),
            object.path("Sns").path("Message"),
            object.path("field").asText("").equals("@message") ? object.path("value") : object.path("@message")
        };
        for (JsonNode text : texts) {
            if (text.isTextual() && text.textValue().startsWith("{")) {
                return Optional.of(text.textValue());
            }
        }
        return Optional.empty();
    }

    private static boolean looksLikeRecord(ObjectNode object) {
        return object.has("eventVersion")
                && object.has("eventSource")
                && !object.path("eventSource").asText("").startsWith("aws:")
                && other(object) == Other.FOREIGN;
    }

    /** S3's own notifications have the same names and other versions. */
    private static boolean isRecord(ObjectNode object) {
        JsonNode source = object.path("eventSource");
        boolean named =
                object.path("eventName").isTextual() || object.path("eventname").isTextual();
        return named && !source.asText("").startsWith("aws:");
    }

    private static Other other(ObjectNode object) {
        if (object.has("digestS3Object") || object.has("digestStartTime")) {
            return Other.DIGEST;
        }
        if (object.path("eventType").asText("").equals("AwsCloudTrailInsight") || object.has("insightDetails")) {
            return Other.INSIGHT;
        }
        if (object.path("eventCategory").asText("").equals("Aggregated")
                || object.path("eventType").asText("").equals("AwsAggregatedEvent")) {
            return Other.AGGREGATED;
        }
        return object.has("messageType") ? Other.CONTROL : Other.FOREIGN;
    }

    private void record(ObjectNode record, String fallbackTime, long offset) throws StopReading {
        String type = record.path("eventType").asText("");
        String category = record.path("eventCategory").asText("");
        if (type.equals("AwsCloudTrailInsight") || category.equals("Insight")) {
            sink.other(Other.INSIGHT);
        } else if (type.equals("AwsAggregatedEvent") || category.equals("Aggregated")) {
            sink.aggregated(record.path("eventSource").asText(""));
        } else {
            sink.record(record, fallbackTime, offset);
        }
    }

    /** A record, or a wrapping of records, as text within a text. */
    private void inner(String text, String fallbackTime, long offset) throws IOException, StopReading {
        if (wrappings >= MAX_WRAPPINGS) {
            sink.problem(Kind.LIMIT, offset, "more texts within texts than are read");
            return;
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            TrailDocument document = new TrailDocument(sink, wrappings + 1, offset);
            while (parser.nextToken() != null) {
                document.value(parser, fallbackTime);
            }
        } catch (JsonProcessingException e) {
            sink.problem(kind(e), offset, "the record in the text: " + message(e));
        }
    }

    private void encoded(String data, long offset) throws IOException, StopReading {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(data.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            sink.problem(Kind.MALFORMED, offset, "`data` is not base64: " + lower(e.getMessage()));
            return;
        }
        byte[] text = bytes;
        if (bytes.length > 1 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b) {
            try (Gunzip gunzip = new Gunzip(new ByteArrayInputStream(bytes))) {
                text = gunzip.readNBytes(MAX_RECORD + 1);
                if (text.length > MAX_RECORD) {
                    sink.problem(Kind.LIMIT, offset, tooLarge("what `data` holds"));
                    return;
                }
            } catch (IOException e) {
                sink.problem(Kind.MALFORMED, offset, "`data` is damaged gzip: " + TrailFiles.why(e));
                return;
            }
        }
        inner(new String(text, StandardCharsets.UTF_8), "", offset);
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
