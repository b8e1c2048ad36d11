package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    private static final String READ = """
            {"Version": "2012-10-17", "Statement": [
              {"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::docs/*"}]}
            """;
    private static final String WRITE = """
            {"Version": "2012-10-17", "Statement": [
              {"Sid": "All", "Effect": "Allow", "Action": ["s3:Get*", "s3:PutObject"], "Resource": "arn:aws:s3:::docs/*",
               "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
              {"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::docs/*"}]}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Main.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                Map.of(),
                false);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void newAccessIsShownWithItsStatementAndConditions() throws IOException {
        String older = file("old.json", READ);
        String newer = file("new.json", WRITE);
        assertThat(run("compare", older, newer)).isEqualTo(ExitCode.NO);
        assertThat(printed()).isEqualTo("""
                        LESS: OLD grants less than NEW

                        Only NEW grants:
                          for example s3:PutObject on arn:aws:s3:::docs/example with aws:securetransport
                            = `true`

                          NEW, statement `All`
                          - actions s3:PutObject
                            on arn:aws:s3:::docs/*
                            if Bool aws:SecureTransport "true"

                        Only OLD grants:
                          nothing (proven)
                        """.replace("OLD", older).replace("NEW", newer));
    }

    @Test
    void aPolicyThatGrantsLessIsFine() throws IOException {
        assertThat(run("compare", file("old.json", WRITE), file("new.json", READ), "--format", "json"))
                .isEqualTo(ExitCode.OK);
        assertThat(printed())
                .contains("\"format\" : 1", "\"relation\" : \"more\"", "\"verdict\" : \"empty\"", "s3:PutObject");
    }

    @Test
    void anAnswerThatHangsOnTheReadingOfWildcardsIsUndecided() throws IOException {
        String a = file("a.json", READ.replace("arn:aws:s3:::docs/*", "arn:aws:s3:::docs/:x"));
        String b = file("b.json", READ.replace("arn:aws:s3:::docs/*", "arn:aws:s3:*:docs/:x"));
        assertThat(run("compare", b, a)).isEqualTo(ExitCode.UNDECIDED);
        assertThat(printed()).contains("UNKNOWN", "run on over a colon");
    }

    @Test
    void batchPrintsAVerdictForEachPair() throws IOException {
        try (OutputStream docs = new GZIPOutputStream(Files.newOutputStream(folder.resolve("docs.jsonl.gz")))) {
            docs.write(("{\"doc\": \"Read@v1\", \"policy\": " + READ.replace("\n", "") + "}\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        file(
                "pairs.jsonl",
                "{\"id\": \"one\", \"a\": {\"doc\": \"Read@v1\"}, \"b\": " + WRITE.replace("\n", "") + "}\n"
                        + "{\"id\": \"two\", \"a\": {\"doc\": \"Read@v1\"}, \"b\": {\"doc\": \"Read@v1\"}}\n");
        assertThat(run("compare", "--batch", folder.toString(), "--format", "tsv"))
                .isEqualTo(ExitCode.NO);
        assertThat(printed()).isEqualTo("one\tless\ntwo\tequal\n");
    }

    private static String account(String action) {
        return """
                {"UserDetailList": [], "GroupDetailList": [], "Policies": [], "RoleDetailList": [
                  {"Path": "/", "RoleName": "Deploy", "RoleId": "AROAEXAMPLE", "Arn": "arn:aws:iam::111122223333:role/Deploy",
                   "CreateDate": "2025-01-01T00:00:00Z", "InstanceProfileList": [], "Tags": [], "AttachedManagedPolicies": [],
                   "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []},
                   "RolePolicyList": [{"PolicyName": "inline", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                     {"Sid": "Data", "Effect": "Allow", "Action": "ACTION", "Resource": "*"}]}}]}]}
                """.replace("ACTION", action).replace(
                "\"AssumeRolePolicyDocument\": {\"Version\": \"2012-10-17\", \"Statement\": []}",
                "\"AssumeRolePolicyDocument\": " + TRUST);
    }

    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}""";

    @Test
    void aRoleIsComparedInTwoSnapshotsOfItsAccount() throws IOException {
        String before = file("before.json", account("s3:Get*"));
        String after = file("after.json", account("s3:*"));
        assertThat(run("compare", "--role", "Deploy", "--before", before, "--after", after))
                .isEqualTo(ExitCode.NO);
        assertThat(printed()).contains("LESS", "inline, statement `Data`", "but not s3:Get*");
        assertThat(run("compare", "--role", "Deploy", "--before", after, "--after", before))
                .isEqualTo(ExitCode.OK);
        assertThat(run("compare", "--role", "Deploy", "--before", before)).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void problemsAreOneLine() throws IOException {
        assertThat(run("compare", file("a.json", READ))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run(
                        "compare",
                        file("a.json", READ),
                        folder.resolve("none.json").toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
        file(
                "pairs.jsonl",
                "{\"id\": \"one\", \"a\": {\"doc\": \"Nowhere\"}, \"b\": " + READ.replace("\n", "") + "}\n");
        assertThat(run("compare", "--batch", folder.resolve("pairs.jsonl").toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is named `Nowhere`");
    }
}
