package io.iamtighten.aws.trail;

import java.util.Arrays;

/** A key that is put together from pieces of a text, used again for each record. Different pieces give different keys. */
final class KeyBytes {
    /** Pieces are copied eight bytes at a time, so that some are written behind the end. */
    private static final int SLACK = Long.BYTES;

    private byte[] bytes = new byte[1 << 12];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    void add(long number) {
        room(Long.BYTES);
        Bytes.putLong(bytes, length, number);
        length += Long.BYTES;
    }

    /** Adds a piece; eight bytes of any kind must follow it in its text. */
    void add(byte[] text, int from, int to) {
        int count = to - from;
        room(count + Integer.BYTES);
        Bytes.putLong(bytes, length, count);
        length += Integer.BYTES;
        if (count > 1 << 8) {
            System.arraycopy(text, from, bytes, length, count);
        } else {
            for (int i = 0; i < count; i += Long.BYTES) {
                Bytes.putLong(bytes, length + i, Bytes.longAt(text, from + i));
            }
        }
        length += count;
    }

    private void room(int more) {
        if (length + more + SLACK > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more + SLACK));
        }
    }

    long hash() {
        Bytes.putLong(bytes, length, 0);
        long hash = length;
        for (int i = 0; i < length; i += Long.BYTES) {
            hash = (hash ^ Bytes.longAt(bytes, i)) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 29;
        }
        return hash * 0xff51afd7ed558ccdL;
    }

    boolean equalTo(byte[] other) {
        return Arrays.equals(bytes, 0, length, other, 0, other.length);
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }
}
