package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whole outputs of {@code effective}, {@code who-can} and {@code check}; {@code -Dupdate.golden=true} writes them anew. */
class AccountQuestionsTest {
    private static final String DEMO = TestData.ours("demo").toString();

    private static void golden(String name, int code, String... args) throws IOException {
        CommandRun run = CommandRun.of(args);
        Path file = TestData.ours("invariants/golden").resolve(name);
        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(file, run.out());
        }
        assertThat(run.out()).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
        assertThat(run.code()).isEqualTo(code);
        if (name.endsWith(".text")) {
            assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void effectivePermissionsOfARoleUnderABoundaryAndControlPolicies() throws IOException {
        golden("effective.text", ExitCode.OK, "effective", "DeployRole", "--account", DEMO);
        golden("effective.json", ExitCode.OK, "effective", "orders-task", "--account", DEMO, "--format", "json");
    }

    @Test
    void whoCanPassARole() throws IOException {
        golden("who-can.text", ExitCode.OK, "who-can", "iam:PassRole", "--account", DEMO);
        golden("who-can.json", ExitCode.OK, "who-can", "iam:PassRole", "--account", DEMO, "--format", "json");
        golden(
                "who-can-assume.text",
                ExitCode.OK,
                "who-can",
                "sts:AssumeRole",
                "arn:aws:iam::111122223333:role/service/orders-task",
                "--account",
                DEMO);
    }

    @Test
    void guardrails() throws IOException {
        String file = TestData.ours("invariants/guardrails.json").toString();
        golden("check.text", ExitCode.NO, "check", file, "--account", DEMO);
        golden("check.json", ExitCode.NO, "check", file, "--account", DEMO, "--format", "json");
    }

    @Test
    void whatIsWrongIsSaidInOneLine() {
        CommandRun misspelt = CommandRun.of("who-can", "s3:GetObjekt", "--account", DEMO);
        assertThat(misspelt.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(misspelt.err()).contains("did you mean `s3:GetObject`");
        CommandRun wrongKind = CommandRun.of("who-can", "s3:GetObject", "arn:aws:s3:::b", "--account", DEMO);
        assertThat(wrongKind.err())
                .contains("is not a resource of s3:GetObject")
                .hasLineCount(1);
        assertThat(CommandRun.of("effective", "DeployRole").err()).contains("--account");
        assertThat(CommandRun.of("effective", "Nobody", "--account", DEMO).err())
                .contains("there is no role `Nobody`");
    }
}
