package io.iamtighten.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.access.Comparison;
import io.iamtighten.access.Difference;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.cli.render.ComparisonJson;
import io.iamtighten.cli.render.ComparisonText;
import io.iamtighten.effective.RealRequests;
import io.iamtighten.policy.NamedPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What two policies, or two states of a principal, grant, compared over all requests. */
@Command(
        name = "compare",
        description = {CompareCommand.SUMMARY, "The answer is said of OLD: equal, less, more, incomparable or unknown."
        },
        footer = {
            "",
            "Examples:",
            "  iam-tighten compare before.json after.json",
            "  iam-tighten compare --batch pairs.jsonl --format tsv",
            "  iam-tighten compare --role DeployRole --before old/ --after new/",
            "",
            "Exit codes: 0 NEW grants nothing new, 1 it does, 2 bad input, 3 not decided."
        })
final class CompareCommand implements Callable<Integer> {
    /** What the command does, in a line of the list of commands. */
    static final String SUMMARY =
            "Does NEW grant anything that OLD does not? Decided for all requests, with a request that shows it.";

    enum Format {
        text,
        json,
        tsv
    }

    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private CatalogOption catalogOption = new CatalogOption();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text, json or tsv (default: text).")
    private Format format = Format.text;

    @Option(
            names = "--batch",
            paramLabel = "FILE|DIR",
            description =
                    "Compare many pairs: each line holds id, a and b, where a and b are policies or"
                            + " {\"doc\": NAME} for a line of docs.jsonl beside the file. Resource wildcards are read part by part.")
    private Optional<Path> batch = Optional.empty();

    @Option(
            names = "--work",
            paramLabel = "STEPS",
            description = "How much work an answer may cost before it is unknown (default: ${DEFAULT-VALUE}).",
            defaultValue = "20000000")
    private long work;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "Compare what a role may do in two snapshots, --before and --after.")
    private Optional<String> role = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "A user in place of a role.")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--before",
            paramLabel = "FILE|DIR",
            description =
                    "The account before: what `aws iam get-account-authorization-details` prints, or a folder that"
                            + " `snapshot` wrote.")
    private Optional<Path> before = Optional.empty();

    @Option(names = "--after", paramLabel = "FILE|DIR", description = "The account after.")
    private Optional<Path> after = Optional.empty();

    @Parameters(arity = "0..2", paramLabel = "OLD NEW", description = "Policy documents.")
    private List<Path> files = List.of();

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (work <= 0) {
            throw new InputException("--work must be positive, not " + work);
        }
        boolean stacks = role.isPresent() || user.isPresent() || before.isPresent() || after.isPresent();
        if (stacks) {
            return compareStacks();
        }
        if (batch.isPresent() ? !files.isEmpty() : files.size() != 2) {
            throw new InputException("expected two policy files, OLD and NEW, or --batch FILE");
        }
        return batch.isPresent() ? compareAll(batch.get()) : compareTwo(files.get(0), files.get(1));
    }

    private int compareTwo(Path older, Path newer) {
        NamedPolicy first = new NamedPolicy(older.toString(), Inputs.policy(older));
        NamedPolicy second = new NamedPolicy(newer.toString(), Inputs.policy(newer));
        Comparison comparison = Comparison.ofDocuments(
                first, second, Comparison.Readings.EVERY, Comparison.Detail.REGIONS, new WorkLimit(work));
        if (format != Format.tsv) {
            comparison = RealRequests.of(catalogOption.catalog()).ofDocuments(comparison, first, second);
        }
        emit(comparison, older.toString(), newer.toString());
        return exitCode(List.of(comparison));
    }

    private int compareStacks() {
        if (before.isEmpty() || after.isEmpty() || role.isPresent() == user.isPresent()) {
            throw new InputException(
                    "expected --role ROLE or --user NAME, and two accounts, --before FILE|DIR and --after FILE|DIR");
        }
        if (batch.isPresent() || !files.isEmpty()) {
            throw new InputException("two accounts are compared by themselves, without policy files or --batch");
        }
        StackPair pair = StackPair.read(role, user, before.get(), after.get());
        Comparison comparison = pair.compare(new WorkLimit(work), RealRequests.of(catalogOption.catalog()));
        emit(comparison, before.get().toString(), after.get().toString());
        return exitCode(List.of(comparison));
    }

    private void emit(Comparison comparison, String older, String newer) {
        output.emit(
                switch (format) {
                    case text -> ComparisonText.of(comparison, older, newer);
                    case json -> {
                        ObjectNode root = Inputs.MAPPER.createObjectNode();
                        root.put("format", 1);
                        root.put("old", older);
                        root.put("new", newer);
                        ComparisonJson.fill(root, comparison);
                        yield root.toPrettyString() + "\n";
                    }
                    case tsv -> comparison.relation().text() + "\n";
                },
                console);
    }

    private int compareAll(Path path) {
        List<Comparison> comparisons = new ArrayList<>();
        RealRequests real = RealRequests.of(catalogOption.catalog());
        StringBuilder text = new StringBuilder();
        ObjectNode root = Inputs.MAPPER.createObjectNode();
        root.put("format", 1);
        ArrayNode list = root.putArray("pairs");
        for (PairFile.Pair pair : PairFile.read(path)) {
            Comparison comparison = Comparison.ofDocuments(
                    pair.a(),
                    pair.b(),
                    Comparison.Readings.PART_BY_PART,
                    Comparison.Detail.WITNESS,
                    new WorkLimit(work));
            comparisons.add(comparison);
            switch (format) {
                case tsv ->
                    text.append(pair.id())
                            .append('\t')
                            .append(comparison.relation().text())
                            .append('\n');
                case text ->
                    text.append(
                            String.format("%-12s  %s%n", comparison.relation().text(), pair.id()));
                case json -> {
                    ObjectNode node = list.addObject();
                    node.put("id", pair.id());
                    ComparisonJson.fill(node, real.ofDocuments(comparison, pair.a(), pair.b()));
                }
            }
        }
        output.emit(format == Format.json ? root.toPrettyString() + "\n" : text.toString(), console);
        return exitCode(comparisons);
    }

    /** A new grant is worth more than a doubt. */
    private static int exitCode(List<Comparison> comparisons) {
        boolean undecided = false;
        for (Comparison comparison : comparisons) {
            if (comparison.onlyNew() instanceof Difference.Some) {
                return ExitCode.NO;
            }
            undecided |= comparison.onlyNew() instanceof Difference.Unknown;
        }
        return undecided ? ExitCode.UNDECIDED : ExitCode.OK;
    }
}
