package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogCommandTest {
    private static final String NEW_SERVICE = """
            {"Name": "brandnew", "Actions": [{"Name": "MakeThing", "Annotations": {"Properties": {"IsWrite": true}}}],
             "Operations": [{"Name": "MakeThing", "AuthorizedActions": [{"Name": "MakeThing", "Service": "brandnew"}]}]}
            """;

    @TempDir
    private Path folder = Path.of("");

    /** What a run printed. */
    private record Run(int code, String out, String err) {}

    private static Run run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                InputStream.nullInputStream(),
                Map.of(),
                false);
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void showsWhichCatalogIsInUse() {
        Run run = run("catalog");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("0.21.202609261 of 2026-09-26", "456 services", "MIT");
        assertThat(run("catalog", "--format", "json").out()).contains("\"format\" : 1", "\"actions\" : 22091");
    }

    @Test
    void showsEverythingAboutAnAction() {
        Run run = run("catalog", "show", "S3:getobject");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "s3:GetObject  (Amazon S3)",
                        "access level     Read",
                        "arn:${Partition}:s3:::${BucketName}/${ObjectName}",
                        "recorded as a data event only",
                        "AWS::S3::Object",
                        "s3.amazonaws.com/GetObject");
        assertThat(run("catalog", "show", "iam:PassRole").out())
                .contains("checked inside another call, without an event of its own");
        assertThat(run("catalog", "show", "--format", "json", "kms:Decrypt").out())
                .contains("\"class\" : \"via-service\"", "\"call\" : \"dynamodb:GetItem\"");
        assertThat(run("catalog", "show", "sts:Get*").out()).contains("sts:GetCallerIdentity", "sts:GetSessionToken");
    }

    @Test
    void suggestsWhatAMistypedActionMeant() {
        Run run = run("catalog", "show", "s3:GetObjet");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .startsWith("iam-tighten: there is no action `s3:GetObjet` in the catalog; did you mean `s3:GetObject`")
                .hasLineCount(1);
        assertThat(run("catalog", "show", "s4:GetObject").err()).contains("no service `s4`", "`s3`");
        assertThat(run("catalog", "show", "GetObject").err()).contains("expected SERVICE:NAME");
    }

    @Test
    void updatesFromAServiceReferenceFile() throws IOException {
        Path json = Files.writeString(folder.resolve("brandnew.json"), NEW_SERVICE);
        Path catalog = folder.resolve("catalog.bin");
        Run update = run("catalog", "update", json.toString(), "--out", catalog.toString());
        assertThat(update.err()).isEmpty();
        assertThat(update.code()).isZero();
        assertThat(update.out()).contains("brandnew: 1 actions added", "+ MakeThing", "+brandnew");
        assertThat(run("catalog", "show", "brandnew:MakeThing", "--catalog", catalog.toString())
                        .out())
                .contains("brandnew.amazonaws.com/MakeThing");
        assertThat(run("catalog", "show", "brandnew:MakeThing", "--catalog", json.toString())
                        .out())
                .contains("access level     Write");
    }

    @Test
    void badFilesAreOneLineAndWriteNothing() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.json"), "{\"Name\": 1}");
        Path out = folder.resolve("out.bin");
        Run run = run("catalog", "update", bad.toString(), "--out", out.toString());
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("bad.json: not a service reference file").hasLineCount(1);
        assertThat(out).doesNotExist();
        Path cut = Files.write(folder.resolve("cut.bin"), "IAMTCAT1xxxx".getBytes(StandardCharsets.UTF_8));
        assertThat(run("catalog", "--catalog", cut.toString()).err()).contains("cut.bin: the catalog is damaged");
        assertThat(run("catalog", "--catalog", folder.resolve("none").toString())
                        .code())
                .isEqualTo(ExitCode.BAD_INPUT);
    }
}
