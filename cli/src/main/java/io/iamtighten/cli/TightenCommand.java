package io.iamtighten.cli;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.aws.analyzer.LastAccessedReader;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.aws.trail.TrailOptions;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.cli.render.Documents;
import io.iamtighten.policy.Nearest;
import io.iamtighten.tighten.BackTest;
import io.iamtighten.tighten.ConditionKind;
import io.iamtighten.tighten.PolicyForm;
import io.iamtighten.tighten.Proof;
import io.iamtighten.tighten.ResourceStrategy;
import io.iamtighten.tighten.Tightener;
import io.iamtighten.tighten.TighteningOptions;
import io.iamtighten.tighten.TighteningProposal;
import io.iamtighten.tighten.Unverifiable;
import io.iamtighten.usage.LastAccessed;
import io.iamtighten.usage.UsagePrincipal;
import io.iamtighten.usage.UsageSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The main job: a tightened policy for a role or user. */
@Command(
        name = "tighten",
        description = {TightenCommand.SUMMARY, "`iam-tighten ROLE` is short for `iam-tighten tighten ROLE`."},
        footer = {
            "",
            "Examples:",
            "  iam-tighten DeployRole --account account.json --trail logs/",
            "  iam-tighten --user alice --account account.json --trail logs/ --format json",
            "  iam-tighten DeployRole --account account.json --trail logs/ --conditions region,tls",
            "  iam-tighten DeployRole --account account.json --trail logs/ --fresh --format script",
            "  iam-tighten DeployRole --account account.json --trail logs/ --backtest 30d",
            "",
            "--account alone shows what is blocked anyway; --trail alone makes a policy from",
            "what was done, which nothing proves.",
            "Without both, the account and its history are read from AWS.",
            "Exit codes: 0 fine, 2 bad input, 3 not proven, 4 AWS failed."
        })
final class TightenCommand implements Callable<Integer> {
    /** What the command does, in a line of the list of commands. */
    static final String SUMMARY =
            "Propose the smallest policy that still lets a role do its work, and prove that it allows nothing new.";

    /** The output formats. */
    enum Format {
        /** For people. */
        text,
        /** For machines. */
        json,
        /** A pull request's text. */
        markdown,
        /** A unified diff for each policy. */
        diff,
        /** Terraform resources. */
        terraform,
        /** A CloudFormation template. */
        cloudformation,
        /** A shell script for the AWS CLI, with its way back. */
        script
    }

    private final Console console;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private CatalogOption source = new CatalogOption();

    @Parameters(arity = "0..1", paramLabel = "ROLE", description = "A role's name, path and name, or ARN.")
    private Optional<String> role = Optional.empty();

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "A user instead of a role: name, path and name, or ARN.")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--account",
            paramLabel = "FILE|DIR",
            description = "What `aws iam get-account-authorization-details` prints, or a folder that `snapshot` wrote.")
    private Optional<Path> account = Optional.empty();

    @Mixin
    private AwsOptions aws = new AwsOptions();

    @Option(
            names = "--trail",
            paramLabel = "PATH",
            description = "CloudTrail records: a file or a folder, compressed or not; s3://BUCKET/PREFIX; `lookup` for"
                    + " what CloudTrail keeps itself; or - for standard input. May be given more than once.")
    private List<String> trail = new ArrayList<>();

    @Option(
            names = "--history-region",
            paramLabel = "REGION",
            description =
                    "A region whose events are looked up (default: yours and us-east-1). May be given more than once.")
    private List<String> historyRegions = new ArrayList<>();

    @Option(names = "--since", paramLabel = "DAY", description = "Leave out events before this day or instant (UTC).")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "DAY", description = "Leave out events after this day or instant (UTC).")
    private Optional<String> until = Optional.empty();

    @Option(
            names = "--unverifiable",
            paramLabel = "keep|used|drop",
            description = "What becomes of actions whose use no record shows (default: used): keep them all, keep those"
                    + " that a statement names or that what was used suggests, or drop them.")
    private Treatment unverifiable = Treatment.used;

    @Option(
            names = "--resources",
            paramLabel = "exact|balanced|service",
            description =
                    "The resources seen; those and the like that keep appearing (default: balanced); or all of their"
                            + " types. Never outside of today's patterns.")
    private Reach resources = Reach.balanced;

    @Option(
            names = "--conditions",
            paramLabel = "KIND",
            split = ",",
            description =
                    "Also add conditions that all recorded uses fulfil (default: none), any of: region, network, tls, mfa,"
                            + " passed-to-service, via-service; or all. Never on calls that a service makes for the role.")
    private List<String> conditions = new ArrayList<>();

    @Option(
            names = "--network-ranges",
            paramLabel = "N",
            description = "How many address ranges a network condition has at most (default: 10).")
    private int networkRanges = TighteningOptions.NETWORK_RANGES;

    @Option(
            names = "--last-accessed",
            paramLabel = "FILE",
            description =
                    "What `aws iam get-service-last-accessed-details` prints about the role, as second evidence; or `lookup` to"
                            + " ask IAM.")
    private Optional<String> lastAccessed = Optional.empty();

    @Option(
            names = "--event-selectors",
            paramLabel = "FILE",
            description =
                    "What `aws cloudtrail get-event-selectors` prints about the trail: which data events it records, so that"
                            + " \"unused\" is said of no others. A trail that is found in AWS is asked.")
    private Optional<Path> eventSelectors = Optional.empty();

    @Option(
            names = "--fresh",
            description =
                    "Propose one new policy in place of all (several when it is too large for one), not edits of today's.")
    private boolean fresh;

    @Option(
            names = "--backtest",
            paramLabel = "DAYS",
            description = "Try proposals made from older days on the days after: how many later calls they would have"
                    + " refused, and how long to watch. Such as 30d: the newest 30 days, and 30 before them again.")
    private Optional<String> backTest = Optional.empty();

    private Optional<BackTest> tried = Optional.empty();

    @Option(names = "--strict", description = "Stop at the first record or file that cannot be read.")
    private boolean strict;

    @Option(
            names = "--validate",
            description = "Ask IAM Access Analyzer whether the proposed policies are valid (ValidatePolicy).")
    private boolean validate;

    @Option(
            names = "--cross-check",
            description =
                    "Ask AWS for its own opinion too: validity, new access and access still granted (custom policy checks,"
                            + " which AWS bills by the call), its generated policy, unused-access findings, and when actions were last"
                            + " tried.")
    private boolean crossCheck;

    @Option(names = "--force", description = "Show policies that are not proven.")
    private boolean force;

    @Option(
            names = "--out-dir",
            paramLabel = "DIR",
            description =
                    "Also write a new folder with the policies and every format, back-test and opinions included.")
    private Optional<Path> outDir = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "text (default), json, markdown, diff, terraform, cloudformation, or script: AWS CLI calls with their"
                            + " way back.")
    private Format format = Format.text;

    /** The spelling of {@link Unverifiable} on the command line. */
    enum Treatment {
        /** Keep all. */
        keep,
        /** Keep what is named or suggested. */
        used,
        /** Keep none. */
        drop
    }

    /** The spelling of {@link ResourceStrategy} on the command line. */
    enum Reach {
        /** What was seen. */
        exact,
        /** What was seen, and what is likely. */
        balanced,
        /** All of a type. */
        service
    }

    TightenCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (role.isPresent() == user.isPresent()) {
            throw new InputException("name one principal: a ROLE, or --user NAME");
        }
        days();
        outDir.ifPresent(ProposalFolder::requireNew);
        ServiceCatalog catalog = source.catalog();
        List<String> warnings = new ArrayList<>();
        TighteningProposal proposal = propose(catalog, warnings);
        proposal = proposal.withWarnings(warnings);
        boolean proven = proposal.proof().verdict() == Proof.Verdict.PROVEN
                && proposal.replay().complete();
        boolean shown = proven || force || account.isEmpty() && !live();
        Documents documents = shown ? Documents.SHOWN : Documents.WITHHELD;
        Optional<SecondOpinions> opinions = opinions(proposal);
        Rendering rendering = new Rendering(proposal, documents, tried, opinions);
        if (format != Format.text && format != Format.json) {
            requireShown(documents);
        }
        String result = rendered(rendering);
        if (outDir.isPresent() && documents == Documents.SHOWN) {
            ProposalFolder.write(outDir.get(), rendering);
        }
        output.emit(result, console);
        if (outDir.isPresent()) {
            requireShown(documents);
        }
        Proof.Verdict verdict = proposal.proof().verdict();
        boolean contradicted = opinions.isPresent() && opinions.get().contradict(verdict);
        return proven && !contradicted ? ExitCode.OK : ExitCode.UNDECIDED;
    }

    private Optional<SecondOpinions> opinions(TighteningProposal proposal) {
        if (!validate && !crossCheck) {
            return Optional.empty();
        }
        try (AwsSession session = aws.open(console)) {
            SecondOpinions.Depth depth = crossCheck ? SecondOpinions.Depth.CROSS_CHECK : SecondOpinions.Depth.VALIDATE;
            return Optional.of(SecondOpinions.ask(session, proposal, depth));
        }
    }

    private String rendered(Rendering rendering) {
        return switch (format) {
            case text -> rendering.text();
            case json -> rendering.json();
            case markdown -> rendering.markdown();
            case diff -> rendering.diff();
            case terraform -> rendering.terraform();
            case cloudformation -> rendering.cloudFormation();
            case script -> rendering.script();
        };
    }

    private static void requireShown(Documents documents) {
        if (documents == Documents.WITHHELD) {
            throw new UnprovenException();
        }
    }

    private TighteningProposal propose(ServiceCatalog catalog, List<String> warnings) {
        Tightener tightener = eventSelectors
                .map(file -> Tightener.of(catalog).knowing(TightenInputs.dataSelection(file)))
                .orElse(Tightener.of(catalog));
        TighteningOptions options = new TighteningOptions(
                switch (unverifiable) {
                    case keep -> Unverifiable.KEEP;
                    case used -> Unverifiable.USED;
                    case drop -> Unverifiable.DROP;
                },
                switch (resources) {
                    case exact -> ResourceStrategy.EXACT;
                    case balanced -> ResourceStrategy.BALANCED;
                    case service -> ResourceStrategy.SERVICE;
                },
                conditionKinds(),
                networkRanges(),
                fresh ? PolicyForm.FRESH : PolicyForm.EDIT);
        if (live()) {
            try (AwsSession session = aws.open(console)) {
                return live(session, catalog, tightener, options, warnings);
            }
        }
        boolean history = account.isPresent() && !trail.isEmpty();
        if (lastAccessed.isPresent() && !history) {
            throw new InputException("--last-accessed is evidence beside a history; give --account and --trail too");
        }
        if (eventSelectors.isPresent() && trail.isEmpty()) {
            throw new InputException("--event-selectors say what a history shows; give --trail too");
        }
        if (!conditions.isEmpty() && trail.isEmpty()) {
            throw new InputException("--conditions rest on a history; give --trail too");
        }
        if (account.isEmpty()) {
            UsageSummary usage = usage(catalog, warnings);
            UsagePrincipal found = TrailPrincipals.find(usage, role, user);
            tried = days().map(days -> tightener.backTestFromUsage(found, usage, options, days));
            return tightener.proposeFromUsage(found, usage, options);
        }
        AccountSnapshot snapshot = TightenInputs.account(account.get());
        IamPrincipal principal = role.isPresent()
                ? TightenInputs.role(snapshot, role.get())
                : TightenInputs.user(snapshot, user.orElseThrow());
        if (trail.isEmpty()) {
            if (backTest.isPresent()) {
                throw new InputException("--backtest needs a history: give --trail");
            }
            return tightener.propose(snapshot, principal, options);
        }
        UsageSummary usage = usage(catalog, warnings);
        TightenInputs.requireSameAccount(
                usage, principal, snapshot.view(principal).accountId());
        return propose(tightener, snapshot, principal, usage, options, warnings);
    }

    private TighteningProposal propose(
            Tightener tightener,
            AccountSnapshot snapshot,
            IamPrincipal principal,
            UsageSummary usage,
            TighteningOptions options,
            List<String> warnings) {
        tried = days().map(days -> tightener.backTest(snapshot, principal, usage, options, days));
        return lastAccessed.isEmpty()
                ? tightener.propose(snapshot, principal, usage, options)
                : tightener.propose(snapshot, principal, usage, lastAccessed(principal, warnings), options);
    }

    private LastAccessed lastAccessed(IamPrincipal principal, List<String> warnings) {
        if (!LiveInputs.isLookup(lastAccessed.orElseThrow())) {
            return TightenInputs.lastAccessed(Path.of(lastAccessed.get()), principal, warnings);
        }
        try (AwsSession session = aws.open(console)) {
            return LastAccessedReader.of(session).of(principal.arn());
        }
    }

    private Set<ConditionKind> conditionKinds() {
        Set<ConditionKind> kinds = EnumSet.noneOf(ConditionKind.class);
        for (String name : conditions) {
            boolean known = name.equals("all");
            for (ConditionKind kind : ConditionKind.values()) {
                if (name.equals("all") || name.equals(kind.text())) {
                    kinds.add(kind);
                    known = true;
                }
            }
            if (!known) {
                List<String> names = Arrays.stream(ConditionKind.values())
                        .map(ConditionKind::text)
                        .toList();
                throw new InputException("--conditions `" + name + "` is no kind of condition; expected any of "
                        + String.join(", ", names) + ", or all" + Nearest.hint(name, names, 3));
            }
        }
        return kinds;
    }

    private int networkRanges() {
        if (networkRanges < 1 || networkRanges > TighteningOptions.MAX_NETWORK_RANGES) {
            throw new InputException("--network-ranges " + networkRanges + " is out of bounds; expected 1 to "
                    + TighteningOptions.MAX_NETWORK_RANGES);
        }
        return networkRanges;
    }

    /** How many days to try; {@code 30d} and {@code 30} are the same. */
    private Optional<Integer> days() {
        return backTest.map(text -> {
            String number = text.endsWith("d") ? text.substring(0, text.length() - 1) : text;
            boolean plain =
                    !number.isEmpty() && number.length() <= 4 && number.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!plain || Integer.parseInt(number) < 1) {
                throw new InputException("--backtest takes a number of days, such as 30d, not `" + text + "`");
            }
            return Integer.parseInt(number);
        });
    }

    /** Whether AWS is called: for the account, when neither files nor a trail in files are given, or for the history. */
    private boolean live() {
        return account.isEmpty() && trail.isEmpty() || trail.stream().anyMatch(LiveInputs::inAws);
    }

    private TighteningProposal live(
            AwsSession session,
            ServiceCatalog catalog,
            Tightener tightener,
            TighteningOptions options,
            List<String> warnings) {
        LiveInputs inputs = new LiveInputs(session, console, warnings, strict);
        AccountSnapshot snapshot =
                account.isPresent() ? TightenInputs.account(account.get()) : inputs.account(role, user);
        IamPrincipal principal = role.isPresent()
                ? TightenInputs.role(snapshot, role.get())
                : TightenInputs.user(snapshot, user.orElseThrow());
        String number = snapshot.view(principal).accountId();
        UsageSummary usage = inputs.usage(catalog, trail, historyRegions, number, user, trailOptions());
        AccountSnapshot whole = account.isPresent() ? snapshot : inputs.withBuckets(snapshot, principal, usage);
        Tightener knowing = inputs.selection()
                .filter(s -> eventSelectors.isEmpty())
                .map(tightener::knowing)
                .orElse(tightener);
        return propose(knowing, whole, principal, usage, options, warnings);
    }

    private UsageSummary usage(ServiceCatalog catalog, List<String> warnings) {
        return TightenInputs.trail(
                catalog,
                trail.stream().map(Inputs::path).toList(),
                trailOptions(),
                new Progress(console),
                console,
                warnings);
    }

    private TrailOptions trailOptions() {
        return TightenInputs.within(since, until)
                .on(strict ? TrailOptions.OnProblem.STOP : TrailOptions.OnProblem.GO_ON);
    }
}
