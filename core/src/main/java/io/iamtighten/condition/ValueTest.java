package io.iamtighten.condition;

import io.iamtighten.request.RequestContext;

/** What one value of a condition accepts. */
interface ValueTest {
    /** The answers. */
    enum Match {
        /** The value is accepted. */
        YES,
        /** The value is not accepted. */
        NO,
        /** One of the two cannot be read as the operator's kind of value: the condition fails, negated or not. */
        UNREADABLE
    }

    /** Returns whether a value of the context key is accepted; negation is the caller's. */
    Match test(String value, RequestContext context);

    /** Returns yes or no. */
    static Match of(boolean accepted) {
        return accepted ? Match.YES : Match.NO;
    }
}
