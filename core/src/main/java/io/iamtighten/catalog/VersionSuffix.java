package io.iamtighten.catalog;

/**
 * The version that a few services put behind an event's name: {@code ListFunctions20150331}, {@code GetFunction20150331v2},
 * {@code CreateFunction2020_05_31}. A single digit or {@code V2} at the end belongs to the name.
 */
final class VersionSuffix {
    private VersionSuffix() {}

    /** Returns the name without its version suffix, or as it is when there is none. */
    static String strip(String eventName) {
        int end = eventName.length();
        int digits = digitsBefore(eventName, end);
        if (digits > 0 && digits < 8 && end - digits > 0 && eventName.charAt(end - digits - 1) == 'v') {
            int beforeV = end - digits - 1;
            if (digitsBefore(eventName, beforeV) >= 8) {
                return nonEmpty(eventName, beforeV - 8);
            }
        }
        if (digits >= 8) {
            return nonEmpty(eventName, end - 8);
        }
        return stripWithUnderscores(eventName);
    }

    /** Strips {@code _?YYYY_MM_DD}. */
    private static String stripWithUnderscores(String name) {
        int start = name.length() - "2020_05_31".length();
        if (start <= 0
                || digitsBefore(name, name.length()) != 2
                || name.charAt(start + 7) != '_'
                || digitsBefore(name, start + 7) != 2
                || name.charAt(start + 4) != '_'
                || digitsBefore(name, start + 4) < 4) {
            return name;
        }
        return nonEmpty(name, name.charAt(start - 1) == '_' ? start - 1 : start);
    }

    private static String nonEmpty(String name, int end) {
        return end <= 0 ? name : name.substring(0, end);
    }

    private static int digitsBefore(String text, int end) {
        int start = end;
        while (start > 0 && text.charAt(start - 1) >= '0' && text.charAt(start - 1) <= '9') {
            start--;
        }
        return end - start;
    }
}
