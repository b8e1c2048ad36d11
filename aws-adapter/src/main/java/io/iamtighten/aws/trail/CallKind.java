package io.iamtighten.aws.trail;

import io.iamtighten.usage.ParameterReads;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A kind of call, and what the mapping looked at so far among the parameters of such calls. Of two calls of the kind that agree in that,
 * what one used the other used as well.
 */
final class CallKind {
    private final long number;
    /** Invariant: this and the flags only grow, so that their {@link #state} tells what was looked at when. */
    private final List<byte[]> names = new ArrayList<>(2);

    private boolean any;
    private boolean roles;
    private boolean arns;
    private boolean all;

    CallKind(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    private long state() {
        return names.size() << 4 | (any ? 1 : 0) | (roles ? 2 : 0) | (arns ? 4 : 0) | (all ? 8 : 0);
    }

    /** Takes note of what was looked at; returns whether that is more than before. */
    boolean add(ParameterReads reads) {
        long before = state();
        any |= reads.any();
        roles |= reads.roles();
        arns |= reads.arns();
        all |= reads.all();
        for (String name : reads.names()) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            if (!has(bytes, 0, bytes.length)) {
                names.add(bytes);
            }
        }
        return state() != before;
    }

    private boolean has(byte[] text, int from, int to) {
        for (byte[] name : names) {
            if (Arrays.equals(name, 0, name.length, text, from, to)) {
                return true;
            }
        }
        return false;
    }

    /** Makes the key of everything about a call of this kind that was looked at. */
    void makeKey(Slices record, KeyBytes key) {
        key.clear();
        key.add(number);
        key.add(state());
        key.add(record.text, record.from(Slices.RESOURCES), record.to(Slices.RESOURCES));
        if (all || record.parameters > Slices.MAX_PARAMETERS) {
            key.add(record.text, record.from(Slices.REQUEST), record.to(Slices.REQUEST));
        } else if (any) {
            for (int i = 0; i < 4 * record.parameters; i += 4) {
                addParameter(record.text, record.parameter, i, key);
            }
        }
    }

    private void addParameter(byte[] text, int[] places, int at, KeyBytes key) {
        int from = places[at + 2];
        int to = places[at + 3];
        key.add(text, places[at], places[at + 1]);
        if (has(text, places[at], places[at + 1])) {
            key.add(text, from, to);
            return;
        }
        // A parameter that is null is as good as none.
        key.add(text[from] == 'n' ? -1 : -2);
        if (roles || arns) {
            addArns(text, from, to, key);
        }
    }

    /** Adds the texts of a value that may be ARNs, and with them the names and brackets between. */
    private void addArns(byte[] text, int from, int to, KeyBytes key) {
        if (text[from] == '"') {
            if (mayCount(text, from + 1, to - 1)) {
                key.add(text, from, to);
            }
            return;
        }
        if (text[from] != '{' && text[from] != '[') {
            return;
        }
        int start = from;
        int i = from;
        while (i < to) {
            if (text[i] != '"') {
                i++;
                continue;
            }
            int close = i + 1;
            while (text[close] != '"') {
                close += text[close] == '\\' ? 2 : 1;
            }
            int behind = close + 1;
            while (JsonBytes.isSpace(text[behind])) {
                behind++;
            }
            if (text[behind] != ':' && !mayCount(text, i + 1, close)) {
                key.add(text, start, i);
                start = close + 1;
            }
            i = close + 1;
        }
        key.add(text, start, to);
    }

    /** Adds a JSON value, without the texts in it that begin with {@code arn:}. */
    static void addWithoutArns(byte[] text, int from, int to, KeyBytes key) {
        int start = from;
        int i = from;
        while (i < to) {
            if (text[i] != '"') {
                i++;
                continue;
            }
            int close = i + 1;
            boolean plain = true;
            while (text[close] != '"') {
                plain &= text[close] != '\\';
                close += text[close] == '\\' ? 2 : 1;
            }
            if (plain && text[i + 1] == 'a' && text[i + 2] == 'r' && text[i + 3] == 'n' && text[i + 4] == ':') {
                key.add(text, start, i);
                start = close + 1;
            }
            i = close + 1;
        }
        key.add(text, start, to);
    }

    /** Returns whether a text may be an ARN that was looked at; one with escapes may. */
    private boolean mayCount(byte[] text, int from, int to) {
        boolean arn = to - from > 3
                && (text[from] | 0x20) == 'a'
                && (text[from + 1] | 0x20) == 'r'
                && (text[from + 2] | 0x20) == 'n';
        for (int i = from; i < to; i++) {
            byte c = text[i];
            boolean role = c == '%'
                    || c == 'r' && text[i + 1] == 'o' && text[i + 2] == 'l' && text[i + 3] == 'e' && i + 4 <= to;
            if (c == '\\' || arn && (arns || role)) {
                return true;
            }
        }
        return false;
    }
}
