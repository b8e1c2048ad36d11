package io.iamtighten.tighten;

import io.iamtighten.usage.Occurrences;
import java.time.Instant;
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
 */
public record Evidence(long count, Instant first, Instant last, int days, List<String> samples) {
    private static final int MAX_SAMPLES = 3;

    /** Copies the list. */
    public Evidence {
        samples = List.copyOf(samples);
    }

    static Optional<Evidence> of(Collection<Occurrences> all) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        long count = 0;
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        TreeSet<java.time.LocalDate> days = new TreeSet<>();
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
        return Optional.of(new Evidence(count, first, last, days.size(), samples));
    }
}
