package io.iamtighten.usage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one recorded call used, whoever made it and however it ended. Opaque; made by {@link UsageMapper}. */
public final class MappedCall {
    final MappedEvent mapped;
    final RecordedUse.EventKind kind;
    final SeenCall seen;

    /** What a call that succeeded counts, once asked for: nearly all do. Two threads may make equal ones. */
    @Nullable
    private List<PrincipalTally.ActionKey> succeeded;

    MappedCall(MappedEvent mapped, RecordedUse.EventKind kind, SeenCall seen) {
        this.mapped = mapped;
        this.kind = kind;
        this.seen = seen;
    }

    /** Takes over from an earlier call what is counted, where that is the same. */
    void shareActions(MappedCall earlier) {
        List<PrincipalTally.ActionKey> theirs = earlier.actions(CallOutcome.SUCCEEDED);
        if (actions(CallOutcome.SUCCEEDED).equals(theirs)) {
            succeeded = theirs;
        }
    }

    /** Returns what such a call is counted by when it ended like this. */
    List<PrincipalTally.ActionKey> actions(CallOutcome outcome) {
        if (outcome != CallOutcome.SUCCEEDED) {
            return keys(outcome);
        }
        List<PrincipalTally.ActionKey> keys = succeeded;
        if (keys == null) {
            keys = keys(outcome);
            succeeded = keys;
        }
        return keys;
    }

    private List<PrincipalTally.ActionKey> keys(CallOutcome outcome) {
        List<ActionUse> uses = mapped.uses();
        List<PrincipalTally.ActionKey> keys = new ArrayList<>(uses.size());
        for (int i = 0; i < uses.size(); i++) {
            ActionUse use = uses.get(i);
            PrincipalTally.ActionKey key = new PrincipalTally.ActionKey(use.action(), use.relation(), outcome);
            if (use.relation().isUse() && !keys.contains(key)) {
                keys.add(key);
            }
        }
        return List.copyOf(keys);
    }
}
