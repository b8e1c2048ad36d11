package io.iamtighten.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often and when something was seen.
 *
 * @param count how often, at least 1
 * @param first the first time
 * @param last the last time
 * @param byDay how often on each day (UTC); the counts add up to {@code count}
 * @param samples a few event ids that show it, in order
 * @param byMonth whether {@code byDay} counts months, each at its first day, because a summary had too many days to keep
 */
public record Occurrences(
        long count,
        Instant first,
        Instant last,
        SortedMap<LocalDate, Long> byDay,
        List<String> samples,
        boolean byMonth) {
    /** Copies the collections. */
    public Occurrences {
        byDay = Collections.unmodifiableSortedMap(new TreeMap<>(byDay));
        samples = List.copyOf(samples);
    }

    /** Makes occurrences that are counted by day. */
    public Occurrences(
            long count, Instant first, Instant last, SortedMap<LocalDate, Long> byDay, List<String> samples) {
        this(count, first, last, byDay, samples, false);
    }
}
