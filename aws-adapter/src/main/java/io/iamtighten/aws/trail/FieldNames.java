package io.iamtighten.aws.trail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The names in an object that count, found by their bytes. */
final class FieldNames {
    /** Stands for a name in another spelling, as exports have them. */
    static final int UNUSUAL = 99;

    /** Stands for a list of objects of the kind that has these names. */
    static final int LIST = 98;

    private static final int SIZE = 256;

    private final byte[][] names = new byte[SIZE][];
    /** 0 where there is no name. */
    private final int[] lengths = new int[SIZE];

    private final long[] heads = new long[SIZE];
    private final int[] ids = new int[SIZE];

    FieldNames with(String name, int id) {
        put(name.getBytes(StandardCharsets.US_ASCII), id);
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals(name) ? this : unusual(lower);
    }

    /** Adds a name that is read in this spelling only. */
    FieldNames often(String name, int id) {
        put(name.getBytes(StandardCharsets.US_ASCII), id);
        return this;
    }

    /** Adds the name of something that an object with these names never holds. */
    FieldNames list(String name) {
        put(name.getBytes(StandardCharsets.US_ASCII), LIST);
        return this;
    }

    /** Adds a name that is not read here. */
    FieldNames unusual(String name) {
        put(name.getBytes(StandardCharsets.US_ASCII), UNUSUAL);
        return this;
    }

    private void put(byte[] name, int id) {
        long head = head(Arrays.copyOf(name, name.length + Long.BYTES), 0, name.length);
        int at = place(head, name.length);
        while (lengths[at] > 0) {
            at = at + 1 & SIZE - 1;
        }
        names[at] = name;
        lengths[at] = name.length;
        heads[at] = head;
        ids[at] = id;
    }

    /** The first eight bytes, as far as they are the name's. */
    private static long head(byte[] text, int from, int length) {
        long word = Bytes.longAt(text, from);
        return length >= Long.BYTES ? word : word & (1L << 8 * length) - 1;
    }

    private static int place(long head, int length) {
        return (int) ((head ^ length) * 0x9e3779b97f4a7c15L >>> 56);
    }

    /** Returns what a name stands for, or a negative number; eight bytes of any kind must follow it. */
    int find(byte[] text, int from, int to) {
        int length = to - from;
        long head = head(text, from, length);
        int at = place(head, length);
        while (lengths[at] > 0) {
            if (heads[at] == head
                    && lengths[at] == length
                    && (length <= Long.BYTES
                            || Arrays.equals(names[at], Long.BYTES, length, text, from + Long.BYTES, to))) {
                return ids[at];
            }
            at = at + 1 & SIZE - 1;
        }
        return -1;
    }
}
