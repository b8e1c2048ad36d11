package io.iamtighten.usage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What principals did, and what the records can show. Summaries of different files are merged by {@link #merge}, in any order.
 *
 * @param parts what each set of files shows, in a stable order; no part's files are all in another's
 */
public record UsageSummary(List<UsagePart> parts) {
    private static final UsageSummary EMPTY = new UsageSummary(List.of());

    private static final Comparator<UsagePart> ORDER = Comparator.comparing(UsagePart::sources)
            .thenComparing(part -> part.coverage().events())
            .thenComparing(part -> part.coverage().toString())
            .thenComparing(part -> part.principals().toString())
            .thenComparing(part -> part.problems().toString())
            .thenComparing(part -> part.folding().toString())
            .thenComparing(UsagePart::seen);

    /** Puts the parts in order and leaves out those whose files are all in another. */
    public UsageSummary {
        parts = maximal(parts);
    }

    /**
     * Makes a summary that knows nothing of files.
     *
     * @param principals the principals seen, in order of their ARNs
     * @param coverage what the records can show
     */
    public UsageSummary(List<PrincipalUsage> principals, TrailCoverage coverage) {
        this(List.of(new UsagePart(
                SourceSet.none(),
                principals,
                coverage,
                SeenEvents.none(),
                UsagePart.Folding.ordinary(),
                SourceProblems.none())));
    }

    /** Returns the summary of nothing. */
    public static UsageSummary empty() {
        return EMPTY;
    }

    private static List<UsagePart> maximal(List<UsagePart> parts) {
        if (parts.size() == 1) {
            return List.copyOf(parts);
        }
        List<UsagePart> sorted = new ArrayList<>(parts);
        sorted.sort(ORDER);
        List<UsagePart> kept = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            UsagePart part = sorted.get(i);
            boolean covered = false;
            for (int j = 0; j < sorted.size() && !covered; j++) {
                covered = i != j && covers(sorted.get(j), part, j > i);
            }
            if (!covered) {
                kept.add(part);
            }
        }
        return List.copyOf(kept);
    }

    /** Of parts of the same files the last in order stays; parts that know nothing of files are the same when they are equal. */
    private static boolean covers(UsagePart larger, UsagePart part, boolean later) {
        if (larger.sources().equals(part.sources())) {
            return later && (part.sources().size() > 0 || larger.equals(part));
        }
        return part.sources().size() > 0 && part.sources().isSubsetOf(larger.sources());
    }

    /**
     * Returns what this and the other show together: associative and commutative, and the same files count once however often they are
     * merged. Files that are in two parts of which neither holds all of the other's count twice; {@link #countedTwice} says how
     * many. A call that two parts recorded in different files counts twice as well.
     */
    public UsageSummary merge(UsageSummary other) {
        List<UsagePart> both = new ArrayList<>(parts);
        both.addAll(other.parts);
        return new UsageSummary(both);
    }

    /** Returns how many files are in several parts, so that calls in them are counted more than once. */
    public long countedTwice() {
        long count = 0;
        SourceSet before = SourceSet.none();
        for (UsagePart part : parts) {
            count += part.sources().common(before);
            before = before.union(part.sources());
        }
        return count;
    }

    /**
     * Returns the same summary in as few parts as possible: those without common files become one. A smaller summary, that can no longer
     * tell the parts from each other; merging it with one that has only some of a part's files counts those twice.
     */
    public UsageSummary compacted() {
        List<UsagePart> done = new ArrayList<>();
        for (UsagePart part : parts) {
            boolean joined = false;
            for (int i = 0; i < done.size() && !joined; i++) {
                if (!done.get(i).sources().intersects(part.sources())) {
                    done.set(i, UsageCollector.join(done.get(i), part));
                    joined = true;
                }
            }
            if (!joined) {
                done.add(part);
            }
        }
        return new UsageSummary(done);
    }

    private UsagePart whole() {
        UsagePart whole = parts.isEmpty() ? UsageCollector.nothing() : parts.get(0);
        for (int i = 1; i < parts.size(); i++) {
            whole = UsageCollector.join(whole, parts.get(i));
        }
        return whole;
    }

    /**
     * Returns the principals seen, in order of their ARNs; a role made again under its name is there once for each of its ids. Adds up
     * the parts when there are several.
     */
    public List<PrincipalUsage> principals() {
        return whole().principals();
    }

    /** Returns what the records can show. */
    public TrailCoverage coverage() {
        TrailCoverage coverage = TrailCoverage.none();
        for (UsagePart part : parts) {
            coverage = coverage.and(part.coverage());
        }
        return coverage;
    }

    /** Returns whether the file or object of this identity is in the summary. */
    public boolean contains(String sourceIdentity) {
        return parts.stream().anyMatch(part -> part.sources().contains(sourceIdentity));
    }

    /**
     * Returns what the principal of an ARN did, or empty when no call of it was seen. A role of which some records lack the path, or
     * that had predecessors of the same name, is found in full by {@link #role}.
     */
    public Optional<PrincipalUsage> principal(String arn) {
        return principals().stream()
                .filter(usage -> usage.principal().arn().equals(arn))
                .findFirst();
    }

    /**
     * Returns what a role did, or empty when no call of it was seen: the calls under its ARN with the path, those under its id, and
     * those of sessions whose records name the account and the role's name only. Calls of a predecessor, a role of the same name
     * with another id, are not counted where both ids are known.
     *
     * @param arn the role's ARN with its path
     * @param id the role's id, or empty when unknown
     */
    public Optional<PrincipalUsage> role(String arn, Optional<String> id) {
        return RoleSearch.in(principals(), arn, id).usage();
    }

    /**
     * Returns the ids of roles that had this ARN, or this account and name, and are not this one.
     *
     * @param arn the role's ARN with its path
     * @param id the role's id, or empty when unknown: then there is nothing to tell them by
     */
    public List<String> predecessors(String arn, Optional<String> id) {
        return RoleSearch.in(principals(), arn, id).predecessors();
    }

    /**
     * Returns what was done on some days (UTC), as a summary that knows nothing of files: not to be merged with others of the same
     * records. {@link PrincipalUsage#between} and {@link TrailCoverage#between} say what is not known by day.
     *
     * @param from the first day
     * @param until the day after the last one
     */
    public UsageSummary between(LocalDate from, LocalDate until) {
        List<PrincipalUsage> inside = new ArrayList<>();
        for (PrincipalUsage usage : principals()) {
            PrincipalUsage part = usage.between(from, until);
            if (!part.facts().isEmpty() || !part.unmapped().isEmpty()) {
                inside.add(part);
            }
        }
        return new UsageSummary(inside, coverage().between(from, until));
    }

    /** Returns the same summary without the problems of some files or objects, which are read once more. */
    public UsageSummary withoutProblemsOf(Set<String> sources) {
        return new UsageSummary(parts.stream()
                .map(part -> new UsagePart(
                        part.sources(),
                        part.principals(),
                        part.coverage(),
                        part.seen(),
                        part.folding(),
                        part.problems().without(sources)))
                .toList());
    }

    /** Returns what of the files could not be read. */
    public SourceProblems problems() {
        SourceProblems problems = SourceProblems.none();
        for (UsagePart part : parts) {
            problems = problems.and(part.problems());
        }
        return problems;
    }

    /**
     * Returns whether the calls of some principals are only counted together, because there were more than are kept apart: then a
     * principal that is not there may have done something all the same.
     */
    public boolean principalsFolded() {
        return parts.stream()
                .flatMap(part -> part.principals().stream())
                .anyMatch(usage -> usage.principal().equals(UsageCollector.OTHERS));
    }

    /**
     * Returns what the summary lacks or gave up to stay bounded, one sentence each; none when it is exact. What concerns the whole comes
     * first, then what concerns single principals, each beginning with the principal's ARN.
     */
    public List<String> losses() {
        SortedSet<String> ofPrincipals = new TreeSet<>();
        for (PrincipalUsage usage : principals()) {
            SummaryLosses.of(usage, ofPrincipals);
        }
        List<String> losses = new ArrayList<>(generalLosses());
        losses.addAll(ofPrincipals);
        return List.copyOf(losses);
    }

    /** Returns what concerns the whole summary among {@link #losses}. */
    public List<String> generalLosses() {
        List<String> losses = new ArrayList<>();
        if (principalsFolded()) {
            losses.add("more principals than are kept apart: the calls of some are counted together as `"
                    + UsageCollector.OTHERS.arn() + "`");
        }
        SummaryLosses.of(problems(), losses);
        long twice = countedTwice();
        if (twice > 0) {
            losses.add(twice + " files are in several of the summaries merged; their calls are counted more than once");
        }
        if (coverage().events() > EventWindow.SPAN) {
            losses.add("copies of an event that come more than " + EventWindow.SPAN
                    + " events after it are counted again; uses are not lost by that");
        }
        return List.copyOf(losses);
    }
}
