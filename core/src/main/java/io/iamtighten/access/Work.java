package io.iamtighten.access;

import org.jspecify.annotations.Nullable;

/** What may still be spent on one question. One unit is some ten nanoseconds. Not thread-safe: each question has its own. */
final class Work {
    private final long limit;
    /** Of whose work this is a part; null when it is nobody's. */
    private final @Nullable Work whole;

    private long spent;

    Work(long limit) {
        this(limit, null);
    }

    private Work(long limit, @Nullable Work whole) {
        this.limit = limit;
        this.whole = whole;
    }

    /** Returns a part of this work: what is spent of it is spent of this too. */
    Work part(long most) {
        return new Work(Math.min(most, Math.max(0, limit - spent)), this);
    }

    /** Counts work; returns whether it was still there. */
    boolean spend(long units) {
        spent += units;
        return (whole == null || whole.spend(units)) && spent <= limit;
    }

    /** Counts work. */
    void require(long units) throws Undecided {
        if (!spend(units)) {
            throw new Undecided("the work budget of " + limit + " steps is spent");
        }
    }

    long spent() {
        return spent;
    }
}
