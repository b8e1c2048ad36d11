package io.iamtighten.tighten;

import io.iamtighten.policy.Condition;
import java.time.Instant;
import java.util.List;

/**
 * The conditions that a proposal adds from what was seen. Each narrows only: what today's policies refuse stays refused.
 *
 * @param added the conditions, by kind and then by text
 * @param leftOut where a kind that was asked for is not added, and why
 * @param heldOut by kind, what conditions learnt from the older part of the history would have refused of the newer
 */
public record MinedConditions(List<Added> added, List<LeftOut> leftOut, List<HeldOut> heldOut) {
    private static final MinedConditions NONE = new MinedConditions(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public MinedConditions {
        added = List.copyOf(added);
        leftOut = List.copyOf(leftOut);
        heldOut = List.copyOf(heldOut);
    }

    /** Returns no conditions. */
    public static MinedConditions none() {
        return NONE;
    }

    /**
     * A condition added.
     *
     * @param kind its kind
     * @param condition the condition
     * @param actions the actions that it now holds for, in order
     * @param calls how many recorded uses of these actions it rests on; all of them fulfil it
     * @param days on how many days (UTC) those were
     * @param rests what it rests on, as one sentence
     */
    public record Added(
            ConditionKind kind, Condition condition, List<String> actions, long calls, int days, String rests) {
        /** Copies the list. */
        public Added {
            actions = List.copyOf(actions);
        }
    }

    /**
     * Actions that stay without a kind of condition.
     *
     * @param kind the kind
     * @param reason why, as one sentence
     * @param actions the actions, in order
     */
    public record LeftOut(ConditionKind kind, String reason, List<String> actions) {
        /** Copies the list. */
        public LeftOut {
            actions = List.copyOf(actions);
        }
    }

    /**
     * The test of a kind on the newer part of the history, learnt from the older.
     *
     * @param kind the kind
     * @param from where the newer part starts: the days before it were learnt from
     * @param calls how many later uses the conditions learnt so would have judged
     * @param refused how many of these they would have refused
     * @param examples a few of those, in order
     */
    public record HeldOut(ConditionKind kind, Instant from, long calls, long refused, List<String> examples) {
        /** Copies the list. */
        public HeldOut {
            examples = List.copyOf(examples);
        }
    }
}
