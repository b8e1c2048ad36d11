package io.iamtighten.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One part of a request, its values divided into the classes that a question's constraints tell apart.
 *
 * @param <T> the values
 */
final class Dimension<T> {
    final int count;
    /** For each constraint the classes that satisfy it. */
    final long[][] accepted;
    /** The classes that are known to have their member. */
    final long[] real;

    final List<T> members;

    private Dimension(int constraints, List<ValueClass<T>> classes) {
        this.count = classes.size();
        this.accepted = new long[constraints][];
        for (int c = 0; c < constraints; c++) {
            accepted[c] = Bits.none(count);
        }
        this.real = Bits.none(count);
        this.members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ValueClass<T> values = classes.get(i);
            members.add(values.member());
            if (values.real()) {
                Bits.set(real, i);
            }
            long[] truth = values.truth();
            for (int c = Bits.next(truth, 0); c >= 0; c = Bits.next(truth, c + 1)) {
                Bits.set(accepted[c], i);
            }
        }
    }

    /** Returns the dimension of these classes; classes with the same answers become one, a real member preferred. */
    static <T> Dimension<T> of(int constraints, List<ValueClass<T>> classes) {
        Map<Words, ValueClass<T>> merged = new LinkedHashMap<>();
        for (ValueClass<T> values : classes) {
            merged.merge(new Words(values.truth()), values, (old, now) -> old.real() || !now.real() ? old : now);
        }
        return new Dimension<>(constraints, new ArrayList<>(merged.values()));
    }

    /** An array that is equal to another by content. */
    record Words(long[] words) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Words that && Arrays.equals(that.words, words);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(words);
        }
    }
}
