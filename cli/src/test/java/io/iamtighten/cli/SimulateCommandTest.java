package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    private static final String ALICE = "arn:aws:iam::111122223333:user/team/alice";

    @TempDir
    private Path folder;

    private String file(String name, String statement) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "]}");
        return file.toString();
    }

    private static String allow(String action) {
        return "{\"Effect\":\"Allow\",\"Action\":\"" + action + "\",\"Resource\":\"*\"}";
    }

    @Test
    void anAllowedRequestExitsZeroAndNamesTheStatement() throws IOException {
        CommandRun run = CommandRun.of(
                "simulate",
                "--identity",
                file("p.json", allow("s3:*")),
                "--principal",
                ALICE,
                "--action",
                "s3:GetObject",
                "--resource",
                "arn:aws:s3:::b/k");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("allowed: ").contains("p.json, statement 1");
    }

    @Test
    void aDeniedRequestExitsOneAndSaysWhichLayer() throws IOException {
        CommandRun run = CommandRun.of(
                "simulate",
                "--identity",
                file("p.json", allow("*")),
                "--boundary",
                file("b.json", allow("sqs:*")),
                "--scp",
                file("s.json", allow("*")),
                "--principal",
                ALICE,
                "--action",
                "s3:GetObject",
                "--resource",
                "arn:aws:s3:::b/k",
                "--why");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("implicitDeny: no permissions boundary allows it")
                .contains("--scp 1");
    }

    @Test
    void fillsInWhatAwsDerivesFromTheCaller() throws IOException {
        String home = file(
                "p.json",
                "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::b/${aws:username}/*\"}");
        CommandRun run = CommandRun.of(
                "simulate",
                "--identity",
                home,
                "--principal",
                ALICE,
                "--action",
                "s3:GetObject",
                "--resource",
                "arn:aws:s3:::b/alice/x",
                "--format",
                "json",
                "--context",
                "aws:TagKeys=a");
        assertThat(run.code()).isZero();
        var context = run.json().path("request").path("context");
        assertThat(context.path("aws:principalarn").path(0).asText()).isEqualTo(ALICE);
        assertThat(context.path("aws:username").path(0).asText()).isEqualTo("alice");
        assertThat(context.path("aws:principaltype").path(0).asText()).isEqualTo("User");
        assertThat(context.path("aws:tagkeys").size()).isEqualTo(1);
    }

    @Test
    void aSessionOfARoleCarriesTheRolesArn() throws IOException {
        String policy = file(
                "p.json",
                "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"ArnEquals\":"
                        + "{\"aws:PrincipalArn\":\"arn:aws:iam::111122223333:role/app\"}}}");
        CommandRun run = CommandRun.of(
                "simulate",
                "--identity",
                policy,
                "--principal",
                "arn:aws:sts::111122223333:assumed-role/app/s1",
                "--action",
                "sqs:SendMessage",
                "--resource",
                "arn:aws:sqs:eu-west-1:111122223333:q");
        assertThat(run.code()).isZero();
    }

    @Test
    void aKeyWhosePolicyIsNotKnownIsNotDecided() throws IOException {
        String policy = file("p.json", allow("kms:*"));
        String[] question = {
            "simulate",
            "--identity",
            policy,
            "--principal",
            ALICE,
            "--action",
            "kms:Decrypt",
            "--resource",
            "arn:aws:kms:eu-west-1:111122223333:key/k"
        };
        CommandRun run = CommandRun.of(question);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).startsWith("not decided");
        assertThat(run.err()).contains("--resource-policy");
    }

    @Test
    void anAccountGivesPoliciesTrustAndTags() throws IOException {
        Path account = folder.resolve("account.json");
        Files.writeString(account, """
                {"UserDetailList": [{"UserName": "alice", "Path": "/", "UserId": "AIDA1",
                   "Arn": "arn:aws:iam::111122223333:user/alice", "GroupList": [], "AttachedManagedPolicies": [],
                   "Tags": [{"Key": "team", "Value": "red"}],
                   "UserPolicyList": [{"PolicyName": "work", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                     {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}}]}],
                 "GroupDetailList": [], "Policies": [],
                 "RoleDetailList": [{"RoleName": "app", "Path": "/", "RoleId": "AROA1",
                   "Arn": "arn:aws:iam::111122223333:role/app", "InstanceProfileList": [], "AttachedManagedPolicies": [],
                   "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                     "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole",
                     "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}}]},
                   "RolePolicyList": []}]}
                """);
        CommandRun run = CommandRun.of(
                "simulate",
                "--account",
                account.toString(),
                "--principal",
                "alice",
                "--action",
                "sts:AssumeRole",
                "--resource",
                "arn:aws:iam::111122223333:role/app");
        assertThat(run.code()).isZero();
        assertThat(CommandRun.of(
                                "simulate",
                                "--account",
                                account.toString(),
                                "--principal",
                                "alice",
                                "--action",
                                "sts:AssumeRole",
                                "--resource",
                                "arn:aws:iam::111122223333:role/app",
                                "--context",
                                "aws:PrincipalTag/team=blue")
                        .code())
                .isEqualTo(1);
    }

    @Test
    void badInputIsOneLineAndExitsTwo() {
        CommandRun run = CommandRun.of("simulate", "--principal", "alice", "--action", "s3:GetObject");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("`alice` is not a principal");
        assertThat(CommandRun.of("simulate", "--principal", ALICE, "--action", "GetObject")
                        .code())
                .isEqualTo(2);
    }
}
