package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the script that changes policies with a stand-in for the AWS CLI that writes down its calls and knows one policy's versions. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ChangeScriptTest {
    private static final String OWN = "arn:aws:iam::123456789012:policy/Own";
    private static final String WIDE =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ec2:*\",\"Resource\":\"*\"}]}";
    private static final String AWS = """
            #!/usr/bin/env bash
            echo "$2 ${*:3}" | cut -c1-150 >>"$STATE/calls"
            case "$2" in
              get-policy) cat "$STATE/version" ;;
              list-policy-versions) cat "$STATE/count" ;;
              create-policy-version) echo v8 >"$STATE/version" ;;
              set-default-policy-version) echo "${*: -1}" >"$STATE/version" ;;
            esac
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path state = Path.of("");

    @BeforeEach
    void standIn() throws IOException {
        state = Files.createDirectory(folder.resolve("state"));
        Path aws =
                Files.writeString(Files.createDirectory(folder.resolve("bin")).resolve("aws"), AWS);
        assertThat(aws.toFile().setExecutable(true)).isTrue();
        Files.writeString(state.resolve("version"), "v7\n");
        Files.writeString(state.resolve("count"), "2\n");
    }

    private static String managed(String arn, String version) {
        return "{\"PolicyName\":\"" + arn.substring(arn.lastIndexOf('/') + 1) + "\",\"PolicyId\":\"ANPA\",\"Arn\":\""
                + arn
                + "\",\"Path\":\"/\",\"DefaultVersionId\":\"" + version
                + "\",\"AttachmentCount\":1,\"IsAttachable\":true,\"PolicyVersionList\":[{\"VersionId\":\"" + version
                + "\",\"IsDefaultVersion\":true,\"Document\":" + WIDE + "}]}";
    }

    private String script(List<String> attached, String... options) throws IOException {
        String held = attached.stream()
                .map(arn -> "{\"PolicyName\":\"" + arn.substring(arn.lastIndexOf('/') + 1) + "\",\"PolicyArn\":\"" + arn
                        + "\"}")
                .collect(Collectors.joining(","));
        String account =
                "{\"UserDetailList\":[],\"GroupDetailList\":[],\"RoleDetailList\":[{\"Path\":\"/\",\"RoleName\":"
                        + "\"App\",\"RoleId\":\"AROA1\",\"Arn\":\"arn:aws:iam::123456789012:role/App\","
                        + "\"AssumeRolePolicyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                        + "\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]},"
                        + "\"InstanceProfileList\":[],\"RolePolicyList\":[{\"PolicyName\":\"it's\",\"PolicyDocument\":"
                        + WIDE.replace("ec2:", "sqs:")
                        + "}],\"AttachedManagedPolicies\":[" + held + "],\"Tags\":[]}],\"Policies\":["
                        + attached.stream().map(arn -> managed(arn, "v7")).collect(Collectors.joining(",")) + "]}";
        String record = "{\"Records\":[{\"eventVersion\":\"1.08\",\"userIdentity\":{\"type\":\"AssumedRole\",\"arn\":"
                + "\"arn:aws:sts::123456789012:assumed-role/App/s\",\"accountId\":\"123456789012\",\"sessionContext\":"
                + "{\"sessionIssuer\":{\"type\":\"Role\",\"arn\":\"arn:aws:iam::123456789012:role/App\"}}},"
                + "\"eventTime\":\"2026-05-04T10:00:00Z\",\"eventSource\":\"ec2.amazonaws.com\",\"eventName\":"
                + "\"DescribeVpcs\",\"awsRegion\":\"eu-west-1\",\"sourceIPAddress\":\"203.0.113.9\",\"eventID\":\"e1\","
                + "\"eventType\":\"AwsApiCall\",\"recipientAccountId\":\"123456789012\"}]}";
        Path accountFile = Files.writeString(folder.resolve("account.json"), account);
        Path trail = Files.writeString(folder.resolve("trail.json"), record);
        List<String> args = new java.util.ArrayList<>(
                List.of("App", "--account", accountFile.toString(), "--trail", trail.toString(), "--format", "script"));
        args.addAll(List.of(options));
        CommandRun run = CommandRun.of(args.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return Files.writeString(folder.resolve("change.sh"), run.out()).toString();
    }

    private record Ran(int code, String err, List<String> calls) {}

    private Ran run(String script, String word) throws IOException, InterruptedException {
        Files.deleteIfExists(state.resolve("calls"));
        ProcessBuilder builder = new ProcessBuilder("bash", script, word);
        Map<String, String> env = builder.environment();
        env.put("PATH", folder.resolve("bin") + ":" + env.get("PATH"));
        env.put("STATE", state.toString());
        Process process = builder.start();
        String err = new String(process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        int code = process.waitFor();
        List<String> calls =
                Files.exists(state.resolve("calls")) ? Files.readAllLines(state.resolve("calls")) : List.of();
        return new Ran(
                code,
                err,
                calls.stream()
                        .map(c -> c.replaceAll(" --policy-document.*", ""))
                        .toList());
    }

    @Test
    void changesAreMadeAndTakenBackToTheVersionThatWasInForce() throws Exception {
        String script = script(List.of(OWN));
        assertThat(run(script, "apply").calls())
                .containsExactly(
                        "get-policy --policy-arn " + OWN + " --query Policy.DefaultVersionId --output text",
                        "list-policy-versions --policy-arn " + OWN + " --query length(Versions) --output text",
                        "create-policy-version --policy-arn " + OWN + " --set-as-default",
                        "delete-role-policy --role-name App --policy-name it's");
        assertThat(run(script, "rollback").calls())
                .containsExactly(
                        "put-role-policy --role-name App --policy-name it's",
                        "get-policy --policy-arn " + OWN + " --query Policy.DefaultVersionId --output text",
                        "set-default-policy-version --policy-arn " + OWN + " --version-id v7",
                        "delete-policy-version --policy-arn " + OWN + " --version-id v8");
        assertThat(Files.readString(state.resolve("version"))).isEqualTo("v7\n");
    }

    @Test
    void nothingIsChangedWhereThePolicyIsNoLongerWhatItWas() throws Exception {
        String script = script(List.of(OWN));
        Files.writeString(state.resolve("version"), "v6\n");
        Ran ran = run(script, "apply");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("has changed since the proposal: v7 is not in force");
        assertThat(ran.calls()).hasSize(1);
    }

    @Test
    void nothingIsChangedWhereThereIsNoRoomForAVersion() throws Exception {
        String script = script(List.of(OWN));
        Files.writeString(state.resolve("count"), "5\n");
        Ran ran = run(script, "apply");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("has five versions, the most that AWS keeps");
        assertThat(ran.calls()).hasSize(2);
    }

    @Test
    void withTenAttachedOneGoesBeforeTheNewOneComes() throws Exception {
        List<String> ten = IntStream.range(0, 10).mapToObj(i -> OWN + i).toList();
        String script = script(ten, "--fresh");
        List<String> calls = run(script, "apply").calls();
        assertThat(calls.get(0)).startsWith("create-policy --policy-name App-tightened");
        assertThat(calls.get(1)).startsWith("detach-role-policy");
        assertThat(calls.get(2)).contains("attach-role-policy", "App-tightened");
        assertThat(calls.subList(3, 12)).allMatch(call -> call.startsWith("detach-role-policy"));
        List<String> back = run(script, "rollback").calls();
        assertThat(back.get(1)).contains("detach-role-policy", "App-tightened");
        assertThat(back.subList(2, 12)).allMatch(call -> call.startsWith("attach-role-policy"));
        assertThat(Files.readString(Path.of(script))).contains("1 must go before as");
    }

    @Test
    void anythingElseThanApplyOrRollbackDoesNothing() throws Exception {
        Ran ran = run(script(List.of(OWN)), "help");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.calls()).isEmpty();
    }
}
