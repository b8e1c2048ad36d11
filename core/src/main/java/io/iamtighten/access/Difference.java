package io.iamtighten.access;

import java.util.List;

/** What one set of requests holds that another does not. */
public sealed interface Difference {
    /** Proven to be empty. */
    record None() implements Difference {}

    /**
     * There is such a request.
     *
     * @param witness one of them
     * @param regions all of them, grouped by statement, as far as regions were asked for
     * @param complete whether {@code regions} holds all of them
     */
    record Some(Witness witness, List<DifferenceRegion> regions, boolean complete) implements Difference {
        /** Copies the list. */
        public Some {
            regions = List.copyOf(regions);
        }
    }

    /**
     * Not decided.
     *
     * @param reason why, in one line
     */
    record Unknown(String reason) implements Difference {}
}
