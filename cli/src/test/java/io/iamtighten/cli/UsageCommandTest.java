package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageCommandTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/app/Deploy";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path trail;

    private static String record(int number, String source, String name, String more) {
        return String.format(
                Locale.ROOT,
                "{\"eventVersion\":\"1.09\",\"userIdentity\":{\"type\":\"AssumedRole\",\"arn\":"
                        + "\"arn:aws:sts::111122223333:assumed-role/Deploy/s\",\"accountId\":\"111122223333\",\"sessionContext\":"
                        + "{\"sessionIssuer\":{\"arn\":\"%s\"}}},\"eventTime\":\"2026-03-%02dT10:20:30Z\",\"eventSource\":\"%s\","
                        + "\"eventName\":\"%s\",\"awsRegion\":\"us-east-1\",\"requestParameters\":null,%s\"eventID\":\"e%d\","
                        + "\"eventType\":\"AwsApiCall\",\"recipientAccountId\":\"111122223333\"}",
                ROLE,
                1 + number % 28,
                source,
                name,
                more,
                number);
    }

    @BeforeEach
    void writeTrail() throws IOException {
        trail = Files.createDirectories(folder.resolve("trail"));
        Files.writeString(
                trail.resolve("a.json"),
                "{\"Records\":["
                        + record(1, "iam.amazonaws.com", "ListUsers", "") + ","
                        + record(2, "iam.amazonaws.com", "ListUsers", "") + ","
                        + record(3, "iam.amazonaws.com", "ListRoles", "\"errorCode\":\"AccessDenied\",") + ","
                        + record(4, "new.amazonaws.com", "DoThing", "") + "]}");
    }

    @Test
    void textShowsServicesTopActionsRefusalsAndWhatIsUnknown() {
        CommandRun run = CommandRun.of("usage", "--trail", trail.toString());
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("4 events of 1 principal in 1 file\nfrom 2026-03-02 10:20:30 to 2026-03-05 10:20:30 UTC\n")
                .contains("What the records can show:", "- no data events were recorded", ROLE, "4 events")
                .containsPattern("iam +3 +1 +2 +2026-03-04")
                .containsPattern("most used\n +iam:ListUsers +2\n")
                .containsPattern("refused\n +iam:ListRoles +1\n")
                .contains("no action known for\n    new.amazonaws.com DoThing 1");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void jsonHasTheSame() {
        JsonNode root = CommandRun.of("usage", "--trail", trail.toString(), "--format", "json")
                .json();
        assertThat(root.path("format").asInt()).isEqualTo(1);
        assertThat(root.at("/window/events").asInt()).isEqualTo(4);
        assertThat(root.at("/window/coverage").isArray()).isTrue();
        assertThat(root.at("/principals/0/arn").asText()).isEqualTo(ROLE);
        assertThat(root.at("/principals/0/services/0/service").asText()).isEqualTo("iam");
        assertThat(root.at("/principals/0/services/0/refused").asInt()).isEqualTo(1);
        assertThat(root.at("/principals/0/unmapped/0/eventName").asText()).isEqualTo("DoThing");
        assertThat(root.at("/losses").size()).isZero();
        assertThat(root.at("/problems").size()).isZero();
    }

    @Test
    void aKeptSummaryIsAddedToAndReadInPlaceOfLogs() throws IOException {
        String kept = folder.resolve("usage.gz").toString();
        CommandRun first = CommandRun.of("usage", "--trail", trail.toString(), "--out", kept);
        byte[] bytes = Files.readAllBytes(Path.of(kept));
        CommandRun again = CommandRun.of("usage", "--trail", trail.toString(), "--out", kept);
        assertThat(again.out()).contains("files read before: 1;").startsWith("4 events");
        assertThat(Files.readAllBytes(Path.of(kept))).isEqualTo(bytes);
        assertThat(CommandRun.of("usage", "--trail", kept).out()).isEqualTo(first.out());

        Files.writeString(trail.resolve("b.json"), record(5, "iam.amazonaws.com", "ListUsers", ""));
        assertThat(CommandRun.of("usage", "--trail", trail.toString(), "--out", kept)
                        .out())
                .startsWith("5 events");
        assertThat(CommandRun.of("usage", "--trail", kept).out()).startsWith("5 events");
        CommandRun other = CommandRun.of("usage", "--trail", trail.toString(), "--out", kept, "--since", "2026-03-03");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("use the same options as before").hasLineCount(1);
    }

    @Test
    void standardInputIsRead() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Main.run(
                new String[] {"usage", "--trail", "-"},
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(
                        record(1, "iam.amazonaws.com", "ListUsers", "").getBytes(StandardCharsets.UTF_8)),
                Map.of(),
                false);
        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("1 event of 1 principal");
    }

    @Test
    void whatCannotBeReadIsToldAndStaysInTheSummary() throws IOException {
        Path bad = Files.writeString(
                trail.resolve("c.json"),
                "{\"Records\":[" + record(6, "iam.amazonaws.com", "ListUsers", "oops") + ","
                        + record(7, "iam.amazonaws.com", "ListUsers", "") + "]}");
        String kept = folder.resolve("usage.gz").toString();
        CommandRun run = CommandRun.of("usage", "--trail", trail.toString(), "--out", kept);
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("5 events");
        assertThat(run.err()).contains("warning: " + bad + " (offset ", "bytes, up to the next record, are left out");
        CommandRun later = CommandRun.of("usage", "--trail", kept);
        assertThat(later.err()).isEmpty();
        assertThat(later.out()).contains("Not exact:", "- not all could be read: ");
        CommandRun tighten = CommandRun.of("tighten", "Deploy", "--trail", kept);
        assertThat(tighten.err()).contains("warning: not all could be read: " + bad);
        CommandRun strict = CommandRun.of("usage", "--trail", trail.toString(), "--strict");
        assertThat(strict.code()).isEqualTo(2);
        assertThat(strict.err()).contains(bad.toString());
    }

    @Test
    void nothingToReadIsAnError() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        for (String path :
                new String[] {empty.toString(), folder.resolve("missing").toString()}) {
            CommandRun run = CommandRun.of("usage", "--trail", path);
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains(path).hasLineCount(1);
        }
        Path text = Files.writeString(folder.resolve("notes.txt"), "hello");
        assertThat(CommandRun.of("usage", "--trail", text.toString()).err()).contains("not a CloudTrail file");
    }
}
