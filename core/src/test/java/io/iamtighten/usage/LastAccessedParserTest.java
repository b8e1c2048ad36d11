package io.iamtighten.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastAccessedParserTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/ci/App";

    private static String report(String services) {
        return "{\"JobStatus\":\"COMPLETED\",\"JobType\":\"ACTION_LEVEL\",\"JobCreationDate\":\"2026-03-02T10:00:00Z\","
                + "\"JobCompletionDate\":\"2026-03-02T10:00:05+00:00\",\"ServicesLastAccessed\":[" + services
                + "],\"IsTruncated\":false}";
    }

    private static List<String> problems(String text) {
        LastAccessedParse parse = LastAccessedParser.parse(text, ROLE);
        assertThat(parse.details()).isEmpty();
        return parse.problems().stream()
                .map(LastAccessedParse.Problem::toString)
                .toList();
    }

    @Test
    void servicesAndTrackedActionsAreRead() {
        LastAccessedParse parse = LastAccessedParser.parse(
                report(
                        "{\"ServiceName\":\"Amazon S3\",\"ServiceNamespace\":\"s3\",\"LastAuthenticated\":"
                                + "\"2026-02-01T08:00:00Z\",\"LastAuthenticatedEntity\":\"" + ROLE + "\","
                                + "\"LastAuthenticatedRegion\":\"eu-west-1\",\"TotalAuthenticatedEntities\":1,"
                                + "\"TrackedActionsLastAccessed\":[{\"ActionName\":\"PutBucketPolicy\",\"LastAccessedEntity\":\""
                                + ROLE + "\",\"LastAccessedTime\":\"2026-01-15T09:00:00+01:00\"},{\"ActionName\":"
                                + "\"DeleteBucket\"}]},"
                                + "{\"ServiceName\":\"Amazon SQS\",\"ServiceNamespace\":\"sqs\",\"TotalAuthenticatedEntities\":0}"),
                ROLE);
        LastAccessed details = parse.details().orElseThrow();
        assertThat(parse.complete()).isTrue();
        assertThat(details.asOf()).contains(Instant.parse("2026-03-02T10:00:05Z"));
        assertThat(details.usedServices()).containsOnlyKeys("s3");
        assertThat(details.usedActions())
                .containsExactly(java.util.Map.entry("s3:PutBucketPolicy", Instant.parse("2026-01-15T08:00:00Z")));
        assertThat(details.services().get(1).actions()).isEmpty();
    }

    @Test
    void pagesMayFollowEachOther() {
        String first = report("{\"ServiceNamespace\":\"s3\"}").replace("false}", "true,\"Marker\":\"x\"}");
        assertThat(LastAccessedParser.parse(first, ROLE).complete()).isFalse();
        LastAccessedParse both =
                LastAccessedParser.parse(first + "\n" + report("{\"ServiceNamespace\":\"sqs\"}"), ROLE);
        assertThat(both.complete()).isTrue();
        assertThat(both.details().orElseThrow().services()).hasSize(2);
        assertThat(problems(first + first))
                .singleElement()
                .asString()
                .contains("(/ServicesLastAccessed/0): the service `s3` stands twice; one report was expected");
    }

    @Test
    void whatIsWrongIsNamedWithItsPlace() {
        assertThat(problems("[]"))
                .containsExactly("line 1, column 1: last-accessed details is an object; found an array");
        assertThat(problems("{}").get(0)).contains("`ServicesLastAccessed` is missing");
        assertThat(problems("{\"JobStatus\":\"IN_PROGRESS\"}").get(0))
                .contains("the report is not finished: its `JobStatus` is `IN_PROGRESS`; expected `COMPLETED`");
        assertThat(problems(report("{\"ServiceName\":\"x\"}")).get(0)).contains("`ServiceNamespace` is missing");
        assertThat(problems(report("{\"ServiceNamespace\":7}")).get(0))
                .contains("`ServiceNamespace` is a string; found a number");
        assertThat(problems(report("{\"ServiceNamespace\":\"s3\",\"LastAuthenticated\":\"yesterday\"}"))
                        .get(0))
                .contains("(/ServicesLastAccessed/0/LastAuthenticated)")
                .contains("`yesterday`; expected an instant such as");
        assertThat(problems(report("{\"ServiceNamespace\":\"s3\",\"TrackedActionsLastAccessed\":[{}]}"))
                        .get(0))
                .contains("`ActionName` is missing");
        assertThat(problems(report("{\"ServiceNamespace\":\"s3\",\"LastAuthenticatedEntity\":"
                                + "\"arn:aws:iam::123456789012:role/Other\"}"))
                        .get(0))
                .contains("the report is about `arn:aws:iam::123456789012:role/Other`; expected `" + ROLE + "`");
        assertThat(problems("{\"ServicesLastAccessed\":")).hasSize(1);
    }
}
