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
    final String eventSource;
    final String account;
    final String region;
    final RecordedAs recordedAs;
    final List<String> dataTypes;
    final boolean call;
    final Optional<Boolean> readOnly;

    /** Where the collector that took the use last keeps what it counts: found once, used for every record that adds the same. */
    @Nullable
    private Placement placement;

    /**
     * Where a collector keeps what a use counts. Immutable; valid for as long as the owner has not placed its facts anew.
     */
    record Placement(PrincipalTally owner, int generation, Tally[] facts, long[][] actions) {}

    /** A kind of event. */
    record EventKind(String source, String name) {}

    /** Returns where the collector that took the use last counts it; null at first. */
    @Nullable
    Placement placement() {
        return placement;
    }

    /** Remembers where a collector counts the use. */
    void placed(Placement place) {
        placement = place;
    }

    RecordedUse(
            UsagePrincipal principal,
            List<FactKey> facts,
            List<PrincipalTally.ActionKey> actions,
            Optional<EventKind> unmapped,
            List<String> possible,
            String eventSource,
            String account,
            String region,
            RecordedAs recordedAs,
            List<String> dataTypes,
            boolean call,
            Optional<Boolean> readOnly) {
        this.principal = principal;
        this.facts = facts;
        this.actions = actions;
        this.unmapped = unmapped;
        this.possible = possible;
        this.eventSource = eventSource;
        this.account = account;
        this.region = region;
        this.recordedAs = recordedAs;
        this.dataTypes = dataTypes;
        this.call = call;
        this.readOnly = readOnly;
    }

    /** Returns how many facts it adds to. */
    public int size() {
        return facts.size();
    }

    /** Returns whether it is somebody's use, and not only seen. */
    boolean isUse() {
        return recordedAs != RecordedAs.NETWORK_ACTIVITY && principal != UsageCollector.OTHERS;
    }

    /** Returns whose use it is. */
    public UsagePrincipal principal() {
        return principal;
    }
}
