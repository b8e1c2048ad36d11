package io.iamtighten.usage;

import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * A growing {@link Occurrences}. What it holds depends on the events added, not on their order: the samples are the event ids that
 * come first in the alphabet, a random choice since ids are random.
 */
final class Tally extends EventSamples {
    /** Ids have 36 characters. */
    private static final int MAX_SAMPLE = 128;

    /** With more days than this, months are counted. */
    static final int MAX_DAYS = 800;

    private static final long SECONDS_A_DAY = 86_400;
    private static final int[] NO_DAYS = {};
    private static final long[] NO_COUNTS = {};

    private long count;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    /** The day added to last, and what is not among the counts yet; nearly all facts are of one day, or of days in order. */
    private int recent;

    private long recentCount;
    /** Invariant: the first {@code size} days are ascending and different; {@code counts} stands beside them. */
    private int[] days = NO_DAYS;

    private long[] counts = NO_COUNTS;
    private int size;
    private boolean byMonth;

    void add(long epochSecond, EventId id) {
        count(epochSecond);
        if (!id.fromRecord() && id.text().length() <= MAX_SAMPLE) {
            addSample(id);
        }
    }

    /** Adds an event whose id is a UUID, by its halves. */
    void add(long epochSecond, long high, long low) {
        count(epochSecond);
        addSample(high, low);
    }

    private void count(long epochSecond) {
        count++;
        first = Math.min(first, epochSecond);
        last = Math.max(last, epochSecond);
        int day = (int) Math.floorDiv(epochSecond, SECONDS_A_DAY);
        if (byMonth) {
            addDay(monthOf(day), 1);
        } else if (day == recent) {
            recentCount++;
        } else {
            addDay(day, 1);
        }
    }

    private void addDay(int day, long times) {
        if (day != recent) {
            settle();
            recent = day;
        }
        recentCount += times;
        if (size >= MAX_DAYS && days() > MAX_DAYS) {
            countByMonth();
        }
    }

    /** Puts what was added last among the counts. */
    private void settle() {
        if (recentCount == 0) {
            return;
        }
        int at = Arrays.binarySearch(days, 0, size, recent);
        if (at < 0) {
            at = -at - 1;
            if (size == days.length) {
                days = Arrays.copyOf(days, Math.max(2, size * 2));
                counts = Arrays.copyOf(counts, Math.max(2, size * 2));
            }
            System.arraycopy(days, at, days, at + 1, size - at);
            System.arraycopy(counts, at, counts, at + 1, size - at);
            days[at] = recent;
            counts[at] = 0;
            size++;
        }
        counts[at] += recentCount;
        recentCount = 0;
    }

    void add(Tally other) {
        if (other.byMonth) {
            countByMonth();
        }
        count += other.count;
        first = Math.min(first, other.first);
        last = Math.max(last, other.last);
        for (int i = 0; i < other.size; i++) {
            addDay(byMonth ? monthOf(other.days[i]) : other.days[i], other.counts[i]);
        }
        if (other.recentCount > 0) {
            addDay(byMonth ? monthOf(other.recent) : other.recent, other.recentCount);
        }
        addSamples(other);
    }

    void add(Occurrences other) {
        if (other.byMonth()) {
            countByMonth();
        }
        count += other.count();
        first = Math.min(first, other.first().getEpochSecond());
        last = Math.max(last, other.last().getEpochSecond());
        other.byDay().forEach((date, times) -> {
            int day = (int) date.toEpochDay();
            addDay(byMonth ? monthOf(day) : day, times);
        });
        other.samples().forEach(this::addSample);
    }

    /** Returns how many days, or months, are counted. */
    int days() {
        boolean more = recentCount > 0 && (size == 0 || Arrays.binarySearch(days, 0, size, recent) < 0);
        return more ? size + 1 : size;
    }

    /** Counts by month from now on, and what is counted already. */
    void countByMonth() {
        if (byMonth) {
            return;
        }
        settle();
        byMonth = true;
        int[] oldDays = days;
        long[] oldCounts = counts;
        int oldSize = size;
        days = NO_DAYS;
        counts = NO_COUNTS;
        size = 0;
        recent = 0;
        for (int i = 0; i < oldSize; i++) {
            addDay(monthOf(oldDays[i]), oldCounts[i]);
        }
    }

    private static int monthOf(int day) {
        return (int) LocalDate.ofEpochDay(day).withDayOfMonth(1).toEpochDay();
    }

    Occurrences occurrences() {
        return new Occurrences(
                count, Instant.ofEpochSecond(first), Instant.ofEpochSecond(last), byDay(), sampleIds(), byMonth);
    }

    private ImmutableSortedMap<LocalDate, Long> byDay() {
        if (size == 0 && recentCount > 0) {
            return ImmutableSortedMap.of(LocalDate.ofEpochDay(recent), recentCount);
        }
        settle();
        ImmutableSortedMap.Builder<LocalDate, Long> byDay = ImmutableSortedMap.naturalOrder();
        for (int i = 0; i < size; i++) {
            byDay.put(LocalDate.ofEpochDay(days[i]), counts[i]);
        }
        return byDay.buildOrThrow();
    }
}
