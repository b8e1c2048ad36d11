package io.iamtighten.usage;

import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What tells the kinds of events that a trail carries.
 *
 * @param eventsByDay how many events there are on each day (UTC); events without a time are not among them
 * @param managementEvents how many management events there are, by event source
 * @param dataRegions in which regions data events were seen, by resource type, such as {@code AWS::S3::Object}
 * @param readEvents how many management events call themselves read-only
 * @param writeEvents how many management events call themselves not read-only
 * @param networkEvents how many network activity events there are
 * @param serviceEvents how many events are nobody's call, such as sign-ins and a service's own doing
 * @param untimed how many events have no time that can be read
 * @param copies how many records were copies of events seen before
 * @param aggregated how many records only count data events of five minutes, by event source: they do not tell who did what
 */
public record CoverageDetail(
        SortedMap<LocalDate, Long> eventsByDay,
        SortedMap<String, Long> managementEvents,
        SortedMap<String, SortedSet<String>> dataRegions,
        long readEvents,
        long writeEvents,
        long networkEvents,
        long serviceEvents,
        long untimed,
        long copies,
        SortedMap<String, Long> aggregated) {
    private static final CoverageDetail NONE =
            new CoverageDetail(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), 0, 0, 0, 0, 0, 0, new TreeMap<>());

    /** Copies the collections. */
    public CoverageDetail {
        eventsByDay = Collections.unmodifiableSortedMap(new TreeMap<>(eventsByDay));
        managementEvents = Collections.unmodifiableSortedMap(new TreeMap<>(managementEvents));
        SortedMap<String, SortedSet<String>> regions = new TreeMap<>();
        dataRegions.forEach((type, set) -> regions.put(type, Collections.unmodifiableSortedSet(new TreeSet<>(set))));
        dataRegions = Collections.unmodifiableSortedMap(regions);
        aggregated = Collections.unmodifiableSortedMap(new TreeMap<>(aggregated));
    }

    /** Returns the detail of nothing. */
    public static CoverageDetail none() {
        return NONE;
    }

    CoverageDetail and(CoverageDetail other) {
        SortedMap<String, SortedSet<String>> regions = new TreeMap<>(dataRegions);
        other.dataRegions.forEach((type, set) -> regions.merge(type, set, (one, two) -> {
            SortedSet<String> both = new TreeSet<>(one);
            both.addAll(two);
            return both;
        }));
        return new CoverageDetail(
                sum(eventsByDay, other.eventsByDay),
                sum(managementEvents, other.managementEvents),
                regions,
                readEvents + other.readEvents,
                writeEvents + other.writeEvents,
                networkEvents + other.networkEvents,
                serviceEvents + other.serviceEvents,
                untimed + other.untimed,
                copies + other.copies,
                sum(aggregated, other.aggregated));
    }

    CoverageDetail withEventsByDay(SortedMap<LocalDate, Long> days) {
        return new CoverageDetail(
                days,
                managementEvents,
                dataRegions,
                readEvents,
                writeEvents,
                networkEvents,
                serviceEvents,
                untimed,
                copies,
                aggregated);
    }

    static <K> SortedMap<K, Long> sum(SortedMap<K, Long> one, SortedMap<K, Long> other) {
        SortedMap<K, Long> both = new TreeMap<>(one);
        other.forEach((key, count) -> both.merge(key, count, Long::sum));
        return both;
    }
}
