package io.iamtighten.usage;

import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

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
        byDay = ImmutableSortedMap.copyOf((Map<LocalDate, Long>) byDay);
        samples = List.copyOf(samples);
    }

    /** Makes occurrences that are counted by day. */
    public Occurrences(
            long count, Instant first, Instant last, SortedMap<LocalDate, Long> byDay, List<String> samples) {
        this(count, first, last, byDay, samples, false);
    }

    /**
     * Returns what of this was on some days (UTC), or empty when nothing was. Where an end falls inside of these occurrences, its time of
     * day is not known: the first then is the start of its day, the last the end of its day, and there are no samples, since none is
     * known to be of these days. What is counted by month counts as of the month's first day.
     *
     * @param from the first day
     * @param until the day after the last one
     */
    public Optional<Occurrences> between(LocalDate from, LocalDate until) {
        if (!from.isBefore(until)) {
            return Optional.empty();
        }
        SortedMap<LocalDate, Long> inside = byDay.subMap(from, until);
        if (inside.isEmpty()) {
            return Optional.empty();
        }
        if (inside.size() == byDay.size()) {
            return Optional.of(this);
        }
        Instant earliest = inside.firstKey().equals(byDay.firstKey())
                ? first
                : inside.firstKey().atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant latest = inside.lastKey().equals(byDay.lastKey())
                ? last
                : inside.lastKey()
                        .plusDays(1)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .minusSeconds(1);
        return Optional.of(new Occurrences(
                inside.values().stream().mapToLong(Long::longValue).sum(),
                earliest,
                latest,
                inside,
                List.of(),
                byMonth));
    }
}
