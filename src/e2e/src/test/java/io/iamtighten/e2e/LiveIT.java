package io.iamtighten.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.account.AccountPlace;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.aws.account.AccountFiles;
import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command against an AWS-compatible server: an account of 200 roles, an organization, and a bucket of 2,000 log files. */
class LiveIT {
    @TempDir
    private static Path folder;

    private static Moto moto;
    private static Command command;
    private static LiveAccount account;

    @BeforeAll
    static void makeTheAccount() throws IOException, InterruptedException {
        moto = Moto.start(folder.resolve("moto.log"));
        account = LiveAccount.make(moto.url());
        command = new Command(
                folder,
                Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", "example",
                        "AWS_DEFAULT_REGION", "us-east-1",
                        "AWS_ENDPOINT_URL", moto.url()));
    }

    @AfterAll
    static void stop() {
        if (moto != null) {
            moto.close();
        }
    }

    @Test
    void theSnapshotHoldsTheAccountAndGivesTheSameProposalAsTheLiveRun() throws IOException, InterruptedException {
        Command.Result snapshot = command.run("snapshot", "--out", "saved", "--verbose");
        assertThat(snapshot.code()).as(snapshot.err()).isZero();
        AccountSnapshot saved =
                AccountFiles.read(folder.resolve("saved")).snapshot().orElseThrow();
        assertThat(saved.gaps()).containsExactly(AccountSnapshot.OTHER_RESOURCES_UNREAD);
        assertThat(saved.roles()).hasSizeGreaterThanOrEqualTo(LiveAccount.ROLES);
        assertThat(saved.policies().stream().filter(policy -> !policy.awsManaged()))
                .hasSize(LiveAccount.POLICIES + 1)
                .anySatisfy(policy -> assertThat(policy.versions()).hasSize(3));
        assertThat(saved.role("team-1/role-001")).isPresent();
        assertThat(saved.role("role-001").orElseThrow().boundaryArn()).isPresent();
        AccountPlace place = saved.organization()
                .flatMap(tree -> tree.place(account.memberAccount()))
                .orElseThrow();
        assertThat(place.scps())
                .hasSize(4)
                .allSatisfy(level -> assertThat(level.policies()).isNotEmpty());
        assertThat(place.scps().get(1).policies()).extracting("name").contains("NoLeave");
        assertThat(place.rcps().get(1).policies()).extracting("name").contains("OnlyTls");
        assertThat(saved.resourcePolicies()).extracting("resourceArn").contains("arn:aws:s3:::" + LiveAccount.BUCKET);

        String logs = "s3://" + LiveAccount.BUCKET;
        Command.Result offline = command.run("role-007", "--account", "saved", "--trail", logs, "--format", "json");
        Command.Result live = command.run("role-007", "--trail", logs, "--format", "json", "--verbose");
        assertThat(offline.code()).as(offline.err()).isZero();
        assertThat(live.code()).as(live.err()).isZero();
        assertThat(live.out()).isEqualTo(offline.out()).contains("ec2:DescribeInstances", "\"proven\"");

        Command.Result discovered = command.run(
                "role-007", "--since", "2026-01-01", "--until", "2026-01-31", "--format", "json", "--verbose");
        // What the trail answers that the first of the two finds and asks.
        Files.writeString(folder.resolve("selectors.json"), "{\"EventSelectors\": []}");
        Command.Result window = command.run(
                "role-007",
                "--account",
                "saved",
                "--trail",
                logs,
                "--since",
                "2026-01-01",
                "--until",
                "2026-01-31",
                "--event-selectors",
                "selectors.json",
                "--format",
                "json");
        assertThat(discovered.code()).as(discovered.err()).isZero();
        assertThat(discovered.err()).contains("reading the trail main");
        assertThat(discovered.out()).isEqualTo(window.out());

        Command.Result again = command.run("snapshot", "--out", "again", "--format", "json");
        assertThat(again.code()).isZero();
        assertThat(texts(folder.resolve("again"))).isEqualTo(texts(folder.resolve("saved")));

        Set<String> called = new TreeSet<>();
        Stream.of(snapshot, live, discovered)
                .flatMap(result -> result.err().lines())
                .filter(line -> line.startsWith("aws: "))
                .forEach(called::add);
        assertThat(called).isSubsetOf(allowed()).hasSizeGreaterThan(12);
        assertThat(called.stream().map(line -> line.substring(line.lastIndexOf(' ') + 1)))
                .allMatch(operation -> operation.startsWith("Get")
                        || operation.startsWith("List")
                        || operation.startsWith("Describe"));
    }

    private static Set<String> allowed() {
        return Stream.of(AwsCall.values())
                .map(call -> "aws: " + call.service() + " " + call.operation())
                .collect(Collectors.toSet());
    }

    private static Map<String, String> texts(Path saved) throws IOException {
        try (Stream<Path> files = Files.walk(saved)) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(file -> saved.relativize(file).toString(), file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }));
        }
    }

    @Test
    void theUsageOfABucketIsReadOnceAndThenOnlyWhatIsNew() throws IOException, InterruptedException {
        String logs = "s3://" + LiveAccount.BUCKET;
        Command.Result first = command.run("usage", "--trail", logs, "--out", "usage.gz", "--format", "json");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).contains("\"events\" : " + LiveAccount.OBJECTS * LiveAccount.EVENTS_IN_OBJECT);
        Command.Result second = command.run("usage", "--trail", logs, "--out", "usage.gz", "--format", "json");
        assertThat(second.out())
                .contains("\"filesKnown\" : " + LiveAccount.OBJECTS)
                .contains("\"events\" : " + LiveAccount.OBJECTS * LiveAccount.EVENTS_IN_OBJECT);
    }

    @Test
    void aUserComesWithItsGroups() throws IOException, InterruptedException {
        Command.Result user =
                command.run("--user", "ann", "--trail", "s3://" + LiveAccount.BUCKET, "--format", "json", "--verbose");
        assertThat(user.code()).as(user.err()).isIn(0, 3);
        assertThat(user.err()).contains("aws: iam GetGroupPolicy");
        assertThat(user.out()).contains("ann");
    }

    @Test
    void anUnknownRoleSuggestsTheNearestNames() throws IOException, InterruptedException {
        Command.Result unknown = command.run("rol-007", "--trail", "s3://" + LiveAccount.BUCKET);
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("there is no role `rol-007`", "`role-007`");
        assertThat(unknown.out()).isEmpty();
    }

    @Test
    void withoutCredentialsOneLineSaysWhatToDo() throws IOException, InterruptedException {
        Command.Result result = new Command(folder, Map.of("AWS_ENDPOINT_URL", moto.url())).run("role-007");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("no AWS credentials were found").doesNotContain("\tat ");
        assertThat(result.err().strip().lines()).hasSize(1);
    }

    @Test
    void anOfflineRunLoadsNothingOfTheSdk() throws IOException, InterruptedException {
        Command.Result saved = command.run("snapshot", "--out", "offline");
        assertThat(saved.code()).isZero();
        Command offline = new Command(
                folder, Map.of("IAM_TIGHTEN_JAVA_OPTS", "-Xlog:class+load:file=classes.log", "IAM_TIGHTEN_CDS", "off"));
        assertThat(offline.run("role-007", "--account", "offline").code()).isIn(0, 3);
        assertThat(Files.readString(folder.resolve("classes.log")))
                .contains("io.iamtighten.cli.Main")
                .doesNotContain("software.amazon.awssdk");
    }

    @Test
    void thePrintedPermissionsAllowEveryCallAndNothingElse() throws IOException, InterruptedException {
        Command.Result printed = command.run("--print-required-permissions");
        assertThat(printed.code()).isZero();
        PolicyDocument policy = PolicyParser.parse(printed.out()).orElseThrow();
        Set<String> actions = new TreeSet<>();
        policy.statements().forEach(statement -> actions.addAll(names(statement.actions())));
        Set<String> needed = new TreeSet<>(List.of("kms:Decrypt"));
        Stream.of(AwsCall.values()).map(AwsCall::action).forEach(needed::add);
        assertThat(actions).isEqualTo(needed).noneMatch(action -> action.contains("*"));
    }

    private static List<String> names(ActionElement actions) {
        return actions.patterns().stream().map(Object::toString).toList();
    }
}
