package io.iamtighten.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.Decision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Policy unit tests. */
@Command(
        name = "test",
        description = TestCommand.SUMMARY,
        footer = {"", "Example: iam-tighten test --format junit --out report.xml vectors.jsonl"})
final class TestCommand implements Callable<Integer> {
    /** What the command does, in a line of the list of commands. */
    static final String SUMMARY =
            "Run policy unit tests: each line of FILE holds policies, a request and the decision expected.";

    enum Format {
        text,
        json,
        junit,
        tsv
    }

    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text, json, junit or tsv (default: text).")
    private Format format = Format.text;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of vectors, one JSON object a line.")
    private List<Path> files = List.of();

    TestCommand(Console console) {
        this.console = console;
    }

    /** One vector's result. */
    private record Result(String id, String expected, String actual, String reason, boolean scored, boolean passed) {}

    @Override
    public Integer call() {
        List<Result> results = new ArrayList<>();
        for (Path file : files) {
            List<String> lines = Inputs.lines(file);
            if (lines.isEmpty()) {
                throw new InputException(file + " is empty; one JSON object a line was expected");
            }
            for (int i = 0; i < lines.size(); i++) {
                String place = file + ", line " + (i + 1);
                JsonNode vector = Inputs.json(lines.get(i), place);
                if (!vector.path("policies").isObject()
                        || !vector.path("request").isObject()) {
                    throw new InputException(
                            place + " is no policy test: it needs the objects `policies` and `request`,"
                                    + " and `expect` with the decision");
                }
                results.add(run(vector, file + ":" + (i + 1)));
            }
        }
        output.emit(
                switch (format) {
                    case text -> text(results);
                    case json -> json(results);
                    case junit -> junit(results);
                    case tsv -> tsv(results);
                },
                console);
        return results.stream().anyMatch(r -> r.scored() && !r.passed()) ? ExitCode.NO : ExitCode.OK;
    }

    private static Result run(JsonNode vector, String where) {
        String id = vector.path("id").asText(where);
        String expected = vector.path("expect").path("decision").asText("");
        boolean scored = !expected.isEmpty() && !expected.equals("unresolved");
        try {
            Decision decision = Authorizer.compile(VectorFile.stack(vector)).decide(VectorFile.request(vector));
            String actual = decision.outcome().text();
            boolean passed = expected.equals(actual) || (expected.equals("denied") && !decision.allowed());
            return new Result(id, expected, actual, decision.reason(), scored, passed);
        } catch (InputException e) {
            return new Result(id, expected, "error", e.line(), scored, expected.equals("error"));
        }
    }

    private static String tsv(List<Result> results) {
        StringBuilder text = new StringBuilder();
        for (Result result : results) {
            text.append(result.id()).append('\t').append(result.actual()).append('\n');
        }
        return text.toString();
    }

    private static String text(List<Result> results) {
        StringBuilder text = new StringBuilder();
        int passed = 0;
        int failed = 0;
        int open = 0;
        for (Result result : results) {
            if (!result.scored()) {
                open++;
            } else if (result.passed()) {
                passed++;
            } else {
                failed++;
                text.append("FAILED ")
                        .append(result.id())
                        .append("\n  - expected ")
                        .append(result.expected())
                        .append("\n  + actual   ")
                        .append(result.actual())
                        .append("\n    because  ")
                        .append(result.reason())
                        .append('\n');
            }
        }
        return text.append(passed)
                .append(" passed, ")
                .append(failed)
                .append(" failed")
                .append(open == 0 ? "" : ", " + open + " without an expectation")
                .append('\n')
                .toString();
    }

    private static String json(List<Result> results) {
        ObjectNode root = Inputs.MAPPER.createObjectNode();
        root.put("format", 1);
        ArrayNode list = root.putArray("vectors");
        for (Result result : results) {
            ObjectNode node = list.addObject();
            node.put("id", result.id());
            node.put("decision", result.actual());
            node.put("expected", result.expected());
            node.put("reason", result.reason());
            node.put("passed", result.scored() ? result.passed() : null);
        }
        return root.toPrettyString() + "\n";
    }

    private static String junit(List<Result> results) {
        long failed = results.stream().filter(r -> r.scored() && !r.passed()).count();
        StringBuilder text = new StringBuilder(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"iam-tighten\" tests=\"")
                .append(results.size())
                .append("\" failures=\"")
                .append(failed)
                .append("\">\n");
        for (Result result : results) {
            text.append("  <testcase name=\"").append(xml(result.id())).append("\"");
            if (!result.scored()) {
                text.append("><skipped/></testcase>\n");
            } else if (result.passed()) {
                text.append("/>\n");
            } else {
                text.append("><failure message=\"expected ")
                        .append(xml(result.expected()))
                        .append(", was ")
                        .append(xml(result.actual()))
                        .append("\">")
                        .append(xml(result.reason()))
                        .append("</failure></testcase>\n");
            }
        }
        return text.append("</testsuite>\n").toString();
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
