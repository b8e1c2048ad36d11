package io.iamtighten.usage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers recorded uses into a {@link UsageSummary}. Not thread-safe. */
public final class UsageCollector {
    /** Copies of an event are recognised among at least so many events before it. */
    private static final int WINDOW = 3 << 20;

    private final Map<UsagePrincipal, PrincipalTally> principals = new HashMap<>();
    private final EventWindow window = new EventWindow(WINDOW);
    private final SortedMap<String, Long> byAccount = new TreeMap<>();
    private final SortedMap<String, Long> byRegion = new TreeMap<>();
    private final SortedMap<String, Long> dataEvents = new TreeMap<>();
    private long files;
    private long events;
    private long duplicates;
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;

    /** Adds what a record shows, unless its event was seen before. */
    public void add(RecordedUse use, Instant time, EventId id) {
        add(use, time.getEpochSecond(), id);
    }

    /** Adds what a record shows, unless its event was seen before; returns whether it was not. */
    public boolean add(RecordedUse use, long epochSecond, EventId id) {
        if (!window.add(id.fingerprint())) {
            duplicates++;
            return false;
        }
        events++;
        if (epochSecond != 0) {
            from = Math.min(from, epochSecond);
            to = Math.max(to, epochSecond);
        }
        byAccount.merge(use.account, 1L, Long::sum);
        byRegion.merge(use.region, 1L, Long::sum);
        if (use.recordedAs == RecordedAs.DATA) {
            dataEvents.merge(use.eventSource, 1L, Long::sum);
        }
        if (use.recordedAs != RecordedAs.NETWORK_ACTIVITY) {
            principals.computeIfAbsent(use.principal, p -> new PrincipalTally()).add(use, epochSecond, id);
        }
        return true;
    }

    /** Counts a file that held records. */
    public void countFile() {
        files++;
    }

    /** Returns how many records were copies of events seen before. */
    public long duplicates() {
        return duplicates;
    }

    /** Returns what was gathered so far. */
    public UsageSummary summary() {
        List<PrincipalUsage> list = new ArrayList<>(principals.size());
        principals.forEach((principal, tally) -> list.add(tally.usage(principal)));
        list.sort(
                Comparator.comparing((PrincipalUsage usage) -> usage.principal().arn())
                        .thenComparing(usage -> usage.principal().type())
                        .thenComparing(usage -> usage.principal().id().orElse(""))
                        .thenComparing(usage -> usage.principal().pathKnown())
                        .thenComparing(usage -> usage.principal().accountId().orElse("")));
        return new UsageSummary(
                list,
                new TrailCoverage(
                        instant(from, Long.MAX_VALUE),
                        instant(to, Long.MIN_VALUE),
                        files,
                        events,
                        byAccount,
                        byRegion,
                        dataEvents));
    }

    private static Optional<Instant> instant(long epochSecond, long none) {
        return epochSecond == none ? Optional.empty() : Optional.of(Instant.ofEpochSecond(epochSecond));
    }
}
