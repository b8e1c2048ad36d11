package io.iamtighten.cli;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.ResourcePolicy;
import io.iamtighten.aws.account.AwsAccountReader;
import io.iamtighten.aws.account.SnapshotProgress;
import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.aws.trail.AwsTrailReader;
import io.iamtighten.aws.trail.TrailOptions;
import io.iamtighten.aws.trail.TrailProblem;
import io.iamtighten.aws.trail.TrailReader;
import io.iamtighten.aws.trail.TrailReading;
import io.iamtighten.aws.trail.TrailSource;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.Nearest;
import io.iamtighten.usage.DataSelection;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UsageSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the inputs of the main job from AWS. */
final class LiveInputs {
    private static final String LOOKUP = "lookup";
    private static final String S3 = "s3://";
    /** Where the global services of the ordinary partition record their events. */
    private static final String GLOBAL_REGION = "us-east-1";

    private final AwsSession session;
    private final Console console;
    private final List<String> warnings;
    private final boolean strict;
    private Optional<DataSelection> selection = Optional.empty();

    LiveInputs(AwsSession session, Console console, List<String> warnings, boolean strict) {
        this.session = session;
        this.console = console;
        this.warnings = warnings;
        this.strict = strict;
    }

    private AwsTrailReader trails() {
        AwsTrailReader reader = AwsTrailReader.of(session);
        // Endpoints of one's own may allow another rate than AWS does.
        String pace = console.env().getOrDefault("IAM_TIGHTEN_LOOKUP_PACE_MS", "");
        return pace.matches("[0-9]{1,6}") ? reader.withLookupPace(Duration.ofMillis(Integer.parseInt(pace))) : reader;
    }

    /** Whether a place that {@code --trail} names is in AWS. */
    static boolean inAws(String place) {
        return place.startsWith(S3) || isLookup(place);
    }

    static boolean isLookup(String place) {
        return place.equals(LOOKUP);
    }

    /** Returns what a place in AWS holds. */
    List<TrailSource> sources(String place, List<String> regions, Optional<String> user, TrailOptions options) {
        if (isLookup(place)) {
            return lookup(regions, user, options, Instant.now());
        }
        List<TrailSource> objects = trails().objects(place, options);
        if (objects.isEmpty()) {
            throw new InputException("there are no log files"
                    + (options.accounts().isEmpty() ? "" : " of account " + String.join(", ", options.accounts()))
                    + " below " + place + " in the window; check the place, --since and --until");
        }
        return objects;
    }

    /** Reads the role or user with all that bears on it. */
    AccountSnapshot account(Optional<String> role, Optional<String> user) {
        AwsAccountReader reader = AwsAccountReader.of(session, SnapshotProgress.none());
        AccountSnapshot account;
        try {
            account = role.isPresent() ? reader.role(role.get()) : reader.user(user.orElseThrow());
        } catch (AwsException e) {
            if (e.kind() != AwsException.Kind.NOT_FOUND) {
                throw e;
            }
            String name = role.or(() -> user).orElseThrow();
            List<String> names = role.isPresent() ? reader.roleNames() : reader.userNames();
            throw new UnknownPrincipalException("there is no " + (role.isPresent() ? "role" : "user") + " `" + name
                    + "` in the account"
                    + Nearest.hint(name.substring(name.lastIndexOf('/') + 1), names, 3));
        }
        // What no run reads stands in the result; as a warning it would only hide the others.
        account.gaps().stream()
                .filter(gap -> !gap.equals(AccountSnapshot.OTHER_RESOURCES_UNREAD))
                .forEach(this::warn);
        return account;
    }

    /** Adds the policies and the settings of the buckets that the principal used. */
    AccountSnapshot withBuckets(AccountSnapshot account, IamPrincipal principal, UsageSummary usage) {
        Set<String> buckets = new TreeSet<>();
        for (PrincipalUsage one : usage.principals()) {
            if (one.principal().arn().endsWith("/" + principal.name())) {
                one.facts().forEach(fact -> bucket(fact.resource()).ifPresent(buckets::add));
            }
        }
        List<String> gaps = new ArrayList<>(account.gaps());
        List<String> more = new ArrayList<>();
        AwsAccountReader reader = AwsAccountReader.of(session, SnapshotProgress.none());
        List<ResourcePolicy> policies = reader.bucketPolicies(buckets, more);
        more.forEach(this::warn);
        gaps.addAll(more);
        return new AccountSnapshot(
                account.accountId(),
                account.users(),
                account.groups(),
                account.roles(),
                account.policies(),
                account.organization(),
                policies,
                reader.bucketSettings(buckets),
                gaps);
    }

    private static Optional<String> bucket(String arn) {
        String[] parts = arn.split(":", 6);
        boolean s3 = parts.length == 6 && parts[2].equals("s3") && parts[3].isEmpty() && parts[4].isEmpty();
        return s3
                ? Optional.of(parts[5].split("/", 2)[0]).filter(name -> !name.isEmpty() && !name.contains("*"))
                : Optional.empty();
    }

    /** Reads the history: of the places named, or else of the account's trail, or else what CloudTrail keeps itself. */
    UsageSummary usage(
            ServiceCatalog catalog,
            List<String> places,
            List<String> regions,
            String account,
            Optional<String> user,
            TrailOptions options) {
        Instant now = Instant.now();
        List<TrailSource> sources = new ArrayList<>();
        TrailOptions window = options;
        if (places.isEmpty()) {
            window = options.within(
                    options.since().or(() -> Optional.of(now.minus(AwsTrailReader.KEPT_BY_CLOUDTRAIL))),
                    options.until().or(() -> Optional.of(now)));
            sources.addAll(delivered(account, window));
            if (sources.isEmpty()) {
                sources.addAll(lookup(regions, user, window, now));
            }
        }
        List<Path> paths = new ArrayList<>();
        for (String place : places) {
            if (inAws(place)) {
                sources.addAll(sources(place, regions, user, options.ofAccounts(Set.of(account))));
            } else if (place.equals(Inputs.STANDARD_INPUT)) {
                sources.add(Inputs.standardInput(console));
            } else {
                paths.add(Path.of(place));
            }
        }
        return read(catalog, paths, sources, window);
    }

    /** Returns the log files of the account's own trail; none when there is none, or it may not be read. */
    private List<TrailSource> delivered(String account, TrailOptions window) {
        try {
            for (AwsTrailReader.S3Trail trail : trails().trails(region())) {
                List<TrailSource> objects = trails().objects(trail.url(), window.ofAccounts(Set.of(account)));
                if (!objects.isEmpty()) {
                    console.err().println("iam-tighten: reading the trail " + trail.name() + ", " + trail.url());
                    selection = selection(trail);
                    return objects;
                }
            }
        } catch (AwsException e) {
            if (e.fatal()) {
                throw e;
            }
            warn("the account's trail cannot be read: " + e.getMessage());
        }
        return List.of();
    }

    private Optional<DataSelection> selection(AwsTrailReader.S3Trail trail) {
        try {
            return Optional.of(trails().selection(trail));
        } catch (AwsException e) {
            if (e.fatal()) {
                throw e;
            }
            warn("which data events the trail selects is not known: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Returns which data events the account's trail selects, once its history was read from there; empty when that is not known. */
    Optional<DataSelection> selection() {
        return selection;
    }

    private List<TrailSource> lookup(List<String> regions, Optional<String> user, TrailOptions window, Instant now) {
        Set<String> asked = new TreeSet<>(regions);
        if (asked.isEmpty()) {
            asked.add(region());
            if (session.partition().equals("aws")) {
                asked.add(GLOBAL_REGION);
            }
        }
        warn("the history is what CloudTrail keeps itself: management events of at most 90 days, in "
                + String.join(", ", asked) + "; data events are not among them");
        return trails().lookup(asked, user.map(name -> name.substring(name.lastIndexOf('/') + 1)), window, now);
    }

    private String region() {
        return session.region()
                .orElseThrow(() -> new InputException(
                        "no AWS region is known; give --region, or set AWS_REGION or the profile's region"));
    }

    private UsageSummary read(
            ServiceCatalog catalog, List<Path> paths, List<TrailSource> sources, TrailOptions options) {
        Progress progress = new Progress(console);
        TrailReading reading = TrailReader.of(catalog).read(paths, sources, options.telling(progress::advanced));
        progress.done();
        for (TrailProblem problem : reading.problems()) {
            if (problem.kind() == TrailProblem.Kind.EMPTY) {
                // A region where nothing happened.
                continue;
            }
            if (strict || problem.kind() == TrailProblem.Kind.MISSING) {
                throw new InputException(problem.line());
            }
            warn(problem.line());
        }
        if (reading.moreProblems() > 0) {
            warn("and " + reading.moreProblems() + " more problems in the history");
        }
        TightenInputs.addLosses(reading, this::warn);
        return reading.summary();
    }

    private void warn(String line) {
        console.err().println("iam-tighten: warning: " + line);
        warnings.add(line);
    }
}
