package io.iamtighten.tighten;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the resource part of an ARN apart into words, separators, and what looks made by a machine: ids, dates, numbers. */
final class NameTokens {
    /** What a token looks like. */
    enum Kind {
        /** A run of letters, or anything a person may have chosen. */
        WORD,
        /** A run of digits. */
        NUMBER,
        /** A calendar date, with or without a time. */
        DATE,
        /** An identifier: a UUID, a hash, hexadecimal digits, or letters and digits mixed at random. */
        ID,
        /** A separator. */
        SEPARATOR
    }

    /**
     * One token.
     *
     * @param text its text
     * @param kind what it looks like
     */
    record Token(String text, Kind kind) {}

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern DATE = Pattern.compile(
            "(?:19|20)[0-9]{2}(?:[-_/.](?:0[1-9]|1[0-2])[-_/.](?:0[1-9]|[12][0-9]|3[01])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))"
                    + "(?:[T_-]?[0-9]{2}[:_-]?[0-9]{2}(?:[:_-]?[0-9]{2})?Z?)?(?![0-9A-Za-z])");
    private static final Pattern HASH = Pattern.compile("(?=[0-9a-fA-F]*[0-9])[0-9a-fA-F]{8,}(?![0-9A-Za-z])");
    private static final Pattern MIXED =
            Pattern.compile("(?=[0-9A-Za-z]*[0-9][0-9A-Za-z]*[A-Za-z])(?=[0-9A-Za-z]*[A-Za-z][0-9A-Za-z]*[0-9])"
                    + "[0-9A-Za-z]{6,}(?![0-9A-Za-z])");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern LETTERS = Pattern.compile("[A-Za-z]+");

    private NameTokens() {}

    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            Token token = next(text, at);
            tokens.add(token);
            at += token.text().length();
        }
        return tokens;
    }

    private static Token next(String text, int at) {
        char c = text.charAt(at);
        if (!isLetterOrDigit(c)) {
            return new Token(String.valueOf(c), c == '*' || c == '?' ? Kind.WORD : Kind.SEPARATOR);
        }
        boolean begins = at == 0 || !isLetterOrDigit(text.charAt(at - 1));
        if (begins) {
            String found = match(UUID, text, at);
            if (!found.isEmpty()) {
                return new Token(found, Kind.ID);
            }
            found = match(DATE, text, at);
            if (!found.isEmpty()) {
                return new Token(found, Kind.DATE);
            }
            found = match(HASH, text, at);
            if (!found.isEmpty()) {
                boolean digits = found.chars().allMatch(d -> d >= '0' && d <= '9');
                return new Token(found, digits ? Kind.NUMBER : Kind.ID);
            }
            found = match(MIXED, text, at);
            if (!found.isEmpty() && random(found)) {
                return new Token(found, Kind.ID);
            }
        }
        String digits = match(NUMBER, text, at);
        return digits.isEmpty() ? new Token(match(LETTERS, text, at), Kind.WORD) : new Token(digits, Kind.NUMBER);
    }

    /** Letters and digits take turns often enough that nobody chose them as a name with a number behind. */
    private static boolean random(String text) {
        int turns = 0;
        for (int i = 1; i < text.length(); i++) {
            turns += Character.isDigit(text.charAt(i)) != Character.isDigit(text.charAt(i - 1)) ? 1 : 0;
        }
        return turns >= 2;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static String match(Pattern pattern, String text, int at) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        matcher.useTransparentBounds(true);
        return matcher.lookingAt() ? matcher.group() : "";
    }
}
