package io.iamtighten.aws.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sources made to fill the memory: a gigabyte in one line, bombs, millions of names. Read with a heap that has no room for them. */
class SmallHeapTest {
    @Test
    void nothingFillsTheMemoryAndTheRestIsRead() throws IOException, InterruptedException {
        Map<String, String[]> lines = new LinkedHashMap<>();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapRun.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        out.lines().forEach(line -> {
            String[] parts = line.split("\\|", -1);
            lines.put(parts[0], parts);
        });
        for (String name : List.of("one text", "many members", "a list", "numbers", "a name", "deep")) {
            assertThat(lines).as(out).containsKey(name);
            assertThat(lines.getOrDefault(name, new String[4])[1])
                    .as(name + ": the records before and behind, and the other file's")
                    .isEqualTo("3");
            assertThat(lines.getOrDefault(name, new String[4])[2])
                    .as(name)
                    .startsWith("[LIMIT ")
                    .doesNotContain(",");
        }
        assertThat(lines.getOrDefault("braces", new String[4])[1]).isEqualTo("3");
        assertThat(lines.getOrDefault("space", new String[4])[1]).isEqualTo("4");
        for (String name : List.of("commas", "a cell")) {
            assertThat(lines.getOrDefault(name, new String[4])[1]).as(name).isEqualTo("2");
            assertThat(lines.getOrDefault(name, new String[4])[2]).as(name).startsWith("[LIMIT ");
        }
        assertThat(lines.getOrDefault("bomb", new String[4])[1]).isEqualTo("1");
        assertThat(lines.getOrDefault("bomb", new String[4])[2]).startsWith("[UNREADABLE 268");
        assertThat(lines.getOrDefault("inner bomb", new String[4])[1]).isEqualTo("3");
        assertThat(lines.getOrDefault("inner bomb", new String[4])[2]).startsWith("[LIMIT ");
        assertThat(lines.getOrDefault("names", new String[4])[1]).isEqualTo("120000");
        assertThat(Integer.parseInt(lines.getOrDefault("names", new String[4])[3]))
                .as("what was folded is told")
                .isPositive();
    }
}
