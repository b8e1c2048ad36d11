package io.iamtighten.usage;

/**
 * How much a summary keeps apart, so that its size is bounded whatever it is made of. What is beyond is folded, and the summary says
 * so. Which things are folded depends on what was added, not on the order.
 *
 * @param resources how many resources of one action of one principal with the same beginning (a bucket, the tables of a region)
 *     are kept apart; beyond, the deepest part of their names that still fits stands for the rest
 * @param beginnings how many such beginnings an action of a principal has at most
 * @param sources how many source addresses a principal has at most
 * @param days on how many days one fact is counted by day; beyond, by month
 */
record SummaryLimits(int resources, int beginnings, int sources, int days) {
    static final SummaryLimits STANDARD = new SummaryLimits(256, 256, 64, 800);

    /** All facts together; each takes some 400 bytes, and as many more while it is written. Beyond, the other limits are halved. */
    static final int FACTS = 120_000;
    /** When the smallest of the other limits leave more facts than this, principals are counted together. */
    static final int MOST_FACTS = 160_000;
    /** All counts by day together; each takes 12 bytes. */
    static final long DAYS = 3_000_000;

    static final int PRINCIPALS = 50_000;
    static final int UNMAPPED_KINDS = 1_000;

    SummaryLimits fewerResources() {
        return new SummaryLimits(Math.max(1, resources / 2), Math.max(1, beginnings / 2), sources / 2, days);
    }

    SummaryLimits fewerDays() {
        return new SummaryLimits(resources, beginnings, sources, days / 2);
    }

    boolean smallest() {
        return resources == 1 && beginnings == 1 && sources == 0;
    }
}
