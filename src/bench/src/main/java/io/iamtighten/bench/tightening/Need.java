package io.iamtighten.bench.tightening;

import java.util.List;
import java.util.function.IntFunction;

/**
 * One thing that an application has to do.
 *
 * @param action the action
 * @param truth the resources it has to do it on, now and later, as an ARN pattern
 * @param schedule when it does it
 * @param resources the resources it does it on, on a day
 */
record Need(String action, String truth, Schedule schedule, IntFunction<List<String>> resources) {
    /** When something is done. */
    enum Schedule {
        /** Every day. */
        DAILY(1),
        /** Every seventh day. */
        WEEKLY(7),
        /** Every thirtieth day. */
        MONTHLY(30);

        private final int every;

        Schedule(int every) {
            this.every = every;
        }

        boolean on(int day, int offset) {
            return day % every == offset % every;
        }
    }
}
