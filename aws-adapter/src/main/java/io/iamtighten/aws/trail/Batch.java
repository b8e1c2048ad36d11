package io.iamtighten.aws.trail;

import io.iamtighten.usage.EventId;
import io.iamtighten.usage.RecordedUse;
import io.iamtighten.usage.UsageCollector;
import org.jspecify.annotations.Nullable;

/** Some uses of one source, in order. */
final class Batch {
    /** Several batches of several sources wait at a time: small, so that they take little memory. */
    static final int SIZE = 512;

    private static final int MAX_FACTS = 4 * SIZE;

    private final @Nullable RecordedUse[] uses = new @Nullable RecordedUse[SIZE];
    private final long[] times = new long[SIZE];
    private final long[] ids = new long[2 * SIZE];
    /** Ids that are not UUIDs alone. */
    private final @Nullable EventId[] others = new @Nullable EventId[SIZE];

    private int size;
    private int facts;

    /** Adds one; returns whether there is no more room. */
    boolean add(RecordedUse use, long epochSecond, EventId id) {
        others[size] = id;
        return add(use, epochSecond);
    }

    /** Adds one whose id is a UUID, by its halves; returns whether there is no more room. */
    boolean add(RecordedUse use, long epochSecond, long high, long low) {
        ids[2 * size] = high;
        ids[2 * size + 1] = low;
        return add(use, epochSecond);
    }

    private boolean add(RecordedUse use, long epochSecond) {
        uses[size] = use;
        times[size] = epochSecond;
        facts += use.size();
        return ++size == SIZE || facts >= MAX_FACTS;
    }

    /** Adds all to a collector; nothing is left. */
    void moveTo(UsageCollector collector) {
        for (int i = 0; i < size; i++) {
            RecordedUse use = uses[i];
            EventId other = others[i];
            if (use != null && other != null) {
                collector.add(use, times[i], other);
            } else if (use != null) {
                collector.add(use, times[i], ids[2 * i], ids[2 * i + 1]);
            }
            uses[i] = null;
            others[i] = null;
        }
        size = 0;
        facts = 0;
    }
}
