package io.iamtighten.tighten;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/** How regularly something was used, by the distances between the days of its use. */
public enum Rhythm {
    /** On most days, weekends perhaps left out. */
    DAILY("daily", 5, 1, 2, 4, 4),
    /** About once a week, or more often, for two weeks at least. */
    WEEKLY("weekly", 3, 1, 9, 10, 14),
    /** About once a month. */
    MONTHLY("monthly", 3, 25, 35, 35, 62),
    /** On one day. */
    ONCE("once", 1, 0, 0, 0, 0),
    /** On several days, without a rhythm. */
    IRREGULAR("irregular", 2, 0, 0, 0, 0),
    /** Not known: the summary counts by month. */
    UNKNOWN("unknown", 1, 0, 0, 0, 0);

    /** So much of the distances has to be in range. */
    private static final double REGULAR = 0.75;

    private static final int TWO_WEEKS = 14;

    private final String text;
    private final int leastDays;
    private final int shortest;
    private final int longestUsual;
    private final int longest;
    private final int silence;

    Rhythm(String text, int leastDays, int shortest, int longestUsual, int longest, int silence) {
        this.text = text;
        this.leastDays = leastDays;
        this.shortest = shortest;
        this.longestUsual = longestUsual;
        this.longest = longest;
        this.silence = silence;
    }

    /** Returns the name in output, such as {@code weekly}. */
    public String text() {
        return text;
    }

    /** Returns whether it is one of daily, weekly and monthly. */
    public boolean regular() {
        return longest > 0;
    }

    /** Returns whether something of this rhythm still goes on when its last use is so many days ago. */
    boolean goesOnAfter(long silentDays) {
        return regular() && silentDays <= silence;
    }

    /** Returns the rhythm of use on some days. */
    static Rhythm of(SortedSet<LocalDate> days) {
        if (days.size() <= 1) {
            return ONCE;
        }
        List<Long> distances = new ArrayList<>(days.size());
        LocalDate before = days.first();
        for (LocalDate day : days.tailSet(before.plusDays(1))) {
            distances.add(ChronoUnit.DAYS.between(before, day));
            before = day;
        }
        Collections.sort(distances);
        long usual = distances.get(distances.size() / 2);
        for (Rhythm rhythm : List.of(DAILY, WEEKLY, MONTHLY)) {
            boolean longEnough = rhythm != WEEKLY || ChronoUnit.DAYS.between(days.first(), before) >= TWO_WEEKS;
            if (longEnough && days.size() >= rhythm.leastDays && rhythm.has(usual, distances)) {
                return rhythm;
            }
        }
        return IRREGULAR;
    }

    private boolean has(long usual, List<Long> distances) {
        long inRange =
                distances.stream().filter(d -> d >= shortest && d <= longest).count();
        return usual >= shortest && usual <= longestUsual && inRange >= REGULAR * distances.size();
    }
}
