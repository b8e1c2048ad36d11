package io.iamtighten.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.testsupport.FakeAws;
import io.iamtighten.testsupport.FakeAws.Answer;
import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads every request that the packaged command sends, on the wire: a server between it and {@code moto_server} records them, and answers
 * what that one does not know.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EveryCallIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOGS = "s3://" + SmallAccount.BUCKET;

    @TempDir
    private static Path folder;

    private static Moto moto;
    private static FakeAws wire;
    private static Command command;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        moto = Moto.start(folder.resolve("moto.log"));
        SmallAccount.make(moto.url());
        wire = FakeAws.start();
        wire.forwardTo(moto.url());
        try (Stream<Path> files = Files.list(TestData.ours("aws-answers"))) {
            for (Path file : files.filter(f -> !f.toString().endsWith(".md")).toList()) {
                String name = file.getFileName().toString();
                wire.answer(name.substring(0, name.indexOf('.')), Answer.stored(file));
            }
        }
        command = new Command(
                folder,
                Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", "thesecretkey",
                        "AWS_SESSION_TOKEN", "thesessiontoken",
                        "AWS_DEFAULT_REGION", "us-east-1",
                        "IAM_TIGHTEN_LOOKUP_PACE_MS", "0",
                        "AWS_ENDPOINT_URL", wire.url()));
    }

    @AfterAll
    static void stop() {
        if (wire != null) {
            wire.close();
        }
        if (moto != null) {
            moto.close();
        }
    }

    private static Set<String> sent() {
        return wire.requests().stream()
                .map(request -> service(request.service()) + " " + request.operation())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The name under which requests are signed is not always that of the SDK's package. */
    private static String service(String signed) {
        return signed.equals("access-analyzer") ? "accessanalyzer" : signed;
    }

    @Test
    @Order(1)
    void allThatIsSentIsAllowedAndAllThatIsAllowedIsSent() throws IOException, InterruptedException {
        List<Command.Result> results = new ArrayList<>();
        for (List<String> line : List.of(
                List.of("snapshot", "--out", "saved", "--verbose"),
                List.of("deploy", "--verbose"),
                List.of("deploy", "--since", "2026-01-01", "--until", "2026-01-31", "--verbose"),
                List.of("deploy", "--trail", "lookup", "--last-accessed", "lookup", "--verbose"),
                List.of("deploy", "--trail", LOGS, "--cross-check", "--verbose"),
                List.of("deploy", "--trail", LOGS, "--validate", "--verbose"),
                List.of("--user", "ann", "--trail", LOGS, "--verbose"),
                List.of("usage", "--trail", LOGS, "--verbose"),
                List.of("usage", "--trail", "lookup", "--verbose"))) {
            Command.Result result = command.run(line.toArray(new String[0]));
            assertThat(result.code()).as(line + result.err()).isIn(0, 3);
            results.add(result);
        }
        for (List<String> line : List.of(List.of("deplyo", "--verbose"), List.of("--user", "anne", "--verbose"))) {
            Command.Result result = command.run(line.toArray(new String[0]));
            assertThat(result.code()).as(line + result.err()).isEqualTo(2);
            results.add(result);
        }

        Set<String> allowed = Stream.of(AwsCall.values())
                .map(call -> call.service() + " " + call.operation())
                .collect(Collectors.toCollection(TreeSet::new));
        // The SDK asks where a bucket is when S3 says that it is in another region; the server here has it in every
        // one.
        allowed.remove("s3 HeadBucket");
        assertThat(sent()).isEqualTo(allowed);

        Set<String> said = new TreeSet<>();
        for (Command.Result result : results) {
            result.err()
                    .lines()
                    .filter(line -> line.startsWith("aws: "))
                    .forEach(line -> said.add(line.substring("aws: ".length())));
            assertThat(result.err() + result.out())
                    .doesNotContain("thesecretkey")
                    .doesNotContain("thesessiontoken")
                    .doesNotContain("\tat ");
        }
        assertThat(said).isEqualTo(sent());
        try (Stream<Path> files = Files.walk(folder.resolve("saved"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file))
                        .doesNotContain("thesecretkey")
                        .doesNotContain("thesessiontoken")
                        .doesNotContain("AKIDEXAMPLE");
            }
        }
    }

    @Test
    @Order(2)
    void whatIsReadFromFilesSendsNothing() throws IOException, InterruptedException {
        int before = wire.requests().size();
        String policy = Files.writeString(
                        folder.resolve("policy.json"),
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}")
                .toString();
        for (List<String> line : List.of(
                List.of("deploy", "--account", "saved"),
                List.of("effective", "deploy", "--account", "saved"),
                List.of("who-can", "ec2:DescribeInstances", "--account", "saved"),
                List.of("simulate", "--account", "saved", "--principal", "deploy", "--action", "ec2:DescribeInstances"),
                List.of("lint", "saved"),
                List.of("compare", policy, policy),
                List.of("catalog", "show", "s3:GetObject"),
                List.of("--print-required-permissions"),
                List.of("--help"))) {
            Command.Result result = command.run(line.toArray(new String[0]));
            assertThat(result.code()).as(line + result.err()).isIn(0, 1, 3);
        }
        assertThat(wire.requests()).hasSize(before);
    }

    @Test
    @Order(3)
    void secondOpinionsStandBesideOursWithEveryDisagreement() throws IOException, InterruptedException {
        Command.Result result = command.run("deploy", "--trail", LOGS, "--cross-check", "--format", "json");
        // AWS says that there is new access where we have a proof: that is not fine.
        assertThat(result.code()).as(result.err()).isEqualTo(3);
        JsonNode root = JSON.readTree(result.out());
        assertThat(root.path("proof").path("verdict").asText()).isEqualTo("proven");
        JsonNode second = root.path("secondOpinions");
        List<String> asked = new ArrayList<>();
        second.path("asked").forEach(line -> asked.add(line.path("question").asText()));
        assertThat(asked)
                .containsExactly(
                        "ValidatePolicy",
                        "CheckNoNewAccess",
                        "CheckAccessNotGranted",
                        "generated policy",
                        "unused-access findings",
                        "last accessed");
        List<String> disagreements = new ArrayList<>();
        second.path("disagreements").forEach(line -> disagreements.add(line.asText()));
        assertThat(disagreements)
                .hasSize(4)
                .anySatisfy(line -> assertThat(line).contains("new access", "proven"))
                .anySatisfy(line -> assertThat(line).contains("generated policy has", "sqs:ListQueues"))
                .anySatisfy(line -> assertThat(line).contains("unused for AWS", "ec2:DescribeInstances"))
                .anySatisfy(line -> assertThat(line).contains("removed by us", "ec2:TerminateInstances"));
        assertThat(second.path("findings").path(0).path("code").asText()).isEqualTo("REDUNDANT_RESOURCE");
        assertThat(second.path("missing")).isEmpty();

        Command.Result text = command.run("deploy", "--trail", LOGS, "--cross-check");
        assertThat(text.out())
                .contains("Second opinions of AWS", "CheckNoNewAccess", "differs: AWS's generated policy has");
        assertThat(text.out().lines()).allMatch(line -> line.length() <= 200);
    }

    @Test
    @Order(4)
    void whatMayNotBeAskedIsSaidAndTheRestIsAsked() throws IOException, InterruptedException {
        wire.answer(
                "CheckNoNewAccess",
                new Answer(
                        403,
                        "application/json",
                        "{\"__type\":\"AccessDeniedException\",\"message\":\"not authorized\"}",
                        Answer.Fault.NONE));
        Command.Result result = command.run("deploy", "--trail", LOGS, "--cross-check", "--format", "json");
        assertThat(result.code()).as(result.err()).isZero();
        JsonNode second = JSON.readTree(result.out()).path("secondOpinions");
        assertThat(second.path("missing")).hasSize(1);
        assertThat(second.path("missing").path(0).asText()).contains("access-analyzer:CheckNoNewAccess");
        assertThat(second.path("asked")).hasSize(5);
    }

    @Test
    @Order(5)
    void anExpiredTokenIsOneLine() throws IOException, InterruptedException {
        wire.answer(
                "GetCallerIdentity",
                new Answer(
                        403,
                        "text/xml",
                        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
                                + "<Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message>"
                                + "</Error><RequestId>r</RequestId></ErrorResponse>",
                        Answer.Fault.NONE));
        Command.Result result = command.run("snapshot", "--out", "expired");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err().strip().lines().toList()).hasSize(1);
        assertThat(result.err()).contains("expired", "aws sso login");
        assertThat(folder.resolve("expired/account.json")).doesNotExist();
    }
}
