package io.iamtighten.aws.trail;

/**
 * Goes through the JSON values of a buffer without making objects. Accepts exactly the texts that are JSON, as the full parser does, as
 * long as they are ASCII: other bytes are only noticed. Deeper nesting, longer names and longer numbers than any log has are taken for
 * broken, so that the full parser judges them.
 *
 * <p>Methods return the place behind what they read, or {@link #INCOMPLETE}, or {@link #BROKEN}.
 */
class JsonBytes {
    /** The text ends within the value. */
    static final int INCOMPLETE = -1;
    /** Not JSON, or more than what is read here. */
    static final int BROKEN = -2;

    /** So many bytes behind the text must be there, and be zero: they end every loop. */
    static final int PADDING = 16;

    private static final int MAX_DEPTH = 40;
    private static final int MAX_NAME = 1 << 12;
    private static final int MAX_NUMBER = 100;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = 0x2222222222222222L;
    private static final long SLASHES = 0x5c5c5c5c5c5c5c5cL;
    private static final long SPACES = 0x2020202020202020L;
    private static final int TRUE = word("true");
    private static final int NULL = word("null");
    private static final int ALSE = word("alse");

    byte[] text = new byte[PADDING];
    int limit;
    /** Whether a string since the last look had an escape or a byte that is not ASCII. */
    boolean escaped;
    /** Whether a string since the last look had a byte that is not ASCII. */
    boolean wide;

    private static int word(String four) {
        return four.charAt(0) | four.charAt(1) << 8 | four.charAt(2) << 16 | four.charAt(3) << 24;
    }

    final int fail(int at) {
        return at >= limit ? INCOMPLETE : BROKEN;
    }

    /** Goes to the next byte that is not white space; at the end of the text it is the limit. */
    final int space(int at) {
        int i = at;
        while (text[i] <= ' ' && i < limit && isSpace(text[i])) {
            i++;
        }
        return i;
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Reads a string from behind its opening quote on; returns the place of the closing one. */
    final int string(int at) {
        byte[] bytes = text;
        int i = at;
        while (i < limit) {
            long word = Bytes.longAt(bytes, i);
            long found = ((word ^ QUOTES) - ONES | (word ^ SLASHES) - ONES | word - SPACES | word) & HIGHS;
            if (found == 0) {
                i += Long.BYTES;
                continue;
            }
            i += Long.numberOfTrailingZeros(found) >>> 3;
            byte c = bytes[i];
            if (c == '"') {
                return i;
            }
            i = unusual(c, i);
            if (i < 0) {
                return i;
            }
        }
        return INCOMPLETE;
    }

    private int unusual(byte c, int at) {
        escaped = true;
        if (c < 0) {
            wide = true;
            return at + 1;
        }
        if (c != '\\') {
            return fail(at);
        }
        byte next = text[at + 1];
        if (next == 'u') {
            for (int i = at + 2; i < at + 6; i++) {
                if (!isHex(text[i])) {
                    return fail(i);
                }
            }
            return at + 6;
        }
        boolean known = next == '"'
                || next == '\\'
                || next == '/'
                || next == 'n'
                || next == 't'
                || next == 'r'
                || next == 'b'
                || next == 'f';
        return known ? at + 2 : fail(at + 1);
    }

    private static boolean isHex(byte c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    /** Reads a name from its opening quote on, and the colon; returns where the value starts. */
    final int name(int at) {
        if (text[at] != '"') {
            return fail(at);
        }
        int close = string(at + 1);
        if (close < 0) {
            return close;
        }
        if (close - at > MAX_NAME) {
            return BROKEN;
        }
        return colon(close + 1);
    }

    final int colon(int at) {
        int i = text[at] == ':' ? at : space(at);
        if (text[i] != ':') {
            return fail(i);
        }
        return text[i + 1] > ' ' ? i + 1 : space(i + 1);
    }

    /** Reads the value that starts here. */
    final int value(int at, int depth) {
        byte first = text[at];
        if (first == '"') {
            int close = string(at + 1);
            return close < 0 ? close : close + 1;
        }
        if (first == '{') {
            return object(at + 1, depth);
        }
        if (first == '[') {
            return array(at + 1, depth);
        }
        return plain(at, first);
    }

    final int plain(int at, byte first) {
        if (first == 't' || first == 'n') {
            int found = (int) Bytes.longAt(text, at);
            return found == (first == 't' ? TRUE : NULL) ? at + 4 : fail4(at);
        }
        if (first == 'f') {
            return (int) Bytes.longAt(text, at + 1) == ALSE ? at + 5 : fail4(at + 1);
        }
        return number(at);
    }

    private int fail4(int at) {
        return at + 4 > limit ? INCOMPLETE : BROKEN;
    }

    private int number(int at) {
        int i = text[at] == '-' ? at + 1 : at;
        if (text[i] == '0') {
            i++;
        } else {
            int digits = digits(i);
            if (digits == i) {
                return fail(i);
            }
            i = digits;
        }
        if (text[i] == '.') {
            int digits = digits(i + 1);
            if (digits == i + 1) {
                return fail(digits);
            }
            i = digits;
        }
        if (text[i] == 'e' || text[i] == 'E') {
            int from = text[i + 1] == '+' || text[i + 1] == '-' ? i + 2 : i + 1;
            int digits = digits(from);
            if (digits == from) {
                return fail(digits);
            }
            i = digits;
        }
        if (i >= limit) {
            return INCOMPLETE;
        }
        return i - at > MAX_NUMBER ? BROKEN : i;
    }

    private int digits(int at) {
        int i = at;
        while (text[i] >= '0' && text[i] <= '9') {
            i++;
        }
        return i;
    }

    /** Reads an object from behind its opening brace on. */
    final int object(int at, int depth) {
        if (depth >= MAX_DEPTH) {
            return BROKEN;
        }
        int i = space(at);
        if (text[i] == '}') {
            return i + 1;
        }
        while (true) {
            i = name(i);
            if (i < 0) {
                return i;
            }
            i = value(i, depth + 1);
            if (i < 0) {
                return i;
            }
            byte c = text[i];
            if (c <= ' ') {
                i = space(i);
                c = text[i];
            }
            if (c == '}') {
                return i + 1;
            }
            if (c != ',') {
                return fail(i);
            }
            i = text[i + 1] > ' ' ? i + 1 : space(i + 1);
        }
    }

    private int array(int at, int depth) {
        if (depth >= MAX_DEPTH) {
            return BROKEN;
        }
        int i = space(at);
        if (text[i] == ']') {
            return i + 1;
        }
        while (true) {
            i = value(i, depth + 1);
            if (i < 0) {
                return i;
            }
            i = space(i);
            byte c = text[i];
            if (c == ']') {
                return i + 1;
            }
            if (c != ',') {
                return fail(i);
            }
            i = space(i + 1);
        }
    }
}
