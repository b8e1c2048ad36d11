package io.iamtighten.usage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The events that a summary took last, as fingerprints, so that a later run recognises copies of them. Opaque.
 */
public final class SeenEvents implements Comparable<SeenEvents> {
    private static final SeenEvents NONE = new SeenEvents(new long[0], new long[0], new long[0]);

    /** The older and the younger half of the window, each ascending; empty when only the last ones are kept. */
    final long[] old;

    final long[] young;
    /** The last ones, in order. */
    final long[] last;

    SeenEvents(long[] old, long[] young, long[] last) {
        this.old = old;
        this.young = young;
        this.last = last;
    }

    /** Returns no events. */
    public static SeenEvents none() {
        return NONE;
    }

    /** Returns only the last ones: what a finished summary keeps. */
    SeenEvents finished() {
        return new SeenEvents(NONE.old, NONE.young, last);
    }

    /** Returns the last ones of both, those of the other behind; none twice. */
    SeenEvents and(SeenEvents other) {
        long[] theirs = other.last.clone();
        Arrays.sort(theirs);
        long[] both = new long[last.length + other.last.length];
        int size = 0;
        for (long value : last) {
            if (Arrays.binarySearch(theirs, value) < 0) {
                both[size++] = value;
            }
        }
        System.arraycopy(other.last, 0, both, size, other.last.length);
        size += other.last.length;
        return new SeenEvents(
                NONE.old, NONE.young, Arrays.copyOfRange(both, Math.max(0, size - EventWindow.LAST), size));
    }

    @Override
    public int compareTo(SeenEvents other) {
        int order = Arrays.compare(last, other.last);
        order = order != 0 ? order : Arrays.compare(young, other.young);
        return order != 0 ? order : Arrays.compare(old, other.old);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SeenEvents events
                && Arrays.equals(old, events.old)
                && Arrays.equals(young, events.young)
                && Arrays.equals(last, events.last);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(last);
    }
}
