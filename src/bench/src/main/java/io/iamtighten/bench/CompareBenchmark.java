package io.iamtighten.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamtighten.access.Comparison;
import io.iamtighten.access.Relation;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.policy.Statement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * How long a comparison takes: both directions with witnesses, the documents parsed, everything else included. {@code pairs}
 * goes through all pairs of the folder of semantic differences once an invocation and prints the median, the 99th
 * percentile and the most of all measured comparisons.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(5)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class CompareBenchmark {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final WorkLimit LIMIT = WorkLimit.standard();

    private record Pair(NamedPolicy a, NamedPolicy b) {}

    private static Path shared() {
        return Path.of(System.getProperty("shared.dir", "../shared"));
    }

    private static List<JsonNode> lines(String name) {
        Path file = shared().resolve(name);
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            List<JsonNode> nodes = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                nodes.add(MAPPER.readTree(line));
            }
            return nodes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NamedPolicy parse(JsonNode document) {
        return new NamedPolicy("policy", PolicyParser.parse(document.toString()).orElseThrow());
    }

    private static Comparison compare(NamedPolicy a, NamedPolicy b) {
        return Comparison.ofDocuments(a, b, Comparison.Readings.PART_BY_PART, Comparison.Detail.WITNESS, LIMIT);
    }

    /** All pairs, parsed. */
    @State(Scope.Benchmark)
    public static class Pairs {
        private final List<Pair> pairs = new ArrayList<>();
        private long[] times = new long[0];
        private int measured;

        /** Reads the pairs. */
        public Pairs() {
            Map<String, NamedPolicy> documents = new HashMap<>();
            lines("semdiff/docs.jsonl.gz")
                    .forEach(l -> documents.put(l.path("doc").asText(), parse(l.path("policy"))));
            for (String file : List.of(
                    "managed-versions", "managed-first-last", "managed-cross", "aa-samples", "quacky", "synthetic")) {
                for (JsonNode line : lines("semdiff/" + file + ".jsonl")) {
                    pairs.add(new Pair(side(line.path("a"), documents), side(line.path("b"), documents)));
                }
            }
        }

        private static NamedPolicy side(JsonNode node, Map<String, NamedPolicy> documents) {
            return node.has("doc")
                    ? Objects.requireNonNull(documents.get(node.path("doc").asText()))
                    : parse(node);
        }

        void note(long nanos) {
            if (measured == times.length) {
                times = Arrays.copyOf(times, Math.max(1 << 16, times.length * 2));
            }
            times[measured++] = nanos;
        }

        /** Prints the distribution of an iteration. */
        @TearDown(Level.Iteration)
        public void print() {
            long[] sorted = Arrays.copyOf(times, measured);
            Arrays.sort(sorted);
            System.out.printf(
                    "[a pair: median %.3f ms, 99%% %.3f ms, most %.1f ms] ",
                    sorted[measured / 2] / 1e6, sorted[(int) (measured * 0.99)] / 1e6, sorted[measured - 1] / 1e6);
            measured = 0;
        }
    }

    /** Two large policies beside their neighbours. */
    @State(Scope.Benchmark)
    public static class Large {
        private NamedPolicy largest = new NamedPolicy("none", PolicyDocument.of(List.of()));
        private NamedPolicy before = largest;
        private NamedPolicy readOnly = largest;
        private NamedPolicy readOnlyAndOne = largest;

        /** Finds the largest managed policy with its version before, and ReadOnlyAccess. */
        public Large() {
            Map<String, JsonNode> documents = new HashMap<>();
            lines("semdiff/docs.jsonl.gz")
                    .forEach(l -> documents.put(l.path("doc").asText(), l.path("policy")));
            int longest = 0;
            for (JsonNode line : lines("semdiff/managed-versions.jsonl")) {
                JsonNode a = Objects.requireNonNull(
                        documents.get(line.path("a").path("doc").asText()));
                JsonNode b = Objects.requireNonNull(
                        documents.get(line.path("b").path("doc").asText()));
                if (b.toString().length() > longest) {
                    longest = b.toString().length();
                    before = parse(a);
                    largest = parse(b);
                }
            }
            for (JsonNode line : lines("policies/aws-managed.jsonl.gz")) {
                if (line.path("name").asText().equals("ReadOnlyAccess")) {
                    readOnly = parse(line.path("document"));
                    readOnlyAndOne = andOne(readOnly.document());
                }
            }
            System.out.println("the largest policy has " + longest + " characters");
        }

        private static NamedPolicy andOne(PolicyDocument document) {
            List<Statement> statements = new ArrayList<>(document.statements());
            Statement first = statements.get(0);
            List<ActionPattern> actions = new ArrayList<>(first.actions().patterns());
            actions.add(new ActionPattern("s3:PutObject"));
            statements.set(
                    0, first.withActions(new ActionElement(first.actions().polarity(), actions)));
            return new NamedPolicy("and one", document.withStatements(statements));
        }
    }

    /** All pairs once. */
    @Benchmark
    public void pairs(Pairs state, Blackhole hole) {
        for (Pair pair : state.pairs) {
            long start = System.nanoTime();
            hole.consume(compare(pair.a(), pair.b()));
            state.note(System.nanoTime() - start);
        }
    }

    /** The largest managed policy against its version before. */
    @Benchmark
    public Relation largestAndBefore(Large state) {
        return compare(state.before, state.largest).relation();
    }

    /** ReadOnlyAccess against itself with one action added. */
    @Benchmark
    public Relation readOnlyAndOne(Large state) {
        Relation relation = compare(state.readOnly, state.readOnlyAndOne).relation();
        if (relation != Relation.LESS) {
            throw new IllegalStateException("the relation is " + relation);
        }
        return relation;
    }
}
