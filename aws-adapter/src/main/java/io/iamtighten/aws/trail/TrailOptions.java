package io.iamtighten.aws.trail;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What to read of a trail, and how.
 *
 * @param since events before this instant are left out; empty for no limit
 * @param until events at or after this instant are left out; empty for no limit
 * @param accounts accounts whose events are read: those of the caller, or those that the record was delivered for; empty for all
 * @param regions regions whose events are read; empty for all
 * @param role the ARN, with its path, of the only role whose uses are gathered, those of sessions without a path included; the calls of
 *     others count among what the records can show. Empty for all principals
 * @param onProblem what to do about a source that cannot be read in full
 * @param threads how many sources are read at a time, at least 1
 * @param savedIn a file that keeps the summary: read first where it is there, so that only new sources are read; saved at times beside
 *     itself while reading, so that an interrupted run goes on where it was; and written whole in the end. Empty to keep nothing
 * @param progress is told how far reading has come
 */
public record TrailOptions(
        Optional<Instant> since,
        Optional<Instant> until,
        Set<String> accounts,
        Set<String> regions,
        Optional<String> role,
        OnProblem onProblem,
        int threads,
        Optional<Path> savedIn,
        TrailProgress progress) {
    private static final int MOST_THREADS = 8;

    /** What to do about a source that cannot be read in full. */
    public enum OnProblem {
        /** Report it and go on. */
        GO_ON,
        /** Stop reading; the problem is the last one reported. */
        STOP
    }

    /**
     * Copies the sets.
     *
     * @throws IllegalArgumentException when there is no thread
     */
    public TrailOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread is needed, not " + threads);
        }
        accounts = Set.copyOf(accounts);
        regions = Set.copyOf(regions);
    }

    /** Returns the options that read everything and go on after problems. */
    public static TrailOptions all() {
        return new TrailOptions(
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                OnProblem.GO_ON,
                Math.max(1, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors())),
                Optional.empty(),
                TrailProgress.none());
    }

    /** Returns the same options with a window of time. */
    public TrailOptions within(Optional<Instant> from, Optional<Instant> to) {
        return new TrailOptions(from, to, accounts, regions, role, onProblem, threads, savedIn, progress);
    }

    /** Returns the same options for some accounts. */
    public TrailOptions ofAccounts(Set<String> some) {
        return new TrailOptions(since, until, some, regions, role, onProblem, threads, savedIn, progress);
    }

    /** Returns the same options for some regions. */
    public TrailOptions inRegions(Set<String> some) {
        return new TrailOptions(since, until, accounts, some, role, onProblem, threads, savedIn, progress);
    }

    /** Returns the same options for the uses of one role. */
    public TrailOptions ofRole(String arn) {
        return new TrailOptions(
                since, until, accounts, regions, Optional.of(arn), onProblem, threads, savedIn, progress);
    }

    /** Returns the same options with another answer to problems. */
    public TrailOptions on(OnProblem answer) {
        return new TrailOptions(since, until, accounts, regions, role, answer, threads, savedIn, progress);
    }

    /** Returns the same options with a listener. */
    public TrailOptions telling(TrailProgress listener) {
        return new TrailOptions(since, until, accounts, regions, role, onProblem, threads, savedIn, listener);
    }

    /** Returns the same options with other parallelism. */
    public TrailOptions with(int sourcesAtATime) {
        return new TrailOptions(since, until, accounts, regions, role, onProblem, sourcesAtATime, savedIn, progress);
    }

    /** Returns the same options with a file that keeps the summary. */
    public TrailOptions keptIn(Path file) {
        return new TrailOptions(since, until, accounts, regions, role, onProblem, threads, Optional.of(file), progress);
    }

    /** Returns a text that is the same for options that select the same events. */
    String selection() {
        return since.map(Instant::toString).orElse("")
                + '/'
                + until.map(Instant::toString).orElse("")
                + '/'
                + new TreeSet<>(accounts)
                + '/'
                + new TreeSet<>(regions)
                + role.map(arn -> '/' + arn).orElse("");
    }
}
