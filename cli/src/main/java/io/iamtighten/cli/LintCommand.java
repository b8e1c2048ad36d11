package io.iamtighten.cli;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.lint.CallerAddresses;
import io.iamtighten.lint.Finding;
import io.iamtighten.lint.LintReport;
import io.iamtighten.lint.Linter;
import io.iamtighten.lint.RuleBook;
import io.iamtighten.lint.RuleInfo;
import io.iamtighten.lint.Severity;
import io.iamtighten.policy.Nearest;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Findings on policies and accounts. */
@Command(
        name = "lint",
        description = {
            LintCommand.SUMMARY,
            "",
            "FILE is a policy document, an account file (what `aws iam get-account-authorization-details` prints) or a"
                    + " folder that `iam-tighten snapshot` wrote. Any other folder stands for its .json files."
        },
        footer = {
            "",
            "Example: iam-tighten lint --type trust --fail-on security --format sarif --out lint.sarif trust.json",
            "Exit codes: 0 nothing at or above --fail-on, 1 a finding, 2 bad input."
        })
final class LintCommand implements Callable<Integer> {
    /** What the command does, in a line of the list of commands. */
    static final String SUMMARY =
            "Find what is wrong with policies: what AWS refuses, what wildcards reach, who gets in, and how principals"
                    + " can gain more.";

    enum Format {
        text,
        json,
        sarif,
        junit
    }

    enum Level {
        note,
        suggestion,
        warning,
        security,
        error;

        Severity severity() {
            return Severity.parse(name()).orElseThrow();
        }
    }

    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private CatalogOption source = new CatalogOption();

    @Mixin
    private LintInput input = new LintInput();

    @Mixin
    private LintSurroundings surroundings = new LintSurroundings();

    @Mixin
    private LintUsage usage = new LintUsage();

    @Mixin
    private LintFilter filter = new LintFilter();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text, json, sarif or junit (default: text).")
    private Format format = Format.text;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "Exit 1 on a finding as bad as this, or worse: suggestion, warning, security or error"
                    + " (default: warning).")
    private Level failOn = Level.warning;

    @Option(names = "--explain", paramLabel = "RULE", description = "Explain a rule, and look at no files.")
    private Optional<String> explain = Optional.empty();

    @Option(
            names = "--addresses",
            description =
                    "Show instead from which source addresses each permission can be used, over all Allow and Deny"
                            + " statements: of an account by principal, of a resource's or role's policy by the callers"
                            + " that it names, of one that limits (SCP, RCP, boundary) by what it lets through.")
    private boolean addresses;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Policies, account files and snapshot folders.")
    private List<Path> files = List.of();

    LintCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (explain.isPresent()) {
            output.emit(LintText.explain(rule(explain.get())), console);
            return ExitCode.OK;
        }
        if (files.isEmpty()) {
            throw new InputException("no files to look at; name policies, an account file or a snapshot folder");
        }
        ServiceCatalog catalog = source.catalog();
        Linter known = Linter.standard(catalog).given(surroundings.context());
        Linter linter = usage.read(catalog, console).map(known::given).orElse(known);
        if (addresses) {
            Map<String, List<CallerAddresses>> reaches = input.addresses(linter, files);
            output.emit(
                    switch (format) {
                        case text -> LintAddresses.text(reaches);
                        case json -> LintAddresses.json(reaches);
                        case sarif, junit ->
                            throw new InputException("--addresses has no findings: its formats are text and json");
                    },
                    console);
            return reaches.values().stream()
                            .flatMap(List::stream)
                            .flatMap(c -> c.reaches().stream())
                            .anyMatch(r -> r.undecided().isPresent())
                    ? ExitCode.UNDECIDED
                    : ExitCode.OK;
        }
        LintInput.Linted linted = input.lint(linter, files);
        LintReport report = filter.apply(linted.report(), LocalDate.now(ZoneOffset.UTC));
        String text = switch (format) {
            case text -> LintText.report(report, linted.texts());
            case json -> LintJson.report(report);
            case sarif -> LintSarif.report(report);
            case junit -> LintJunit.report(report);
        };
        output.emit(text, console);
        report.notices().forEach(n -> console.err().println("iam-tighten: " + n));
        Severity limit = failOn.severity();
        return report.findings().stream().map(Finding::severity).anyMatch(s -> s.atLeast(limit))
                ? ExitCode.NO
                : ExitCode.OK;
    }

    private static RuleInfo rule(String id) {
        return RuleBook.standard()
                .find(id)
                .orElseThrow(() -> new InputException("there is no rule `" + id + "`"
                        + Nearest.hint(
                                id,
                                RuleBook.standard().all().stream()
                                        .map(RuleInfo::id)
                                        .toList(),
                                3)));
    }
}
