package io.iamtighten.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the records that were read can show at all, so that "unused" is only said where use could have been seen.
 *
 * @param from the earliest event; empty when there is none
 * @param to the latest event
 * @param files how many files or objects held records
 * @param events how many events, duplicates counted once
 * @param eventsByAccount how many events were delivered for each account
 * @param eventsByRegion how many events each region has
 * @param dataEvents how many data events were seen, by event source
 * @param detail what else tells the kinds of events that the trail carries
 */
public record TrailCoverage(
        Optional<Instant> from,
        Optional<Instant> to,
        long files,
        long events,
        SortedMap<String, Long> eventsByAccount,
        SortedMap<String, Long> eventsByRegion,
        SortedMap<String, Long> dataEvents,
        CoverageDetail detail) {
    /** Copies the collections. */
    public TrailCoverage {
        eventsByAccount = Collections.unmodifiableSortedMap(new TreeMap<>(eventsByAccount));
        eventsByRegion = Collections.unmodifiableSortedMap(new TreeMap<>(eventsByRegion));
        dataEvents = Collections.unmodifiableSortedMap(new TreeMap<>(dataEvents));
    }

    /** Makes a coverage of which no more is known. */
    public TrailCoverage(
            Optional<Instant> from,
            Optional<Instant> to,
            long files,
            long events,
            SortedMap<String, Long> eventsByAccount,
            SortedMap<String, Long> eventsByRegion,
            SortedMap<String, Long> dataEvents) {
        this(from, to, files, events, eventsByAccount, eventsByRegion, dataEvents, CoverageDetail.none());
    }

    /** Returns the coverage of nothing. */
    public static TrailCoverage none() {
        return new TrailCoverage(
                Optional.empty(), Optional.empty(), 0, 0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    /** Returns what this and the other can show together; files and events of both are added up. */
    public TrailCoverage and(TrailCoverage other) {
        return new TrailCoverage(
                earlier(from, other.from),
                earlier(to.map(TrailCoverage::mirrored), other.to.map(TrailCoverage::mirrored))
                        .map(TrailCoverage::mirrored),
                files + other.files,
                events + other.events,
                CoverageDetail.sum(eventsByAccount, other.eventsByAccount),
                CoverageDetail.sum(eventsByRegion, other.eventsByRegion),
                CoverageDetail.sum(dataEvents, other.dataEvents),
                detail.and(other.detail));
    }

    private static Instant mirrored(Instant time) {
        return Instant.ofEpochSecond(-time.getEpochSecond());
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().isBefore(other.get()) ? one : other;
    }

    /** Returns the event sources whose data events were recorded. */
    public SortedSet<String> dataEventSources() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(dataEvents.keySet()));
    }

    /**
     * Returns what the records of some days (UTC) can show: the window and the events by day are theirs, while the kinds of events that
     * the trail carries are those of all records, since they are not known by day.
     *
     * @param fromDay the first day
     * @param until the day after the last one
     */
    public TrailCoverage between(LocalDate fromDay, LocalDate until) {
        Instant start = fromDay.atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant end = until.atStartOfDay().toInstant(ZoneOffset.UTC).minusSeconds(1);
        SortedMap<LocalDate, Long> days =
                fromDay.isBefore(until) ? detail.eventsByDay().subMap(fromDay, until) : new TreeMap<>();
        long inside = detail.eventsByDay().isEmpty()
                ? events
                : days.values().stream().mapToLong(Long::longValue).sum();
        return new TrailCoverage(
                from.map(earliest -> earliest.isBefore(start) ? start : earliest),
                to.map(latest -> latest.isAfter(end) ? end : latest),
                files,
                inside,
                eventsByAccount,
                eventsByRegion,
                dataEvents,
                detail.withEventsByDay(days));
    }
}
