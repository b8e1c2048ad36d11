package io.iamtighten.access;

import io.iamtighten.arn.WildcardReading;

/**
 * How policy text is read where readings exist.
 *
 * @param reading how far wildcards of resource patterns reach
 * @param space whose requests are meant
 */
record Semantics(WildcardReading reading, Space space) {
    /** The two request spaces. */
    enum Space {
        /**
         * Two documents alone, as one request meets them: every pattern is a plain pattern over its part, also where no
         * service would ever be named like that. A claim about all of these requests needs no knowledge of services.
         */
        DOCUMENT,
        /** The requests that the evaluator decides, with its rules about wildcards in prefixes and empty texts. */
        EVALUATOR
    }

    static final Semantics DOCUMENT = new Semantics(WildcardReading.PART_BY_PART, Space.DOCUMENT);

    Semantics with(WildcardReading changed) {
        return new Semantics(changed, space);
    }

    boolean document() {
        return space == Space.DOCUMENT;
    }
}
