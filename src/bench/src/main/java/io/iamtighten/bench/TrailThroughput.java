package io.iamtighten.bench;

import com.sun.management.OperatingSystemMXBean;
import io.iamtighten.aws.trail.TrailOptions;
import io.iamtighten.aws.trail.TrailReader;
import io.iamtighten.aws.trail.TrailReading;
import io.iamtighten.catalog.ServiceCatalog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
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
 * ratios, by the clock and by the processor time of the whole process, which other work on the machine disturbs less. Each number is
 * the median of the rounds behind the warm-up; the things compared take turns.
 */
public final class TrailThroughput {
    /** By then the compiler, which takes a processor from two threads and none from one, has nearly nothing left to do. */
    private static final int WARM_UP = 8;

    private TrailThroughput() {}

    private interface Work {
        void run() throws IOException;
    }

    private record Measured(String name, Work work, double[] wall, double[] cpu) {
        static Measured of(String name, int rounds, Work work) {
            return new Measured(name, work, new double[rounds], new double[rounds]);
        }

        void line(double megabytes) {
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %7.0f MB/s by the clock  %7.0f MB/s of processor time%n",
                    name,
                    megabytes / median(wall),
                    megabytes / median(cpu));
        }
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
        double megabytes = drain(files) / 1e6;
        TrailReader reader = TrailReader.of(ServiceCatalog.bundled());
        TrailOptions one = TrailOptions.all().with(1);
        TrailOptions role = one.ofRole(TrailGenerator.someRole());
        Measured drain = Measured.of("GZIPInputStream drain", rounds, () -> drain(files));
        Measured all = Measured.of("all principals, 1 thread", rounds, () -> reader.read(List.of(folder), one));
        Measured two =
                Measured.of("all principals, 2 threads", rounds, () -> reader.read(List.of(folder), one.with(2)));
        Measured single = Measured.of("one role, 1 thread", rounds, () -> reader.read(List.of(folder), role));
        List<Measured> works = List.of(drain, all, two, single);
        measure(works, rounds);
        TrailReading reading = reader.read(List.of(folder), one);
        System.out.printf(
                Locale.ROOT,
                "%d files, %.1f MB decompressed, %d events, %d principals, %d facts, %d of the role; java %s, %d processors%n",
                files.size(),
                megabytes,
                reading.summary().coverage().events(),
                reading.summary().principals().size(),
                reading.summary().principals().stream()
                        .mapToInt(usage -> usage.facts().size())
                        .sum(),
                reader.read(List.of(folder), role).summary().principals().stream()
                        .mapToInt(usage -> usage.facts().size())
                        .sum(),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors());
        works.forEach(work -> work.line(megabytes));
        ratio("all principals / drain", drain, all, "bar 0.35");
        ratio("one role / drain", drain, single, "bar 0.6");
        System.out.printf(
                Locale.ROOT,
                "%-28s %7.2f by the clock (bar 1.7)%n",
                "2 threads / 1 thread",
                median(all.wall()) / median(two.wall()));
        System.out.printf(
                Locale.ROOT,
                "%-28s %7d MB of %d MB%n",
                "most heap used",
                peak() >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private static void measure(List<Measured> works, int rounds) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Measured measured : works) {
                // What the work before left behind is not to be collected at the expense of this one.
                System.gc();
                long cpu = system.getProcessCpuTime();
                long start = System.nanoTime();
                measured.work().run();
                if (round >= 0) {
                    measured.wall()[round] = (System.nanoTime() - start) / 1e9;
                    measured.cpu()[round] = (system.getProcessCpuTime() - cpu) / 1e9;
                }
            }
        }
    }

    private static void ratio(String name, Measured drain, Measured reading, String bar) {
        System.out.printf(
                Locale.ROOT,
                "%-28s %7.2f by the clock  %7.2f of processor time (%s)%n",
                name,
                median(drain.wall()) / median(reading.wall()),
                median(drain.cpu()) / median(reading.cpu()),
                bar);
    }

    private static long peak() {
        List<Long> used = new ArrayList<>();
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                used.add(pool.getPeakUsage().getUsed());
            }
        }
        return used.stream().mapToLong(Long::longValue).sum();
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
