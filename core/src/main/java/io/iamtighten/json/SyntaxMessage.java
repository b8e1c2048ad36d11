package io.iamtighten.json;

import java.util.Locale;

/** Says what is wrong with a JSON text in words for the person who wrote it: what was expected, what was found, what to do. */
final class SyntaxMessage {
    private static final String NOT_JSON = "the text is not JSON: ";

    private SyntaxMessage() {}

    /** Returns the message for a parser's complaint about the character at {@code offset} of {@code text}. */
    static String of(String complaint, String text, int offset) {
        String said = complaint.toLowerCase(Locale.ROOT);
        char found = offset >= 0 && offset < text.length() ? text.charAt(offset) : '\0';
        if (text.indexOf('\0') >= 0) {
            return NOT_JSON + "it holds NUL characters, as UTF-16 text does; save it as UTF-8";
        }
        if (found == '/' || found == '#' && offset > 0) {
            return NOT_JSON + "comments are not part of JSON; found `" + found + "`";
        }
        int before = lastBefore(text, offset);
        if (before < 0 && found == '%') {
            return NOT_JSON + "it is percent-encoded; decode it first";
        }
        boolean behindComma = before >= 0 && text.charAt(before) == ',';
        if (behindComma && (found == '}' || found == ']')) {
            return NOT_JSON + "there is a comma before `" + found + "`; remove it";
        }
        if (said.contains("comma to separate")) {
            return NOT_JSON + "a comma or the closing bracket was expected" + found(found);
        }
        if (said.contains("colon to separate")) {
            return NOT_JSON + "a colon was expected behind the key" + found(found);
        }
        if (said.contains("to start field name")) {
            return NOT_JSON + "a key in double quotes was expected" + found(found);
        }
        if (said.contains("close marker")) {
            return NOT_JSON + "`" + found + "` closes nothing that is open";
        }
        if (said.contains("unquoted character")) {
            return NOT_JSON + "a string may not hold " + printable(found) + " as it is; write it as an escape";
        }
        if (said.contains("leading zero")) {
            return NOT_JSON + "a number may not start with 0 and go on with a digit";
        }
        if (said.contains("escape")) {
            return NOT_JSON + "the string holds an escape that JSON does not have" + found(found);
        }
        if (said.contains("token")) {
            return NOT_JSON + "a value was expected, and `" + word(text, offset)
                    + "` is none; strings stand in double quotes";
        }
        return NOT_JSON + "a value was expected" + found(found);
    }

    private static String found(char found) {
        return found == '\0' ? "" : "; found `" + printable(found) + "`";
    }

    private static String printable(char c) {
        return c < 0x20 ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c);
    }

    /** Returns the offset of the last character before {@code offset} that is not white space, or -1. */
    private static int lastBefore(String text, int offset) {
        int i = Math.min(offset, text.length()) - 1;
        while (i >= 0 && " \t\r\n".indexOf(text.charAt(i)) >= 0) {
            i--;
        }
        return i;
    }

    /** Returns the word around an offset, at most 40 characters of it. */
    private static String word(String text, int offset) {
        int start = Math.min(Math.max(0, offset), Math.max(0, text.length() - 1));
        while (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1)) && offset - start < 20) {
            start--;
        }
        int end = start;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end)) && end - start < 40) {
            end++;
        }
        return text.substring(start, Math.max(end, Math.min(start + 1, text.length())));
    }
}
