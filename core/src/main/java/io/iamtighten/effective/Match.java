package io.iamtighten.effective;

/** Whether a statement reaches a resource. */
enum Match {
    /** It does not, under every reading and for all values of policy variables. */
    NO,
    /** That depends on the values of policy variables or on how far a wildcard reaches. */
    OPEN,
    /** It does, under every reading. */
    YES;

    Match negate() {
        return switch (this) {
            case NO -> YES;
            case OPEN -> OPEN;
            case YES -> NO;
        };
    }
}
