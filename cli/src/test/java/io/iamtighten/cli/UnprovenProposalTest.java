package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.aws.account.AccountFiles;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.cli.render.Documents;
import io.iamtighten.cli.render.ProposalText;
import io.iamtighten.testsupport.TestData;
import io.iamtighten.tighten.Proof;
import io.iamtighten.tighten.Tightener;
import io.iamtighten.tighten.TighteningOptions;
import io.iamtighten.tighten.TighteningProposal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A proposal that nothing proves: the denies have so many wildcards that the access sets are given up, and stand in a policy of the old
 * version, of which one new policy cannot keep them as they are.
 */
class UnprovenProposalTest {
    @TempDir
    private Path folder = Path.of("");

    private String account = "";
    private String trail = "";

    @BeforeEach
    void anAccountBeyondTheProof() throws IOException {
        String denied = new Random(1)
                .ints(40L * 8, 0, 8)
                .mapToObj(i -> List.of("aaa", "aab", "aba", "abb", "baa", "bab", "bba", "bbb")
                        .get(i))
                .collect(Collectors.collectingAndThen(
                        Collectors.toList(),
                        words -> IntStream.range(0, 40)
                                .mapToObj(i ->
                                        "\"arn:aws:s3:::*" + String.join("*", words.subList(8 * i, 8 * i + 8)) + "*\"")
                                .collect(Collectors.joining(","))));
        account = Files.writeString(folder.resolve("account.json"), """
                {"UserDetailList": [{"UserName": "alice", "Path": "/", "UserId": "AIDA1",
                   "Arn": "arn:aws:iam::123456789012:user/alice", "GroupList": [], "AttachedManagedPolicies": [],
                   "UserPolicyList": [
                     {"PolicyName": "work", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                       {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:username}/*"}]}},
                     {"PolicyName": "old", "PolicyDocument": {"Version": "2008-10-17", "Statement": [
                       {"Effect": "Deny", "Action": "s3:*", "Resource": [%s]}]}}]}],
                 "GroupDetailList": [], "Policies": [], "RoleDetailList": []}
                """.formatted(denied))
                .toString();
        trail = Files.writeString(folder.resolve("trail.json"), """
                {"Records": [{"eventVersion": "1.08", "eventID": "11111111-1111-1111-1111-111111111111",
                  "eventTime": "2026-05-04T10:00:00Z", "eventSource": "s3.amazonaws.com", "eventName": "PutObject",
                  "awsRegion": "eu-west-1", "sourceIPAddress": "203.0.113.9", "eventType": "AwsApiCall",
                  "recipientAccountId": "123456789012", "managementEvent": false, "eventCategory": "Data",
                  "requestParameters": {"bucketName": "home", "key": "alice/x.txt"},
                  "resources": [{"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::home/alice/x.txt"}],
                  "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/alice",
                    "accountId": "123456789012", "principalId": "AIDA1", "userName": "alice"}}]}
                """).toString();
    }

    private CommandRun run(String... more) {
        return CommandRun.of(Stream.concat(
                        Stream.of("--user", "alice", "--account", account, "--trail", trail, "--fresh"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void anUnprovenProposalIsWithheldUnlessForced() {
        CommandRun run = run();
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.UNDECIDED);
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("UNKNOWN: the work budget of")
                .contains("the Deny of old, statement 1 is no longer there as it was")
                .contains("The document is not shown, since it is not proven; --force shows it.")
                .doesNotContain("PROVEN")
                .doesNotContain("\"Action\"");

        JsonNode json = run("--format", "json").json();
        assertThat(json.at("/proof/verdict").asText()).isEqualTo("unknown");
        assertThat(json.findValues("document")).isEmpty();

        Path out = folder.resolve("out");
        CommandRun script = run("--format", "script", "--out-dir", out.toString());
        assertThat(script.code()).isEqualTo(ExitCode.UNDECIDED);
        assertThat(script.out()).isEmpty();
        assertThat(script.err().strip()).contains("--force").hasLineCount(1);
        assertThat(out).doesNotExist();

        CommandRun forced = run("--force");
        assertThat(forced.code()).isEqualTo(ExitCode.UNDECIDED);
        assertThat(forced.out()).contains("UNKNOWN: ", "\"Action\"");
    }

    @Test
    void aRefutedProposalShowsTheRequestThatOnlyItAllows() {
        AccountSnapshot demo =
                AccountFiles.read(TestData.ours("demo")).snapshot().orElseThrow();
        TighteningProposal proven = Tightener.of(ServiceCatalog.bundled())
                .propose(demo, demo.role("DeployRole").orElseThrow(), TighteningOptions.standard());
        Proof refuted = new Proof(
                Proof.Verdict.REFUTED,
                "a request is allowed that today's policies do not allow",
                Optional.of("iam:CreateUser on arn:aws:iam::111122223333:user/x"));
        TighteningProposal proposal = proven.withProof(refuted);
        assertThat(ProposalText.render(proposal, Documents.WITHHELD))
                .contains("REFUTED: a request is allowed that today's policies do not allow\n"
                        + "  Only the proposal allows: iam:CreateUser on arn:aws:iam::111122223333:user/x\n")
                .doesNotContain("\"Action\"");
    }
}
