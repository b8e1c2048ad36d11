package io.iamtighten.lint;

import java.util.Collection;
import java.util.Locale;

/** Finds what a misspelt name most likely meant. */
final class Near {
    private Near() {}

    /** Returns {@code ; did you mean `X`?} for the nearest name within a third of the length, or nothing. */
    static String hint(String text, Collection<String> names) {
        if (text.length() > 100) {
            return "";
        }
        String lower = text.toLowerCase(Locale.ROOT);
        String best = "";
        int least = Math.max(1, text.length() / 3) + 1;
        for (String name : names) {
            if (Math.abs(name.length() - text.length()) < least) {
                int distance = distance(lower, name.toLowerCase(Locale.ROOT));
                if (distance < least) {
                    least = distance;
                    best = name;
                }
            }
        }
        return best.isEmpty() ? "" : "; did you mean `" + best + "`?";
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
