package io.iamtighten.aws.trail;

import io.iamtighten.usage.EventId;
import io.iamtighten.usage.RecordedUse;
import io.iamtighten.usage.UsageCollector;
import org.jspecify.annotations.Nullable;

/** Some uses of one source, in order. */
final class Batch {
    static final int SIZE = 4_096;

    private final @Nullable RecordedUse[] uses = new @Nullable RecordedUse[SIZE];
    private final long[] times = new long[SIZE];
    private final @Nullable EventId[] ids = new @Nullable EventId[SIZE];
    private int size;

    /** Adds one; returns whether there is no more room. */
    boolean add(RecordedUse use, long epochSecond, EventId id) {
        uses[size] = use;
        times[size] = epochSecond;
        ids[size] = id;
        return ++size == SIZE;
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
