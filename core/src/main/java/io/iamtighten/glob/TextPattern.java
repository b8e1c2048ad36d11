package io.iamtighten.glob;

import java.util.Arrays;

/**
 * A pattern whose wildcards may be confined to one part between colons, as the parts of an ARN are, and which may hold
 * variables as letters of their own. The language that {@link TextClasses} divides.
 *
 * <table>
 * <caption>Tokens</caption>
 * <tr><th>token</th><th>stands for</th></tr>
 * <tr><td>0 or above, below {@link #VARIABLE}</td><td>the character</td></tr>
 * <tr><td>{@link #ANY_ONE}, {@link #ANY_RUN}</td><td>any one character, any run of characters</td></tr>
 * <tr><td>{@link #INNER_ONE}, {@link #INNER_RUN}</td><td>the same without colons</td></tr>
 * <tr><td>{@link #VARIABLE} and above</td><td>a letter that only itself and {@code ANY_RUN} match</td></tr>
 * </table>
 */
public final class TextPattern {
    /** The token for any one character. */
    public static final int ANY_ONE = Glob.ANY_ONE;
    /** The token for any run of characters. */
    public static final int ANY_RUN = Glob.ANY_RUN;
    /** The token for any one character but a colon. */
    public static final int INNER_ONE = -3;
    /** The token for any run of characters without a colon. */
    public static final int INNER_RUN = -4;
    /** The first token that stands for a variable. */
    public static final int VARIABLE = 0x200000;

    /**
     * Invariant: no two runs side by side; letters in lower case when {@code ignoreCase}; an inner run is always followed,
     * before any unconfined wildcard, by a literal colon or the end.
     */
    final int[] tokens;

    private final boolean ignoreCase;
    private final int hash;

    private TextPattern(int[] tokens, boolean ignoreCase) {
        this.tokens = tokens;
        this.ignoreCase = ignoreCase;
        this.hash = Arrays.hashCode(tokens) * 2 + (ignoreCase ? 1 : 0);
    }

    /** Returns the pattern of these tokens. Runs side by side become one. */
    public static TextPattern of(int[] tokens, boolean ignoreCase) {
        int[] normal = new int[tokens.length];
        int n = 0;
        for (int token : tokens) {
            if (isRun(token) && n > 0 && isRun(normal[n - 1])) {
                normal[n - 1] = token == ANY_RUN ? ANY_RUN : normal[n - 1];
            } else {
                normal[n++] = ignoreCase && token >= 0 && token < VARIABLE ? Glob.fold((char) token) : token;
            }
        }
        return new TextPattern(Arrays.copyOf(normal, n), ignoreCase);
    }

    /** Returns the pattern of a text in which {@code *} and {@code ?} are wildcards. */
    public static TextPattern glob(String text) {
        int[] tokens = new int[text.length()];
        for (int i = 0; i < tokens.length; i++) {
            char c = text.charAt(i);
            tokens[i] = c == '*' ? ANY_RUN : c == '?' ? ANY_ONE : c;
        }
        return of(tokens, false);
    }

    /** Returns the pattern that accepts just this text. */
    public static TextPattern literal(String text) {
        return new TextPattern(text.chars().toArray(), false);
    }

    /** Returns a copy of the tokens. */
    public int[] tokens() {
        return tokens.clone();
    }

    /** Returns whether letters compare ignoring case. */
    public boolean ignoresCase() {
        return ignoreCase;
    }

    /** Returns whether the pattern accepts every text. */
    public boolean isUniversal() {
        return tokens.length == 1 && tokens[0] == ANY_RUN;
    }

    /** Returns whether the pattern accepts exactly one text. */
    public boolean isLiteral() {
        for (int token : tokens) {
            if (token < 0 || token >= VARIABLE) {
                return false;
            }
            if (ignoreCase && Glob.foldsTo((char) token).length > 1) {
                return false;
            }
        }
        return true;
    }

    /** Returns the text of a pattern without wildcards. */
    public String literalText() {
        StringBuilder text = new StringBuilder(tokens.length);
        for (int token : tokens) {
            text.append((char) token);
        }
        return text.toString();
    }

    /** Returns whether the pattern accepts a text. */
    public boolean matches(CharSequence text) {
        int length = text.length();
        int i = 0;
        int t = 0;
        int run = -1;
        int resume = 0;
        while (i < length) {
            if (t < tokens.length && isRun(tokens[t])) {
                run = t++;
                resume = i;
            } else if (t < tokens.length && accepts(tokens[t], text.charAt(i))) {
                t++;
                i++;
            } else if (run >= 0 && (tokens[run] == ANY_RUN || text.charAt(resume) != ':')) {
                // The latest run takes one more character. An earlier one could not do better: it would have to reach
                // the
                // latest again.
                i = ++resume;
                t = run + 1;
            } else {
                return false;
            }
        }
        while (t < tokens.length && isRun(tokens[t])) {
            t++;
        }
        return t == tokens.length;
    }

    private boolean accepts(int token, char c) {
        return switch (token) {
            case ANY_ONE -> true;
            case INNER_ONE -> c != ':';
            default -> token == c || (ignoreCase && token == Glob.fold(c));
        };
    }

    static boolean isRun(int token) {
        return token == ANY_RUN || token == INNER_RUN;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextPattern that
                && that.hash == hash
                && that.ignoreCase == ignoreCase
                && Arrays.equals(that.tokens, tokens);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Returns the pattern's text with {@code *} and {@code ?}, confined or not, and {@code ${n}} for variables. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            if (token >= VARIABLE) {
                text.append("${").append(token - VARIABLE).append('}');
            } else {
                text.append(isRun(token) ? '*' : token < 0 ? '?' : (char) token);
            }
        }
        return text.toString();
    }
}
