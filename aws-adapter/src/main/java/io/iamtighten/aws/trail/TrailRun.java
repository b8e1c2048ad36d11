package io.iamtighten.aws.trail;

import io.iamtighten.usage.EventId;
import io.iamtighten.usage.RecordedUse;
import io.iamtighten.usage.SourceProblems;
import io.iamtighten.usage.UsageCollector;
import io.iamtighten.usage.UsageMapper;
import io.iamtighten.usage.UsagePart;
import io.iamtighten.usage.UsageSummary;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** One reading of many sources. */
final class TrailRun {
    /** Saving how far the run has come takes at most this part of the time. */
    private static final int SAVING_SHARE = 20;

    private final UsageMapper mapper;
    private final TrailOptions options;
    private final UsageSummary saved;
    private final Optional<SummaryStore> store;
    /** Problems that a later run finds again by itself, and that are not saved therefore. */
    private final List<TrailProblem> problems;

    private final long saveAfter;
    private final UsageCollector collector;
    private final boolean stop;
    private UsageSummary before = UsageSummary.empty();
    private boolean anyProblem;
    private long read;
    private long skipped;
    private long known;
    private int done;
    private int all;
    private long nextSave;

    TrailRun(
            UsageMapper mapper,
            TrailOptions options,
            UsageSummary saved,
            Optional<SummaryStore> store,
            List<TrailProblem> problems,
            Duration saveAfter) {
        this.mapper = mapper;
        this.options = options;
        this.saved = saved;
        this.store = store;
        this.problems = problems;
        this.collector = store.map(SummaryStore::collector).orElseGet(() -> UsageCollector.after(saved));
        this.saveAfter = saveAfter.toNanos();
        this.nextSave = System.nanoTime() + this.saveAfter;
        this.anyProblem = !problems.isEmpty();
        this.stop = options.onProblem() == TrailOptions.OnProblem.STOP;
    }

    TrailReading over(List<TrailEntry> entries, int summaries) {
        all = entries.size();
        read = summaries;
        List<TrailEntry> wanted = wanted(entries);
        Set<String> again = wanted.stream().map(entry -> entry.source().name()).collect(Collectors.toUnmodifiableSet());
        collector.forgetProblems(again);
        before = store.map(SummaryStore::before).orElse(UsageSummary.empty()).withoutProblemsOf(again);
        if (options.threads() == 1) {
            SourceReader reader = new SourceReader(mapper, options, new UseMemory.Shared());
            SourceReader.Receiver direct = new Direct();
            for (TrailEntry entry : wanted) {
                if (stopped()) {
                    break;
                }
                finished(entry, reader.read(entry, direct));
            }
            return reading(collector.part());
        }
        return reading(inParallel(wanted));
    }

    /** Gathers what is read at once. */
    private final class Direct implements SourceReader.Receiver {
        @Override
        public void take(RecordedUse use, long epochSecond, EventId id) {
            collector.add(use, epochSecond, id);
        }

        @Override
        public void take(RecordedUse use, long epochSecond, long high, long low) {
            collector.add(use, epochSecond, high, low);
        }
    }

    private boolean stopped() {
        return stop && anyProblem;
    }

    private List<TrailEntry> wanted(List<TrailEntry> entries) {
        boolean byAccount = entries.stream()
                .anyMatch(entry -> options.accounts().contains(entry.key().account()));
        List<TrailEntry> wanted = new ArrayList<>();
        for (TrailEntry entry : entries) {
            if (leftOut(entry.key(), byAccount)) {
                skipped++;
                done++;
            } else if (isKnown(entry)) {
                known++;
                done++;
            } else {
                wanted.add(entry);
            }
        }
        return wanted;
    }

    private boolean leftOut(TrailKey key, boolean byAccount) {
        return switch (key.kind()) {
            case DIGEST, INSIGHT -> true;
            case UNKNOWN, AGGREGATED -> false;
            case LOG ->
                // A file holds events of any time before its delivery, and of its region only. Keys and records may
                // name different
                // accounts (a copy that was anonymised): keys decide only when they have an account that was asked for.
                byAccount && !options.accounts().contains(key.account())
                        || !options.regions().isEmpty() && !options.regions().contains(key.region())
                        || options.since().isPresent()
                                && key.delivered().orElse(Long.MAX_VALUE - 60) + 60
                                        < options.since().get().getEpochSecond();
        };
    }

    private boolean isKnown(TrailEntry entry) {
        boolean any =
                !saved.parts().isEmpty() || store.isPresent() && store.get().knowsAny();
        if (!any) {
            return false;
        }
        Optional<String> identity = entry.source().identity().or(() -> SourceReader.contentIdentity(entry.source()));
        return identity.isPresent()
                && (saved.contains(identity.get())
                        || store.isPresent() && store.get().knows(identity.get()));
    }

    private UsagePart inParallel(List<TrailEntry> wanted) {
        UseMemory.Shared shared = new UseMemory.Shared();
        ThreadLocal<SourceReader> readers = ThreadLocal.withInitial(() -> new SourceReader(mapper, options, shared));
        ExecutorService pool = Executors.newFixedThreadPool(options.threads(), work -> {
            Thread thread = new Thread(work, "trail");
            thread.setDaemon(true);
            return thread;
        });
        Deque<SourceTask> ahead = new ArrayDeque<>();
        Queue<Batch> spare = new ConcurrentLinkedQueue<>();
        Iterator<TrailEntry> rest = wanted.iterator();
        try {
            while (!stopped()) {
                // Tasks start in the order of sources, so that the one waited for is always being worked on.
                while (ahead.size() < 2 * options.threads() && rest.hasNext()) {
                    SourceTask task = new SourceTask(rest.next(), readers, spare);
                    ahead.add(task);
                    pool.execute(task);
                }
                SourceTask task = ahead.poll();
                if (task == null) {
                    break;
                }
                gather(task, spare);
            }
            return collector.part(work -> runAll(work, pool));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrailException("interrupted");
        } finally {
            ahead.forEach(SourceTask::cancel);
            pool.shutdownNow();
        }
    }

    private static void runAll(List<Runnable> work, Executor pool) {
        try {
            CompletableFuture.allOf(work.stream()
                            .map(piece -> CompletableFuture.runAsync(piece, pool))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    private void gather(SourceTask task, Queue<Batch> spare) throws InterruptedException {
        while (true) {
            SourceTask.Step step = task.next();
            if (step.fault() instanceof Error error) {
                throw error;
            }
            if (step.fault() instanceof RuntimeException fault) {
                throw fault;
            }
            if (step.batch() != null) {
                step.batch().moveTo(collector);
                spare.add(step.batch());
            }
            if (step.result() != null) {
                finished(task.entry(), step.result());
                return;
            }
        }
    }

    private void finished(TrailEntry entry, SourceReader.Result result) {
        if (result.records() > 0) {
            read++;
            collector.countSource(result.identity());
        } else {
            skipped++;
            if (!result.failed()) {
                collector.countEmptySource(result.identity());
            }
        }
        result.aggregated().forEach(collector::countAggregated);
        for (TrailProblem problem : result.problems()) {
            anyProblem = true;
            collector.countProblem(problem.saved());
        }
        collector.countMoreProblems(result.moreProblems());
        options.progress().advanced(++done, all, collector.events());
        if (store.isPresent() && !stopped() && System.nanoTime() >= nextSave) {
            long start = System.nanoTime();
            store.get().checkpoint(before, collector);
            long end = System.nanoTime();
            nextSave = end + (saveAfter == 0 ? 0 : Math.max(saveAfter, SAVING_SHARE * (end - start)));
        }
    }

    private TrailReading reading(UsagePart part) {
        boolean nothing = part.sources().size() == 0
                && part.coverage().events() == 0
                && part.problems().equals(SourceProblems.none());
        UsageSummary fresh = nothing ? UsageSummary.empty() : new UsageSummary(List.of(part));
        UsageSummary whole = saved.merge(before).merge(fresh).compacted();
        if (store.isPresent() && !stopped()) {
            store.get().finish(whole);
        }
        SourceProblems own = part.problems();
        own.listed().forEach(problem -> problems.add(TrailProblem.of(problem)));
        return new TrailReading(
                whole,
                problems,
                own.more(),
                read,
                skipped,
                whole.coverage().detail().copies(),
                known);
    }
}
