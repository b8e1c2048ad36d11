package io.iamtighten.access;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Reads pairs of policies with known answers that other people wrote. */
final class PolicyPairs {
    static final ObjectMapper MAPPER = new ObjectMapper();

    /** A pair, and everything that its line says. */
    record Pair(String id, NamedPolicy a, NamedPolicy b, JsonNode line) {}

    private PolicyPairs() {}

    static Path folder() {
        Path folder = Path.of(System.getProperty("shared.dir", "../../shared"));
        assumeTrue(Files.isDirectory(folder), "the folder of shared inputs is absent: " + folder);
        return folder;
    }

    static List<JsonNode> lines(String name) {
        Path file = folder().resolve(name);
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

    /** The pairs of the files of {@code semdiff}. */
    static List<Pair> semantic(String... files) {
        Map<String, NamedPolicy> documents = new HashMap<>();
        for (JsonNode line : lines("semdiff/docs.jsonl.gz")) {
            documents.put(line.path("doc").asText(), policy("", line.path("policy")));
        }
        List<Pair> pairs = new ArrayList<>();
        for (String file : files) {
            for (JsonNode line : lines("semdiff/" + file + ".jsonl")) {
                pairs.add(new Pair(
                        line.path("id").asText(),
                        side("a", line.path("a"), documents),
                        side("b", line.path("b"), documents),
                        line));
            }
        }
        return pairs;
    }

    private static NamedPolicy side(String name, JsonNode node, Map<String, NamedPolicy> documents) {
        return node.has("doc")
                ? new NamedPolicy(
                        name,
                        Objects.requireNonNull(documents.get(node.path("doc").asText()))
                                .document())
                : policy(name, node);
    }

    static NamedPolicy policy(String name, JsonNode document) {
        return new NamedPolicy(name, PolicyParser.parse(document.toString()).orElseThrow());
    }
}
