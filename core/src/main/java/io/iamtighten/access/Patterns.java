package io.iamtighten.access;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.glob.Glob;
import io.iamtighten.glob.TextPattern;
import io.iamtighten.policy.PatternText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the patterns of policies into the patterns that classes are made of. */
final class Patterns {
    private static final int PARTS = 6;
    private static final int FIRST_VARIABLE = -3;

    /** Every resource: {@code *}, or an ARN of six parts whose partition, service and resource are not empty. */
    static final List<TextPattern> RESOURCE_SHAPES = List.of(
            TextPattern.literal("*"),
            TextPattern.of(new int[] {'a', 'r', 'n', ':', -3, -4, ':', -3, -4, ':', -4, ':', -4, ':', -1, -2}, false));

    /** Every action in lower case. */
    static final List<TextPattern> ACTION_SHAPES = List.of(TextPattern.of(new int[] {-3, -4, ':', -3, -4}, false));

    private Patterns() {}

    /** Returns the patterns that together accept what a resource pattern of these glob tokens does. */
    static List<TextPattern> resource(int[] tokens, boolean wholeText, Semantics semantics) {
        if (wholeText || semantics.reading() == WildcardReading.WHOLE_TEXT) {
            return List.of(TextPattern.of(tokens, false));
        }
        Glob whole = Glob.ofTokens(tokens, false);
        if (whole.isUniversal()) {
            return List.of(TextPattern.of(tokens, false));
        }
        List<TextPattern> patterns = new ArrayList<>(2);
        if (whole.matches("*")) {
            // The resource of actions without one is no ARN and has no parts.
            patterns.add(TextPattern.literal("*"));
        }
        if (semantics.document() || !ArnPattern.ofTokens(tokens).hasWildcardForType()) {
            patterns.add(byParts(tokens));
        }
        return patterns;
    }

    /** Returns the pattern that accepts texts part by part; fewer than six parts are open at the end. */
    static TextPattern byParts(int[] tokens) {
        int[] confined = new int[tokens.length + 2];
        int part = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] == ':') {
                part++;
            }
            confined[i] = part < PARTS - 1 && tokens[i] < 0 ? confine(tokens[i]) : tokens[i];
        }
        if (part >= PARTS - 1) {
            return TextPattern.of(Arrays.copyOf(confined, tokens.length), false);
        }
        confined[tokens.length] = ':';
        confined[tokens.length + 1] = TextPattern.ANY_RUN;
        return TextPattern.of(confined, false);
    }

    private static int confine(int token) {
        return token == TextPattern.ANY_RUN ? TextPattern.INNER_RUN : TextPattern.INNER_ONE;
    }

    /** Numbers variables: the same variable with the same default is the same letter. */
    static final class Letters {
        private final Map<PatternText.Variable, Integer> numbers = new HashMap<>();

        int letter(PatternText.Variable variable) {
            return TextPattern.VARIABLE + numbers.computeIfAbsent(variable, v -> numbers.size());
        }
    }

    /**
     * Returns a pattern with variables as an unknown.
     *
     * @param parts whether wildcards are confined to the parts of an ARN
     * @param strict whether a wildcard for the resource type then matches nothing
     */
    static TextQuestions.Unknown unknown(
            PatternText text, boolean parts, boolean strict, boolean ignoreCase, Letters letters) {
        int[] tokens = text.tokens();
        int[] widened = new int[tokens.length];
        int[] lettered = new int[tokens.length];
        int part = 0;
        boolean freed = !parts;
        boolean comparable = !ignoreCase;
        for (int i = 0; i < tokens.length; i++) {
            int token = tokens[i];
            if (token == ':') {
                part++;
            }
            boolean inner = parts && part < PARTS - 1;
            if (token <= FIRST_VARIABLE) {
                // A value may hold colons: what follows may then stand in any part.
                freed |= inner;
                comparable &= !inner;
                widened[i] = TextPattern.ANY_RUN;
                lettered[i] = letters.letter(text.variables().get(FIRST_VARIABLE - token));
            } else {
                widened[i] = inner && !freed && token < 0 ? confine(token) : token;
                lettered[i] = inner && token < 0 ? confine(token) : token;
            }
        }
        if (parts && part < PARTS - 1) {
            widened = Arrays.copyOf(widened, tokens.length + 1);
            widened[tokens.length] = TextPattern.ANY_RUN;
            comparable = false;
        }
        return new TextQuestions.Unknown(
                TextPattern.of(widened, ignoreCase),
                TextPattern.of(lettered, ignoreCase),
                comparable,
                !(parts && strict) || !mayWantType(tokens));
    }

    /**
     * Whether, with some values for the variables, a wildcard may stand where a resource type before a colon and a literal name
     * is expected.
     */
    private static boolean mayWantType(int[] tokens) {
        int part = 0;
        boolean wildcard = false;
        for (int i = 0; i < tokens.length; i++) {
            if (part < PARTS - 1) {
                part += tokens[i] == ':' ? 1 : 0;
            } else if (tokens[i] == '/') {
                return false;
            } else if (tokens[i] == ':') {
                return wildcard && !hasWildcard(tokens, i);
            } else if (tokens[i] <= FIRST_VARIABLE) {
                // The value may hold the colon.
                if (wildcard && !hasWildcard(tokens, i)) {
                    return true;
                }
            } else {
                wildcard |= tokens[i] < 0;
            }
        }
        return false;
    }

    private static boolean hasWildcard(int[] tokens, int from) {
        for (int i = from; i < tokens.length; i++) {
            if (tokens[i] < 0 && tokens[i] > FIRST_VARIABLE) {
                return true;
            }
        }
        return false;
    }

    /** Whether a pattern may have fewer than six parts, whatever the values of its variables. */
    static boolean mayBeShort(int[] tokens) {
        int colons = 0;
        for (int token : tokens) {
            colons += token == ':' ? 1 : 0;
        }
        return colons < PARTS - 1;
    }
}
