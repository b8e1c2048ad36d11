package io.iamtighten.bench;

import io.iamtighten.aws.trail.TrailOptions;
import io.iamtighten.aws.trail.TrailReader;
import io.iamtighten.aws.trail.TrailReading;
import io.iamtighten.catalog.ServiceCatalog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Compares reading a trail with merely decompressing it, in one run on the same files: prints megabytes (decompressed) a second and the
 * ratios. Each number is the median of the rounds behind the warm-up; the things compared take turns.
 */
public final class TrailThroughput {
    private static final int WARM_UP = 2;

    private TrailThroughput() {}

    private interface Work {
        void run() throws IOException;
    }

    /**
     * Runs the comparison.
     *
     * @param arguments the folder, and the number of rounds
     * @throws IOException when a file cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        long bytes = drain(files);
        TrailReader reader = TrailReader.of(ServiceCatalog.bundled());
        TrailOptions one = TrailOptions.all().with(1);
        List<Work> works = List.of(
                () -> drain(files),
                () -> reader.read(List.of(folder), one),
                () -> reader.read(List.of(folder), TrailOptions.all().with(2)));
        List<double[]> seconds = new ArrayList<>();
        works.forEach(work -> seconds.add(new double[rounds]));
        for (int round = -WARM_UP; round < rounds; round++) {
            for (int i = 0; i < works.size(); i++) {
                long start = System.nanoTime();
                works.get(i).run();
                if (round >= 0) {
                    seconds.get(i)[round] = (System.nanoTime() - start) / 1e9;
                }
            }
        }
        double[] medians = seconds.stream().mapToDouble(TrailThroughput::median).toArray();
        TrailReading reading = reader.read(List.of(folder), one);
        System.out.printf(
                Locale.ROOT,
                "%d files, %.1f MB decompressed, %d events, %d principals, %d facts; java %s, %d processors, heap %d MB%n",
                files.size(),
                bytes / 1e6,
                reading.summary().coverage().events(),
                reading.summary().principals().size(),
                reading.summary().principals().stream()
                        .mapToInt(usage -> usage.facts().size())
                        .sum(),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20);
        String[] names = {};
        for (int i = 0; i < names.length; i++) {
            double[] sorted = seconds.get(i).clone();
            Arrays.sort(sorted);
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %7.0f MB/s  (%.0f to %.0f)%n",
                    names[i],
                    bytes / 1e6 / medians[i],
                    bytes / 1e6 / sorted[rounds - 1],
                    bytes / 1e6 / sorted[0]);
        }
        System.out.printf(Locale.ROOT, "all principals / drain       %.2f  (bar 0.35)%n", medians[0] / medians[1]);
        System.out.printf(Locale.ROOT, "2 threads / 1 thread         %.2f  (bar 1.7)%n", medians[1] / medians[2]);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static long drain(List<Path> files) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        for (Path file : files) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)), 1 << 16)) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    bytes += count;
                }
            }
        }
        return bytes;
    }
}
