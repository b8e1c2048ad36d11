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
    private final @Nullable EventId[] ids = new @Nullable EventId[SIZE];
    private int size;
    private int facts;

    /** Adds one; returns whether there is no more room. */
    boolean add(RecordedUse use, long epochSecond, EventId id) {
        uses[size] = use;
        times[size] = epochSecond;
        ids[size] = id;
        facts += use.size();
        return ++size == SIZE || facts >= MAX_FACTS;
    }

    void addTo(UsageCollector collector) {
        for (int i = 0; i < size; i++) {
            RecordedUse use = uses[i];
            EventId id = ids[i];
            if (use != null && id != null) {
                collector.add(use, times[i], id);
            }
        }
    }
}
