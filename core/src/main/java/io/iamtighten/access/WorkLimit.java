package io.iamtighten.access;

/**
 * How much work one question may cost before its answer is UNKNOWN.
 *
 * @param steps the most steps; one takes some ten nanoseconds and at most some hundred bytes
 */
public record WorkLimit(long steps) {
    /** Refuses a limit that is not positive. */
    public WorkLimit {
        if (steps <= 0) {
            throw new IllegalArgumentException("a work limit must be positive, not " + steps);
        }
    }

    /** Returns the limit that suits interactive use: answers take milliseconds, and a second at most. */
    public static WorkLimit standard() {
        return new WorkLimit(20_000_000);
    }
}
