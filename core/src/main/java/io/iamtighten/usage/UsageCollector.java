package io.iamtighten.usage;

import io.iamtighten.request.PrincipalType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers recorded uses into a {@link UsagePart} of bounded size. Copies of an event are recognised among the last 1.5 million events at
 * least. Not thread-safe.
 */
public final class UsageCollector {
    private static final UsagePrincipal OTHERS =
            new UsagePrincipal(PrincipalType.ANONYMOUS, "(others)", false, Optional.empty(), Optional.empty());

    private final Map<UsagePrincipal, PrincipalTally> principals = new HashMap<>();
    private final EventWindow window = new EventWindow(EventWindow.SPAN);
    private final CoverageTally coverage = new CoverageTally();
    private final List<String> sources = new ArrayList<>();
    private SourceSet restored = SourceSet.none();
    private SummaryLimits limits = SummaryLimits.STANDARD;
    private long untilCheck = CHECK_EVERY;

    /** Sizes are looked at after so many events: few enough that what comes between does no harm. */
    private static final long CHECK_EVERY = 50_000;

    private UsageCollector() {}

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
        return collector.part(one.sources().union(other.sources()), one.seen().and(other.seen()));
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
            tally(usage.principal()).add(usage);
        }
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
        if (!window.add(id.fingerprint())) {
            coverage.copy();
            return false;
        }
        coverage.add(use, epochSecond);
        if (use.recordedAs != RecordedAs.NETWORK_ACTIVITY) {
            tally(use.principal).add(use, epochSecond, id);
        }
        if (--untilCheck == 0) {
            keepBounded();
        }
        return true;
    }

    private PrincipalTally tally(UsagePrincipal principal) {
        PrincipalTally tally = principals.get(principal);
        if (tally == null) {
            UsagePrincipal key = principals.size() < SummaryLimits.PRINCIPALS ? principal : OTHERS;
            tally = principals.computeIfAbsent(key, p -> new PrincipalTally(limits));
        }
        return tally;
    }

    private void keepBounded() {
        untilCheck = CHECK_EVERY;
        while (facts() > SummaryLimits.FACTS && !limits.smallest()) {
            shrink(limits.fewerResources());
        }
        while (days() > SummaryLimits.DAYS && limits.days() > 1) {
            shrink(limits.fewerDays());
        }
    }

    private void shrink(SummaryLimits smaller) {
        limits = smaller;
        principals.values().forEach(tally -> tally.shrink(smaller));
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

    /** Returns how many events were taken. */
    public long events() {
        return coverage.events();
    }

    /** Returns what was gathered so far. */
    public UsagePart part() {
        return part(allSources(), window.seen().finished());
    }

    /** Returns what was gathered so far, with all that {@link #resume} needs to go on as if nothing had been between. */
    public UsagePart unfinished() {
        return part(allSources(), window.seen());
    }

    private SourceSet allSources() {
        return restored.union(SourceSet.of(sources));
    }

    private UsagePart part(SourceSet from, SeenEvents seen) {
        List<PrincipalUsage> list = new ArrayList<>(principals.size());
        principals.forEach((principal, tally) -> list.add(tally.usage(principal)));
        list.sort(
                Comparator.comparing((PrincipalUsage usage) -> usage.principal().arn())
                        .thenComparing(usage -> usage.principal().type())
                        .thenComparing(usage -> usage.principal().id().orElse(""))
                        .thenComparing(usage -> usage.principal().pathKnown())
                        .thenComparing(usage -> usage.principal().accountId().orElse("")));
        return new UsagePart(from, list, coverage.coverage(), seen, UsagePart.Folding.of(limits));
    }
}
