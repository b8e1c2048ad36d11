package io.iamtighten.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParse;
import io.iamtighten.policy.PolicyParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads pairs of policies, one JSON object a line: {@code id}, {@code a} and {@code b}, each a policy or {@code {"doc":
 * NAME}}, which names a line of {@code docs.jsonl} or {@code docs.jsonl.gz} in the same folder.
 */
final class PairFile {
    private static final List<String> DOCUMENTS = List.of("docs.jsonl", "docs.jsonl.gz");

    /** One pair. */
    record Pair(String id, NamedPolicy a, NamedPolicy b) {}

    private final Path file;
    private final Map<String, JsonNode> documents;
    private final Map<String, NamedPolicy> parsed = new HashMap<>();

    private PairFile(Path file, Map<String, JsonNode> documents) {
        this.file = file;
        this.documents = documents;
    }

    /** Returns the pairs of a file, or of all {@code .jsonl} and {@code .jsonl.gz} files of a folder, in order of their names. */
    static List<Pair> read(Path path) {
        Path folder = Files.isDirectory(path) ? path : path.toAbsolutePath().resolveSibling("");
        Map<String, JsonNode> documents = new HashMap<>();
        for (String name : DOCUMENTS) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                List<String> lines = Inputs.lines(file);
                for (int i = 0; i < lines.size(); i++) {
                    JsonNode line = Inputs.json(lines.get(i), file + ", line " + (i + 1));
                    documents.put(line.path("doc").asText(), line.path("policy"));
                }
                break;
            }
        }
        List<Pair> pairs = new ArrayList<>();
        for (Path file : files(path)) {
            new PairFile(file, documents).read(pairs);
        }
        if (pairs.isEmpty()) {
            throw new InputException(path + " holds no pairs; one JSON object with id, a and b a line was expected");
        }
        return pairs;
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(Files::isRegularFile)
                    .filter(file -> !DOCUMENTS.contains(file.getFileName().toString()))
                    .filter(file -> file.toString().endsWith(".jsonl")
                            || file.toString().endsWith(".jsonl.gz"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Inputs.problem(path, e);
        }
    }

    private void read(List<Pair> into) {
        List<String> lines = Inputs.lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String where = file + ", line " + (i + 1);
            JsonNode line = Inputs.json(lines.get(i), where);
            String id = line.path("id").asText(where);
            into.add(new Pair(id, policy(line.path("a"), "a", where), policy(line.path("b"), "b", where)));
        }
    }

    private NamedPolicy policy(JsonNode node, String side, String where) {
        if (!node.isObject()) {
            throw new InputException(where + ": `" + side + "` is missing; a policy or {\"doc\": NAME} was expected");
        }
        if (!node.has("doc")) {
            return parse(node, side, where);
        }
        String name = node.path("doc").asText();
        JsonNode document = documents.get(name);
        if (document == null) {
            throw new InputException(where + ": no line of docs.jsonl or docs.jsonl.gz in "
                    + file.toAbsolutePath().getParent() + " is named `" + name + "`");
        }
        return parsed.computeIfAbsent(name, n -> parse(document, n, where));
    }

    private static NamedPolicy parse(JsonNode document, String name, String where) {
        PolicyParse parse = PolicyParser.parse(document.toString());
        return new NamedPolicy(
                name,
                parse.document()
                        .orElseThrow(() -> new InputException(
                                where + ", " + parse.problems().get(0).render(Optional.of("policy " + name)))));
    }
}
