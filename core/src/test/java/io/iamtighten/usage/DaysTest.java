package io.iamtighten.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DaysTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
    private static final Occurrences SEEN = new Occurrences(
            6,
            Instant.parse("2026-03-01T10:00:00Z"),
            Instant.parse("2026-03-05T11:00:00Z"),
            new TreeMap<>(Map.of(DAY, 1L, DAY.plusDays(2), 2L, DAY.plusDays(4), 3L)),
            List.of("a"));

    @Test
    void aCutHasTheCountsOfItsDaysAndTimesWhereTheyAreKnown() {
        Occurrences older = SEEN.between(DAY, DAY.plusDays(4)).orElseThrow();
        assertThat(older.count()).isEqualTo(3);
        assertThat(older.first()).isEqualTo(SEEN.first());
        assertThat(older.last()).isEqualTo(Instant.parse("2026-03-03T23:59:59Z"));
        assertThat(older.samples()).isEmpty();
        Occurrences newer = SEEN.between(DAY.plusDays(1), DAY.plusDays(9)).orElseThrow();
        assertThat(newer.first()).isEqualTo(Instant.parse("2026-03-03T00:00:00Z"));
        assertThat(newer.last()).isEqualTo(SEEN.last());
    }

    @Test
    void aCutOfAllDaysIsTheSameAndOneOfNoneIsEmpty() {
        assertThat(SEEN.between(DAY, DAY.plusDays(5))).contains(SEEN);
        assertThat(SEEN.between(DAY.plusDays(1), DAY.plusDays(2))).isEmpty();
        assertThat(SEEN.between(DAY.plusDays(1), DAY)).isEmpty();
    }
}
