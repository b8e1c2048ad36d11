package io.iamtighten.cli;

import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.aws.trail.TrailException;
import io.iamtighten.aws.trail.TrailOptions;
import io.iamtighten.aws.trail.TrailProblem;
import io.iamtighten.aws.trail.TrailReader;
import io.iamtighten.aws.trail.TrailReading;
import io.iamtighten.aws.trail.TrailSource;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.cli.render.UsageJson;
import io.iamtighten.cli.render.UsageText;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What was done. */
@Command(
        name = "usage",
        description = UsageCommand.SUMMARY,
        footer = {
            "",
            "Examples:",
            "  iam-tighten usage --trail logs/",
            "  iam-tighten usage --trail logs/ --out usage.gz      (again later: adds what is new)",
            "  iam-tighten usage --trail usage.gz --principal DeployRole --format json"
        })
final class UsageCommand implements Callable<Integer> {
    /** What the command does, in a line of the list of commands. */
    static final String SUMMARY = "Show what was done, by whom, and what the records can show at all.";

    /** The output formats. */
    enum Format {
        /** For people. */
        text,
        /** For machines. */
        json
    }

    private final Console console;

    @Option(
            names = "--trail",
            required = true,
            paramLabel = "PATH",
            description =
                    "CloudTrail records: a file or a folder, compressed or not, a usage summary saved before, s3://BUCKET/PREFIX,"
                            + " `lookup` for what CloudTrail keeps itself, or - for standard input. May be given more than"
                            + " once.")
    private List<String> trail = new ArrayList<>();

    @Option(names = "--since", paramLabel = "DAY", description = "Leave out events before this day or instant (UTC).")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "DAY", description = "Leave out events after this day or instant (UTC).")
    private Optional<String> until = Optional.empty();

    @Option(
            names = "--account-id",
            paramLabel = "ID",
            description = "Only events of this account, as caller or as owner. May be given more than once.")
    private List<String> accounts = new ArrayList<>();

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile of the AWS configuration, for s3://.")
    private Optional<String> profile = Optional.empty();

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = "Where AWS is, for tests and private endpoints.")
    private Optional<URI> endpoint = Optional.empty();

    @Option(names = "--verbose", description = "Show each call to AWS on standard error.")
    private boolean verbose;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Only events of this region. May be given more than once.")
    private List<String> regions = new ArrayList<>();

    @Option(
            names = "--principal",
            paramLabel = "NAME",
            description = "Show only principals of this ARN or name. The summary keeps all.")
    private Optional<String> principal = Optional.empty();

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Show so many actions of each principal as text (default: 10).")
    private int top = 10;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Keep the summary in FILE. When it is there, only new files are read and added; an interrupted run"
                            + " goes on where it was.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--strict", description = "Stop at the first record or file that cannot be read.")
    private boolean strict;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
    private Format format = Format.text;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Mixin
    private CatalogOption source = new CatalogOption();

    UsageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ServiceCatalog catalog = source.catalog();
        TrailReading reading = read(catalog);
        for (TrailProblem problem : reading.problems()) {
            console.err().println("iam-tighten: warning: " + problem.line());
        }
        if (reading.moreProblems() > 0) {
            console.err().println("iam-tighten: warning: and " + reading.moreProblems() + " more problems");
        }
        console.out()
                .print(
                        format == Format.json
                                ? UsageJson.render(reading, principal, catalog)
                                : UsageText.render(reading, principal, top, catalog));
        return ExitCode.OK;
    }

    private TrailReading read(ServiceCatalog catalog) {
        Progress progress = new Progress(console);
        TrailOptions options = options(progress);
        try (AwsSession session = AwsOptions.open(console, profile, Optional.empty(), endpoint, verbose)) {
            TrailReading reading = TrailReader.of(catalog).read(paths(), sources(session, options), options);
            progress.done();
            requireRecords(reading);
            return reading;
        } catch (TrailException e) {
            throw new InputException(e.getMessage() == null ? "the trail cannot be read" : e.getMessage());
        }
    }

    private List<Path> paths() {
        return trail.stream()
                .filter(path -> !path.equals(Inputs.STANDARD_INPUT) && !LiveInputs.inAws(path))
                .map(Inputs::path)
                .toList();
    }

    /** Opening a session costs nothing and loads nothing of AWS until a place in AWS is named. */
    private List<TrailSource> sources(AwsSession session, TrailOptions options) {
        List<TrailSource> sources = new ArrayList<>();
        if (trail.contains(Inputs.STANDARD_INPUT)) {
            sources.add(Inputs.standardInput(console));
        }
        LiveInputs aws = new LiveInputs(session, console, new ArrayList<>(), strict);
        for (String place : trail) {
            if (LiveInputs.isLookup(place) && out.isPresent()) {
                // What CloudTrail keeps moves on with the time, so that a later run could not tell what is new.
                throw new InputException(
                        "`lookup` cannot be kept in a file; read the trail's log files, or leave --out out");
            }
            if (LiveInputs.inAws(place)) {
                sources.addAll(aws.sources(place, regions, Optional.empty(), options));
            }
        }
        return sources;
    }

    private TrailOptions options(Progress progress) {
        TrailOptions options = TightenInputs.within(since, until)
                .ofAccounts(new HashSet<>(accounts))
                .inRegions(new HashSet<>(regions))
                .on(strict ? TrailOptions.OnProblem.STOP : TrailOptions.OnProblem.GO_ON)
                .telling(progress::advanced);
        return out.map(options::keptIn).orElse(options);
    }

    private void requireRecords(TrailReading reading) {
        Set<String> named = new HashSet<>(trail);
        named.add(Inputs.STANDARD_INPUT_NAME);
        boolean nothing = reading.filesRead() == 0 && reading.filesKnown() == 0;
        for (TrailProblem problem : reading.problems()) {
            boolean own = named.contains(problem.source()) && !problem.ofSingleRecords();
            boolean lost = own && (problem.kind() == TrailProblem.Kind.MISSING || nothing);
            if (strict || nothing || lost) {
                throw new InputException(problem.line());
            }
        }
        if (nothing) {
            throw new InputException("there are no CloudTrail records in " + String.join(", ", trail) + " ("
                    + reading.filesSkipped() + " files without records)");
        }
    }
}
