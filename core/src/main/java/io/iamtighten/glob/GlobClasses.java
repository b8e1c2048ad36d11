package io.iamtighten.glob;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The classes into which a list of patterns divides all texts: two texts are in one class when the same patterns accept
 * both. Found by one breadth-first walk over the joint position automaton of the patterns, so that each class comes with
 * a shortest member.
 */
public final class GlobClasses {
    /** What stands for every character that no pattern names. */
    private static final int OTHER = -1;

    private final List<BitSet> signatures;
    private final List<String> members;

    private GlobClasses(List<BitSet> signatures, List<String> members) {
        this.signatures = signatures;
        this.members = members;
    }

    /**
     * Returns the classes, or empty when the walk meets more than {@code maxStates} states.
     *
     * @param globs the patterns
     * @param maxStates the most states of the joint automaton to visit
     */
    public static Optional<GlobClasses> of(List<Glob> globs, int maxStates) {
        Walk walk = new Walk(globs);
        Map<BitSet, String> found = new LinkedHashMap<>();
        boolean complete = walk.run(maxStates, (signature, member) -> {
            found.putIfAbsent(signature, member.get());
            return true;
        });
        return complete
                ? Optional.of(new GlobClasses(new ArrayList<>(found.keySet()), new ArrayList<>(found.values())))
                : Optional.empty();
    }

    /** Returns how many classes there are. */
    public int count() {
        return members.size();
    }

    /** Returns a shortest member of a class. */
    public String member(int index) {
        return members.get(index);
    }

    /** Returns whether the members of a class are accepted by the pattern at {@code glob}. */
    public boolean accepts(int glob, int index) {
        return signatures.get(index).get(glob);
    }

    static boolean contains(Glob outer, Glob inner) {
        Walk walk = new Walk(List.of(outer, inner));
        return walk.run(Integer.MAX_VALUE, (signature, member) -> signature.get(0) || !signature.get(1));
    }

    private interface Visitor {
        /** Sees an accepted signature; returns whether to go on. */
        boolean visit(BitSet signature, java.util.function.Supplier<String> member);
    }

    /** The joint automaton. A state holds, for each pattern, the active positions as bits. */
    private static final class Walk {
        private final int[][] tokens;
        private final boolean[] folds;
        /** First word of each pattern in a state, and past the last. */
        private final int[] offset;

        private final int words;
        private final char[] letters;
        private final char other;

        Walk(List<Glob> globs) {
            tokens = new int[globs.size()][];
            folds = new boolean[globs.size()];
            offset = new int[globs.size() + 1];
            TreeSet<Character> named = new TreeSet<>();
            for (int g = 0; g < tokens.length; g++) {
                tokens[g] = globs.get(g).tokens();
                folds[g] = globs.get(g).ignoresCase();
                offset[g + 1] = offset[g] + (tokens[g].length >> 6) + 1;
                for (int token : tokens[g]) {
                    if (token >= 0) {
                        named.add((char) token);
                        if (folds[g]) {
                            for (char form : Glob.foldsTo((char) token)) {
                                named.add(form);
                            }
                        }
                    }
                }
            }
            words = offset[tokens.length];
            other = unnamed(named);
            letters = new char[named.size() + 1];
            letters[0] = other;
            int i = 1;
            for (char c : named) {
                letters[i++] = c;
            }
        }

        private static char unnamed(TreeSet<Character> named) {
            for (char c = 'x'; c <= 'z'; c++) {
                if (!named.contains(c)) {
                    return c;
                }
            }
            for (String range : new String[] {"abcdefghijklmnopqrstuvw", "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}) {
                for (char c : range.toCharArray()) {
                    if (!named.contains(c)) {
                        return c;
                    }
                }
            }
            char c = 0x100;
            while (named.contains(c)) {
                c++;
            }
            return c;
        }

        boolean run(int maxStates, Visitor visitor) {
            Map<State, State> seen = new HashMap<>();
            ArrayDeque<State> queue = new ArrayDeque<>();
            State start = new State(new long[words], null, OTHER);
            for (int g = 0; g < tokens.length; g++) {
                activate(start.bits, g, 0);
                prune(start.bits, g);
            }
            seen.put(start, start);
            queue.add(start);
            while (!queue.isEmpty()) {
                State state = queue.poll();
                if (!visitor.visit(signature(state), state::text)) {
                    return false;
                }
                for (char letter : letters) {
                    State next = step(state, letter);
                    if (seen.putIfAbsent(next, next) == null) {
                        if (seen.size() > maxStates) {
                            return false;
                        }
                        queue.add(next);
                    }
                }
            }
            return true;
        }

        private BitSet signature(State state) {
            BitSet signature = new BitSet(tokens.length);
            for (int g = 0; g < tokens.length; g++) {
                int end = tokens[g].length;
                if ((state.bits[offset[g] + (end >> 6)] & (1L << end)) != 0) {
                    signature.set(g);
                }
            }
            return signature;
        }

        private State step(State state, char letter) {
            long[] next = new long[words];
            for (int g = 0; g < tokens.length; g++) {
                int[] pattern = tokens[g];
                char c = folds[g] ? Glob.fold(letter) : letter;
                for (int w = offset[g]; w < offset[g + 1]; w++) {
                    long rest = state.bits[w];
                    while (rest != 0) {
                        int at = ((w - offset[g]) << 6) + Long.numberOfTrailingZeros(rest);
                        rest &= rest - 1;
                        if (at < pattern.length) {
                            int token = pattern[at];
                            if (token == Glob.ANY_RUN) {
                                activate(next, g, at);
                            } else if (token == Glob.ANY_ONE || token == c) {
                                activate(next, g, at + 1);
                            }
                        }
                    }
                }
                prune(next, g);
            }
            return new State(next, state, letter);
        }

        private void activate(long[] bits, int g, int at) {
            int[] pattern = tokens[g];
            int position = at;
            bits[offset[g] + (position >> 6)] |= 1L << position;
            while (position < pattern.length && pattern[position] == Glob.ANY_RUN) {
                position++;
                bits[offset[g] + (position >> 6)] |= 1L << position;
            }
        }

        /** Drops what lies before the last active run: the run accepts all that an earlier position would. */
        private void prune(long[] bits, int g) {
            int[] pattern = tokens[g];
            for (int w = offset[g + 1] - 1; w >= offset[g]; w--) {
                long rest = bits[w];
                while (rest != 0) {
                    int bit = 63 - Long.numberOfLeadingZeros(rest);
                    int at = ((w - offset[g]) << 6) + bit;
                    if (at < pattern.length && pattern[at] == Glob.ANY_RUN) {
                        bits[w] &= -1L << bit;
                        Arrays.fill(bits, offset[g], w, 0L);
                        // A trailing run accepts whatever follows: only it and the end matter.
                        return;
                    }
                    rest &= ~(1L << bit);
                }
            }
        }
    }

    private static final class State {
        final long[] bits;
        private final int hash;

        @org.jspecify.annotations.Nullable
        private final State before;

        private final int letter;

        State(long[] bits, @org.jspecify.annotations.Nullable State before, int letter) {
            this.bits = bits;
            this.hash = Arrays.hashCode(bits);
            this.before = before;
            this.letter = letter;
        }

        String text() {
            StringBuilder text = new StringBuilder();
            for (State s = this; s != null && s.before != null; s = s.before) {
                text.append((char) s.letter);
            }
            return text.reverse().toString();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof State that && Arrays.equals(that.bits, bits);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
