package io.iamtighten.glob;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One pattern of literal characters, {@code ?} (any one character) and {@code *} (any run of characters, also empty).
 *
 * <p>Matching takes time O(text · longest run of literals) and allocates nothing, whatever the number of {@code *}.
 *
 * <table>
 * <caption>Examples</caption>
 * <tr><th>pattern</th><th>accepts</th><th>refuses</th></tr>
 * <tr><td>{@code a*c}</td><td>{@code ac}, {@code abbc}</td><td>{@code abcd}</td></tr>
 * <tr><td>{@code a?}</td><td>{@code ab}</td><td>{@code a}, {@code abc}</td></tr>
 * </table>
 */
public final class Glob {
    /** The token for any one character. */
    public static final int ANY_ONE = -1;
    /** The token for any run of characters. */
    public static final int ANY_RUN = -2;

    private static final Glob UNIVERSAL = new Glob(new int[] {ANY_RUN}, false);

    /** Invariant: never two {@code ANY_RUN} in a row; letters in lower case when {@code ignoreCase}. */
    private final int[] tokens;

    private final boolean ignoreCase;
    /** Index of the first and the last {@code ANY_RUN}, or -1. */
    private final int firstRun;

    private final int lastRun;
    /** The least number of characters that a match has. */
    private final int minLength;

    private final boolean plain;

    private Glob(int[] tokens, boolean ignoreCase) {
        this.tokens = tokens;
        this.ignoreCase = ignoreCase;
        int first = -1;
        int last = -1;
        int min = 0;
        boolean literal = true;
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] == ANY_RUN) {
                first = first < 0 ? i : first;
                last = i;
            } else {
                min++;
            }
            literal &= tokens[i] >= 0;
        }
        this.firstRun = first;
        this.lastRun = last;
        this.minLength = min;
        this.plain = literal;
    }

    /** Returns the pattern in which {@code *} and {@code ?} are wildcards and all else stands for itself. */
    public static Glob of(String text) {
        return ofTokens(tokenize(text), false);
    }

    /** Returns the pattern that compares ignoring case. */
    public static Glob ofIgnoringCase(String text) {
        return ofTokens(tokenize(text), true);
    }

    /** Returns the pattern that accepts just this text. */
    public static Glob literal(String text) {
        return ofTokens(text.chars().toArray(), false);
    }

    /** Returns the pattern that accepts every text. */
    public static Glob universal() {
        return UNIVERSAL;
    }

    /**
     * Returns the pattern of these tokens: characters, {@link #ANY_ONE} and {@link #ANY_RUN}.
     *
     * @param ignoreCase whether letters compare ignoring case
     */
    public static Glob ofTokens(int[] tokens, boolean ignoreCase) {
        int[] normal = new int[tokens.length];
        int n = 0;
        for (int i = 0; i < tokens.length; i++) {
            int token = tokens[i];
            if (token == ANY_RUN && n > 0 && normal[n - 1] == ANY_RUN) {
                continue;
            }
            normal[n++] = ignoreCase && token >= 0 ? fold((char) token) : token;
        }
        return new Glob(Arrays.copyOf(normal, n), ignoreCase);
    }

    private static int[] tokenize(String text) {
        int[] tokens = new int[text.length()];
        for (int i = 0; i < tokens.length; i++) {
            char c = text.charAt(i);
            tokens[i] = c == '*' ? ANY_RUN : c == '?' ? ANY_ONE : c;
        }
        return tokens;
    }

    /** Returns a copy of the tokens. */
    public int[] tokens() {
        return tokens.clone();
    }

    /** Returns whether letters compare ignoring case. */
    public boolean ignoresCase() {
        return ignoreCase;
    }

    /** Returns whether the pattern has no wildcard. */
    public boolean isLiteral() {
        return plain;
    }

    /** Returns whether the pattern accepts every text. */
    public boolean isUniversal() {
        return tokens.length == 1 && tokens[0] == ANY_RUN;
    }

    /** Returns the only text that the pattern accepts (in lower case when it ignores case), or empty. */
    public Optional<String> literalText() {
        return isLiteral() ? Optional.of(shortestMatch('x')) : Optional.empty();
    }

    /** Returns the literal characters before the first wildcard. */
    public String literalPrefix() {
        StringBuilder prefix = new StringBuilder();
        for (int token : tokens) {
            if (token < 0) {
                break;
            }
            prefix.append((char) token);
        }
        return prefix.toString();
    }

    /** Returns a shortest text that the pattern accepts, with {@code filler} for each {@code ?}. */
    public String shortestMatch(char filler) {
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            if (token == ANY_ONE) {
                text.append(filler);
            } else if (token >= 0) {
                text.append((char) token);
            }
        }
        return text.toString();
    }

    /** Returns whether the pattern accepts the text. */
    public boolean matches(CharSequence text) {
        return matches(text, 0, text.length());
    }

    /** Returns whether the pattern accepts the part of the text from {@code from} to before {@code to}. */
    public boolean matches(CharSequence text, int from, int to) {
        int length = to - from;
        if (length < minLength) {
            return false;
        }
        if (firstRun < 0) {
            return length == minLength && regionMatches(0, tokens.length, text, from);
        }
        // The part before the first run stands at the start, the part after the last one at the end; between them the
        // leftmost match of each part is as good as any other.
        int tail = tokens.length - lastRun - 1;
        if (!regionMatches(0, firstRun, text, from) || !regionMatches(lastRun + 1, tokens.length, text, to - tail)) {
            return false;
        }
        int at = from + firstRun;
        int end = to - tail;
        int i = firstRun + 1;
        while (i <= lastRun) {
            int j = i;
            while (tokens[j] != ANY_RUN) {
                j++;
            }
            int size = j - i;
            while (at + size <= end && !regionMatches(i, j, text, at)) {
                at++;
            }
            if (at + size > end) {
                return false;
            }
            at += size;
            i = j + 1;
        }
        return true;
    }

    private boolean regionMatches(int first, int past, CharSequence text, int at) {
        for (int i = first; i < past; i++) {
            int token = tokens[i];
            if (token != ANY_ONE) {
                char c = text.charAt(at + i - first);
                if (token != c && !(ignoreCase && token == fold(c))) {
                    return false;
                }
            }
        }
        return true;
    }

    static char fold(char c) {
        if (c < 128) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    /** Returns the characters that are the same as one in lower case when case is ignored, itself among them. */
    static char[] foldsTo(char lower) {
        if (lower < 128 && (lower < 'a' || lower > 'z')) {
            return new char[] {lower};
        }
        return Folds.MEMBERS.getOrDefault(lower, new char[] {lower});
    }

    /** Some letters have more than two forms: {@code k} also that of the unit Kelvin, {@code s} the long one. */
    private static final class Folds {
        static final Map<Character, char[]> MEMBERS = members();

        private static Map<Character, char[]> members() {
            Map<Character, char[]> found = new HashMap<>();
            for (int c = 0; c <= Character.MAX_VALUE; c++) {
                char lower = fold((char) c);
                if (lower != c) {
                    char[] known = found.getOrDefault(lower, new char[] {lower});
                    char[] longer = Arrays.copyOf(known, known.length + 1);
                    longer[known.length] = (char) c;
                    found.put(lower, longer);
                }
            }
            return found;
        }
    }

    /**
     * Returns whether some text is accepted by both patterns. Takes time O(tokens of one · tokens of the other).
     */
    public boolean intersects(Glob other) {
        int n = tokens.length;
        int m = other.tokens.length;
        boolean fold = ignoreCase || other.ignoreCase;
        // Where both are literal at an end they must agree there; what is left is mostly short.
        int start = 0;
        while (start < n && start < m && tokens[start] != ANY_RUN && other.tokens[start] != ANY_RUN) {
            if (!meet(tokens[start], other.tokens[start], fold)) {
                return false;
            }
            start++;
        }
        while (n > start && m > start && tokens[n - 1] != ANY_RUN && other.tokens[m - 1] != ANY_RUN) {
            if (!meet(tokens[n - 1], other.tokens[m - 1], fold)) {
                return false;
            }
            n--;
            m--;
        }
        if ((n == start + 1 && tokens[start] == ANY_RUN) || (m == start + 1 && other.tokens[start] == ANY_RUN)) {
            return true;
        }
        return intersects(other, start, n, m, fold);
    }

    /** Whether the middle parts of two patterns have a text in common. */
    private boolean intersects(Glob other, int start, int n, int m, boolean fold) {
        // reach[i][j]: the rest of this from i and of the other from j have a text in common.
        boolean[][] reach = new boolean[n + 1][m + 1];
        for (int i = n; i >= start; i--) {
            for (int j = m; j >= start; j--) {
                boolean found;
                if (i == n && j == m) {
                    found = true;
                } else if (i < n && tokens[i] == ANY_RUN) {
                    found = reach[i + 1][j] || (j < m && reach[i][j + 1]);
                } else if (j < m && other.tokens[j] == ANY_RUN) {
                    found = reach[i][j + 1] || (i < n && reach[i + 1][j]);
                } else {
                    found = i < n && j < m && meet(tokens[i], other.tokens[j], fold) && reach[i + 1][j + 1];
                }
                reach[i][j] = found;
            }
        }
        return reach[start][start];
    }

    private static boolean meet(int a, int b, boolean fold) {
        return a == ANY_ONE || b == ANY_ONE || a == b || (fold && fold((char) a) == fold((char) b));
    }

    /**
     * Returns whether this pattern accepts every text that the other accepts: exact. Takes time exponential in the
     * number of {@code ?} at worst, linear for patterns of people.
     */
    public boolean contains(Glob other) {
        if (isUniversal() || equals(other)) {
            return true;
        }
        if (other.isLiteral() && (ignoreCase || !other.ignoreCase)) {
            return matches(other.shortestMatch('x'));
        }
        if (other.minLength < minLength) {
            return false;
        }
        if (ignoreCase == other.ignoreCase) {
            // Where this begins with a character, a wildcard or another character of the other's leads out of it.
            int at = 0;
            while (at < tokens.length && tokens[at] >= 0) {
                if (at >= other.tokens.length || other.tokens[at] != tokens[at]) {
                    return false;
                }
                at++;
            }
            if (at == tokens.length - 1 && tokens[at] == ANY_RUN) {
                return true;
            }
        }
        return GlobClasses.contains(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob that && that.ignoreCase == ignoreCase && Arrays.equals(that.tokens, tokens);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tokens);
    }

    /** Returns the pattern's text; a literal {@code *} or {@code ?} is written as {@code ${*}} or {@code ${?}}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            switch (token) {
                case ANY_ONE -> text.append('?');
                case ANY_RUN -> text.append('*');
                case '*' -> text.append("${*}");
                case '?' -> text.append("${?}");
                default -> text.append((char) token);
            }
        }
        return text.toString();
    }
}
