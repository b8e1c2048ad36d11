package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {
    private static final String DEPLOY = TestData.ours("lint/deploy.json").toString();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aFindingAtTheLimitIsExitCode1AndOneBelowIsNot() {
        assertThat(CommandRun.of("lint", DEPLOY).code()).isEqualTo(ExitCode.NO);
        Path harmless = write("harmless.json", """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "s3:Put*", "Resource": "arn:aws:s3:::reports/*"}]}
                """);
        assertThat(CommandRun.of("lint", harmless.toString()).code()).isZero();
        assertThat(CommandRun.of("lint", "--fail-on", "suggestion", harmless.toString())
                        .code())
                .isEqualTo(ExitCode.NO);
    }

    @Test
    void aBaselineLeavesOutWhatItHolds() {
        Path baseline = write(
                "baseline.json",
                CommandRun.of("lint", "--format", "json", DEPLOY).out());
        CommandRun run = CommandRun.of("lint", "--baseline", baseline.toString(), DEPLOY);
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("nothing found\n");
        assertThat(run.err()).contains("findings of the baseline are left out");
    }

    /** A baseline made on one machine holds on another, however the file is named there. */
    @Test
    void aBaselineHoldsInAnotherFolder() {
        Path baseline = write(
                "baseline.json",
                CommandRun.of("lint", "--format", "json", DEPLOY).out());
        Path copy = write("deploy.json", TestData.text(Path.of(DEPLOY)));
        Path relative = Path.of("").toAbsolutePath().relativize(copy.toAbsolutePath());
        for (Path file : List.of(copy, relative)) {
            CommandRun run = CommandRun.of("lint", "--baseline", baseline.toString(), file.toString());
            assertThat(run.out()).as(file.toString()).isEqualTo("nothing found\n");
        }
    }

    @Test
    void whatIsKnownBesidesCounts() {
        Path pass = write("pass.json", """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": ["iam:PassRole", "ec2:RunInstances"], "Resource": "*"}]}
                """);
        Path boundary = write("boundary.json", """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}]}
                """);
        Path scp = write("scp.json", """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"},
                  {"Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "*"}]}
                """);
        assertThat(CommandRun.of("lint", pass.toString()).out()).contains("[escalation-new-passrole]");
        assertThat(CommandRun.of("lint", "--boundary", boundary.toString(), pass.toString())
                        .out())
                .doesNotContain("[escalation-new-passrole]")
                .contains("[escalation-path-blocked]");
        assertThat(CommandRun.of("lint", "--scp", scp.toString(), pass.toString())
                        .out())
                .doesNotContain("path `ec2-001`: with")
                .contains("[escalation-path-blocked]");
        Path trust = write("trust.json", """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "sts:AssumeRole"}]}
                """);
        assertThat(CommandRun.of("lint", "--owner", "111122223333", trust.toString())
                        .out())
                .contains("[cross-account-access]");
        assertThat(CommandRun.of(
                                "lint",
                                "--owner",
                                "111122223333",
                                "--trusted-account",
                                "444455556666",
                                trust.toString())
                        .out())
                .isEqualTo("nothing found\n");
        assertThat(CommandRun.of("lint", "--owner", "1234", trust.toString()).code())
                .isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void addressesAreShownOverAllStatements() {
        Path policy = write("addresses.json", """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
                  {"Effect": "Deny", "Action": "*", "Resource": "*",
                   "Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8"]}}}]}
                """);
        CommandRun text = CommandRun.of("lint", "--addresses", policy.toString());
        assertThat(text.code()).isZero();
        assertThat(text.out())
                .contains("  whoever has the policy:\n    s3:GetObject\n"
                        + "      from 203.0.113.0/24, 10.0.0.0/8 (private: never seen)\n");
        JsonNode permission = CommandRun.of("lint", "--addresses", "--format", "json", policy.toString())
                .json()
                .path("principals")
                .path(0)
                .path("permissions")
                .path(0);
        assertThat(permission.path("ranges").path(0).asText()).isEqualTo("203.0.113.0/24");
        assertThat(permission.path("withoutAddress").asBoolean(true)).isFalse();
        assertThat(CommandRun.of("lint", "--addresses", "--format", "sarif", policy.toString())
                        .code())
                .isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void wildcardsAreHeldAgainstWhatWasDone() {
        String demo = TestData.ours("demo").toString();
        String out = CommandRun.of("lint", "--trail", demo + "/trail", demo).out();
        assertThat(out)
                .contains("[wildcard-narrower-by-usage]", "of the 180 actions of `s3:*` 3 were used")
                .contains("`s3:GetObject`");
        CommandRun nobody = CommandRun.of("lint", "--trail", demo + "/trail", "--used-by", "DeployRol", DEPLOY);
        assertThat(nobody.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(nobody.err()).contains("did you mean `DeployRole`");
    }

    @Test
    void aSuppressionCountsUntilItExpires() {
        Path file = write("suppressions.json", """
                {"format": 1, "suppressions": [
                  {"rule": "invalid-action", "source": "*deploy.json", "reason": "renamed next week", "expires": "2026-12-01"}]}
                """);
        CommandRun before = CommandRun.of("lint", "--suppressions", file.toString(), "--as-of", "2026-12-01", DEPLOY);
        assertThat(before.out()).doesNotContain("[invalid-action]").contains("(1 suppressed)");
        CommandRun after = CommandRun.of("lint", "--suppressions", file.toString(), "--as-of", "2026-12-02", DEPLOY);
        assertThat(after.out()).contains("[invalid-action]");
        assertThat(after.err()).contains("expired on 2026-12-01: renamed next week");
    }

    @Test
    void aSuppressionWithoutReasonOrDateIsRefused() {
        Path file = write("suppressions.json", "{\"suppressions\": [{\"rule\": \"*\"}]}");
        CommandRun run = CommandRun.of("lint", "--suppressions", file.toString(), DEPLOY);
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("suppressions.json: line 1, column 19: a suppression needs `reason`");
    }

    @Test
    void explainsARule() {
        assertThat(CommandRun.of("lint", "--explain", "ip-if-exists").out())
                .contains("Found here:", "IpAddressIfExists");
        CommandRun unknown = CommandRun.of("lint", "--explain", "ip-if-exist");
        assertThat(unknown.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(unknown.err()).contains("ip-if-exists");
    }

    @Test
    void textFitsEightyColumnsButForLongWords() {
        CommandRun.of("lint", DEPLOY)
                .out()
                .lines()
                .filter(line -> !line.contains(DEPLOY))
                .forEach(line -> assertThat(line.length() <= 80 || line.strip().indexOf(' ') < 0)
                        .as(line)
                        .isTrue());
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
