package io.iamtighten.cli;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.IamUser;
import io.iamtighten.aws.account.AccountFiles;
import io.iamtighten.aws.account.AccountReading;
import io.iamtighten.aws.trail.TrailOptions;
import io.iamtighten.aws.trail.TrailProblem;
import io.iamtighten.aws.trail.TrailReader;
import io.iamtighten.aws.trail.TrailReading;
import io.iamtighten.aws.trail.TrailSource;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.Nearest;
import io.iamtighten.usage.DataSelection;
import io.iamtighten.usage.DataSelectionParse;
import io.iamtighten.usage.DataSelectionParser;
import io.iamtighten.usage.LastAccessed;
import io.iamtighten.usage.LastAccessedParse;
import io.iamtighten.usage.LastAccessedParser;
import io.iamtighten.usage.UsageSummary;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the inputs of the main job, with every problem as one line for the user. */
final class TightenInputs {
    private TightenInputs() {}

    /** Reads an account from files. */
    static AccountSnapshot account(Path path) {
        AccountReading reading = AccountFiles.read(path);
        return reading.snapshot()
                .orElseThrow(() -> new InputException(
                        reading.problems().get(0) + more(reading.problems().size() - 1)));
    }

    private static String more(long others) {
        return others > 0 ? " (and " + others + " more problems)" : "";
    }

    static IamRole role(AccountSnapshot account, String name) {
        return account.role(name).orElseThrow(() -> {
            boolean user = account.user(name).isPresent();
            return new UnknownPrincipalException("there is no role `" + name + "` in the account"
                    + (user
                            ? ", but a user; write --user " + name
                            : Nearest.hint(
                                    name,
                                    account.roles().stream().map(IamRole::name).toList(),
                                    3)));
        });
    }

    static IamUser user(AccountSnapshot account, String name) {
        return account.user(name)
                .orElseThrow(() -> new UnknownPrincipalException("there is no user `" + name + "` in the account"
                        + Nearest.hint(
                                name,
                                account.users().stream().map(IamUser::name).toList(),
                                3)));
    }

    /** Reads a trail. Problems that do not stop it are printed, and added to {@code warnings}. */
    static UsageSummary trail(
            ServiceCatalog catalog,
            List<Path> paths,
            TrailOptions options,
            Progress progress,
            Console console,
            List<String> warnings) {
        List<Path> files = new ArrayList<>(paths);
        List<TrailSource> sources = new ArrayList<>();
        if (files.removeIf(path -> path.toString().equals(Inputs.STANDARD_INPUT))) {
            sources.add(Inputs.standardInput(console));
        }
        TrailReading reading = TrailReader.of(catalog).read(files, sources, options.telling(progress::advanced));
        progress.done();
        boolean strict = options.onProblem() == TrailOptions.OnProblem.STOP;
        Set<String> named = new java.util.TreeSet<>();
        files.forEach(path -> named.add(path.toString()));
        sources.forEach(source -> named.add(source.name()));
        List<TrailProblem> fatal = new ArrayList<>();
        for (TrailProblem problem : reading.problems()) {
            boolean own = named.contains(problem.source()) && !problem.ofSingleRecords();
            if (strict || own || reading.filesRead() == 0) {
                fatal.add(problem);
            }
        }
        if (!fatal.isEmpty()) {
            throw new InputException(fatal.get(0).line() + more(fatal.size() - 1));
        }
        if (reading.filesRead() == 0) {
            throw new InputException(
                    "there are no CloudTrail records in " + named.iterator().next()
                            + (named.size() > 1 ? " and the other paths" : "") + " (" + reading.filesSkipped()
                            + " files without records); check --trail, --since and --until");
        }
        for (TrailProblem problem : reading.problems()) {
            console.err().println("iam-tighten: warning: " + problem.line());
            warnings.add(problem.line());
        }
        if (reading.moreProblems() > 0) {
            warnings.add("and " + reading.moreProblems() + " more problems in the trail");
        }
        addLosses(reading, line -> {
            console.err().println("iam-tighten: warning: " + line);
            warnings.add(line);
        });
        return reading.summary();
    }

    /** Warns of what a summary lacks, beyond the problems that were just told. */
    static void addLosses(TrailReading reading, Consumer<String> warn) {
        UsageSummary summary = reading.summary();
        if (summary.principalsFolded()) {
            throw new InputException(
                    "the history has more principals than are kept apart, so that some of this one's calls"
                            + " may stand with others'; read the log files again with `usage --account-id ID --out FILE`, and give"
                            + " that file as --trail");
        }
        for (String loss : summary.generalLosses()) {
            if (reading.problems().stream().noneMatch(problem -> loss.endsWith(problem.line()))) {
                warn.accept(loss);
            }
        }
    }

    /** Reads last-accessed details about a principal from a file. */
    static LastAccessed lastAccessed(Path path, IamPrincipal principal, List<String> warnings) {
        LastAccessedParse parse = LastAccessedParser.parse(Inputs.text(path), principal.arn());
        if (parse.details().isEmpty()) {
            throw new InputException(path + ": " + parse.problems().get(0)
                    + more(parse.problems().size() - 1));
        }
        if (!parse.complete()) {
            warnings.add(
                    path + " has only the first pages of the report (`IsTruncated`): of services beyond them nothing"
                            + " is known; append what --marker gives");
        }
        return parse.details().get();
    }

    /** Reads a trail's event selectors. */
    static DataSelection dataSelection(Path path) {
        DataSelectionParse parse = DataSelectionParser.parse(Inputs.text(path));
        return parse.selection()
                .orElseThrow(() -> new InputException(path + ": "
                        + parse.problems().get(0) + more(parse.problems().size() - 1)));
    }

    /** Requires that the records are of the principal's account, for if they are not its silence means nothing. */
    static void requireSameAccount(UsageSummary usage, IamPrincipal principal, String account) {
        boolean seen = usage.coverage().eventsByAccount().containsKey(account)
                || usage.principals().stream()
                        .anyMatch(p -> p.principal().accountId().equals(Optional.of(account)));
        if (!seen) {
            throw new InputException("the trail has no event of account " + account + ", to which `" + principal.name()
                    + "` belongs; it has events of "
                    + some(usage.coverage().eventsByAccount().keySet())
                    + ". Check that --trail and --account belong together, and --since and --until");
        }
    }

    private static String some(Set<String> accounts) {
        List<String> list = List.copyOf(accounts);
        if (list.isEmpty()) {
            return "no account";
        }
        return list.size() <= 3
                ? String.join(", ", list)
                : String.join(", ", list.subList(0, 3)) + " and " + (list.size() - 3) + " more accounts";
    }

    /** Returns the options for reading what lies between two days or instants. */
    static TrailOptions within(Optional<String> since, Optional<String> until) {
        Optional<Instant> from = since.map(text -> instant("--since", text, DayEnd.START));
        Optional<Instant> to = until.map(text -> instant("--until", text, DayEnd.AFTER));
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new InputException("--until " + until.get() + " is not after --since " + since.get());
        }
        return TrailOptions.all().within(from, to);
    }

    /** Returns the instant that an option gives: a day (UTC) or an instant. */
    private static Instant instant(String option, String text, DayEnd dayEnd) {
        try {
            if (text.length() <= 10) {
                LocalDate day = LocalDate.parse(text);
                return (dayEnd == DayEnd.AFTER ? day.plusDays(1) : day)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC);
            }
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InputException(option + " `" + text
                    + "` is no day or instant; expected such as 2026-01-31 or 2026-01-31T12:00:00Z (UTC)");
        }
    }

    /** Which end of a day a day stands for. */
    private enum DayEnd {
        /** Its first instant. */
        START,
        /** The first instant after it. */
        AFTER
    }
}
