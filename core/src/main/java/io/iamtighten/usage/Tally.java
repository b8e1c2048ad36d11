package io.iamtighten.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A growing {@link Occurrences}. What it holds depends on the events added, not on their order: the samples are the event ids that
 * come first in the alphabet, a random choice since ids are random.
 */
final class Tally {
    /** Ids have 36 characters. */
    private static final int MAX_SAMPLE = 128;

    /** With more days than this, months are counted. */
    static final int MAX_DAYS = 800;

    private static final long SECONDS_A_DAY = 86_400;

    private long count;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    /** Invariant: the first {@code size} days are ascending and different; {@code counts} stands beside them. */
    private int[] days = new int[1];

    private long[] counts = new long[1];
    private int size;
    private int recent;
    private boolean byMonth;
    private final EventSamples samples = new EventSamples();

    void add(long epochSecond, EventId id) {
        count++;
        first = Math.min(first, epochSecond);
        last = Math.max(last, epochSecond);
        int day = (int) Math.floorDiv(epochSecond, SECONDS_A_DAY);
        addDay(byMonth ? monthOf(day) : day, 1);
        if (!id.fromRecord() && id.text().length() <= MAX_SAMPLE) {
            samples.add(id);
        }
    }

    private void addDay(int day, long times) {
        if (size > 0 && days[recent] == day) {
            counts[recent] += times;
            return;
        }
        int at = Arrays.binarySearch(days, 0, size, day);
        if (at < 0) {
            at = -at - 1;
            if (size == days.length) {
                days = Arrays.copyOf(days, size * 2);
                counts = Arrays.copyOf(counts, size * 2);
            }
            System.arraycopy(days, at, days, at + 1, size - at);
            System.arraycopy(counts, at, counts, at + 1, size - at);
            days[at] = day;
            counts[at] = 0;
            size++;
        }
        counts[at] += times;
        recent = at;
        if (size > MAX_DAYS) {
            countByMonth();
        }
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
        samples.add(other.samples);
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
        other.samples().forEach(samples::add);
    }

    int days() {
        return size;
    }

    /** Counts by month from now on, and what is counted already. */
    void countByMonth() {
        if (byMonth) {
            return;
        }
        byMonth = true;
        int[] oldDays = days;
        long[] oldCounts = counts;
        int oldSize = size;
        days = new int[1];
        counts = new long[1];
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
        SortedMap<LocalDate, Long> byDay = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            byDay.put(LocalDate.ofEpochDay(days[i]), counts[i]);
        }
        return new Occurrences(
                count, Instant.ofEpochSecond(first), Instant.ofEpochSecond(last), byDay, samples.ids(), byMonth);
    }
}
