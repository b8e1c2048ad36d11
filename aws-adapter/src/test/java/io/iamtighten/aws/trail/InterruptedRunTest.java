package io.iamtighten.aws.trail;

import static io.iamtighten.aws.trail.TrailText.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.SavedUsage;
import io.iamtighten.usage.UsageFormatException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is interrupted, and one that comes later, end with what a single undisturbed one would have. */
class InterruptedRunTest {
    private static final TrailReader READER =
            TrailReader.of(ServiceCatalog.bundled()).savingAfter(Duration.ZERO);

    /** A trail of many files, with copies of events, broken records, damaged and foreign files. */
    static Path trail(Path root, int files, int eventsEach) throws IOException {
        Random random = new Random(3);
        Path folder = root.resolve("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01");
        Files.createDirectories(folder);
        for (int file = 0; file < files; file++) {
            String[] records = new String[eventsEach];
            for (int i = 0; i < eventsEach; i++) {
                int number = file * eventsEach + i - (random.nextInt(10) == 0 ? random.nextInt(eventsEach) : 0);
                number = Math.max(0, number);
                records[i] = number % 3 == 0
                        ? TrailText.getUser(number)
                        : TrailText.record(
                                TrailText.id(number),
                                "s3.amazonaws.com",
                                number % 3 == 1 ? "GetObject" : "DeleteObject",
                                "{\"bucketName\":\"b\",\"key\":\"k/" + number % 11 + "/" + number + "\"}",
                                number % 5 == 0 ? "\"errorCode\":\"AccessDenied\"," : "");
            }
            if (file % 10 == 3) {
                records[1] = records[1].replace("\"aws-cli\"", "oops");
            }
            byte[] bytes = gzip(TrailText.records(records));
            if (file % 25 == 7) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2 / 3);
            }
            if (file % 30 == 11) {
                bytes = new byte[] {0x1f, (byte) 0x8b, 8, 0};
            }
            Files.write(
                    folder.resolve(String.format(
                            java.util.Locale.ROOT,
                            "111122223333_CloudTrail_eu-west-1_20260301T%02d%02dZ_%016d.json.gz",
                            file / 60 % 24,
                            file % 60,
                            file)),
                    bytes);
        }
        Files.writeString(folder.resolve("notes.txt"), "not a log");
        Files.writeString(
                folder.resolve("more.ndjson"), TrailText.getUser(1_000_000) + "\n" + TrailText.getUser(1_000_001));
        return root;
    }

    /** Stands for a kill: nothing of the run goes on behind it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** A file whose reading ends the run in the middle, once. */
    private record Deadly(TrailSource whole, int[] readsLeft) implements TrailSource {
        @Override
        public String name() {
            return whole.name();
        }

        @Override
        public long size() {
            return whole.size();
        }

        @Override
        public Optional<String> identity() {
            return whole.identity();
        }

        @Override
        public InputStream open() throws IOException {
            return new FilterInputStream(whole.open()) {
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    if (readsLeft[0]-- == 0) {
                        throw new Killed();
                    }
                    return super.read(into, offset, Math.min(length, 500));
                }
            };
        }
    }

    private static List<TrailSource> sources(Path trail) throws IOException {
        try (var walk = Files.walk(trail)) {
            return walk.filter(Files::isRegularFile)
                    .sorted()
                    .map(TrailSource::of)
                    .toList();
        }
    }

    @Test
    void interruptedAnywhereItGoesOnAndLosesNothing(@TempDir Path root) throws IOException {
        List<TrailSource> sources = sources(trail(root.resolve("trail"), 24, 8));
        Path undisturbed = root.resolve("undisturbed.gz");
        TrailReading expected =
                READER.readSources(sources, TrailOptions.all().with(1).keptIn(undisturbed));
        assertThat(expected.problems()).hasSizeGreaterThan(3);
        Random random = new Random(1);
        for (int round = 0; round < 20; round++) {
            Path kept = root.resolve("kept" + round + ".gz");
            int interruptions = 0;
            int threads = 1 + round % 3;
            int[] readsLeft = {random.nextInt(60)};
            Optional<TrailReading> reading = Optional.empty();
            while (reading.isEmpty()) {
                List<TrailSource> deadly = new ArrayList<>();
                sources.forEach(source -> deadly.add(new Deadly(source, readsLeft)));
                try {
                    reading = Optional.of(READER.readSources(
                            deadly, TrailOptions.all().with(threads).keptIn(kept)));
                } catch (Killed e) {
                    interruptions++;
                    readsLeft[0] = 30 + random.nextInt(80);
                }
            }
            assertThat(interruptions).isPositive();
            assertThat(Files.readAllBytes(kept)).isEqualTo(Files.readAllBytes(undisturbed));
            assertThat(reading.get().problems()).isEqualTo(expected.problems());
            assertThat(reading.get().moreProblems()).isEqualTo(expected.moreProblems());
        }
    }

    @Test
    void aLaterRunReadsOnlyNewFilesAndIsSafeToRepeat(@TempDir Path root) throws IOException {
        List<TrailSource> sources = sources(trail(root.resolve("trail"), 30, 10));
        Path kept = root.resolve("kept.gz");
        TrailOptions options = TrailOptions.all().with(1).keptIn(kept);
        READER.readSources(sources.subList(0, 20), options);
        TrailReading second = READER.readSources(sources, options);
        assertThat(second.filesKnown())
                .as("two of the twenty gave no record at all")
                .isEqualTo(18);
        byte[] bytes = Files.readAllBytes(kept);
        TrailReading third = READER.readSources(sources, options);
        assertThat(third.filesRead()).isZero();
        assertThat(Files.readAllBytes(kept)).isEqualTo(bytes);
        TrailReading once = READER.readSources(sources, TrailOptions.all().with(1));
        assertThat(TrailText.facts(third)).isEqualTo(TrailText.facts(once));
        assertThat(third.summary().coverage()).isEqualTo(once.summary().coverage());
        assertThat(third.summary().problems()).isEqualTo(once.summary().problems());
    }

    @Test
    void aFileThatCouldNotBeReadIsTriedAgain(@TempDir Path root) throws IOException {
        Path trail = root.resolve("t");
        Files.createDirectories(trail);
        Path file = trail.resolve("a.json");
        Files.writeString(trail.resolve("b.json"), TrailText.getUser(1));
        Files.createSymbolicLink(file, root.resolve("later.json"));
        Path kept = root.resolve("kept.gz");
        byte[] broken = {0x1f, (byte) 0x8b, 8};
        Files.write(root.resolve("later.json"), broken);
        TrailOptions options = TrailOptions.all().with(1).keptIn(kept);
        TrailReading first = READER.read(List.of(trail), options);
        assertThat(first.problems()).hasSize(1);
        assertThat(first.summary().losses()).hasSize(1);
        Files.writeString(root.resolve("later.json"), TrailText.getUser(2));
        TrailReading second = READER.read(List.of(trail), options);
        assertThat(second.problems()).isEmpty();
        assertThat(second.summary().losses()).as("the loss is mended").isEmpty();
        assertThat(TrailText.events(second)).isEqualTo(2);
    }

    @Test
    void aSummaryKeptWithinTheTrailIsNoPartOfIt(@TempDir Path root) throws IOException {
        Path trail = trail(root.resolve("trail"), 5, 5);
        TrailOptions options = TrailOptions.all().with(1).keptIn(trail.resolve("usage.gz"));
        READER.read(List.of(trail), options);
        byte[] bytes = Files.readAllBytes(trail.resolve("usage.gz"));
        assertThat(READER.read(List.of(trail), options).filesRead()).isZero();
        assertThat(Files.readAllBytes(trail.resolve("usage.gz"))).isEqualTo(bytes);
    }

    @Test
    void anotherSelectionOrADamagedFileIsRefused(@TempDir Path root) throws IOException {
        Path kept = root.resolve("kept.gz");
        byte[] log = TrailText.getUser(1).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        TrailOptions options = TrailOptions.all().keptIn(kept);
        READER.readSources(List.of(TrailSource.of("a", new ByteArrayInputStream(log))), options);
        assertThatThrownBy(() -> READER.readSources(List.of(), options.inRegions(Set.of("eu-west-1"))))
                .isInstanceOf(TrailException.class)
                .hasMessageContaining("use the same options");
        byte[] bytes = Files.readAllBytes(kept);
        for (int length = 0; length < bytes.length; length += 7) {
            Files.write(kept, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> READER.readSources(List.of(), options)).isInstanceOf(TrailException.class);
        }
    }

    @Test
    void aKeptSummaryStandsForTheLogs(@TempDir Path root) throws IOException, UsageFormatException {
        Path trail = trail(root.resolve("trail"), 12, 10);
        Path kept = root.resolve("kept.gz");
        TrailReading logs =
                READER.read(List.of(trail), TrailOptions.all().with(1).keptIn(kept));
        TrailReading summary = READER.read(List.of(kept), TrailOptions.all());
        assertThat(summary.summary()).isEqualTo(logs.summary());
        assertThat(summary.summary().losses())
                .isEqualTo(logs.summary().losses())
                .isNotEmpty();
        TrailReading both = READER.read(List.of(kept, trail), TrailOptions.all().with(1));
        assertThat(both.summary().coverage().events())
                .isEqualTo(logs.summary().coverage().events());
        try (InputStream in = Files.newInputStream(kept)) {
            assertThat(SavedUsage.read(in).unfinished()).isEmpty();
        }
    }
}
