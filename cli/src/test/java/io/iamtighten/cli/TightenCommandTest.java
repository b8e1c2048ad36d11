package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamtighten.aws.trail.TrailOptions;
import io.iamtighten.aws.trail.TrailReader;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.cli.render.Documents;
import io.iamtighten.cli.render.ProposalJson;
import io.iamtighten.cli.render.ProposalText;
import io.iamtighten.testsupport.TestData;
import io.iamtighten.tighten.Tightener;
import io.iamtighten.tighten.TighteningOptions;
import io.iamtighten.tighten.TighteningProposal;
import io.iamtighten.usage.UsageSummary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TightenCommandTest {
    private static final String ACCOUNT = """
            {"UserDetailList": [{"UserName": "alice", "Path": "/", "UserId": "AIDA1", "Arn": "arn:aws:iam::123456789012:user/alice",
               "GroupList": [], "AttachedManagedPolicies": [], "UserPolicyList": []}],
             "GroupDetailList": [], "Policies": [],
             "RoleDetailList": [{"RoleName": "DeployRole", "Path": "/", "RoleId": "AROA1",
               "Arn": "arn:aws:iam::123456789012:role/DeployRole", "InstanceProfileList": [], "AttachedManagedPolicies": [],
               "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []},
               "RolePolicyList": [{"PolicyName": "work", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                 {"Sid": "Office", "Effect": "Allow", "Action": "ec2:*", "Resource": "*",
                  "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}]}}]}]}
            """;

    private static final String RECORD = """
            {"eventVersion": "1.08", "eventID": "11111111-1111-1111-1111-111111111111", "eventTime": "2026-05-04T10:00:00Z",
             "eventSource": "ec2.amazonaws.com", "eventName": "DescribeInstances", "awsRegion": "eu-west-1",
             "sourceIPAddress": "203.0.113.9", "eventType": "AwsApiCall", "recipientAccountId": "%1$s",
             "managementEvent": true, "eventCategory": "Management", "requestParameters": {},
             "userIdentity": {"type": "AssumedRole", "arn": "arn:aws:sts::%1$s:assumed-role/%2$s/s", "accountId": "%1$s",
               "principalId": "AROA1:s", "sessionContext": {"sessionIssuer": {"type": "Role", "principalId": "AROA1",
                 "arn": "arn:aws:iam::%1$s:role/%2$s", "accountId": "%1$s", "userName": "%2$s"}}}}
            """;

    @TempDir
    private Path folder = Path.of("");

    private String account = "";
    private String trail = "";

    @BeforeEach
    void inputs() throws IOException {
        account = write("account.json", ACCOUNT);
        trail = write("trail.json", trailOf("123456789012", "DeployRole"));
    }

    private static String trailOf(String accountId, String role) {
        return "{\"Records\": [" + RECORD.formatted(accountId, role) + "]}";
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    @Test
    void textShowsTheCountsThePolicyAndTheAddressesSeen() {
        CommandRun run = CommandRun.of("DeployRole", "--account", account, "--trail", trail);
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("arn:aws:iam::123456789012:role/DeployRole")
                .contains("PROVEN to allow nothing new")
                .contains("\"Action\": \"ec2:DescribeInstances\"")
                .contains("1 use on 1 day, last 2026-05-04 10:00, such as")
                .contains("Allow IpAddress aws:SourceIp 203.0.113.0/24; seen inside: 203.0.113.9; outside: none");
        assertThat(run.out()
                        .lines()
                        .filter(line -> line.length() > 80 && line.trim().contains(" ")))
                .isEmpty();
    }

    @Test
    void theTrailMayComeFromStandardInput() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new String[] {"DeployRole", "--account", account, "--trail", "-"},
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(Files.readAllBytes(Path.of(trail))),
                Map.of(),
                false);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(CommandRun.of("DeployRole", "--account", account, "--trail", trail)
                        .out());
        err.reset();
        code = Main.run(
                new String[] {"DeployRole", "--account", account, "--trail", "-"},
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                Map.of(),
                false);
        assertThat(code).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("standard input");
    }

    @Test
    void jsonHasEveryFieldOfTheContract() {
        JsonNode json = CommandRun.of("DeployRole", "--account", account, "--trail", trail, "--format", "json")
                .json();
        for (String field : new String[] {
            "/format",
            "/role",
            "/window/from",
            "/window/to",
            "/window/files",
            "/window/events",
            "/window/coverage",
            "/before/actions",
            "/before/services",
            "/before/statements",
            "/before/wildcardResources",
            "/after/actions",
            "/policies/0/name",
            "/policies/0/kind",
            "/policies/0/action",
            "/policies/0/replaces",
            "/policies/0/document/Statement/0/Action",
            "/policies/0/size",
            "/proof/verdict",
            "/proof/reason",
            "/proof/witness",
            "/replay/events",
            "/replay/allowedBefore",
            "/replay/allowedAfter",
            "/replay/lost",
            "/kept/0/action",
            "/kept/0/resources",
            "/kept/0/reason",
            "/kept/0/evidence",
            "/removed/0/action",
            "/removed/0/reason",
            "/blindSpots/0/action",
            "/blindSpots/0/reason",
            "/unmapped",
            "/escalation/known",
            "/escalation/before",
            "/escalation/after",
            "/conditions/added",
            "/warnings"
        }) {
            assertThat(json.at(field).isMissingNode()).as(field).isFalse();
        }
    }

    @Test
    void conditionsAreAddedByKindAndSayWhatTheyRestOn() {
        String[] args = {"DeployRole", "--account", account, "--trail", trail, "--conditions", "region"};
        CommandRun run = CommandRun.of(args);
        assertThat(run.code()).isZero();
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("\"aws:RequestedRegion\":")
                .contains("Conditions added from what was seen (1)")
                .contains("its own calls to regional services went to 1 region only (1 use on 1 day)");
        CommandRun json = CommandRun.of(
                "DeployRole", "--account", account, "--trail", trail, "--conditions", "all", "--format", "json");
        assertThat(json.json().at("/conditions/added/0/key").asText()).isEqualTo("aws:RequestedRegion");
        assertThat(json.json().at("/conditions/leftOut/0/reason").isMissingNode())
                .isFalse();
    }

    @Test
    void roleWithoutEventsIsUnusedAndThatIsNoError() throws IOException {
        String other = write("other.json", trailOf("123456789012", "OtherRole"));
        CommandRun run = CommandRun.of("DeployRole", "--account", account, "--trail", other);
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("UNUSED in this window").contains("DETACH inline policy work");
    }

    @Test
    void accountAloneShowsWhatTheRoleCanDo() {
        CommandRun run = CommandRun.of("DeployRole", "--account", account);
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("No history was given").contains("KEEP inline policy work");
    }

    @Test
    void trailAloneMakesAPolicyThatNothingProves() {
        CommandRun run = CommandRun.of("DeployRole", "--trail", trail);
        assertThat(run.code()).isEqualTo(ExitCode.UNDECIDED);
        assertThat(run.out())
                .contains("UNKNOWN: no account was given")
                .contains("\"Action\": \"ec2:DescribeInstances\"");
    }

    @Test
    void longFormServesARoleNamedLikeACommand() {
        assertThat(CommandRun.of("tighten", "DeployRole", "--account", account).code())
                .isZero();
    }

    @Test
    void badInputIsOneLineThatSaysWhatToDoAndWritesNothing() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(trailOf("123456789012", "DeployRole").repeat(20).getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = compressed.toByteArray();
        String truncated = write("trail.json.gz", Arrays.copyOf(whole, whole.length / 2));
        String missing = folder.resolve("missing.json").toString();
        String empty = write("empty.json", "");
        String prose = write("prose.json", "hello");
        String other = write("shape.json", "{\"a\": 1}");
        String foreign = write("foreign.json", trailOf("999999999999", "DeployRole"));
        String emptyFolder = Files.createDirectory(folder.resolve("folder")).toString();
        bad("there is no", "DeployRole", "--account", missing, "--trail", trail);
        bad("there is no", "DeployRole", "--account", account, "--trail", missing);
        for (String broken : new String[] {empty, prose, other, truncated, emptyFolder}) {
            bad(Path.of(broken).getFileName().toString(), "DeployRole", "--account", account, "--trail", broken);
            bad(Path.of(broken).getFileName().toString(), "DeployRole", "--account", broken, "--trail", trail);
        }
        bad("did you mean `DeployRole`", "DeployRol", "--account", account, "--trail", trail);
        bad("write --user alice", "alice", "--account", account);
        bad("did you mean `alice`", "--user", "alic", "--account", account);
        bad("no event of account 123456789012", "DeployRole", "--account", account, "--trail", foreign);
        bad("no day or instant", "DeployRole", "--account", account, "--trail", trail, "--since", "May");
        bad("no event of a role `Nobody`", "Nobody", "--trail", trail);
        bad("name one principal", "--account", account);
        bad("such as 30d", "DeployRole", "--account", account, "--trail", trail, "--backtest", "month");
        bad("needs a history", "DeployRole", "--account", account, "--backtest", "30d");
    }

    @Test
    void unknownKindsOfConditionsAreNamed() {
        bad(
                "--conditions `regoin` is no kind of condition",
                "DeployRole",
                "--account",
                account,
                "--trail",
                trail,
                "--conditions",
                "regoin");
        bad(
                "--conditions rest on a history; give --trail too",
                "DeployRole",
                "--account",
                account,
                "--conditions",
                "tls");
        bad(
                "--network-ranges 0 is out of bounds; expected 1 to 100",
                "DeployRole",
                "--account",
                account,
                "--trail",
                trail,
                "--network-ranges",
                "0");
    }

    private void bad(String expected, String... args) {
        String[] withOut = Arrays.copyOf(args, args.length + 2);
        Path out = folder.resolve("never-written");
        withOut[args.length] = "--out";
        withOut[args.length + 1] = out.toString();
        CommandRun run = CommandRun.of(withOut);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).startsWith("iam-tighten: ").contains(expected);
        assertThat(run.err().strip().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    @Test
    void backTestIsShownInTextJsonAndMarkdown() throws IOException {
        String demo = TestData.ours("demo").toString();
        String[] args = {"DeployRole", "--account", demo, "--trail", demo + "/trail", "--backtest", "14d"};
        CommandRun text = CommandRun.of(args);
        assertThat(text.code()).as(text.err()).isZero();
        assertThat(text.out()).contains("Back-test: proposals made", "How long to watch: tried on");
        String[] json = Arrays.copyOf(args, args.length + 2);
        json[args.length] = "--format";
        json[args.length + 1] = "json";
        JsonNode test = CommandRun.of(json).json().get("backtest");
        assertThat(test.get("folds")).hasSize(3);
        assertThat(test.get("curve").get(0).get("days").asInt()).isEqualTo(7);
        assertThat(test.get("verdict").asText()).isEqualTo("enough");
        json[args.length + 1] = "markdown";
        assertThat(CommandRun.of(json).out()).contains("### Back-test", "| watched | refused |");
        CommandRun tooShort = CommandRun.of("DeployRole", "--account", account, "--trail", trail, "--backtest", "30d");
        assertThat(tooShort.out()).contains("the history has 1 day;");
    }

    @Test
    void oneBrokenFileInAFolderIsReportedAndStopsNothingUnlessStrict() throws IOException {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Files.writeString(logs.resolve("a.json"), trailOf("123456789012", "DeployRole"));
        Files.writeString(logs.resolve("b.json"), "{\"Records\": [ {]}");
        CommandRun run = CommandRun.of("DeployRole", "--account", account, "--trail", logs.toString());
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("b.json").contains("warning");
        assertThat(run.out()).contains("b.json");
        CommandRun strict = CommandRun.of("DeployRole", "--account", account, "--trail", logs.toString(), "--strict");
        assertThat(strict.code()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void changesComeInTheFormsInWhichTheyAreMade() {
        assertThat(changes("diff"))
                .contains("--- today/work\n+++ proposed/work\n")
                .contains("-      \"Action\": \"ec2:*\",\n+      \"Action\": \"ec2:DescribeInstances\",");
        assertThat(changes("terraform"))
                .contains("resource \"aws_iam_role_policy\" \"work\"")
                .contains("\"Action\": \"ec2:DescribeInstances\"");
        assertThat(changes("cloudformation")).contains("AWS::IAM::RolePolicy", "\"RoleName\" : \"DeployRole\"");
        assertThat(changes("script"))
                .contains("apply() {\n  :\n  aws iam put-role-policy --role-name DeployRole --policy-name work")
                .contains("rollback() {")
                .contains("\"Action\":\"ec2:*\"");
        assertThat(changes("markdown")).contains("| actions | 826 | 1 |", "````diff");
    }

    private String changes(String format) {
        CommandRun run = CommandRun.of("DeployRole", "--account", account, "--trail", trail, "--format", format);
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }

    @Test
    void actionsWithoutResourceLevelPermissionsSaySo() {
        CommandRun run = CommandRun.of("DeployRole", "--account", account, "--trail", trail);
        assertThat(run.out().replaceAll("\\s+", " ")).contains("on * (the action has no resource-level permissions)");
        JsonNode json = CommandRun.of("DeployRole", "--account", account, "--trail", trail, "--format", "json")
                .json();
        assertThat(json.at("/kept/0/wildcardOnly").asBoolean()).isTrue();
    }

    @Test
    void documentsThatAreNotProvenAreWithheld() {
        UsageSummary usage = TrailReader.of(ServiceCatalog.bundled())
                .read(List.of(Path.of(trail)), TrailOptions.all())
                .summary();
        TighteningProposal proposal = Tightener.of(ServiceCatalog.bundled())
                .proposeFromUsage(usage.principals().get(0).principal(), usage, TighteningOptions.standard());
        assertThat(ProposalText.render(proposal, Documents.WITHHELD).replaceAll("\\s+", " "))
                .contains("UNKNOWN: no account was given")
                .contains("The document is not shown, since it is not proven; --force shows it.")
                .doesNotContain("\"Action\"");
        assertThat(ProposalJson.render(proposal, Documents.WITHHELD)).doesNotContain("\"document\"");
        assertThat(ProposalJson.render(proposal, Documents.SHOWN)).contains("\"document\"");
    }

    @Test
    void freshPolicyIsAttachedBeforeTheOldOnesGo() {
        String[] script = {"DeployRole", "--account", account, "--trail", trail, "--fresh", "--format", "script"};
        CommandRun run = CommandRun.of(script);
        assertThat(run.code()).isZero();
        String apply =
                run.out().substring(run.out().indexOf("apply()"), run.out().indexOf("rollback()"));
        String back = run.out().substring(run.out().indexOf("rollback()"));
        assertThat(apply)
                .containsSubsequence(
                        "create-policy --policy-name DeployRole-tightened",
                        "attach-role-policy --role-name DeployRole --policy-arn"
                                + " arn:aws:iam::123456789012:policy/DeployRole-tightened",
                        "delete-role-policy --role-name DeployRole --policy-name");
        assertThat(back)
                .containsSubsequence(
                        "put-role-policy --role-name DeployRole",
                        "detach-role-policy --role-name DeployRole --policy-arn"
                                + " arn:aws:iam::123456789012:policy/DeployRole-tightened",
                        "delete-policy --policy-arn");
        CommandRun diff =
                CommandRun.of("DeployRole", "--account", account, "--trail", trail, "--fresh", "--format", "diff");
        assertThat(diff.out()).contains("--- /dev/null\n+++ proposed/DeployRole-tightened");
    }

    @Test
    void lastAccessedDetailsAreSecondEvidence() throws IOException {
        String details = write(
                "last.json",
                "{\"JobStatus\":\"COMPLETED\",\"JobCompletionDate\":\"2026-06-01T00:00:00Z\",\"ServicesLastAccessed\":"
                        + "[{\"ServiceNamespace\":\"sqs\",\"LastAuthenticated\":\"2026-05-20T00:00:00Z\"}]}");
        CommandRun run =
                CommandRun.of("DeployRole", "--account", account, "--trail", trail, "--last-accessed", details);
        assertThat(run.code()).isZero();
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("Second evidence: what IAM last saw (asked 2026-06-01 00:00 UTC)")
                .contains("mind: sqs was used 2026-05-20 00:00, and no record is of it");
        JsonNode json = CommandRun.of(
                        "DeployRole",
                        "--account",
                        account,
                        "--trail",
                        trail,
                        "--last-accessed",
                        details,
                        "--format",
                        "json")
                .json();
        assertThat(json.at("/lastAccessed/unrecordedServices/0/service").asText())
                .isEqualTo("sqs");
        String broken = write("broken.json", "{\"JobStatus\":\"FAILED\"}");
        bad(
                "broken.json: line 1, column 1 (/JobStatus): the report is not finished: its `JobStatus` is `FAILED`",
                "DeployRole",
                "--account",
                account,
                "--trail",
                trail,
                "--last-accessed",
                broken);
        bad(
                "--last-accessed is evidence beside a history; give --account and --trail too",
                "DeployRole",
                "--account",
                account,
                "--last-accessed",
                details);
    }

    @Test
    void outDirHoldsEveryFormWithWhatTheCommandWouldPrint() throws IOException {
        String demo = TestData.ours("demo").toString();
        Path out = folder.resolve("proposal");
        String[] args = {"DeployRole", "--account", demo, "--trail", demo + "/trail", "--backtest", "14d"};
        CommandRun run = CommandRun.of(and(args, "--out-dir", out.toString()));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(names(out))
                .containsExactlyInAnyOrder(
                        "proposal.txt",
                        "proposal.json",
                        "pull-request.md",
                        "changes.diff",
                        "policies.tf",
                        "template.json",
                        "apply.sh",
                        "curve.csv",
                        "policies");
        assertThat(out.resolve("proposal.txt")).hasContent(run.out());
        assertThat(run.out()).contains("Back-test: proposals made", "How long to watch: tried on");
        assertThat(out.resolve("proposal.json"))
                .hasContent(CommandRun.of(and(args, "--format", "json")).out());
        assertThat(out.resolve("pull-request.md"))
                .hasContent(CommandRun.of(and(args, "--format", "markdown")).out());
        assertThat(Files.readString(out.resolve("curve.csv")))
                .startsWith("days,from,uses,refused,refused_days,refused_actions\n7,2026-10-07,");
        assertThat(names(out.resolve("policies"))).contains("pipeline.json");
        assertThat(out.resolve("apply.sh")).isExecutable();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).endsWith("\n");
            }
        }
        assertThat(names(folder)).noneMatch(name -> name.startsWith(".iam-tighten"));
    }

    private static String[] and(String[] args, String... more) {
        return Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void outDirIsNewOrNothingIsDone() {
        String[] args = {"DeployRole", "--account", account, "--trail", trail, "--out-dir"};
        CommandRun exists = CommandRun.of(and(args, folder.toString()));
        assertThat(exists.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(exists.err()).contains("exists; --out-dir makes a new folder");
        assertThat(exists.out()).isEmpty();
        CommandRun nowhere = CommandRun.of(and(args, folder.resolve("no/where").toString()));
        assertThat(nowhere.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(nowhere.err()).contains("there is no folder " + folder.resolve("no"));
    }

    @Test
    void aNameThatWasNeverFoundIsNamedWithWhatToDo() {
        String demo = TestData.ours("demo").toString();
        String[] args = {"DeployRole", "--account", demo, "--trail", demo + "/trail"};
        assertThat(CommandRun.of(args).out())
                .contains("Named, but never found (1)")
                .contains("stack/shop-netwrok/*:\n    cloudformation:DescribeStacks, 3 calls, last 2026-10-20");
    }

    @Test
    void aMistypedCommandIsNotOnlyTakenForARole() {
        CommandRun two = CommandRun.of("compar", "old.json", "new.json");
        assertThat(two.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(two.err())
                .contains("`compar` is no command and was taken for a role: did you mean `iam-tighten compare`?");
        CommandRun one = CommandRun.of("lnt", "--account", account);
        assertThat(one.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(one.err()).contains("there is no role `lnt`", "did you mean `iam-tighten lint`?");
        assertThat(one.err().strip().lines()).hasSize(1);
        assertThat(CommandRun.of("DeployRol", "--account", account).err()).doesNotContain("no command");
        assertThat(CommandRun.of("tighten", "lnt", "--account", account).err()).doesNotContain("no command");
    }

    @Test
    void eventSelectorsSayWhichDataEventsTheTrailRecords() throws IOException {
        String demo = TestData.ours("demo").toString();
        String selectors = write("selectors.json", """
                {"EventSelectors": [{"ReadWriteType": "All", "DataResources": [
                  {"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::shop-artifacts/builds/"]}]}]}
                """);
        String[] args = {"DeployRole", "--account", demo, "--trail", demo + "/trail", "--format", "json"};
        JsonNode unknown = CommandRun.of(args).json();
        assertThat(unknown.at("/window/coverage/statements").toString()).contains("--event-selectors tells");
        JsonNode known =
                CommandRun.of(and(args, "--event-selectors", selectors)).json();
        assertThat(known.at("/window/coverage/statements").toString())
                .contains("on arn:aws:s3:::shop-artifacts/builds/*")
                .doesNotContain("--event-selectors tells");
        assertThat(known.at("/after/actions").asInt())
                .isGreaterThan(unknown.at("/after/actions").asInt());
        assertThat(known.at("/proof/verdict").asText()).isEqualTo("proven");

        CommandRun wrong = CommandRun.of(and(args, "--event-selectors", account));
        assertThat(wrong.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(wrong.err()).contains("expected what `aws cloudtrail get-event-selectors` prints");
        CommandRun alone = CommandRun.of("DeployRole", "--account", demo, "--event-selectors", selectors);
        assertThat(alone.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(alone.err()).contains("give --trail too");
    }
}
