package io.iamtighten.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The text of a resource or a condition value, taken apart: literal characters, wildcards, escapes and policy variables.
 *
 * <p>With variables: {@code ${key}} and {@code ${key, 'default'}}; {@code ${*}}, {@code ${?}} and {@code ${$}} are the
 * literal characters. A text in a version without variables has neither. A <code>&#36;{</code> without its brace is plain text.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Policy variables</a>
 */
public final class PatternText {
    /** The token for {@code ?}. */
    public static final int ANY_ONE = -1;
    /** The token for {@code *}. */
    public static final int ANY_RUN = -2;

    /** The longest pattern times the longest text for which values are searched. */
    private static final int MAX_SEARCH = 200_000;

    /** Whether {@code *} and {@code ?} are wildcards. */
    public enum Wildcards {
        /** They are, as in {@code Resource} and {@code StringLike}. */
        ACTIVE,
        /** They stand for themselves, as in {@code StringEquals}. */
        LITERAL
    }

    /**
     * A policy variable.
     *
     * @param key the context key in lower case
     * @param fallback the default, or empty when there is none
     */
    public record Variable(String key, Optional<String> fallback) {}

    /** Tokens; {@code -3 - i} stands for the variable at index {@code i}. */
    private final int[] tokens;

    private final List<Variable> variables;

    private PatternText(int[] tokens, List<Variable> variables) {
        this.tokens = tokens;
        this.variables = List.copyOf(variables);
    }

    /** Takes a text apart. */
    public static PatternText parse(String text, PolicyVersion version, Wildcards wildcards) {
        int[] tokens = new int[text.length()];
        int n = 0;
        List<Variable> variables = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '$' && version.hasVariables() && i + 1 < text.length() && text.charAt(i + 1) == '{') {
                int close = text.indexOf('}', i + 2);
                if (close > 0) {
                    String inner = text.substring(i + 2, close);
                    if (inner.equals("*") || inner.equals("?") || inner.equals("$")) {
                        tokens[n++] = inner.charAt(0);
                    } else {
                        tokens[n++] = -3 - variables.size();
                        variables.add(variable(inner));
                    }
                    i = close;
                    continue;
                }
            }
            if (wildcards == Wildcards.ACTIVE && c == '*') {
                tokens[n++] = ANY_RUN;
            } else if (wildcards == Wildcards.ACTIVE && c == '?') {
                tokens[n++] = ANY_ONE;
            } else {
                tokens[n++] = c;
            }
        }
        return new PatternText(Arrays.copyOf(tokens, n), variables);
    }

    private static Variable variable(String inner) {
        int comma = inner.indexOf(',');
        if (comma >= 0) {
            String rest = inner.substring(comma + 1).strip();
            if (rest.length() >= 2 && rest.startsWith("'") && rest.endsWith("'")) {
                return new Variable(
                        inner.substring(0, comma).strip().toLowerCase(Locale.ROOT),
                        Optional.of(rest.substring(1, rest.length() - 1)));
            }
        }
        return new Variable(inner.toLowerCase(Locale.ROOT), Optional.empty());
    }

    /** Returns whether the text has policy variables. */
    public boolean hasVariables() {
        return !variables.isEmpty();
    }

    /** Returns the variables in order of appearance. */
    public List<Variable> variables() {
        return variables;
    }

    /**
     * Returns the tokens: characters, {@link #ANY_ONE}, {@link #ANY_RUN}, and for the variable at index {@code i} the
     * number {@code -3 - i}.
     */
    public int[] tokens() {
        return tokens.clone();
    }

    /**
     * Returns the tokens with each variable replaced by the characters of its value, or of its default; empty when one
     * has neither.
     *
     * @param values the value of a key given in lower case; empty when the request has no single value for it
     */
    public Optional<int[]> resolve(Function<String, Optional<String>> values) {
        if (variables.isEmpty()) {
            return Optional.of(tokens.clone());
        }
        int length = tokens.length;
        String[] texts = new String[variables.size()];
        for (int i = 0; i < texts.length; i++) {
            Variable variable = variables.get(i);
            Optional<String> value = values.apply(variable.key()).or(variable::fallback);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            texts[i] = value.get();
            length += texts[i].length();
        }
        int[] resolved = new int[length];
        int n = 0;
        for (int token : tokens) {
            if (token <= -3) {
                String text = texts[-3 - token];
                for (int i = 0; i < text.length(); i++) {
                    resolved[n++] = text.charAt(i);
                }
            } else {
                resolved[n++] = token;
            }
        }
        return Optional.of(Arrays.copyOf(resolved, n));
    }

    /**
     * Returns values of the variables with which the pattern accepts a text, by key in lower case; empty where none are found.
     * A search with a bound: that none are found is no proof that there are none.
     */
    public Optional<Map<String, String>> valuesAccepting(String text) {
        if ((long) tokens.length * text.length() > MAX_SEARCH) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        return accepts(0, text, 0, values, new boolean[tokens.length + 1][text.length() + 1])
                ? Optional.of(values)
                : Optional.empty();
    }

    /** Whether the pattern from a token on accepts the text from a place on; what was tried in vain is not tried again. */
    private boolean accepts(int from, String text, int start, Map<String, String> values, boolean[][] vain) {
        int token = from;
        int at = start;
        while (token < tokens.length && tokens[token] >= ANY_ONE) {
            if (at == text.length() || (tokens[token] != ANY_ONE && tokens[token] != text.charAt(at))) {
                return false;
            }
            token++;
            at++;
        }
        if (token == tokens.length) {
            return at == text.length();
        }
        if (vain[token][at]) {
            return false;
        }
        String key = tokens[token] == ANY_RUN
                ? null
                : variables.get(-3 - tokens[token]).key();
        String held = key == null ? null : values.get(key);
        for (int end = at; end <= text.length(); end++) {
            String value = text.substring(at, end);
            if (held != null && !held.equals(value)) {
                continue;
            }
            if (key != null) {
                values.put(key, value);
            }
            if (accepts(token + 1, text, end, values, vain)) {
                return true;
            }
            if (key != null && held == null) {
                values.remove(key);
            }
        }
        vain[token][at] = true;
        return false;
    }
}
