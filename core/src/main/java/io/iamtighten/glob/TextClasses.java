package io.iamtighten.glob;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * The classes into which questions about patterns divide all texts of some shape: two texts are in one class when every
 * question has one answer for both. Each class comes with a member.
 *
 * <p>Texts that some pattern spells out are looked at one by one. For all others one breadth-first walk over the joint
 * position automaton of the patterns with wildcards meets every combination of patterns that accept a text; positions left
 * of the last active run are dropped, since the run accepts all that they would.
 */
public final class TextClasses {
    private static final List<int[]> EACH_ITS_OWN = List.of(new int[] {0}, new int[] {1});

    private final List<long[]> signatures;
    private final List<String> members;

    private TextClasses(List<long[]> signatures, List<String> members) {
        this.signatures = signatures;
        this.members = members;
    }

    /** Returns how many classes there are. */
    public int count() {
        return members.size();
    }

    /** Returns the answers of a class. */
    public long[] signature(int index) {
        return signatures.get(index).clone();
    }

    /** Returns a member of a class; one that a pattern spells out where there is one. */
    public String member(int index) {
        return members.get(index);
    }

    /**
     * Returns the classes, or empty when {@code spend} refuses.
     *
     * @param patterns the patterns
     * @param shapes the texts that are divided: those that one of these patterns accepts; none for all texts
     * @param questions for each pattern the numbers of the questions that a text it accepts answers with yes, ascending
     * @param questionCount how many questions there are; the others are answered with no
     * @param spend called with an amount of work, in steps of some ten nanoseconds; false ends the walk
     */
    public static Optional<TextClasses> of(
            List<TextPattern> patterns,
            List<TextPattern> shapes,
            List<int[]> questions,
            int questionCount,
            LongPredicate spend) {
        int words = (questionCount + 63) >> 6;
        Map<Key, String> found = new HashMap<>();
        List<Key> order = new ArrayList<>();
        List<Integer> wild = new ArrayList<>();
        List<Integer> plain = new ArrayList<>();
        for (int p = 0; p < patterns.size(); p++) {
            (patterns.get(p).isLiteral() ? plain : wild).add(p);
        }
        Set<String> spelt = literals(patterns, plain, shapes);
        HeadIndex index = new HeadIndex(patterns, wild);
        Map<String, List<Integer>> byText = new HashMap<>();
        for (int p : plain) {
            byText.computeIfAbsent(patterns.get(p).literalText(), t -> new ArrayList<>())
                    .add(p);
        }
        int[] accepted = new int[patterns.size()];
        for (String text : spelt) {
            int count = index.accepting(text, accepted);
            for (int p : byText.getOrDefault(text, List.of())) {
                accepted[count++] = p;
            }
            Key key = new Key(new long[words]);
            for (int i = 0; i < count; i++) {
                set(key.bits, questions.get(accepted[i]));
            }
            if (found.putIfAbsent(key, text) == null) {
                order.add(key);
            }
            if (!spend.test(10L + wild.size() / 8)) {
                return Optional.empty();
            }
        }
        // A text that the walk meets may be one of those looked at above, which says nothing about its class: such
        // texts
        // join the walk as patterns, until the walk meets none.
        List<TextPattern> walked = new ArrayList<>();
        List<int[]> answered = new ArrayList<>();
        for (int p : wild) {
            walked.add(patterns.get(p));
            answered.add(questions.get(p));
        }
        while (true) {
            Map<Key, String> walkedClasses = new HashMap<>();
            List<Key> walkedOrder = new ArrayList<>();
            // Beyond the questions one bit for the texts that are looked at by themselves.
            Walk walk = new Walk(walked, answered, questionCount + 1, shapes);
            boolean complete = walk.run(spend, (bits, member) -> {
                if ((bits[questionCount >> 6] & (1L << questionCount)) != 0) {
                    return true;
                }
                Key key = new Key(Arrays.copyOf(bits, words));
                if (!walkedClasses.containsKey(key)) {
                    walkedClasses.put(key, member.get());
                    walkedOrder.add(key);
                }
                return true;
            });
            if (!complete) {
                return Optional.empty();
            }
            Set<String> again = new TreeSet<>();
            for (Key key : walkedOrder) {
                String member = java.util.Objects.requireNonNull(walkedClasses.get(key));
                if (spelt.contains(member) && !found.containsKey(key)) {
                    again.add(member);
                }
            }
            if (again.isEmpty()) {
                for (Key key : walkedOrder) {
                    if (found.putIfAbsent(key, java.util.Objects.requireNonNull(walkedClasses.get(key))) == null) {
                        order.add(key);
                    }
                }
                break;
            }
            for (String text : again) {
                walked.add(TextPattern.literal(text));
                answered.add(new int[] {questionCount});
            }
        }
        List<long[]> signatures = new ArrayList<>();
        List<String> members = new ArrayList<>();
        for (Key key : order) {
            signatures.add(key.bits);
            members.add(java.util.Objects.requireNonNull(found.get(key)));
        }
        return Optional.of(new TextClasses(signatures, members));
    }

    private static void set(long[] bits, int[] numbers) {
        for (int number : numbers) {
            bits[number >> 6] |= 1L << number;
        }
    }

    private static Set<String> literals(List<TextPattern> patterns, List<Integer> plain, List<TextPattern> shapes) {
        Set<String> texts = new java.util.LinkedHashSet<>();
        for (int p : plain) {
            String text = patterns.get(p).literalText();
            if (hasShape(text, shapes)) {
                texts.add(text);
            }
        }
        for (TextPattern shape : shapes) {
            if (shape.isLiteral()) {
                texts.add(shape.literalText());
            }
        }
        return texts;
    }

    private static boolean hasShape(String text, List<TextPattern> shapes) {
        for (TextPattern shape : shapes) {
            if (shape.matches(text)) {
                return true;
            }
        }
        return shapes.isEmpty();
    }

    /**
     * Returns whether every text that {@code inner} accepts is accepted by {@code outer}, variables being letters; empty
     * when {@code spend} refuses.
     */
    public static Optional<Boolean> contains(TextPattern outer, TextPattern inner, LongPredicate spend) {
        boolean[] refuted = new boolean[1];
        Walk walk = new Walk(List.of(outer, inner), EACH_ITS_OWN, 2, List.of());
        boolean complete = walk.run(spend, (bits, member) -> {
            refuted[0] = bits[0] == 2;
            return !refuted[0];
        });
        return refuted[0] ? Optional.of(Boolean.FALSE) : complete ? Optional.of(Boolean.TRUE) : Optional.empty();
    }

    /** Returns whether some text is accepted by both patterns; empty when {@code spend} refuses. */
    public static Optional<Boolean> intersects(TextPattern a, TextPattern b, LongPredicate spend) {
        boolean[] met = new boolean[1];
        Walk walk = new Walk(List.of(a, b), EACH_ITS_OWN, 2, List.of());
        boolean complete = walk.run(spend, (bits, member) -> {
            met[0] = bits[0] == 3;
            return !met[0];
        });
        return met[0] ? Optional.of(Boolean.TRUE) : complete ? Optional.of(Boolean.FALSE) : Optional.empty();
    }

    private record Key(long[] bits) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && Arrays.equals(that.bits, bits);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bits);
        }
    }

    /** Finds the patterns that accept a text, by the text's first characters. */
    private static final class HeadIndex {
        private static final int HEAD = 4;
        private final List<TextPattern> patterns;
        private final List<Integer> open = new ArrayList<>();
        private final Map<String, List<Integer>> byHead = new HashMap<>();

        HeadIndex(List<TextPattern> patterns, List<Integer> numbers) {
            this.patterns = patterns;
            for (int p : numbers) {
                int[] tokens = patterns.get(p).tokens;
                StringBuilder head = new StringBuilder(HEAD);
                for (int i = 0; i < HEAD && i < tokens.length; i++) {
                    if (tokens[i] < 0 || tokens[i] >= TextPattern.VARIABLE) {
                        break;
                    }
                    head.append((char) tokens[i]);
                }
                if (head.length() < HEAD || patterns.get(p).ignoresCase()) {
                    open.add(p);
                } else {
                    byHead.computeIfAbsent(head.toString(), h -> new ArrayList<>())
                            .add(p);
                }
            }
        }

        int accepting(String text, int[] into) {
            int count = 0;
            for (int p : open) {
                if (patterns.get(p).matches(text)) {
                    into[count++] = p;
                }
            }
            if (text.length() >= HEAD) {
                for (int p : byHead.getOrDefault(text.substring(0, HEAD), List.of())) {
                    if (patterns.get(p).matches(text)) {
                        into[count++] = p;
                    }
                }
            }
            return count;
        }
    }

    private interface Visitor {
        /** Sees the questions that a text answers with yes, as bits of an array that is used again; returns whether to go on. */
        boolean visit(long[] bits, java.util.function.Supplier<String> member);
    }

    /**
     * The joint automaton. A state is the ascending list of active positions, numbered through all patterns, and then the
     * questions that are settled: some pattern has reached its last run and accepts whatever follows. Patterns whose
     * questions are all settled are no longer followed.
     */
    private static final class Walk {
        private static final int COLON = ':';

        private final int patternCount;
        /** Tokens of all patterns, each followed by {@link #END}; a letter stands as its number. */
        private final int[] token;

        private final int[] patternOf;
        private final boolean[] folds;
        private final int[] starts;
        /** The letters as characters or variables; 0 is the one that no pattern names. */
        private final int[] letters;

        private final int[] foldOf;
        private final int colon;
        private final boolean shaped;
        /** For each pattern the questions it settles. */
        private final long[][] answers;

        private final long[] settled;

        private static final int END = -9;

        // The states found so far.
        private final ArrayList<int[]> states = new ArrayList<>();
        private int[] parents = new int[256];
        private int[] byLetter = new int[256];
        private int[] table = new int[1024];
        private int[] hashes = new int[256];

        Walk(List<TextPattern> patterns, List<int[]> questions, int questionCount, List<TextPattern> shapes) {
            answers = new long[patterns.size()][(questionCount + 63) >> 6];
            settled = new long[(questionCount + 63) >> 6];
            for (int p = 0; p < answers.length; p++) {
                set(answers[p], questions.get(p));
            }
            List<TextPattern> all = new ArrayList<>(patterns);
            all.addAll(shapes);
            patternCount = patterns.size();
            shaped = !shapes.isEmpty();
            TreeSet<Integer> named = new TreeSet<>();
            int total = 0;
            boolean inner = shaped;
            for (TextPattern pattern : all) {
                total += pattern.tokens.length + 1;
                for (int t : pattern.tokens) {
                    inner |= t == TextPattern.INNER_ONE || t == TextPattern.INNER_RUN;
                    if (t >= 0) {
                        named.add(t);
                        if (pattern.ignoresCase() && t < TextPattern.VARIABLE) {
                            for (char form : Glob.foldsTo((char) t)) {
                                named.add((int) form);
                            }
                        }
                    }
                }
            }
            if (inner) {
                named.add(COLON);
            }
            letters = new int[named.size() + 1];
            letters[0] = unnamed(named);
            Map<Integer, Integer> number = new HashMap<>();
            int n = 1;
            for (int c : named) {
                letters[n] = c;
                number.put(c, n++);
            }
            colon = number.getOrDefault(COLON, -1);
            foldOf = new int[letters.length];
            for (int i = 1; i < letters.length; i++) {
                int c = letters[i];
                foldOf[i] = c >= TextPattern.VARIABLE ? i : number.getOrDefault((int) Glob.fold((char) c), i);
            }
            token = new int[total];
            patternOf = new int[total];
            folds = new boolean[all.size()];
            starts = new int[all.size()];
            int at = 0;
            for (int p = 0; p < all.size(); p++) {
                starts[p] = at;
                folds[p] = all.get(p).ignoresCase();
                for (int t : all.get(p).tokens) {
                    patternOf[at] = p;
                    token[at++] = t < 0 ? t : java.util.Objects.requireNonNull(number.get(t));
                }
                patternOf[at] = p;
                token[at++] = END;
            }
            Arrays.fill(table, -1);
        }

        private static int unnamed(Set<Integer> named) {
            String preferred = "xyzabcdefghijklmnopqrstuvw0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
            for (int i = 0; i < preferred.length(); i++) {
                if (!named.contains((int) preferred.charAt(i))) {
                    return preferred.charAt(i);
                }
            }
            int c = 0x3b1;
            while (named.contains(c)) {
                c++;
            }
            return c;
        }

        boolean run(LongPredicate spend, Visitor visitor) {
            int[] buffer = new int[token.length + folds.length + settled.length * 64];
            int[] candidates = new int[letters.length];
            boolean[] marked = new boolean[letters.length];
            long[] bits = new long[settled.length];
            int size = 0;
            for (int p = 0; p < starts.length; p++) {
                size = emit(buffer, size, size, starts[p]);
            }
            Arrays.fill(settled, 0L);
            add(buffer, settle(buffer, size), -1, 0);
            for (int s = 0; s < states.size(); s++) {
                int[] state = states.get(s);
                Arrays.fill(bits, 0L);
                boolean shape = !shaped;
                int chosen = 0;
                candidates[chosen++] = 0;
                for (int position : state) {
                    if (position >= token.length) {
                        int question = position - token.length;
                        bits[question >> 6] |= 1L << question;
                        continue;
                    }
                    int t = token[position];
                    int p = patternOf[position];
                    if (t == END) {
                        if (p < patternCount) {
                            or(bits, answers[p]);
                        } else {
                            shape = true;
                        }
                    } else if (t > 0) {
                        if (!marked[t]) {
                            marked[t] = true;
                            candidates[chosen++] = t;
                        }
                        if (folds[p]) {
                            for (int l = 1; l < letters.length; l++) {
                                if (foldOf[l] == t && !marked[l]) {
                                    marked[l] = true;
                                    candidates[chosen++] = l;
                                }
                            }
                        }
                    } else if ((t == TextPattern.INNER_ONE || t == TextPattern.INNER_RUN) && !marked[colon]) {
                        marked[colon] = true;
                        candidates[chosen++] = colon;
                    }
                }
                for (int c = 1; c < chosen; c++) {
                    marked[candidates[c]] = false;
                }
                int at = s;
                if (shape && !visitor.visit(bits, () -> text(at))) {
                    return false;
                }
                if (!spend.test(2L + (long) chosen * (4 + state.length) / 4)) {
                    return false;
                }
                for (int c = 0; c < chosen; c++) {
                    int length = step(state, candidates[c], buffer);
                    if (length >= 0) {
                        add(buffer, length, s, candidates[c]);
                    }
                }
            }
            return true;
        }

        /** Returns the number of positions after a letter, or -1 when no text of the wanted shape can follow. */
        private int step(int[] state, int letter, int[] buffer) {
            int size = 0;
            int block = 0;
            int current = -1;
            boolean variable = letters[letter] >= TextPattern.VARIABLE;
            Arrays.fill(settled, 0L);
            for (int position : state) {
                if (position >= token.length) {
                    int question = position - token.length;
                    settled[question >> 6] |= 1L << question;
                    continue;
                }
                int p = patternOf[position];
                if (p != current) {
                    current = p;
                    block = size;
                }
                int t = token[position];
                if (t == TextPattern.ANY_RUN || (t == TextPattern.INNER_RUN && letter != colon && !variable)) {
                    size = emit(buffer, size, block, position);
                } else if (t >= 0
                        ? t == letter || (folds[p] && t == foldOf[letter])
                        : !variable && (t == TextPattern.ANY_ONE || (t == TextPattern.INNER_ONE && letter != colon))) {
                    size = emit(buffer, size, block, position + 1);
                }
            }
            if (shaped && (size == 0 || patternOf[buffer[size - 1]] < patternCount)) {
                return -1;
            }
            return settle(buffer, size);
        }

        /** Settles what patterns at their last run answer, and stops following patterns that have nothing left to answer. */
        private int settle(int[] buffer, int size) {
            boolean any = false;
            for (int i = 0; i < size; i++) {
                int position = buffer[i];
                if (token[position] == TextPattern.ANY_RUN
                        && token[position + 1] == END
                        && patternOf[position] < patternCount) {
                    or(settled, answers[patternOf[position]]);
                }
            }
            for (long word : settled) {
                any |= word != 0;
            }
            if (!any) {
                return size;
            }
            int n = 0;
            for (int i = 0; i < size; i++) {
                int p = patternOf[buffer[i]];
                if (p >= patternCount || !isSettled(answers[p])) {
                    buffer[n++] = buffer[i];
                }
            }
            for (int w = 0; w < settled.length; w++) {
                for (long rest = settled[w]; rest != 0; rest &= rest - 1) {
                    buffer[n++] = token.length + (w << 6) + Long.numberOfTrailingZeros(rest);
                }
            }
            return n;
        }

        private boolean isSettled(long[] questions) {
            for (int w = 0; w < settled.length; w++) {
                if ((questions[w] & ~settled[w]) != 0) {
                    return false;
                }
            }
            return true;
        }

        private static void or(long[] bits, long[] more) {
            for (int w = 0; w < bits.length; w++) {
                bits[w] |= more[w];
            }
        }

        /** Activates a position; a run drops what its pattern has before it, and lets its successor be active too. */
        private int emit(int[] buffer, int size, int block, int position) {
            int n = size;
            int t = token[position];
            if (t == TextPattern.ANY_RUN || t == TextPattern.INNER_RUN) {
                n = block;
                buffer[n++] = position;
                buffer[n++] = position + 1;
            } else if (n == block || buffer[n - 1] != position) {
                buffer[n++] = position;
            }
            return n;
        }

        private void add(int[] buffer, int length, int parent, int letter) {
            int hash = 1;
            for (int i = 0; i < length; i++) {
                hash = hash * 31 + buffer[i];
            }
            hash ^= hash >>> 15;
            int slot = hash & (table.length - 1);
            while (table[slot] >= 0) {
                int other = table[slot];
                if (hashes[other] == hash
                        && Arrays.equals(states.get(other), 0, states.get(other).length, buffer, 0, length)) {
                    return;
                }
                slot = (slot + 1) & (table.length - 1);
            }
            int number = states.size();
            table[slot] = number;
            states.add(Arrays.copyOf(buffer, length));
            if (number == parents.length) {
                parents = Arrays.copyOf(parents, number * 2);
                byLetter = Arrays.copyOf(byLetter, number * 2);
                hashes = Arrays.copyOf(hashes, number * 2);
            }
            parents[number] = parent;
            byLetter[number] = letter;
            hashes[number] = hash;
            if (states.size() * 2 > table.length) {
                grow();
            }
        }

        private void grow() {
            table = new int[table.length * 4];
            Arrays.fill(table, -1);
            for (int i = 0; i < states.size(); i++) {
                int slot = hashes[i] & (table.length - 1);
                while (table[slot] >= 0) {
                    slot = (slot + 1) & (table.length - 1);
                }
                table[slot] = i;
            }
        }

        private String text(int state) {
            StringBuilder text = new StringBuilder();
            for (int s = state; parents[s] >= 0; s = parents[s]) {
                text.append((char) letters[byLetter[s]]);
            }
            return text.reverse().toString();
        }
    }
}
