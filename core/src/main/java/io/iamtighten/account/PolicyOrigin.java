package io.iamtighten.account;

/** Where a policy of a principal comes from; it decides how a proposal may change it. */
public enum PolicyOrigin {
    /** Embedded in the principal. */
    INLINE,
    /** A customer managed policy attached to the principal. */
    CUSTOMER_MANAGED,
    /** An AWS managed policy attached to the principal; only AWS changes it. */
    AWS_MANAGED,
    /** Embedded in a group of the user. */
    GROUP_INLINE,
    /** A customer managed policy attached to a group of the user. */
    GROUP_CUSTOMER_MANAGED,
    /** An AWS managed policy attached to a group of the user. */
    GROUP_AWS_MANAGED
}
