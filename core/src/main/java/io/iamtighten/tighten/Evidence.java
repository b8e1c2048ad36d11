package io.iamtighten.tighten;

import io.iamtighten.usage.Occurrences;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What was seen of a permission's use.
 *
 * @param count how many recorded calls used it
 * @param first the first time
 * @param last the last time
 * @param days on how many different days (UTC)
 * @param samples a few event ids that show it
 * @param rhythm how regularly
 * @param silentDays how many days ago the last time was when the time watched ended (UTC)
 * @param confidence how sure it is that the permission will be needed again
 */
public record Evidence(
        long count,
        Instant first,
        Instant last,
        int days,
        List<String> samples,
        Rhythm rhythm,
        long silentDays,
        Confidence confidence) {
    private static final int MAX_SAMPLES = 3;

    /** Copies the list. */
    public Evidence {
        samples = List.copyOf(samples);
    }

    static Optional<Evidence> of(Collection<Occurrences> all, ObservationWindow window) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        long count = 0;
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        TreeSet<LocalDate> days = new TreeSet<>();
        List<String> samples = new ArrayList<>();
        for (Occurrences each : all) {
            count += each.count();
            first = each.first().isBefore(first) ? each.first() : first;
            last = each.last().isAfter(last) ? each.last() : last;
            days.addAll(each.byDay().keySet());
            for (String sample : each.samples()) {
                if (samples.size() < MAX_SAMPLES && !samples.contains(sample)) {
                    samples.add(sample);
                }
            }
        }
        Rhythm rhythm = all.stream().anyMatch(Occurrences::byMonth) ? Rhythm.UNKNOWN : Rhythm.of(days);
        long silent = Math.max(0, ChronoUnit.DAYS.between(day(last), day(window.to())));
        Confidence confidence = Confidence.of(rhythm, days.size(), silent, window.share(last));
        return Optional.of(new Evidence(count, first, last, days.size(), samples, rhythm, silent, confidence));
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
