package io.iamtighten.usage;

import java.util.Arrays;

/**
 * The events seen last, as 64-bit fingerprints, so that a second copy is not counted: exact for the last {@code span} to {@code 2 span}
 * events, in bounded memory. A copy that comes later than that is counted again; an event that has the fingerprint of another
 * within the window is taken for its copy, with a chance of about {@code 2 span / 2^64}.
 */
final class EventWindow {
    /** So many of the last events are kept in order, for a later run. */
    static final int LAST = 1 << 18;

    private static final int SMALLEST = 1 << 12;

    /** The standard span: three quarters of a table of 16 MB. */
    static final int SPAN = 3 << 19;

    private final int span;
    /** Open addressing; 0 is an empty place. Invariant: at most three quarters full. */
    private long[] young = new long[SMALLEST];

    private int youngSize;
    private long[] old = {};
    private long[] ring = new long[1 << 8];
    private int ringSize;
    private int ringNext;

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
        addLast(value);
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

    private void addLast(long value) {
        if (ringSize == ring.length && ringSize < LAST) {
            ring = Arrays.copyOf(ring, ringSize * 2);
            ringNext = ringSize;
        }
        ring[ringNext] = value;
        ringNext = ringNext + 1 == LAST ? 0 : ringNext + 1;
        if (ringSize < LAST) {
            ringSize++;
        }
    }

    /** Returns what the window holds. */
    SeenEvents seen() {
        return new SeenEvents(sorted(old), sorted(young), last());
    }

    /** Returns the last events of the window. */
    SeenEvents lastSeen() {
        return new SeenEvents(new long[0], new long[0], last());
    }

    private long[] last() {
        long[] last = new long[ringSize];
        int start = ringSize < LAST ? 0 : ringNext;
        System.arraycopy(ring, start, last, 0, ringSize - start);
        System.arraycopy(ring, 0, last, ringSize - start, start);
        return last;
    }

    /** Puts an empty window into the state of another one that was saved. */
    void restore(SeenEvents seen) {
        if (seen.old.length == 0 && seen.young.length == 0) {
            for (long value : seen.last) {
                add(value);
            }
            return;
        }
        old = table(seen.old);
        young = table(seen.young);
        youngSize = seen.young.length;
        for (long value : seen.last) {
            addLast(value);
        }
    }

    private static long[] table(long[] values) {
        int size = SMALLEST;
        while (values.length > size / 4 * 3) {
            size *= 2;
        }
        long[] table = new long[size];
        for (long value : values) {
            insert(table, value);
        }
        return table;
    }

    private static long[] sorted(long[] table) {
        int count = 0;
        for (long entry : table) {
            count += entry == 0 ? 0 : 1;
        }
        long[] entries = new long[count];
        int i = 0;
        for (long entry : table) {
            if (entry != 0) {
                entries[i++] = entry;
            }
        }
        Arrays.sort(entries);
        return entries;
    }
}
