package io.iamtighten.tighten;

import java.util.List;

/**
 * The history, decided again under today's policies and under the proposal.
 *
 * @param events how many uses were decided; a call that needs several actions, or one on several resources, counts once for each
 * @param allowedBefore how many of them today's policies allow
 * @param allowedAfter how many of those the proposal allows too
 * @param withoutResource how many uses more there are whose records leave open on what: these are not decided, since the statements through
 *     which they went keep their resources
 * @param lost those that only today's policies allow
 */
public record Replay(long events, long allowedBefore, long allowedAfter, long withoutResource, List<LostCall> lost) {
    /** Copies the list. */
    public Replay {
        lost = List.copyOf(lost);
    }

    /**
     * A use that the proposal would refuse.
     *
     * @param action the action
     * @param resource the resource
     * @param count how often it was recorded
     */
    public record LostCall(String action, String resource, long count) {}

    /** Returns whether nothing was lost. */
    public boolean complete() {
        return lost.isEmpty();
    }
}
