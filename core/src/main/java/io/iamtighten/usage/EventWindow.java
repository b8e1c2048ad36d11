package io.iamtighten.usage;

import java.util.Arrays;

/**
 * The events seen last, as 64-bit fingerprints, so that a second copy is not counted: exact for the last {@code span} to {@code 2 span}
 * events, in bounded memory. A copy that comes later than that is counted again; an event that has the fingerprint of another
 * within the window is taken for its copy, with a chance of about {@code 2 span / 2^64}.
 */
final class EventWindow {
    private static final int SMALLEST = 1 << 12;

    private final int span;
    /** Open addressing; 0 is an empty place. Invariant: at most three quarters full. */
    private long[] young = new long[SMALLEST];

    private int youngSize;
    private long[] old = {};

    EventWindow(int span) {
        this.span = span;
    }

    /** Adds a fingerprint and returns whether it was not there. */
    boolean add(long fingerprint) {
        long value = fingerprint == 0 ? 1 : fingerprint;
        if (contains(old, value)) {
            return false;
        }
        if (!insert(young, value)) {
            return false;
        }
        youngSize++;
        if (youngSize >= span) {
            old = young;
            young = new long[young.length];
            youngSize = 0;
        } else if (youngSize > young.length / 4 * 3) {
            long[] larger = new long[young.length * 2];
            for (long entry : young) {
                if (entry != 0) {
                    insert(larger, entry);
                }
            }
            young = larger;
        }
        return true;
    }

    private static boolean contains(long[] table, long value) {
        if (table.length == 0) {
            return false;
        }
        int mask = table.length - 1;
        for (int i = (int) value & mask; table[i] != 0; i = i + 1 & mask) {
            if (table[i] == value) {
                return true;
            }
        }
        return false;
    }

    private static boolean insert(long[] table, long value) {
        int mask = table.length - 1;
        int i = (int) value & mask;
        while (table[i] != 0) {
            if (table[i] == value) {
                return false;
            }
            i = i + 1 & mask;
        }
        table[i] = value;
        return true;
    }

    /** Returns the fingerprints held, the older half first, each half ascending. */
    long[][] halves() {
        return new long[][] {sorted(old), sorted(young)};
    }

    private static long[] sorted(long[] table) {
        long[] entries = Arrays.stream(table).filter(entry -> entry != 0).toArray();
        Arrays.sort(entries);
        return entries;
    }
}
