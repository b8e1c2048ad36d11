package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamtighten.testsupport.FakeAws;
import io.iamtighten.testsupport.FakeAws.Answer;
import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code --last-accessed lookup} against a server on the loopback interface that speaks IAM's query protocol. */
class LastAccessedLookupTest {
    private static final String GENERATE = "GenerateServiceLastAccessedDetails";
    private static final String GET = "GetServiceLastAccessedDetails";

    private FakeAws aws;

    @BeforeEach
    void start() throws IOException {
        aws = FakeAws.start();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private CommandRun run(String... more) {
        String demo = TestData.ours("demo").toString();
        return CommandRun.with(
                Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", "example",
                        "AWS_DEFAULT_REGION", "eu-west-1",
                        "AWS_ENDPOINT_URL", aws.url()),
                Stream.concat(
                                Stream.of(
                                        "DeployRole",
                                        "--account",
                                        demo,
                                        "--trail",
                                        demo + "/trail",
                                        "--last-accessed",
                                        "lookup"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static String service(String name, String last, String actions) {
        return "<member><ServiceName>" + name + "</ServiceName><ServiceNamespace>" + name + "</ServiceNamespace>"
                + (last.isEmpty() ? "" : "<LastAuthenticated>" + last + "</LastAuthenticated>")
                + "<TrackedActionsLastAccessed>" + actions + "</TrackedActionsLastAccessed></member>";
    }

    private static String action(String name, String last) {
        return "<member><ActionName>" + name + "</ActionName>"
                + (last.isEmpty() ? "" : "<LastAccessedTime>" + last + "</LastAccessedTime>") + "</member>";
    }

    @Test
    void whatIamSawTriedStaysAndWhatItNeverSawGoes() {
        aws.answer(GENERATE, Answer.xml(GENERATE, "<JobId>job-1</JobId>"));
        aws.answer(
                GET,
                Answer.xml(GET, "<JobStatus>IN_PROGRESS</JobStatus>"),
                Answer.xml(
                        GET,
                        "<JobStatus>COMPLETED</JobStatus><JobCompletionDate>2026-10-28T00:00:00Z</JobCompletionDate>"
                                + "<IsTruncated>true</IsTruncated><Marker>more</Marker><ServicesLastAccessed>"
                                + service(
                                        "ssm",
                                        "2026-10-20T10:00:00Z",
                                        action("GetCalendar", "2026-10-20T10:00:00Z") + action("PutCalendar", ""))
                                + "</ServicesLastAccessed>"),
                Answer.xml(
                        GET,
                        "<JobStatus>COMPLETED</JobStatus><IsTruncated>false</IsTruncated><ServicesLastAccessed>"
                                + service("cloudwatch", "", "") + "</ServicesLastAccessed>"));
        CommandRun run = run("--format", "json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(aws.requests()).extracting(FakeAws.Request::operation).containsExactly(GENERATE, GET, GET, GET);
        assertThat(aws.requests().get(0).body())
                .contains("Granularity=ACTION_LEVEL")
                .contains("DeployRole");
        JsonNode json = run.json();
        assertThat(json.at("/lastAccessed/asOf").asText()).isEqualTo("2026-10-28T00:00:00Z");
        assertThat(json.at("/lastAccessed/kept/0/action").asText()).isEqualTo("ssm:GetCalendar");
        assertThat(json.at("/lastAccessed/notUsed").toString()).contains("cloudwatch:GetMetricData");
        assertThat(json.get("kept").findValuesAsText("action"))
                .contains("ssm:GetCalendar")
                .doesNotContain("ssm:PutCalendar");
    }

    @Test
    void aRefusalIsOneLineThatNamesTheMissingPermission() {
        aws.answer(
                GENERATE,
                new Answer(
                        403,
                        "text/xml",
                        "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type>"
                                + "<Code>AccessDenied</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>",
                        Answer.Fault.NONE));
        CommandRun run = run();
        assertThat(run.code()).isEqualTo(ExitCode.AWS);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("iam:GenerateServiceLastAccessedDetails").hasLineCount(1);
    }
}
