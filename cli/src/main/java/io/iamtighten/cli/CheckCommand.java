package io.iamtighten.cli;

import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.cli.render.InvariantReport;
import io.iamtighten.effective.Invariant;
import io.iamtighten.effective.InvariantCheck;
import io.iamtighten.effective.InvariantParse;
import io.iamtighten.effective.InvariantParser;
import io.iamtighten.effective.InvariantResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Guardrails, proven or refuted. */
@Command(
        name = "check",
        description = CheckCommand.SUMMARY,
        footer = {
            "",
            "Exit code: 0 all hold, 1 at least one is violated, 3 none is violated and some",
            "are not decided.",
            "",
            "Example: iam-tighten check guardrails.json --account snapshot/"
        })
final class CheckCommand implements Callable<Integer> {
    /** What the command does, in a line of the list of commands. */
    static final String SUMMARY =
            "Check invariants: each is proven for all requests, or refuted by a request that goes through.";

    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private AccountOption account = new AccountOption();

    @Mixin
    private CatalogOption catalogOption = new CatalogOption();

    @Parameters(index = "0", paramLabel = "INVARIANTS", description = "The invariants file.")
    private Path file = Path.of("");

    @Mixin
    private FormatOption format = new FormatOption();

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        InvariantParse parse = InvariantParser.parse(Inputs.text(file), this::beside);
        if (!parse.problems().isEmpty()) {
            int more = parse.problems().size() - 1;
            throw new InputException(file + ": " + parse.problems().get(0)
                    + (more == 0 ? "" : " (and " + more + " more " + (more == 1 ? "problem" : "problems") + ")"));
        }
        Optional<AccountSnapshot> snapshot = account.read();
        List<InvariantResult> results = new ArrayList<>();
        for (Invariant invariant : parse.invariants()) {
            if (invariant instanceof Invariant.NothingNew nothing) {
                results.add(InvariantCheck.nothingNew(nothing, WorkLimit.standard()));
            } else {
                AccountSnapshot given = snapshot.orElseThrow(() -> new InputException("the invariant `" + invariant.id()
                        + "` is about an account; name its file or folder with --account"));
                results.add(InvariantCheck.over(given, catalogOption.catalog(), WorkLimit.standard())
                        .check(invariant));
            }
        }
        output.emit(format.isJson() ? InvariantReport.json(results) : InvariantReport.text(results), console);
        return exitCode(results);
    }

    /** A policy that the invariants file names stands beside it. */
    private Optional<String> beside(String name) {
        Path path = file.toAbsolutePath().resolveSibling(name);
        return Files.isRegularFile(path) ? Optional.of(Inputs.text(path)) : Optional.empty();
    }

    private static int exitCode(List<InvariantResult> results) {
        int code = ExitCode.OK;
        for (InvariantResult result : results) {
            switch (result.verdict()) {
                case VIOLATED -> {
                    return ExitCode.NO;
                }
                case UNKNOWN -> code = ExitCode.UNDECIDED;
                case HOLDS -> {}
            }
        }
        return code;
    }
}
