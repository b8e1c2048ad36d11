package io.iamtighten.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A growing {@link TrailCoverage}. */
final class CoverageTally {
    private static final long SECONDS_A_DAY = 86_400;
    /** Names are input; those beyond so many are counted together. */
    private static final int MAX_NAMES = 5_000;

    private static final int MAX_REGIONS = 200;

    private static final String OTHERS = "(others)";

    private final Map<String, long[]> byAccount = new HashMap<>();
    private final Map<String, long[]> byRegion = new HashMap<>();
    private final Map<String, long[]> dataEvents = new HashMap<>();
    private final Map<String, long[]> management = new HashMap<>();
    private final Map<String, long[]> aggregated = new HashMap<>();
    private final Map<Long, long[]> byDay = new HashMap<>();
    private final SortedMap<String, SortedSet<String>> dataRegions = new TreeMap<>();
    private long lastDay = Long.MIN_VALUE;
    private long[] lastDayCount = new long[1];
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;
    private long files;
    private long events;
    private final long[] read = new long[1];
    private final long[] write = new long[1];
    private final long[] network = new long[1];
    private final long[] service = new long[1];
    private long untimed;
    private long copies;

    void add(TrailCoverage coverage) {
        from = Math.min(from, coverage.from().map(Instant::getEpochSecond).orElse(Long.MAX_VALUE));
        to = Math.max(to, coverage.to().map(Instant::getEpochSecond).orElse(Long.MIN_VALUE));
        files += coverage.files();
        events += coverage.events();
        addAll(byAccount, coverage.eventsByAccount());
        addAll(byRegion, coverage.eventsByRegion());
        addAll(dataEvents, coverage.dataEvents());
        CoverageDetail detail = coverage.detail();
        addAll(management, detail.managementEvents());
        addAll(aggregated, detail.aggregated());
        detail.eventsByDay()
                .forEach((day, count) -> byDay.computeIfAbsent(day.toEpochDay(), d -> new long[1])[0] += count);
        detail.dataRegions().forEach((type, regions) -> regions.forEach(region -> dataRegion(type, region)));
        read[0] += detail.readEvents();
        write[0] += detail.writeEvents();
        network[0] += detail.networkEvents();
        service[0] += detail.serviceEvents();
        untimed += detail.untimed();
        copies += detail.copies();
    }

    private static void addAll(Map<String, long[]> map, Map<String, Long> counts) {
        counts.forEach((name, count) -> add(map, name, count));
    }

    private void dataRegion(String type, String region) {
        SortedSet<String> regions = dataRegions.computeIfAbsent(type, t -> new TreeSet<>());
        regions.add(regions.size() < MAX_REGIONS || regions.contains(region) ? region : OTHERS);
    }

    void add(RecordedUse use, long epochSecond) {
        events++;
        if (epochSecond == 0) {
            untimed++;
        } else {
            from = Math.min(from, epochSecond);
            to = Math.max(to, epochSecond);
            countDay(Math.floorDiv(epochSecond, SECONDS_A_DAY));
        }
        Placement placement = use.coverage();
        if (placement == null || placement.owner() != this) {
            placement = placement(use);
            use.placed(placement);
        }
        for (long[] count : placement.counts()) {
            count[0]++;
        }
    }

    /** Where what a use shows is counted; counters are never replaced. */
    record Placement(CoverageTally owner, long[][] counts) {}

    private Placement placement(RecordedUse use) {
        Placement known = use.seen.placement(use.readOnly);
        if (known != null && known.owner() == this) {
            return known;
        }
        SeenCall seen = use.seen;
        List<long[]> counts = new ArrayList<>(4);
        counts.add(counter(byAccount, seen.account));
        counts.add(counter(byRegion, seen.region));
        if (!seen.call) {
            counts.add(service);
        }
        switch (seen.recordedAs) {
            case DATA -> {
                counts.add(counter(dataEvents, seen.eventSource));
                for (String type : seen.dataTypes) {
                    dataRegion(type, seen.region);
                }
            }
            case NETWORK_ACTIVITY -> counts.add(network);
            case MANAGEMENT, UNSAID -> {
                if (seen.call) {
                    counts.add(counter(management, seen.eventSource));
                    use.readOnly.ifPresent(only -> counts.add(only ? read : write));
                }
            }
        }
        Placement placement = new Placement(this, counts.toArray(long[][]::new));
        seen.placed(use.readOnly, placement);
        return placement;
    }

    private static void add(Map<String, long[]> map, String name, long times) {
        counter(map, name)[0] += times;
    }

    private static long[] counter(Map<String, long[]> map, String name) {
        long[] count = map.get(name);
        return count == null ? map.computeIfAbsent(map.size() < MAX_NAMES ? name : OTHERS, n -> new long[1]) : count;
    }

    private void countDay(long day) {
        if (day != lastDay) {
            lastDay = day;
            lastDayCount = byDay.computeIfAbsent(day, d -> new long[1]);
        }
        lastDayCount[0]++;
    }

    void countFile() {
        files++;
    }

    void countAggregated(String eventSource, long records) {
        add(aggregated, eventSource, records);
    }

    void copy() {
        copies++;
    }

    long events() {
        return events;
    }

    /** Returns on how many days there were events. */
    int days() {
        return byDay.size();
    }

    TrailCoverage coverage() {
        SortedMap<LocalDate, Long> days = new TreeMap<>();
        byDay.forEach((day, count) -> days.put(LocalDate.ofEpochDay(day), count[0]));
        return new TrailCoverage(
                instant(from, Long.MAX_VALUE),
                instant(to, Long.MIN_VALUE),
                files,
                events,
                sorted(byAccount),
                sorted(byRegion),
                sorted(dataEvents),
                new CoverageDetail(
                        days,
                        sorted(management),
                        dataRegions,
                        read[0],
                        write[0],
                        network[0],
                        service[0],
                        untimed,
                        copies,
                        sorted(aggregated)));
    }

    private static SortedMap<String, Long> sorted(Map<String, long[]> counts) {
        SortedMap<String, Long> sorted = new TreeMap<>();
        counts.forEach((name, count) -> sorted.put(name, count[0]));
        return sorted;
    }

    private static Optional<Instant> instant(long epochSecond, long none) {
        return epochSecond == none ? Optional.empty() : Optional.of(Instant.ofEpochSecond(epochSecond));
    }
}
