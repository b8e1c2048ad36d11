package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandTest {
    private static final String VECTOR = """
            {"id":"%s","policies":{"identity":[{"name":"p","document":{"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
            "Action":"s3:GetObject","Resource":"*","Condition":{%s}}]}}]},"request":{"principal":{"type":"iamUser",\
            "arn":"arn:aws:iam::111122223333:user/a","accountId":"111122223333"},"action":"s3:GetObject",\
            "resource":{"arn":"arn:aws:s3:::b/k"},"context":{"aws:username":["a"]}},"expect":{"decision":"%s"}}
            """;

    @TempDir
    private Path folder;

    private String vectors(String... lines) throws IOException {
        Path file = folder.resolve("vectors.jsonl");
        Files.writeString(file, String.join("", lines));
        return file.toString();
    }

    @Test
    void aMetExpectationExitsZero() throws IOException {
        CommandRun run = CommandRun.of("test", vectors(VECTOR.formatted("a", "", "allowed")));
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("1 passed, 0 failed\n");
    }

    @Test
    void aFailedExpectationExitsOneAndShowsBothSidesWithTheReason() throws IOException {
        CommandRun run = CommandRun.of(
                "test", vectors(VECTOR.formatted("a", "\"StringEquals\":{\"aws:username\":\"b\"}", "allowed")));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("""
                FAILED a
                  - expected allowed
                  + actual   implicitDeny
                    because  no identity-based policy allows it
                0 passed, 1 failed
                """);
    }

    @Test
    void aDocumentThatIsRefusedIsAnError() throws IOException {
        String refused = VECTOR.formatted("a", "\"StringEqual\":{\"aws:username\":\"b\"}", "error");
        assertThat(CommandRun.of("test", vectors(refused)).code()).isZero();
        CommandRun run = CommandRun.of("test", vectors(refused.replace("\"error\"", "\"implicitDeny\"")));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("did you mean `StringEquals`?");
    }

    @Test
    void tsvHasOneLineForEveryVector() throws IOException {
        CommandRun run = CommandRun.of(
                "test",
                "--format",
                "tsv",
                vectors(
                        VECTOR.formatted("a", "", "allowed"),
                        VECTOR.formatted("b", "", "unresolved"),
                        VECTOR.formatted("c", "\"Fake\":{\"aws:username\":\"b\"}", "implicitDeny"),
                        VECTOR.formatted("d", "", "allowed")
                                .replace("\"aws:username\":[\"a\"]", "\"k\":[\"1\"],\"K\":[\"2\"]")));
        assertThat(run.out()).isEqualTo("a\tallowed\nb\tallowed\nc\terror\nd\terror\n");
    }

    @Test
    void junitEscapesWhatXmlDoesNotAllow() throws IOException {
        CommandRun run = CommandRun.of(
                "test",
                "--format",
                "junit",
                vectors(VECTOR.formatted("<a>", "", "explicitDeny"), VECTOR.formatted("b", "", "unresolved")));
        assertThat(run.out())
                .contains("<testcase name=\"&lt;a&gt;\"><failure message=\"expected explicitDeny, was allowed\">")
                .contains("<skipped/>");
    }

    @Test
    void aLineThatIsNoJsonNamesItsPlace() throws IOException {
        CommandRun run = CommandRun.of("test", vectors(VECTOR.formatted("a", "", "allowed"), "{\n"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("line 2").contains("not JSON");
    }

    @Test
    void aPolicyIsNoPolicyTest() throws IOException {
        CommandRun run = CommandRun.of("test", vectors("{\"Version\": \"2012-10-17\", \"Statement\": []}\n"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("line 1 is no policy test").hasLineCount(1);
    }
}
