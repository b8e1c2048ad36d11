package io.iamtighten.bench;

import io.iamtighten.catalog.ServiceCatalog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long the catalog takes to expand the patterns of AWS's managed policy ReadOnlyAccess, and to be ready in a fresh process.
 *
 * <p>Reads {@code policies/aws-managed.jsonl.gz} below the system property {@code shared.dir}, {@code ../shared} if it is not set.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CatalogBenchmark {
    private static final Pattern ACTION = Pattern.compile("\"([a-z0-9-]+:[A-Za-z0-9*?]+)\"");

    /** The patterns, and a warm catalog. */
    @State(Scope.Benchmark)
    public static class Patterns {
        private final ServiceCatalog catalog = ServiceCatalog.bundled();
        private List<String> patterns = List.of();

        /**
         * Reads the patterns.
         *
         * @throws IOException when the policies cannot be read
         */
        @Setup
        public void read() throws IOException {
            Path file = Path.of(System.getProperty("shared.dir", "../shared"), "policies", "aws-managed.jsonl.gz");
            List<String> found = new ArrayList<>();
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("{\"name\":\"ReadOnlyAccess\"")) {
                        Matcher matcher = ACTION.matcher(line.substring(line.indexOf("\"document\"")));
                        while (matcher.find()) {
                            found.add(matcher.group(1));
                        }
                    }
                }
            }
            if (found.size() < 2_000) {
                throw new IllegalStateException("ReadOnlyAccess has only " + found.size() + " patterns in " + file);
            }
            patterns = List.copyOf(found);
        }
    }

    /** Expands all patterns of ReadOnlyAccess into one set of actions. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Fork(5)
    @Warmup(iterations = 3, time = 1)
    @Measurement(iterations = 5, time = 1)
    public BitSet expandReadOnlyAccess(Patterns state) {
        BitSet ids = new BitSet(state.catalog.actionCount());
        for (String pattern : state.patterns) {
            state.catalog.expand(pattern, ids);
        }
        return ids;
    }

    /** Loads the catalog and looks one action up, in a process that has done nothing before. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Fork(10)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public Object firstLookUp() {
        return ServiceCatalog.bundled().action("s3:GetObject");
    }
}
