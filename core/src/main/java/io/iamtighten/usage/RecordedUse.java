package io.iamtighten.usage;

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
    private Tally[] tallies = NO_TALLIES;
    private long[][] counts = NO_COUNTS;

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
    void placed(PrincipalTally tally, int times, Tally[] facts, long[][] calls) {
        owner = tally;
        generation = times;
        tallies = facts;
        counts = calls;
    }

    /** Returns where its facts were placed; for no other use than adding to them. */
    Tally[] tallies() {
        return tallies;
    }

    /** Counts the call where it was placed. */
    void countCalls() {
        for (long[] count : counts) {
            count[0]++;
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
