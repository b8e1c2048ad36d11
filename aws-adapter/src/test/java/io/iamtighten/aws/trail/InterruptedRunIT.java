package io.iamtighten.aws.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed at any moment and started again ends with the bytes of one that was left alone. */
class InterruptedRunIT {
    private static final int KILLS = 20;

    private static Process start(Path trail, Path kept) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InterruptedRun.class.getName(),
                        trail.toString(),
                        kept.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<String> finish(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return out.lines().toList();
    }

    @Test
    void killedTwentyTimesItEndsWithTheSameBytes(@TempDir Path root) throws IOException, InterruptedException {
        Path trail = InterruptedRunTest.trail(root.resolve("trail"), 120, 40);
        Path undisturbed = root.resolve("undisturbed.gz");
        List<String> problems = finish(start(trail, undisturbed));
        assertThat(problems).isNotEmpty();

        Path kept = root.resolve("kept.gz");
        Path partial = root.resolve("kept.gz.partial");
        Random random = new Random(5);
        int killed = 0;
        int saved = 0;
        List<Long> sizes = new ArrayList<>();
        while (killed < KILLS) {
            Process process = start(trail, kept);
            // So late that there is always something to lose: once this run has saved, and a bit.
            long before = stamp(partial);
            while (process.isAlive() && stamp(partial) == before) {
                Thread.sleep(1);
            }
            if (process.isAlive() && process.waitFor(random.nextInt(40), TimeUnit.MILLISECONDS) || !process.isAlive()) {
                // It came to its end before: begin anew.
                assertThat(Files.readAllBytes(kept)).isEqualTo(Files.readAllBytes(undisturbed));
                Files.delete(kept);
                continue;
            }
            process.destroyForcibly().waitFor();
            killed++;
            saved += Files.exists(partial) ? 1 : 0;
            sizes.add(Files.exists(partial) ? Files.size(partial) : -1);
        }
        assertThat(saved).as("kills with something saved, of %s", sizes).isGreaterThan(KILLS / 2);
        assertThat(finish(start(trail, kept))).isEqualTo(problems);
        assertThat(Files.readAllBytes(kept)).isEqualTo(Files.readAllBytes(undisturbed));
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .contains("kept.gz", "undisturbed.gz", "trail")
                    .noneMatch(name -> name.endsWith(".partial"));
        }
    }

    private static long stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
        } catch (IOException e) {
            return -1;
        }
    }
}
