package io.iamtighten.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.lint.LintedPolicy;
import io.iamtighten.lint.Linter;
import io.iamtighten.lint.PolicyType;
import io.iamtighten.policy.PolicyParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
 * How long all AWS managed policies take to be parsed and linted, each alone, on one thread.
 *
 * <p>Reads {@code policies/aws-managed.jsonl.gz} below the system property {@code shared.dir}, {@code ../shared} if it is not set.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(5)
public class LintBenchmark {
    private static final int POLICIES = 1_500;

    private final Linter linter = Linter.standard(ServiceCatalog.bundled());
    private final Map<String, String> documents = new LinkedHashMap<>();

    /**
     * Reads the policies.
     *
     * @throws IOException when they cannot be read
     */
    @Setup
    public void read() throws IOException {
        Path file = Path.of(System.getProperty("shared.dir", "../shared"), "policies", "aws-managed.jsonl.gz");
        ObjectMapper mapper = new ObjectMapper();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode policy = mapper.readTree(line);
                documents.put(
                        policy.path("name").asText(), policy.path("document").toString());
            }
        }
        if (documents.size() < POLICIES) {
            throw new IllegalStateException("only " + documents.size() + " policies in " + file);
        }
    }

    /** Lints them all; returns the number of findings. */
    @Benchmark
    public int lintManagedPolicies() {
        int findings = 0;
        for (Map.Entry<String, String> policy : documents.entrySet()) {
            findings += linter.lint(LintedPolicy.of(
                            policy.getKey(), PolicyType.IDENTITY, PolicyParser.parse(policy.getValue())))
                    .findings()
                    .size();
        }
        return findings;
    }
}
