package io.iamtighten.access;

import java.util.List;

/** A set of requests as a formula over cubes, negation only at the leaves. */
sealed interface Formula {
    /** The requests in one of these cubes. */
    record In(List<Cube> cubes) implements Formula {
        @Override
        public Formula negate() {
            return new Out(cubes);
        }
    }

    /** The requests in none of these cubes. */
    record Out(List<Cube> cubes) implements Formula {
        @Override
        public Formula negate() {
            return new In(cubes);
        }
    }

    /** The requests in all of these sets. */
    record And(List<Formula> parts) implements Formula {
        @Override
        public Formula negate() {
            return new Or(parts.stream().map(Formula::negate).toList());
        }
    }

    /** The requests in one of these sets. */
    record Or(List<Formula> parts) implements Formula {
        @Override
        public Formula negate() {
            return new And(parts.stream().map(Formula::negate).toList());
        }
    }

    /** Returns the requests not in this set. */
    Formula negate();

    static Formula and(Formula... parts) {
        return new And(List.of(parts));
    }

    static Formula or(Formula... parts) {
        return new Or(List.of(parts));
    }
}
