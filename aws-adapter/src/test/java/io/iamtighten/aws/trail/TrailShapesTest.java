package io.iamtighten.aws.trail;

import static io.iamtighten.aws.trail.TrailText.events;
import static io.iamtighten.aws.trail.TrailText.facts;
import static io.iamtighten.aws.trail.TrailText.getUser;
import static io.iamtighten.aws.trail.TrailText.gzip;
import static io.iamtighten.aws.trail.TrailText.messages;
import static io.iamtighten.aws.trail.TrailText.read;
import static io.iamtighten.aws.trail.TrailText.record;
import static io.iamtighten.aws.trail.TrailText.records;
import static io.iamtighten.aws.trail.TrailText.uses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The same records in every shape in which they come give the same summary. */
class TrailShapesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ONE = getUser(1);
    private static final String TWO = record(
            TrailText.id(2),
            "s3.amazonaws.com",
            "GetObject",
            "{\"bucketName\":\"b\",\"key\":\"k \\\"1\\\" \\u00e9\",\"Host\":\"b.s3.amazonaws.com\"}",
            "\"resources\":[{\"type\":\"AWS::S3::Object\",\"ARN\":\"arn:aws:s3:::b/k\"}],\"managementEvent\":false,\"eventCategory\":\"Data\",");

    private static String quoted(String text) throws IOException {
        return JSON.writeValueAsString(text);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Map<String, byte[]> shapes() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        String records = records(ONE, TWO);
        texts.put("a file of a trail", records);
        texts.put("indented", JSON.readTree(records).toPrettyString());
        texts.put("one record a line", ONE + "\n" + TWO + "\n");
        texts.put("one record a line, without a last line break", ONE + "\r\n" + TWO);
        texts.put("a bare array", "[" + ONE + "," + TWO + "]");
        texts.put("several documents in one file", records(ONE) + records(TWO));
        texts.put("a byte order mark", "\ufeff" + records);
        String eventBridge =
                "{\"version\":\"0\",\"id\":\"x\",\"detail-type\":\"AWS API Call via CloudTrail\",\"source\":\"aws.iam\","
                        + "\"account\":\"1\",\"time\":\"2026-03-01T10:20:30Z\",\"region\":\"eu-west-1\",\"resources\":[],\"detail\":";
        texts.put("EventBridge", eventBridge + ONE + "}\n" + eventBridge + TWO + "}");
        String lookup =
                "{\"EventId\":\"x\",\"EventName\":\"GetUser\",\"ReadOnly\":\"true\",\"EventTime\":1772360430.0,\"CloudTrailEvent\":";
        texts.put(
                "lookup-events",
                "{\"Events\":[" + lookup + quoted(ONE) + "}," + lookup + quoted(TWO) + "}],\"NextToken\":\"n\"}");
        texts.put("lookup-events, one a line", lookup + quoted(ONE) + "}\n" + lookup + quoted(TWO) + "}\n");
        String message = "{\"id\":\"1\",\"timestamp\":1772360430000,\"message\":";
        String subscription =
                "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"1\",\"logGroup\":\"g\",\"logStream\":\"s\","
                        + "\"subscriptionFilters\":[],\"logEvents\":[" + message + quoted(ONE) + "}," + message
                        + quoted(TWO) + "}]}";
        texts.put("CloudWatch Logs subscription", subscription);
        texts.put("filter-log-events", "{\"events\":[" + message + quoted(ONE) + "}," + message + quoted(TWO) + "}]}");
        texts.put(
                "CloudWatch Logs Insights",
                "{\"results\":[[{\"field\":\"@timestamp\",\"value\":\"2026-03-01 10:20:30.000\"},{\"field\":\"@message\",\"value\":"
                        + quoted(ONE) + "}],[{\"field\":\"@message\",\"value\":" + quoted(TWO)
                        + "}]],\"status\":\"Complete\"}");
        String data = base64(gzip(subscription));
        texts.put("Lambda on CloudWatch Logs", "{\"awslogs\":{\"data\":\"" + data + "\"}}");
        texts.put(
                "Lambda on Kinesis",
                "{\"Records\":[{\"kinesis\":{\"data\":\"" + data + "\"},\"eventSource\":\"aws:kinesis\",\"eventName\":"
                        + "\"aws:kinesis:record\"}]}");
        texts.put(
                "Kinesis GetRecords",
                "{\"Records\":[{\"SequenceNumber\":\"1\",\"Data\":\"" + data + "\",\"PartitionKey\":\"p\"}]}");
        texts.put(
                "Lambda on Firehose",
                "{\"deliveryStreamArn\":\"a\",\"records\":[{\"recordId\":\"1\",\"data\":\""
                        + base64(ONE.getBytes(StandardCharsets.UTF_8)) + "\"},{\"recordId\":\"2\",\"data\":\""
                        + base64(TWO.getBytes(StandardCharsets.UTF_8)) + "\"}]}");
        texts.put("Firehose in S3", subscription + subscription);
        String sqs = "{\"Messages\":[{\"MessageId\":\"1\",\"Body\":";
        texts.put(
                "EventBridge through SQS",
                sqs + quoted(eventBridge + ONE + "}") + "},{\"Body\":" + quoted(eventBridge + TWO + "}") + "}]}");
        texts.put(
                "EventBridge through SNS to Lambda",
                "{\"Records\":[{\"EventSource\":\"aws:sns\",\"Sns\":{\"Message\":" + quoted(eventBridge + ONE + "}")
                        + "}},{\"EventSource\":\"aws:sns\",\"Sns\":{\"Message\":" + quoted(eventBridge + TWO + "}")
                        + "}}]}");
        texts.put(
                "an index of a search engine",
                "{\"_index\":\"i\",\"_source\":" + ONE + "}\n{\"_index\":\"i\",\"_source\":" + TWO + "}");
        Map<String, byte[]> shapes = new LinkedHashMap<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            byte[] plain = text.getValue().getBytes(StandardCharsets.UTF_8);
            shapes.put(text.getKey(), plain);
            shapes.put(text.getKey() + ", gzip", gzip(plain));
        }
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(gzip(ONE + "\n"));
        members.write(gzip(""));
        members.write(gzip(TWO));
        shapes.put("gzip members one after the other", members.toByteArray());
        return shapes;
    }

    @TestFactory
    Stream<DynamicTest> everyShapeGivesTheSameSummary() throws IOException {
        List<String> expected = facts(read(records(ONE, TWO)));
        assertThat(expected).hasSize(2);
        List<DynamicTest> tests = new ArrayList<>();
        shapes().forEach((name, text) -> tests.add(DynamicTest.dynamicTest(name, () -> {
            TrailReading reading = read(text);
            assertThat(messages(reading)).isEmpty();
            assertThat(facts(reading)).isEqualTo(expected);
            assertThat(events(reading)).isEqualTo(2);
        })));
        return tests.stream();
    }

    /** A row as the queries of Lake and Athena give it, structs as JSON. */
    private static Map<String, String> row(String record) throws IOException {
        Map<String, String> row = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : JSON.readTree(record).properties()) {
            String cell = field.getValue().isNull()
                    ? ""
                    : field.getValue().isTextual()
                            ? field.getValue().textValue()
                            : field.getValue().toString();
            row.put(field.getKey().toLowerCase(Locale.ROOT), cell);
        }
        row.putIfAbsent("resources", "");
        row.putIfAbsent("managementevent", "");
        row.putIfAbsent("eventcategory", "");
        return row;
    }

    @TestFactory
    Stream<DynamicTest> rowsOfQueriesGiveTheSameSummary() throws IOException {
        List<String> expected = facts(read(records(ONE, TWO)));
        List<Map<String, String>> rows = List.of(row(ONE), row(TWO));
        List<String> names = List.copyOf(rows.get(0).keySet());
        StringBuilder csv = new StringBuilder(String.join(",", names)).append("\r\n");
        StringBuilder lines = new StringBuilder();
        ObjectNode lake = JSON.createObjectNode();
        lake.put("QueryStatus", "FINISHED");
        ObjectNode athena = JSON.createObjectNode();
        ObjectNode resultSet = athena.putObject("ResultSet");
        ObjectNode head = resultSet.withArray("/Rows").addObject();
        names.forEach(name -> head.withArray("/Data").addObject().put("VarCharValue", name));
        for (Map<String, String> row : rows) {
            List<String> cells = new ArrayList<>();
            var lakeRow = lake.withArray("/QueryResultRows").addArray();
            ObjectNode athenaRow = resultSet.withArray("/Rows").addObject();
            ObjectNode line = JSON.createObjectNode();
            for (String name : names) {
                String cell = row.getOrDefault(name, "");
                cells.add('"' + cell.replace("\"", "\"\"") + '"');
                lakeRow.addObject().put(name, cell);
                ObjectNode data = athenaRow.withArray("/Data").addObject();
                if (!cell.isEmpty()) {
                    data.put("VarCharValue", cell);
                }
                line.put(name, cell);
            }
            csv.append(String.join(",", cells)).append("\r\n");
            lines.append(line).append('\n');
        }
        resultSet.putObject("ResultSetMetadata").putArray("ColumnInfo");
        athena.put("UpdateCount", 0);
        Map<String, String> shapes = Map.of(
                "CSV",
                csv.toString(),
                "CSV with a byte order mark",
                "\ufeff" + csv,
                "JSON rows",
                lines.toString(),
                "cloudtrail get-query-results",
                lake.toPrettyString(),
                "athena get-query-results",
                athena.toString());
        return shapes.entrySet().stream()
                .map(shape -> DynamicTest.dynamicTest(shape.getKey(), () -> {
                    TrailReading reading = read(shape.getValue());
                    assertThat(messages(reading)).isEmpty();
                    assertThat(facts(reading)).isEqualTo(expected);
                }));
    }

    @Test
    void columnsOfPartsOfStructsAreTaken() {
        TrailReading reading = read("""
                eventid,eventtime,eventsource,eventname,awsregion,useridentity.type,useridentity.sessioncontext.sessionissuer.arn
                a,2026-03-01 10:20:30.000,iam.amazonaws.com,ListUsers,us-east-1,AssumedRole,arn:aws:iam::111122223333:role/app/Deploy
                """);
        assertThat(messages(reading)).isEmpty();
        assertThat(reading.summary().principal(TrailText.ROLE).orElseThrow().events())
                .isEqualTo(1);
    }

    @Test
    void rowsThatCannotBeParsedBackAreToldOneByOne() {
        TrailReading reading = read("""
                eventid,eventsource,eventname,eventtime,useridentity
                a,iam.amazonaws.com,ListUsers,2026-03-01T10:20:30Z,"{type=AssumedRole, principalid=x}"
                b,iam.amazonaws.com,ListUsers,2026-03-01T10:20:30Z,"{""type"":""Root"",""accountId"":""111122223333""}"
                """);
        assertThat(messages(reading)).singleElement().asString().contains("CAST(useridentity AS JSON)", "left out");
        assertThat(events(reading)).isEqualTo(1);
        assertThat(messages(read("Event name,Event time,User name,Event source\nGetUser,x,y,iam.amazonaws.com\n")))
                .singleElement()
                .asString()
                .contains("download it as JSON");
        assertThat(messages(read("eventname,eventsource\nGetUser,iam.amazonaws.com\n")))
                .singleElement()
                .asString()
                .contains("useridentity");
    }

    @Test
    void whatIsNoCallIsNotCounted() {
        TrailReading reading = read(records(
                "{\"eventVersion\":\"1.07\",\"eventType\":\"AwsCloudTrailInsight\",\"insightDetails\":{},\"eventSource\":\"x\"}",
                "{\"eventVersion\":\"1.0\",\"accountId\":\"1\",\"eventId\":\"x\",\"eventCategory\":\"Aggregated\",\"eventType\":"
                        + "\"AwsAggregatedEvent\",\"awsRegion\":\"us-east-1\",\"eventSource\":\"s3.amazonaws.com\",\"timeWindow\":{},"
                        + "\"summary\":{}}",
                ONE));
        assertThat(messages(reading)).isEmpty();
        assertThat(events(reading)).isEqualTo(1);
        assertThat(reading.summary().coverage().detail().aggregated())
                .containsExactly(Map.entry("s3.amazonaws.com", 1L));
        TrailReading digest =
                read("{\"awsAccountId\":\"1\",\"digestStartTime\":\"x\",\"digestS3Object\":\"y\",\"logFiles\":[]}");
        assertThat(messages(digest)).isEmpty();
        assertThat(events(digest)).isZero();
        TrailReading notification =
                read("{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"eventName\":"
                        + "\"ObjectCreated:Put\",\"s3\":{}}]}");
        assertThat(events(notification)).isZero();
    }

    @Test
    void standardInputIsASource() {
        TrailReading reading = TrailText.READER.readSources(
                List.of(TrailSource.of("standard input", new ByteArrayInputStream(gzip(records(ONE))))),
                TrailOptions.all());
        assertThat(uses(reading)).containsExactly("iam:GetUser arn:aws:iam::111122223333:user/u1");
    }

    private static Path log(Path root, String account, String region, String day, String time, String... records)
            throws IOException {
        Path folder = root.resolve("AWSLogs/o-abc/" + account + "/CloudTrail/" + region + "/" + day);
        Files.createDirectories(folder);
        Path file = folder.resolve(account + "_CloudTrail_" + region + "_" + day.replace("/", "") + "T" + time
                + "Z_abcdefghijklmnop.json.gz");
        return Files.write(file, gzip(records(records)));
    }

    @Test
    void keysOfAnOrganizationsTrailAreReadAndPruned(@TempDir Path root) throws IOException {
        // The first file is damaged: it would be reported if it were read.
        Path old = log(root, "111122223333", "eu-west-1", "2026/02/01", "1000", ONE);
        Files.write(old, new byte[] {0x1f, (byte) 0x8b, 8});
        Path elsewhere = log(root, "111122223333", "us-east-1", "2026/03/01", "1030", ONE);
        Files.write(elsewhere, new byte[] {0x1f, (byte) 0x8b, 8});
        Path foreign = log(root, "444455556666", "eu-west-1", "2026/03/01", "1030", ONE);
        Files.write(foreign, new byte[] {0x1f, (byte) 0x8b, 8});
        log(root, "111122223333", "eu-west-1", "2026/03/01", "1025", ONE, TWO);
        Path digests = root.resolve("AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/03/01");
        Files.createDirectories(digests);
        Files.write(digests.resolve("d.json.gz"), new byte[] {0x1f, (byte) 0x8b, 8});

        TrailOptions window = TrailOptions.all()
                .within(Optional.of(java.time.Instant.parse("2026-03-01T00:00:00Z")), Optional.empty())
                .inRegions(Set.of("eu-west-1"))
                .ofAccounts(Set.of("111122223333"));
        TrailReading reading = TrailText.READER.read(List.of(root), window);
        assertThat(messages(reading)).isEmpty();
        assertThat(events(reading)).isEqualTo(2);
        assertThat(reading.filesRead()).isEqualTo(1);
        assertThat(reading.filesSkipped()).isEqualTo(4);
        assertThat(TrailText.READER.read(List.of(root), TrailOptions.all()).problems())
                .hasSize(3)
                .allMatch(problem -> problem.kind() == TrailProblem.Kind.UNREADABLE);
    }

    @Test
    void accountsOfKeysAndRecordsMayDiffer(@TempDir Path root) throws IOException {
        // As in a copy whose records were anonymised and whose names were not.
        log(root, "999900001111", "eu-west-1", "2026/03/01", "1025", ONE);
        TrailReading reading =
                TrailText.READER.read(List.of(root), TrailOptions.all().ofAccounts(Set.of("111122223333")));
        assertThat(events(reading)).isEqualTo(1);
    }

    @Test
    void aFileDeliveredLateMayHoldEarlierEvents(@TempDir Path root) throws IOException {
        log(root, "111122223333", "eu-west-1", "2026/03/09", "1025", ONE);
        TrailOptions window = TrailOptions.all()
                .within(
                        Optional.of(java.time.Instant.parse("2026-03-01T00:00:00Z")),
                        Optional.of(java.time.Instant.parse("2026-03-02T00:00:00Z")));
        assertThat(events(TrailText.READER.read(List.of(root), window))).isEqualTo(1);
    }
}
