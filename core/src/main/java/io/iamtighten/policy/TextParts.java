package io.iamtighten.policy;

/** Looks at the variables and escapes of a pattern's text. */
final class TextParts {
    private TextParts() {}

    /** Whether the text holds {@code *} or {@code ?} outside of {@code ${...}}. */
    static boolean hasWildcard(String text) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '*' || c == '?') {
                return true;
            }
            if (c == '$' && i + 1 < text.length() && text.charAt(i + 1) == '{') {
                int close = text.indexOf('}', i);
                if (close > 0) {
                    i = close;
                }
            }
            i++;
        }
        return false;
    }
}
