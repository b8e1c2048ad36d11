package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whole outputs of {@code lint}, and their positions. {@code -Dupdate.golden=true} writes the outputs anew. */
class LintGoldenTest {
    private static final Path FOLDER = TestData.ours("lint");
    private static final List<String> FILES = List.of("deploy", "github-trust", "bucket", "broken");

    @Test
    void theOutputsAreAsStored() throws IOException {
        for (String file : FILES) {
            for (String format : List.of("text", "json", "sarif", "junit")) {
                String actual = output(file, format).replace("\"version\" : \"0.1.0\",\n        ", "");
                Path golden = FOLDER.resolve("golden").resolve(file + "." + format);
                if (Boolean.getBoolean("update.golden")) {
                    Files.createDirectories(golden.getParent());
                    Files.writeString(golden, actual);
                }
                assertThat(actual)
                        .as("%s (write it anew with -Dupdate.golden=true)", golden)
                        .isEqualTo(Files.readString(golden));
            }
        }
    }

    /** The path is a relative one: where lines break depends on its length, which must not be the checkout's. */
    private static String output(String file, String format) {
        Path folder =
                Path.of("").toAbsolutePath().relativize(FOLDER.toAbsolutePath().normalize());
        return CommandRun.of(
                        "lint",
                        "--format",
                        format,
                        folder.resolve(file + ".json").toString())
                .out()
                .replace(folder + "/", "");
    }

    /** What a position spans starts and ends where the JSON value or key does. */
    @Test
    void everyPositionSpansAWholeElement() throws IOException {
        for (String file : FILES) {
            String text = Files.readString(FOLDER.resolve(file + ".json"));
            String[] lines = text.split("\n", -1);
            JsonNode findings = CommandRun.of(
                            "lint",
                            "--format",
                            "json",
                            FOLDER.resolve(file + ".json").toString())
                    .json()
                    .path("findings");
            assertThat(findings).isNotEmpty();
            for (JsonNode finding : findings) {
                String spanned = text.substring(
                        offset(
                                lines,
                                finding.path("line").asInt(),
                                finding.path("column").asInt()),
                        offset(
                                lines,
                                finding.path("endLine").asInt(),
                                finding.path("endColumn").asInt()));
                assertThat(spanned.charAt(0)).as(finding.toString()).isIn('"', '{', '[');
                assertThat(spanned.charAt(spanned.length() - 1))
                        .as(finding.toString())
                        .isIn('"', '}', ']');
                assertThat(spanned.chars().filter(c -> c == '"').count() % 2)
                        .as(spanned)
                        .isZero();
            }
        }
    }

    private static int offset(String[] lines, int line, int column) {
        int offset = column - 1;
        for (int i = 0; i < line - 1; i++) {
            offset += lines[i].length() + 1;
        }
        return offset;
    }

    @Test
    void sarifFollowsItsSchema() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(LintGoldenTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
            var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
            for (String file : FILES) {
                String path = FOLDER.resolve(file + ".json").toString();
                assertThat(schema.validate(
                                CommandRun.of("lint", "--format", "sarif", path).out(), InputFormat.JSON))
                        .as(file)
                        .isEmpty();
            }
            assertThat(schema.validate("{\"version\": \"2.1.0\"}", InputFormat.JSON))
                    .isNotEmpty();
        }
    }
}
