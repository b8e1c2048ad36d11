package io.iamtighten.glob;

import static org.assertj.core.api.Assertions.assertThat;

/** The matcher against the plain definition of a wildcard pattern, on short texts over a few letters. Run by {@code src/scripts/fuzz}. */
public final class GlobFuzzer {
    private GlobFuzzer() {}

    private static final String LETTERS = "ab*?A";

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        int cut = bytes.length == 0 ? 0 : Math.min(bytes.length - 1, Math.floorMod(bytes[0], 16));
        String pattern = letters(bytes, Math.min(1, bytes.length), cut);
        String text = letters(bytes, cut, Math.min(bytes.length, cut + 40));
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(defined(pattern, text, false));
        assertThat(Glob.ofIgnoringCase(pattern).matches(text)).isEqualTo(defined(pattern, text, true));
        assertThat(Glob.of(pattern).matches("x" + text + "y", 1, 1 + text.length()))
                .isEqualTo(Glob.of(pattern).matches(text));
    }

    private static String letters(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(LETTERS.charAt(Math.floorMod(bytes[i], LETTERS.length())));
        }
        return text.toString();
    }

    /** A table: whether the first i characters of the pattern accept the first j of the text. */
    private static boolean defined(String pattern, String text, boolean ignoreCase) {
        boolean[][] accepts = new boolean[pattern.length() + 1][text.length() + 1];
        accepts[0][0] = true;
        for (int i = 1; i <= pattern.length(); i++) {
            char p = pattern.charAt(i - 1);
            for (int j = 0; j <= text.length(); j++) {
                if (p == '*') {
                    accepts[i][j] = accepts[i - 1][j] || (j > 0 && accepts[i][j - 1]);
                } else if (j > 0 && accepts[i - 1][j - 1]) {
                    char t = text.charAt(j - 1);
                    accepts[i][j] =
                            p == '?' || p == t || (ignoreCase && Character.toLowerCase(p) == Character.toLowerCase(t));
                }
            }
        }
        return accepts[pattern.length()][text.length()];
    }
}
