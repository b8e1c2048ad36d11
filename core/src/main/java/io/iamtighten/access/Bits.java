package io.iamtighten.access;

/** Bit sets of one fixed size as words. */
final class Bits {
    private Bits() {}

    static long[] none(int size) {
        return new long[(size + 63) >> 6];
    }

    static long[] all(int size) {
        long[] words = none(size);
        for (int i = 0; i < words.length; i++) {
            int rest = size - (i << 6);
            words[i] = rest >= 64 ? -1L : (1L << rest) - 1;
        }
        return words;
    }

    static boolean get(long[] words, int bit) {
        return (words[bit >> 6] & (1L << bit)) != 0;
    }

    static void set(long[] words, int bit) {
        words[bit >> 6] |= 1L << bit;
    }

    static boolean isEmpty(long[] words) {
        for (long word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    static boolean intersects(long[] a, long[] b) {
        for (int i = 0; i < a.length; i++) {
            if ((a[i] & b[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether every bit of the inner set is in the outer. */
    static boolean contains(long[] outer, long[] inner) {
        for (int i = 0; i < outer.length; i++) {
            if ((inner[i] & ~outer[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    static long[] and(long[] a, long[] b) {
        long[] words = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            words[i] = a[i] & b[i];
        }
        return words;
    }

    static long[] andNot(long[] a, long[] b) {
        long[] words = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            words[i] = a[i] & ~b[i];
        }
        return words;
    }

    static long[] or(long[] a, long[] b) {
        long[] words = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            words[i] = a[i] | b[i];
        }
        return words;
    }

    /** The first bit at or after a place, or -1. */
    static int next(long[] words, int from) {
        int i = from >> 6;
        if (i >= words.length) {
            return -1;
        }
        long word = words[i] & (-1L << from);
        while (word == 0) {
            if (++i == words.length) {
                return -1;
            }
            word = words[i];
        }
        return (i << 6) + Long.numberOfTrailingZeros(word);
    }
}
