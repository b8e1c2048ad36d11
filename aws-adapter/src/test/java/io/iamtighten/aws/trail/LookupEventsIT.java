package io.iamtighten.aws.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.aws.fake.Sessions;
import io.iamtighten.aws.fake.WireModel;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.testsupport.FakeAws;
import io.iamtighten.testsupport.FakeAws.Answer;
import io.iamtighten.testsupport.TestData;
import io.iamtighten.usage.UsageSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LookupEventsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2023-07-20T00:00:00Z");
    private static final int PAGE = 50;

    private FakeAws aws;

    @BeforeEach
    void start() throws IOException {
        aws = FakeAws.start().checkedBy(WireModel::problems);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private static List<JsonNode> records() throws IOException {
        Path folder = TestData.shared("cloudtrail/invictus-2023");
        List<JsonNode> records = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                JSON.readTree(TestData.bytes(file)).path("Records").forEach(records::add);
            }
        }
        return records;
    }

    private static List<Answer> pages(List<JsonNode> records) {
        List<Answer> pages = new ArrayList<>();
        for (int from = 0; from < records.size(); from += PAGE) {
            boolean last = from + PAGE >= records.size();
            pages.add(page(
                    records.subList(from, Math.min(records.size(), from + PAGE)),
                    last ? Optional.empty() : Optional.of("token-" + from)));
        }
        return pages;
    }

    private static Answer page(List<JsonNode> records, Optional<String> next) {
        ObjectNode page = JSON.createObjectNode();
        ArrayNode events = page.putArray("Events");
        for (JsonNode record : records) {
            events.addObject()
                    .put("EventId", record.path("eventID").asText())
                    .put("EventName", record.path("eventName").asText())
                    .put("ReadOnly", record.path("readOnly").asText("true"))
                    .put("EventTime", 1.689e9)
                    .put("EventSource", record.path("eventSource").asText())
                    .put("CloudTrailEvent", record.toString());
        }
        next.ifPresent(token -> page.put("NextToken", token));
        return Answer.json(page.toString());
    }

    private TrailReading read(AwsSession session) {
        return TrailReader.of(ServiceCatalog.bundled())
                .readSources(
                        AwsTrailReader.of(session)
                                .withLookupPace(Duration.ZERO)
                                .lookup(List.of("us-east-1"), Optional.empty(), TrailOptions.all(), NOW),
                        TrailOptions.all());
    }

    private static UsageSummary fromFiles() {
        return TrailReader.of(ServiceCatalog.bundled())
                .read(List.of(TestData.shared("cloudtrail/invictus-2023")), TrailOptions.all())
                .summary();
    }

    @Test
    void theSameRecordsGiveTheSameUsageAsLogFilesWhateverGoesWrongOnTheWay() throws IOException {
        List<Answer> answers = new ArrayList<>(pages(records()));
        answers.add(1, Answer.jsonError(400, "ThrottlingException", "Rate exceeded"));
        answers.add(2, Answer.jsonError(400, "ThrottlingException", "Rate exceeded"));
        answers.add(5, new Answer(503, "text/plain", "unavailable", Answer.Fault.NONE));
        answers.add(8, Answer.cut());
        answers.add(11, Answer.slow());
        aws.answer("LookupEvents", answers.toArray(new Answer[0]));
        try (AwsSession session = Sessions.open(aws)) {
            TrailReading reading = read(session);
            UsageSummary files = fromFiles();
            assertThat(reading.problems()).isEmpty();
            assertThat(reading.summary().coverage().events())
                    .isEqualTo(files.coverage().events())
                    .isEqualTo(2900);
            assertThat(reading.summary().principals()).isEqualTo(files.principals());
        }
        assertThat(aws.requests()).extracting(FakeAws.Request::operation).containsOnly("LookupEvents");
    }

    @Test
    void aPageThatComesTwiceIsCountedOnce() throws IOException {
        List<JsonNode> some = records().subList(0, PAGE);
        aws.answer(
                "LookupEvents",
                page(some, Optional.of("a")),
                page(some, Optional.of("b")),
                page(some, Optional.empty()));
        try (AwsSession session = Sessions.open(aws)) {
            assertThat(read(session).summary().coverage().events()).isEqualTo(PAGE);
        }
    }

    @Test
    void aTokenThatPointsAtItselfIsReportedAndNotFollowedForEver() throws IOException {
        aws.answer("LookupEvents", page(records().subList(0, PAGE), Optional.of("same")));
        try (AwsSession session = Sessions.open(aws)) {
            assertThatThrownBy(() -> read(session))
                    .isInstanceOf(AwsException.class)
                    .hasMessageContaining("cloudtrail:LookupEvents gave the same page twice");
        }
        assertThat(aws.requests()).hasSize(2);
    }

    @Test
    void everyFailureIsOneLineThatSaysWhatToDo() {
        assertThat(failure(Answer.jsonError(400, "ExpiredTokenException", "The security token is expired")))
                .contains("have expired", "aws sso login");
        assertThat(failure(Answer.jsonError(
                        400, "AccessDeniedException", "User: x is not authorized to perform: cloudtrail:LookupEvents")))
                .contains("AWS refused cloudtrail:LookupEvents", "needs that permission");
        assertThat(failure(Answer.jsonError(400, "ThrottlingException", "Rate exceeded")))
                .contains("throttled");
        assertThat(failure(Answer.jsonError(400, "UnrecognizedClientException", "The security token is invalid")))
                .contains("does not accept the credentials");
        assertThat(failure(new Answer(503, "text/plain", "no", Answer.Fault.NONE)))
                .contains("try again later");
        assertThat(failure(Answer.cut())).contains("cloudtrail:LookupEvents");
    }

    private String failure(Answer answer) {
        aws.answer("LookupEvents", answer);
        try (AwsSession session = Sessions.open(aws, 2)) {
            read(session);
            return "";
        } catch (AwsException e) {
            String message = String.valueOf(e.getMessage());
            assertThat(message).doesNotContain("\n");
            return message;
        }
    }

    @Test
    void anUnreachableEndpointIsSaidToBeUnreachable() throws IOException {
        aws.close();
        try (AwsSession session = Sessions.open(aws, 2)) {
            assertThatThrownBy(() -> read(session))
                    .isInstanceOf(AwsException.class)
                    .hasMessageContaining("got no answer from AWS");
        }
        aws = FakeAws.start();
    }

    @Test
    void aCancelledSessionMakesNoMoreCalls() throws IOException {
        aws.answer("LookupEvents", page(records().subList(0, PAGE), Optional.of("a")));
        try (AwsSession session = Sessions.open(aws)) {
            session.cancel();
            assertThatThrownBy(() -> read(session))
                    .isInstanceOfSatisfying(
                            AwsException.class, e -> assertThat(e.kind()).isEqualTo(AwsException.Kind.CANCELLED));
        }
        assertThat(aws.requests()).isEmpty();
    }
}
