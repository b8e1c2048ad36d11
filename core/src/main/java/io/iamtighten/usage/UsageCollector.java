package io.iamtighten.usage;

import io.iamtighten.request.PrincipalType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Gathers recorded uses into a {@link UsagePart} of bounded size. Copies of an event are recognised among the last 1.5 million events at
 * least. Not thread-safe.
 */
public final class UsageCollector {
    /** Stands for the principals beyond those that are kept apart. */
    static final UsagePrincipal OTHERS =
            new UsagePrincipal(PrincipalType.ANONYMOUS, "(others)", false, Optional.empty(), Optional.empty());

    private static final Comparator<UsagePrincipal> PRINCIPALS = Comparator.comparing(UsagePrincipal::arn)
            .thenComparing(UsagePrincipal::type)
            .thenComparing(principal -> principal.id().orElse(""))
            .thenComparing(UsagePrincipal::pathKnown)
            .thenComparing(principal -> principal.accountId().orElse(""));

    private final Map<UsagePrincipal, PrincipalTally> principals = new HashMap<>();
    private final EventWindow window = new EventWindow(EventWindow.SPAN);
    private final CoverageTally coverage = new CoverageTally();
    private final List<String> sources = new ArrayList<>();
    private SourceSet restored = SourceSet.none();
    private SummaryLimits limits = SummaryLimits.STANDARD;
    private final TreeSet<SourceProblem> problems = new TreeSet<>();
    private SourceProblems moreProblems = SourceProblems.none();

    /** Invariant: what the tallies together take, so that it does not depend on where a run was interrupted. */
    private long size;

    /**
     * Counts by day are looked at after so many events, counted from the first one, so that a run that was interrupted looks at the same
     * places: few enough that what comes between does no harm.
     */
    private static final long CHECK_DAYS_EVERY = 50_000;

    /** How many principals one thread puts in order before it looks for more work. */
    private static final int AT_ONCE = 8;

    private UsageCollector() {}

    /** Starts a part that keeps less apart. */
    static UsageCollector within(SummaryLimits limits) {
        UsageCollector collector = new UsageCollector();
        collector.limits = limits;
        return collector;
    }

    /** Starts a part after others: copies of the events that they took last are recognised. */
    public static UsageCollector after(UsageSummary before) {
        UsageCollector collector = new UsageCollector();
        SeenEvents seen = SeenEvents.none();
        for (UsagePart part : before.parts()) {
            seen = seen.and(part.seen());
        }
        collector.window.restore(seen.finished());
        return collector;
    }

    /** Goes on with a part where {@link #unfinished} left it. */
    public static UsageCollector resume(UsagePart unfinished) {
        UsageCollector collector = new UsageCollector();
        collector.limits = unfinished.folding().limits();
        collector.addAll(unfinished);
        collector.restored = unfinished.sources();
        collector.window.restore(unfinished.seen());
        collector.moreProblems = unfinished.problems();
        return collector;
    }

    static UsagePart nothing() {
        return new UsageCollector().part();
    }

    /** Adds up two parts, whatever their files. */
    static UsagePart join(UsagePart one, UsagePart other) {
        UsageCollector collector = new UsageCollector();
        collector.limits = smaller(one.folding().limits(), other.folding().limits());
        collector.addAll(one);
        collector.addAll(other);
        collector.keepBounded();
        collector.keepDaysBounded();
        collector.moreProblems = one.problems().and(other.problems());
        return collector.part(
                one.sources().union(other.sources()),
                one.seen().and(other.seen()),
                work -> work.forEach(Runnable::run));
    }

    private static SummaryLimits smaller(SummaryLimits one, SummaryLimits other) {
        return new SummaryLimits(
                Math.min(one.resources(), other.resources()),
                Math.min(one.beginnings(), other.beginnings()),
                Math.min(one.sources(), other.sources()),
                Math.min(one.days(), other.days()));
    }

    private void addAll(UsagePart part) {
        coverage.add(part.coverage());
        for (PrincipalUsage usage : part.principals()) {
            // Also where some are folded already: what is told of one must not vanish among the others.
            room(usage.principal(), principals.size() < SummaryLimits.PRINCIPALS)
                    .add(usage);
        }
        size = facts();
    }

    /** Adds what a record shows, unless its event was seen before; returns whether it was not. */
    public boolean add(RecordedUse use, Instant time, EventId id) {
        return add(use, time.getEpochSecond(), id);
    }

    /**
     * Adds what a record shows, unless its event was seen before; returns whether it was not.
     *
     * @param epochSecond when, in seconds since 1970; 0 when the record does not say
     */
    public boolean add(RecordedUse use, long epochSecond, EventId id) {
        boolean fresh = window.add(id.fingerprint());
        boolean secondAccount = fresh
                && id.isShared()
                && !window.add(id.shared())
                && (use.principal == OTHERS || principals.containsKey(use.principal));
        if (!fresh || secondAccount) {
            coverage.copy();
            if (secondAccount && use.isUse()) {
                // The other account's record of the call may name the resource's account, which the first one lacked.
                PrincipalTally tally = tally(use.principal);
                long before = tally.size();
                tally.addMissing(use, epochSecond, id);
                size += tally.size() - before;
            }
            return false;
        }
        coverage.add(use, epochSecond);
        if (use.isUse()) {
            PrincipalTally tally = owner(use);
            long before = tally.size();
            tally.add(use, epochSecond, id);
            grown(tally.size() - before);
        }
        keepDays();
        return true;
    }

    /**
     * Adds what a record shows whose id is a UUID in lower case, unless its event was seen before; returns whether it was not.
     *
     * @param epochSecond when, in seconds since 1970; 0 when the record does not say
     * @param high the first half of the id
     * @param low the last half of the id
     */
    public boolean add(RecordedUse use, long epochSecond, long high, long low) {
        if (!window.add(EventId.fingerprint(high, low))) {
            coverage.copy();
            return false;
        }
        coverage.add(use, epochSecond);
        if (use.isUse()) {
            PrincipalTally tally = owner(use);
            long before = tally.size();
            tally.add(use, epochSecond, high, low);
            grown(tally.size() - before);
        }
        keepDays();
        return true;
    }

    private PrincipalTally owner(RecordedUse use) {
        PrincipalTally owner = use.owner();
        return owner != null && owner.isOf(this) ? owner : tally(use.principal);
    }

    private void grown(long more) {
        size += more;
        if (size > SummaryLimits.FACTS) {
            keepBounded();
        }
    }

    private void keepDays() {
        // No fact has more days than there are, the one of events without a time among them.
        if (coverage.events() % CHECK_DAYS_EVERY == 0 && size * (coverage.days() + 1L) > SummaryLimits.DAYS) {
            keepDaysBounded();
        }
    }

    private PrincipalTally tally(UsagePrincipal principal) {
        PrincipalTally tally = principals.get(principal);
        if (tally == null) {
            // Once some are counted together, one that is not there may be among them.
            tally = room(principal, principals.size() < SummaryLimits.PRINCIPALS && !principals.containsKey(OTHERS));
        }
        return tally;
    }

    private PrincipalTally room(UsagePrincipal principal, boolean more) {
        UsagePrincipal key = more || principals.containsKey(principal) ? principal : OTHERS;
        return principals.computeIfAbsent(key, p -> {
            size += PrincipalTally.OWN_WEIGHT;
            return new PrincipalTally(limits, this);
        });
    }

    private void keepBounded() {
        while (size > SummaryLimits.FACTS && !limits.smallest()) {
            shrink(limits.fewerResources());
        }
        if (size > SummaryLimits.MOST_FACTS) {
            foldPrincipals();
        }
    }

    private void keepDaysBounded() {
        while (days() > SummaryLimits.DAYS && limits.days() > 1) {
            shrink(limits.fewerDays());
        }
    }

    /** Counts those with the fewest events together, so that the size is bounded whatever the records hold. */
    private void foldPrincipals() {
        List<PrincipalUsage> order = new ArrayList<>();
        principals.forEach((principal, tally) -> {
            if (!principal.equals(OTHERS)) {
                order.add(tally.usage(principal));
            }
        });
        order.sort(
                Comparator.comparingLong(PrincipalUsage::events).thenComparing(PrincipalUsage::principal, PRINCIPALS));
        PrincipalTally others = principals.computeIfAbsent(OTHERS, p -> new PrincipalTally(limits, this));
        long left = facts();
        for (PrincipalUsage usage : order) {
            PrincipalTally tally = principals.get(usage.principal());
            if (left <= SummaryLimits.FACTS || tally == null) {
                break;
            }
            left -= tally.size();
            principals.remove(usage.principal());
            tally.leave();
            others.add(usage);
        }
        size = facts();
    }

    private void shrink(SummaryLimits smaller) {
        limits = smaller;
        principals.values().forEach(tally -> tally.shrink(smaller));
        size = facts();
    }

    private long facts() {
        long facts = 0;
        for (PrincipalTally tally : principals.values()) {
            facts += tally.size();
        }
        return facts;
    }

    private long days() {
        long days = 0;
        for (PrincipalTally tally : principals.values()) {
            days += tally.days();
        }
        return days;
    }

    /** Says that a file or object of this identity held records and has been taken in whole. */
    public void countSource(String identity) {
        sources.add(identity);
        coverage.countFile();
    }

    /** Says that a file or object of this identity has been looked at and holds no records. */
    public void countEmptySource(String identity) {
        sources.add(identity);
    }

    /** Says that something in a source that is counted could not be read. */
    public void countProblem(SourceProblem problem) {
        problems.add(problem);
        if (problems.size() > 2 * SourceProblems.MOST) {
            moreProblems = problems();
            problems.clear();
        }
    }

    /** Says that there were so many more problems in a source, with records left out perhaps. */
    public void countMoreProblems(long more) {
        moreProblems =
                new SourceProblems(moreProblems.listed(), moreProblems.more() + more, moreProblems.moreLosses() + more);
    }

    /** Leaves out what was told of sources that are read once more. */
    public void forgetProblems(Set<String> sources) {
        problems.removeIf(problem -> sources.contains(problem.source()));
        moreProblems = moreProblems.without(sources);
    }

    /** Returns the problems counted so far. */
    public SourceProblems problems() {
        return moreProblems.and(SourceProblems.of(problems, 0, 0));
    }

    /** Says that a record tells how many data events there were of an event source, but not whose. */
    public void countAggregated(String eventSource, long records) {
        coverage.countAggregated(eventSource, records);
    }

    /** Returns how many events were taken. */
    public long events() {
        return coverage.events();
    }

    /** Returns what was gathered so far. */
    public UsagePart part() {
        return part(work -> work.forEach(Runnable::run));
    }

    /**
     * Returns what was gathered so far, put in order by the threads of the caller.
     *
     * @param runner runs all of its argument, in any order or at the same time, and returns when that is done
     */
    public UsagePart part(Consumer<List<Runnable>> runner) {
        return part(allSources(), window.lastSeen(), runner);
    }

    /** Returns what was gathered so far, with all that {@link #resume} needs to go on as if nothing had been between. */
    public UsagePart unfinished() {
        return part(allSources(), window.seen(), work -> work.forEach(Runnable::run));
    }

    private SourceSet allSources() {
        return restored.union(SourceSet.of(sources));
    }

    private UsagePart part(SourceSet from, SeenEvents seen, Consumer<List<Runnable>> runner) {
        List<Map.Entry<UsagePrincipal, PrincipalTally>> order = new ArrayList<>(principals.entrySet());
        order.sort(Map.Entry.comparingByKey(PRINCIPALS));
        PrincipalUsage[] usages = new PrincipalUsage[order.size()];
        List<Runnable> work = new ArrayList<>();
        for (int start = 0; start < usages.length; start += AT_ONCE) {
            int first = start;
            work.add(() -> {
                for (int i = first; i < Math.min(usages.length, first + AT_ONCE); i++) {
                    Map.Entry<UsagePrincipal, PrincipalTally> each = order.get(i);
                    usages[i] = each.getValue().usage(each.getKey());
                }
            });
        }
        runner.accept(work);
        return new UsagePart(
                from, List.of(usages), coverage.coverage(), seen, UsagePart.Folding.of(limits), problems());
    }
}
