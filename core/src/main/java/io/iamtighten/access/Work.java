package io.iamtighten.access;

/** What may still be spent on one question. One unit is some ten nanoseconds. Not thread-safe: each question has its own. */
final class Work {
    private final long limit;
    private long spent;

    Work(long limit) {
        this.limit = limit;
    }

    /** Counts work; returns whether it was still there. */
    boolean spend(long units) {
        spent += units;
        return spent <= limit;
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
