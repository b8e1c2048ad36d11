package io.iamtighten.usage;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one record adds to a summary, without its time and id: many records add the same. Opaque; made by {@link UsageMapper}.
 */
public final class RecordedUse {
    final UsagePrincipal principal;
    final List<FactKey> facts;
    final List<PrincipalTally.ActionKey> actions;
    /** The kind of call, where no action is known for it. */
    final Optional<EventKind> unmapped;

    final List<String> possible;
    final SeenCall seen;
    final Optional<Boolean> readOnly;

    // Where the collector that took the use last keeps what it counts: found once, used for every record that adds the
    // same.
    private CoverageTally.@Nullable Placement coverage;

    @Nullable
    private PrincipalTally owner;

    private int generation;

    // Nearly every use adds to one fact and counts one action: the first of each stands for itself, since every object
    // that lives on is
    // one more to copy when memory is collected.
    @Nullable
    private Tally tally;

    private Tally[] moreTallies = NO_TALLIES;
    private long @Nullable [] calls;
    private long[][] moreCalls = NO_COUNTS;

    private static final Tally[] NO_TALLIES = {};
    private static final long[][] NO_COUNTS = {};

    /** A kind of event. */
    record EventKind(String source, String name) {}

    RecordedUse(
            UsagePrincipal principal,
            List<FactKey> facts,
            List<PrincipalTally.ActionKey> actions,
            Optional<EventKind> unmapped,
            List<String> possible,
            SeenCall seen,
            Optional<Boolean> readOnly) {
        this.principal = principal;
        this.facts = facts;
        this.actions = actions;
        this.unmapped = unmapped;
        this.possible = possible;
        this.seen = seen;
        this.readOnly = readOnly;
    }

    /** Returns where the collector that took the use last counts it among what the records can show; null at first. */
    CoverageTally.@Nullable Placement coverage() {
        return coverage;
    }

    void placed(CoverageTally.Placement placement) {
        coverage = placement;
    }

    /** Returns by whom the use was placed last; null at first. */
    @Nullable
    PrincipalTally owner() {
        return owner;
    }

    /** Returns whether a principal's tally, which has placed its facts anew so many times, knows where it counts the use. */
    boolean isPlacedBy(PrincipalTally tally, int times) {
        return owner == tally && generation == times;
    }

    /** Remembers where a principal's tally counts the use. */
    void placed(PrincipalTally by, int times, Tally[] facts, long[][] counts) {
        owner = by;
        generation = times;
        tally = facts.length == 0 ? null : facts[0];
        moreTallies = facts.length <= 1 ? NO_TALLIES : Arrays.copyOfRange(facts, 1, facts.length);
        calls = counts.length == 0 ? null : counts[0];
        moreCalls = counts.length <= 1 ? NO_COUNTS : Arrays.copyOfRange(counts, 1, counts.length);
    }

    /** Adds an event to its facts where they were placed. */
    void addToFacts(long epochSecond, EventId id) {
        if (tally != null) {
            tally.add(epochSecond, id);
            for (Tally more : moreTallies) {
                more.add(epochSecond, id);
            }
        }
    }

    /** Adds an event whose id is a UUID to its facts where they were placed. */
    void addToFacts(long epochSecond, long high, long low) {
        if (tally != null) {
            tally.add(epochSecond, high, low);
            for (Tally more : moreTallies) {
                more.add(epochSecond, high, low);
            }
        }
    }

    /** Counts the call where it was placed. */
    void countCalls() {
        if (calls != null) {
            calls[0]++;
            for (long[] more : moreCalls) {
                more[0]++;
            }
        }
    }

    /** Returns how many facts it adds to. */
    public int size() {
        return facts.size();
    }

    /** Returns whether it is somebody's use, and not only seen. */
    boolean isUse() {
        return seen.recordedAs != RecordedAs.NETWORK_ACTIVITY && principal != UsageCollector.OTHERS;
    }

    /** Returns whose use it is. */
    public UsagePrincipal principal() {
        return principal;
    }
}
