package io.iamtighten.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTrailTest {
    @Test
    void theProgramThatMadeTheTrailMakesItAgain(@TempDir Path work) throws Exception {
        Path demo = TestData.ours("demo");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        demo.resolve("MakeDemo.java").toString(),
                        work.toString())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("said").toFile())
                .start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        Files.delete(work.resolve("said"));
        assertThat(texts(work)).isEqualTo(texts(demo.resolve("trail")));
    }

    /** Returns the decompressed text of each file by its name; how well it was compressed does not matter. */
    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString(), TestData.text(file));
            }
        }
        return texts;
    }
}
