package io.iamtighten.tighten;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RhythmTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 1, 5);

    private static Rhythm rhythm(int... days) {
        TreeSet<LocalDate> set = new TreeSet<>();
        for (int day : days) {
            set.add(MONDAY.plusDays(day));
        }
        return Rhythm.of(set);
    }

    @Test
    void workingDaysAreDailyAndSevenDaysAreWeekly() {
        assertThat(rhythm(0, 1, 2, 3, 4, 7, 8, 9, 10, 11)).isEqualTo(Rhythm.DAILY);
        assertThat(rhythm(0, 7, 14)).isEqualTo(Rhythm.WEEKLY);
        assertThat(rhythm(0, 6, 15, 21)).isEqualTo(Rhythm.WEEKLY);
        assertThat(rhythm(0, 3, 7, 11, 14, 18)).isEqualTo(Rhythm.WEEKLY);
        assertThat(rhythm(0, 31, 59)).isEqualTo(Rhythm.MONTHLY);
    }

    @Test
    void tooFewDaysOrTooDifferentDistancesAreNoRhythm() {
        assertThat(rhythm(0)).isEqualTo(Rhythm.ONCE);
        assertThat(rhythm(0, 7)).isEqualTo(Rhythm.IRREGULAR);
        assertThat(rhythm(0, 1, 2)).isEqualTo(Rhythm.IRREGULAR);
        assertThat(rhythm(0, 1, 2, 40, 80)).isEqualTo(Rhythm.IRREGULAR);
        assertThat(rhythm(0, 1, 20)).isEqualTo(Rhythm.IRREGULAR);
    }

    @Test
    void confidenceIsHighWhileARhythmGoesOnAndFallsWithSilence() {
        assertThat(Confidence.of(Rhythm.WEEKLY, 5, 14, 0.8)).isEqualTo(Confidence.HIGH);
        assertThat(Confidence.of(Rhythm.WEEKLY, 5, 15, 0.8)).isEqualTo(Confidence.MEDIUM);
        assertThat(Confidence.of(Rhythm.WEEKLY, 5, 40, 0.4)).isEqualTo(Confidence.LOW);
        assertThat(Confidence.of(Rhythm.IRREGULAR, 3, 1, 0.9)).isEqualTo(Confidence.MEDIUM);
        assertThat(Confidence.of(Rhythm.ONCE, 1, 0, 1)).isEqualTo(Confidence.LOW);
    }
}
