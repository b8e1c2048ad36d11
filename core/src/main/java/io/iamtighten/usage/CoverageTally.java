package io.iamtighten.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
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
    private long read;
    private long write;
    private long network;
    private long service;
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
        read += detail.readEvents();
        write += detail.writeEvents();
        network += detail.networkEvents();
        service += detail.serviceEvents();
        untimed += detail.untimed();
        copies += detail.copies();
    }

    private static void addAll(Map<String, long[]> map, Map<String, Long> counts) {
        counts.forEach((name, count) -> add(map, name, count));
    }

    private void dataRegion(String type, String region) {
        SortedSet<String> regions = dataRegions.computeIfAbsent(type, t -> new TreeSet<>());
        regions.add(regions.size() < MAX_REGIONS ? region : OTHERS);
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
        count(byAccount, use.account);
        count(byRegion, use.region);
        if (!use.call) {
            service++;
        }
        switch (use.recordedAs) {
            case DATA -> {
                count(dataEvents, use.eventSource);
                for (String type : use.dataTypes) {
                    dataRegion(type, use.region);
                }
            }
            case NETWORK_ACTIVITY -> network++;
            case MANAGEMENT, UNSAID -> {
                if (use.call) {
                    count(management, use.eventSource);
                    if (use.readOnly.isPresent()) {
                        read += use.readOnly.get() ? 1 : 0;
                        write += use.readOnly.get() ? 0 : 1;
                    }
                }
            }
        }
    }

    private static void count(Map<String, long[]> map, String name) {
        add(map, name, 1);
    }

    private static void add(Map<String, long[]> map, String name, long times) {
        long[] count = map.get(name);
        if (count == null) {
            count = map.computeIfAbsent(map.size() < MAX_NAMES ? name : OTHERS, n -> new long[1]);
        }
        count[0] += times;
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
                        read,
                        write,
                        network,
                        service,
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
