package io.iamtighten.aws.trail;

import io.iamtighten.usage.RecordResource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a record's {@code resources[]} where it is as CloudTrail writes it: a list of objects of plain texts. The JSON is well formed; what
 * is unusual in any way is left to {@link TreeRecord}.
 */
final class ResourceSlices {
    private static final byte[][] NAMES = {
        "ARN".getBytes(StandardCharsets.US_ASCII),
        "ARNPrefix".getBytes(StandardCharsets.US_ASCII),
        "accountId".getBytes(StandardCharsets.US_ASCII),
        "type".getBytes(StandardCharsets.US_ASCII)
    };

    private final byte[] text;
    private final int end;
    private int at;

    ResourceSlices(byte[] text, int from, int to) {
        this.text = text;
        this.at = from;
        this.end = to;
    }

    /** Returns the resources; none where there is something unusual, or nothing. */
    List<RecordResource> resources() {
        List<RecordResource> list = new ArrayList<>(2);
        if (!skips('[')) {
            return List.of();
        }
        do {
            String[] values = {"", "", "", ""};
            if (!object(values)) {
                return List.of();
            }
            list.add(new RecordResource(
                    optional(values[0]), optional(values[1]), optional(values[2]), optional(values[3])));
        } while (skips(','));
        return skips(']') ? list : List.of();
    }

    /** Reads an object of plain texts; returns whether it is one, and has no other names. */
    private boolean object(String[] values) {
        if (!skips('{')) {
            return false;
        }
        do {
            int name = at + 1;
            int nameEnd = string();
            if (nameEnd < 0 || !skips(':')) {
                return false;
            }
            int value = at + 1;
            int valueEnd = string();
            int which = which(name, nameEnd);
            if (valueEnd < 0 || which < 0 || !values[which].isEmpty()) {
                return false;
            }
            values[which] = new String(text, value, valueEnd - value, StandardCharsets.ISO_8859_1);
        } while (skips(','));
        return skips('}');
    }

    private int which(int from, int to) {
        for (int i = 0; i < NAMES.length; i++) {
            if (Arrays.equals(NAMES[i], 0, NAMES[i].length, text, from, to)) {
                return i;
            }
        }
        return -1;
    }

    private boolean skips(char sign) {
        boolean there = at < end && text[at] == sign;
        at += there ? 1 : 0;
        return there;
    }

    /** Goes behind a text of plain ASCII; returns where its closing quote is, or a negative number. */
    private int string() {
        if (!skips('"')) {
            return -1;
        }
        int from = at;
        while (at < end && text[at] != '"') {
            if (text[at] == '\\' || text[at] < ' ') {
                return -1;
            }
            at++;
        }
        int close = at;
        return skips('"') && close >= from ? close : -1;
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
