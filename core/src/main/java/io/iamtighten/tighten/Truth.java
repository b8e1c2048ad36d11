package io.iamtighten.tighten;

/** Whether something holds, as far as is known. */
enum Truth {
    NO,
    MAYBE,
    YES;

    Truth and(Truth other) {
        return compareTo(other) < 0 ? this : other;
    }

    Truth or(Truth other) {
        return compareTo(other) > 0 ? this : other;
    }

    Truth not() {
        return this == MAYBE ? MAYBE : this == YES ? NO : YES;
    }
}
