package io.iamtighten.aws.trail;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Gives one object for equal values, of the first so many different ones: what is kept for long and repeats takes memory once. Thread-safe.
 *
 * @param <T> the values, which never change
 */
final class Shares<T> {
    private final ConcurrentMap<T, T> first = new ConcurrentHashMap<>();
    private final int most;

    Shares(int most) {
        this.most = most;
    }

    /** Returns a value equal to this one. */
    T of(T value) {
        T known = first.get(value);
        if (known != null || first.size() >= most) {
            return known == null ? value : known;
        }
        known = first.putIfAbsent(value, value);
        return known == null ? value : known;
    }
}
