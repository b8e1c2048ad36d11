package io.iamtighten.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the known names that a misspelt one most likely meant: those that differ least in characters added, left out or changed, and in no
 * more than a third of them.
 */
public final class Nearest {
    private static final int LONGEST = 100;
    private static final int MOST_CHANGES = 8;

    private Nearest() {}

    /** Returns the nearest name, the first of several, ignoring case; or empty. */
    public static Optional<String> of(String text, Collection<String> names) {
        return candidates(text, names).stream()
                .min(Comparator.comparingInt(Candidate::distance))
                .map(Candidate::name);
    }

    /** Returns {@code ; did you mean `X`?} for the nearest name, or nothing. */
    public static String hint(String text, Collection<String> names) {
        return of(text, names).map(name -> hint(List.of(name))).orElse("");
    }

    /** Returns {@code ; did you mean `X` or `Y`?} for the nearest names, at most so many, or nothing. */
    public static String hint(String text, Collection<String> names, int most) {
        return hint(candidates(text, names).stream()
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(most)
                .map(Candidate::name)
                .toList());
    }

    private static String hint(List<String> near) {
        return near.isEmpty() ? "" : "; did you mean `" + String.join("` or `", near) + "`?";
    }

    private record Candidate(String name, int distance) {}

    private static List<Candidate> candidates(String text, Collection<String> names) {
        List<Candidate> near = new ArrayList<>();
        if (text.length() > LONGEST) {
            return near;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        int most = Math.max(1, Math.min(MOST_CHANGES, text.length() / 3));
        for (String name : names) {
            if (Math.abs(name.length() - text.length()) <= most) {
                int distance = distance(lower, name.toLowerCase(Locale.ROOT));
                if (distance <= most) {
                    near.add(new Candidate(name, distance));
                }
            }
        }
        return near;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                row[j] = Math.min(
                        Math.min(row[j - 1], above) + 1, diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
