package io.iamtighten.values;

import java.util.Optional;

/**
 * A range of ordered values.
 *
 * @param lower the lower bound, or empty when there is none
 * @param upper the upper bound, or empty when there is none
 * @param closed whether the bounds belong to the range
 * @param <T> the values; ordered by {@code compareTo}, which alone tells them apart ({@code 1.0} is {@code 1})
 */
public record Interval<T extends Comparable<T>>(Optional<T> lower, Optional<T> upper, boolean closed) {
    /** Returns the range of one value. */
    public static <T extends Comparable<T>> Interval<T> point(T value) {
        return new Interval<>(Optional.of(value), Optional.of(value), true);
    }

    /** Returns the values below a bound. */
    public static <T extends Comparable<T>> Interval<T> below(T bound, boolean closed) {
        return new Interval<>(Optional.empty(), Optional.of(bound), closed);
    }

    /** Returns the values above a bound. */
    public static <T extends Comparable<T>> Interval<T> above(T bound, boolean closed) {
        return new Interval<>(Optional.of(bound), Optional.empty(), closed);
    }

    /** Returns whether a value lies in the range. */
    public boolean contains(T value) {
        int least = closed ? 0 : 1;
        return (lower.isEmpty() || value.compareTo(lower.get()) >= least)
                && (upper.isEmpty() || upper.get().compareTo(value) >= least);
    }
}
