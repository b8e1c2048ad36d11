package io.iamtighten.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.cli.Main;
import io.iamtighten.testsupport.TestData;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md says is so. */
class ReadmeTest {
    private static final String README = TestData.text(TestData.source("README.md"));

    @Test
    void thereAreTwoSetUpCommandsAndCiRunsTheSecond() {
        String setUp = README.substring(README.indexOf("## Set up"), README.indexOf("## What it does"));
        assertThat(blocks("sh", setUp)).hasSize(2).element(1).isEqualTo("mvn -B verify\n");
        assertThat(TestData.text(TestData.source(".ci/run"))).contains("README.md");
    }

    @Test
    void theWorkedExampleIsWhatTheCommandPrints() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new String[] {
                    "DeployRole",
                    "--account",
                    TestData.ours("demo").toString(),
                    "--trail",
                    TestData.ours("demo/trail").toString()
                },
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                InputStream.nullInputStream(),
                Map.of(),
                false);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(code).isZero();
        List<String> examples = blocks("text", README);
        assertThat(examples).hasSize(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .as("if the output is meant to be so, run src/scripts/readme-example")
                .startsWith(examples.get(0));
    }

    @Test
    void theLibraryInTenLinesRuns(@TempDir Path work) throws Exception {
        List<String> snippets = blocks("java", README);
        assertThat(snippets).hasSize(1);
        assertThat(snippets.get(0).lines().count()).isLessThanOrEqualTo(10);
        Path source = work.resolve("Snippet.java");
        Files.writeString(source, """
                import io.iamtighten.account.*;
                import io.iamtighten.aws.account.*;
                import io.iamtighten.aws.trail.*;
                import io.iamtighten.catalog.*;
                import io.iamtighten.policy.*;
                import io.iamtighten.tighten.*;
                import io.iamtighten.usage.*;
                import java.nio.file.Path;
                import java.util.List;

                public final class Snippet {
                    public static void main(String[] args) {
                %s
                    }
                }
                """.formatted(snippets.get(0)));
        Path said = work.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString())
                .directory(TestData.source("").toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(said)).startsWith("PROVEN, true\n{\n  \"Version\": \"2012-10-17\",\n");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void everyLinkLeadsSomewhere() {
        for (String page : List.of("README.md", "src/docs/guide/README.md")) {
            Path file = TestData.source(page);
            Pattern.compile("]\\(([^)#:]+)\\)")
                    .matcher(TestData.text(file))
                    .results()
                    .map(found -> file.resolveSibling(found.group(1)))
                    .forEach(target -> assertThat(target).exists());
        }
    }

    private static List<String> blocks(String language, String text) {
        return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
