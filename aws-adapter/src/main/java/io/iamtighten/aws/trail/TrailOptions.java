package io.iamtighten.aws.trail;

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
 * @param onProblem what to do about a source that cannot be read in full
 * @param progress is told how far reading has come
 */
public record TrailOptions(
        Optional<Instant> since,
        Optional<Instant> until,
        Set<String> accounts,
        Set<String> regions,
        OnProblem onProblem,
        TrailProgress progress) {
    /** What to do about a source that cannot be read in full. */
    public enum OnProblem {
        /** Report it and go on. */
        GO_ON,
        /** Stop reading; the problem is the last one reported. */
        STOP
    }

    /** Copies the sets. */
    public TrailOptions {
        accounts = Set.copyOf(accounts);
        regions = Set.copyOf(regions);
    }

    /** Returns the options that read everything and go on after problems. */
    public static TrailOptions all() {
        return new TrailOptions(
                Optional.empty(), Optional.empty(), Set.of(), Set.of(), OnProblem.GO_ON, TrailProgress.none());
    }

    /** Returns the same options with a window of time. */
    public TrailOptions within(Optional<Instant> from, Optional<Instant> to) {
        return new TrailOptions(from, to, accounts, regions, onProblem, progress);
    }

    /** Returns the same options for some accounts. */
    public TrailOptions ofAccounts(Set<String> some) {
        return new TrailOptions(since, until, some, regions, onProblem, progress);
    }

    /** Returns the same options for some regions. */
    public TrailOptions inRegions(Set<String> some) {
        return new TrailOptions(since, until, accounts, some, onProblem, progress);
    }

    /** Returns the same options with another answer to problems. */
    public TrailOptions on(OnProblem answer) {
        return new TrailOptions(since, until, accounts, regions, answer, progress);
    }

    /** Returns the same options with a listener. */
    public TrailOptions telling(TrailProgress listener) {
        return new TrailOptions(since, until, accounts, regions, onProblem, listener);
    }

    /** Returns a text that is the same for options that select the same events. */
    String selection() {
        return since.map(Instant::toString).orElse("")
                + '/'
                + until.map(Instant::toString).orElse("")
                + '/'
                + new TreeSet<>(accounts)
                + '/'
                + new TreeSet<>(regions);
    }
}
