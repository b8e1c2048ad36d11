package io.iamtighten.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Suggests the names that a mistyped one may have meant. */
final class NearNames {
    private static final int SUGGESTED = 3;

    private NearNames() {}

    /** Returns {@code "; did you mean `a` or `b`?"}, or nothing when no name is near. */
    static String hint(String name, Collection<String> names) {
        List<String> near = near(name, names);
        return near.isEmpty() ? "" : "; did you mean `" + String.join("` or `", near) + "`?";
    }

    private static List<String> near(String name, Collection<String> names) {
        record Candidate(String name, int distance) {}
        String lower = name.toLowerCase(Locale.ROOT);
        int most = Math.max(1, Math.min(8, name.length() / 3));
        return names.stream()
                .map(candidate -> new Candidate(candidate, distance(lower, candidate.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance() <= most)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(SUGGESTED)
                .map(Candidate::name)
                .toList();
    }

    /** Returns how many characters must be added, left out or changed. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
