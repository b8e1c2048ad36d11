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

    private static final String OTHERS = "(others)";

    private TrailCoverage before = TrailCoverage.none();
    private final Map<String, long[]> byAccount = new HashMap<>();
    private final Map<String, long[]> byRegion = new HashMap<>();
    private final Map<String, long[]> dataEvents = new HashMap<>();
    private final Map<String, long[]> management = new HashMap<>();
    private final Map<Long, long[]> byDay = new HashMap<>();
    private final SortedMap<String, SortedSet<String>> dataRegions = new TreeMap<>();
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
        before = before.and(coverage);
    }

    void add(RecordedUse use, long epochSecond) {
        events++;
        if (epochSecond == 0) {
            untimed++;
        } else {
            from = Math.min(from, epochSecond);
            to = Math.max(to, epochSecond);
            count(byDay, Math.floorDiv(epochSecond, SECONDS_A_DAY));
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
                    dataRegions.computeIfAbsent(type, t -> new TreeSet<>()).add(use.region);
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
        long[] count = map.get(name);
        if (count == null) {
            count = map.computeIfAbsent(map.size() < MAX_NAMES ? name : OTHERS, n -> new long[1]);
        }
        count[0]++;
    }

    private static void count(Map<Long, long[]> map, Long day) {
        long[] count = map.get(day);
        if (count == null) {
            count = new long[1];
            map.put(day, count);
        }
        count[0]++;
    }

    void countFile() {
        files++;
    }

    void copy() {
        copies++;
    }

    long events() {
        return before.events() + events;
    }

    TrailCoverage coverage() {
        SortedMap<LocalDate, Long> days = new TreeMap<>();
        byDay.forEach((day, count) -> days.put(LocalDate.ofEpochDay(day), count[0]));
        return before.and(new TrailCoverage(
                instant(from, Long.MAX_VALUE),
                instant(to, Long.MIN_VALUE),
                files,
                events,
                sorted(byAccount),
                sorted(byRegion),
                sorted(dataEvents),
                new CoverageDetail(
                        days, sorted(management), dataRegions, read, write, network, service, untimed, copies)));
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
