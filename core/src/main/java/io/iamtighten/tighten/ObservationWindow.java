package io.iamtighten.tighten;

import java.time.Instant;

/**
 * The time in which use was watched.
 *
 * @param from its start
 * @param to its end
 */
record ObservationWindow(Instant from, Instant to) {
    /** Returns how far into the window an instant lies, from 0 to 1; 0 when the window is a single instant. */
    double share(Instant at) {
        double length = to.toEpochMilli() - from.toEpochMilli();
        return length <= 0 ? 0 : Math.max(0, Math.min(1, (at.toEpochMilli() - from.toEpochMilli()) / length));
    }
}
