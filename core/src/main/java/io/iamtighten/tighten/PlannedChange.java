package io.iamtighten.tighten;

/**
 * A change and the policy that it takes the place of.
 *
 * @param held the policy's place among the view's; {@link #NEW} for a policy in place of several
 */
record PlannedChange(PolicyChange change, int held) {
    static final int NEW = -1;
}
