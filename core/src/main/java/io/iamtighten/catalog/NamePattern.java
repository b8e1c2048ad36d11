package io.iamtighten.catalog;

/** Matching of {@code *} and {@code ?} against short names, both already in lower case. */
final class NamePattern {
    private NamePattern() {}

    /** Returns where the first wildcard stands, or the pattern's length. */
    static int firstWildcard(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*' || c == '?') {
                return i;
            }
        }
        return pattern.length();
    }

    /** Returns whether the rest of the pattern from {@code p} matches the rest of the name from {@code n}. Linear times the number of stars at worst. */
    static boolean matches(String pattern, int p, String name, int n) {
        int at = n;
        int in = p;
        int star = -1;
        int resume = 0;
        while (at < name.length()) {
            if (in < pattern.length() && pattern.charAt(in) == '*') {
                star = in++;
                resume = at;
            } else if (in < pattern.length() && (pattern.charAt(in) == '?' || pattern.charAt(in) == name.charAt(at))) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '*') {
            in++;
        }
        return in == pattern.length();
    }

    static boolean matches(String pattern, String name) {
        return matches(pattern, 0, name, 0);
    }
}
