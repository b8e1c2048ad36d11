package io.iamtighten.aws.trail;

import io.iamtighten.usage.EventId;
import io.iamtighten.usage.RecordedUse;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The reading of one source by a thread of its own, a bounded way ahead of the one that gathers. The gathering thread takes the sources
 * in order, so that the result does not depend on which thread is faster.
 */
final class SourceTask implements Runnable {
    private static final int AHEAD = 4;

    private final TrailEntry entry;
    private final ThreadLocal<SourceReader> readers;
    /** Batches that were gathered, to be filled again. */
    private final Queue<Batch> spare;

    private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(AHEAD);
    private volatile boolean cancelled;

    /** Either some uses, or the end. */
    record Step(
            @Nullable Batch batch,
            SourceReader.@Nullable Result result,
            @Nullable Throwable fault) {}

    SourceTask(TrailEntry entry, ThreadLocal<SourceReader> readers, Queue<Batch> spare) {
        this.entry = entry;
        this.readers = readers;
        this.spare = spare;
    }

    TrailEntry entry() {
        return entry;
    }

    @Override
    public void run() {
        try {
            Filling filling = new Filling();
            SourceReader.Result result = readers.get().read(entry, filling);
            put(new Step(filling.batch, result, null));
        } catch (RuntimeException | Error e) {
            put(new Step(null, null, e));
        }
    }

    /** Hands batches over as they become full. */
    private final class Filling implements SourceReader.Receiver {
        private Batch batch = empty();

        @Override
        public void take(RecordedUse use, long epochSecond, EventId id) {
            if (batch.add(use, epochSecond, id)) {
                handOver();
            }
        }

        @Override
        public void take(RecordedUse use, long epochSecond, long high, long low) {
            if (batch.add(use, epochSecond, high, low)) {
                handOver();
            }
        }

        private void handOver() {
            put(new Step(batch, null, null));
            batch = empty();
        }
    }

    private Batch empty() {
        Batch batch = spare.poll();
        return batch == null ? new Batch() : batch;
    }

    private void put(Step step) {
        try {
            if (!cancelled) {
                steps.put(step);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancelled = true;
        }
    }

    Step next() throws InterruptedException {
        return steps.take();
    }

    void cancel() {
        cancelled = true;
        steps.clear();
    }
}
