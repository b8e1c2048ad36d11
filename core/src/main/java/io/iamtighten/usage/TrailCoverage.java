package io.iamtighten.usage;

import java.time.Instant;
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
 */
public record TrailCoverage(
        Optional<Instant> from,
        Optional<Instant> to,
        long files,
        long events,
        SortedMap<String, Long> eventsByAccount,
        SortedMap<String, Long> eventsByRegion,
        SortedMap<String, Long> dataEvents) {
    /** Copies the collections. */
    public TrailCoverage {
        eventsByAccount = Collections.unmodifiableSortedMap(new TreeMap<>(eventsByAccount));
        eventsByRegion = Collections.unmodifiableSortedMap(new TreeMap<>(eventsByRegion));
        dataEvents = Collections.unmodifiableSortedMap(new TreeMap<>(dataEvents));
    }

    /** Returns the event sources whose data events were recorded. */
    public SortedSet<String> dataEventSources() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(dataEvents.keySet()));
    }
}
