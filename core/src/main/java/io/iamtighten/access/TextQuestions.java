package io.iamtighten.access;

import io.iamtighten.glob.TextClasses;
import io.iamtighten.glob.TextPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Questions about one text: whether one of some patterns accepts it, or none. Divides the texts into classes by the
 * answers.
 *
 * <p>A pattern with policy variables is an unknown of its own: in each class where the pattern, variables widened to
 * {@code *}, can accept, it is split into accepting or not, as far as containment between patterns leaves the choice. Such
 * classes are not real: whether values for the variables exist must be found out by substitution.
 */
final class TextQuestions {
    /** How many patterns with variables may meet in one class. */
    private static final int MAX_UNKNOWNS = 9;
    /** How many things may be open in one class: such patterns, and what makes answers fail. */
    private static final int MAX_CHOICES = 12;

    /** What accepts an ARN, for operators that cannot read anything else. */
    private static final TextPattern ARN = TextPattern.of(
            new int[] {'a', 'r', 'n', ':', -4, ':', -4, ':', -4, ':', -4, ':', TextPattern.ANY_RUN}, false);

    /**
     * A pattern with variables.
     *
     * @param widened every variable as {@code *}
     * @param lettered every variable as a letter of its own
     * @param comparable whether it accepts no more than the lettered pattern says, so that what contains that accepts all it does
     * @param sure whether it accepts all that the lettered pattern says, whatever the values
     */
    record Unknown(TextPattern widened, TextPattern lettered, boolean comparable, boolean sure) {}

    /**
     * One question.
     *
     * @param negated whether the answer is yes when no pattern accepts
     * @param onlyArns whether the answer is no for texts that are no ARN, negated or not
     * @param never whether the answer is no for every text when negated
     * @param failures the numbers of what makes the answer no, whatever the text
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Question(boolean negated, boolean onlyArns, boolean never, int[] failures, int[] unknowns) {}

    private final List<TextPattern> patterns = new ArrayList<>();
    private final Map<TextPattern, Integer> patternNumbers = new HashMap<>();
    private final List<int[]> questionsOfPattern = new ArrayList<>();
    private final List<Unknown> unknowns = new ArrayList<>();
    private final Map<Unknown, Integer> unknownNumbers = new HashMap<>();
    private final List<Question> questions = new ArrayList<>();
    /** What may make an answer no and is not known: each may be so or not, independent of the others. */
    private final Map<Object, Integer> failureNumbers = new HashMap<>();

    private boolean arnsMatter;

    /**
     * Adds a question; returns its number.
     *
     * @param failures what makes the answer no when it is so, which is not known: the same for two questions where equal
     */
    int ask(
            boolean negated,
            List<TextPattern> plain,
            List<Unknown> variable,
            boolean onlyArns,
            boolean never,
            Collection<?> failures) {
        int question = questions.size();
        for (TextPattern pattern : plain) {
            note(pattern, question);
        }
        int[] numbers = new int[variable.size()];
        for (int i = 0; i < numbers.length; i++) {
            Unknown unknown = variable.get(i);
            numbers[i] = unknownNumbers.computeIfAbsent(unknown, u -> {
                unknowns.add(u);
                return unknowns.size() - 1;
            });
        }
        arnsMatter |= onlyArns;
        int[] failing = failures.stream()
                .mapToInt(f -> failureNumbers.computeIfAbsent(f, x -> failureNumbers.size()))
                .toArray();
        questions.add(new Question(negated, onlyArns, never, failing, numbers));
        return question;
    }

    private void note(TextPattern pattern, int question) {
        int number = patternNumbers.computeIfAbsent(pattern, p -> {
            patterns.add(p);
            questionsOfPattern.add(new int[0]);
            return patterns.size() - 1;
        });
        int[] old = questionsOfPattern.get(number);
        if (old.length == 0 || old[old.length - 1] != question) {
            int[] longer = Arrays.copyOf(old, old.length + 1);
            longer[old.length] = question;
            questionsOfPattern.set(number, longer);
        }
    }

    int count() {
        return questions.size();
    }

    boolean hasUnknowns() {
        return !unknowns.isEmpty();
    }

    /** Returns the classes of the texts of some shapes (none: all texts). */
    List<ValueClass<String>> classes(List<TextPattern> shapes, Work work) throws Undecided {
        List<TextPattern> all = new ArrayList<>(patterns);
        unknowns.forEach(u -> all.add(u.widened()));
        if (arnsMatter) {
            all.add(ARN);
        }
        List<int[]> answered = new ArrayList<>(questionsOfPattern);
        for (int u = 0; u < unknowns.size(); u++) {
            answered.add(new int[] {questions.size() + u});
        }
        if (arnsMatter) {
            answered.add(new int[] {questions.size() + unknowns.size()});
        }
        TextClasses found = TextClasses.of(all, shapes, answered, questions.size() + unknowns.size() + 1, work::spend)
                .orElseThrow(() -> new Undecided("the patterns divide the texts into too many classes"));
        List<ValueClass<String>> classes = new ArrayList<>();
        Implications implications = unknowns.isEmpty() ? null : new Implications(work);
        for (int i = 0; i < found.count(); i++) {
            expand(found.signature(i), found.member(i), implications, classes, work);
        }
        return classes;
    }

    private void expand(
            long[] signature,
            String member,
            @org.jspecify.annotations.Nullable Implications implications,
            List<ValueClass<String>> into,
            Work work)
            throws Undecided {
        boolean isArn = Bits.get(signature, questions.size() + unknowns.size());
        int[] open = new int[unknowns.size()];
        int n = 0;
        for (int u = 0; u < unknowns.size(); u++) {
            if (Bits.get(signature, questions.size() + u)) {
                open[n++] = u;
            }
        }
        if (n > MAX_UNKNOWNS) {
            throw new Undecided("more than " + MAX_UNKNOWNS + " patterns with policy variables meet");
        }
        int failures = failureNumbers.size();
        if (n + failures > MAX_CHOICES) {
            throw new Undecided("more than " + MAX_CHOICES + " things about policy variables are open at once");
        }
        for (int choice = 0; choice < 1 << n; choice++) {
            long[] chosen = Bits.none(Math.max(1, unknowns.size()));
            for (int i = 0; i < n; i++) {
                if ((choice & (1 << i)) != 0) {
                    Bits.set(chosen, open[i]);
                }
            }
            work.require(questions.size());
            if (implications != null && choice != 0 && !implications.allow(chosen, signature)) {
                continue;
            }
            for (int failed = 0; failed < 1 << failures; failed++) {
                work.require(failed == 0 ? 0 : questions.size());
                into.add(new ValueClass<>(answers(signature, chosen, isArn, failed), member, n == 0 && failures == 0));
            }
        }
    }

    private long[] answers(long[] signature, long[] chosen, boolean isArn, int failed) {
        long[] truth = Bits.none(questions.size());
        for (int q = 0; q < questions.size(); q++) {
            Question question = questions.get(q);
            boolean accepted = Bits.get(signature, q);
            for (int u : question.unknowns()) {
                accepted |= Bits.get(chosen, u);
            }
            boolean answer = question.negated() ? !accepted : accepted;
            if (question.negated() && ((question.onlyArns() && !isArn) || question.never())) {
                answer = false;
            }
            for (int failure : question.failures()) {
                answer &= (failed & (1 << failure)) == 0;
            }
            if (answer) {
                Bits.set(truth, q);
            }
        }
        return truth;
    }

    /** Which patterns accept whatever a pattern with variables accepts, whatever the values. */
    private final class Implications {
        private final long[][] unknownsOf;
        private final long[][] questionsOf;

        Implications(Work work) throws Undecided {
            unknownsOf = new long[unknowns.size()][];
            questionsOf = new long[unknowns.size()][];
            for (int u = 0; u < unknowns.size(); u++) {
                Unknown inner = unknowns.get(u);
                unknownsOf[u] = Bits.none(unknowns.size());
                questionsOf[u] = Bits.none(questions.size());
                if (!inner.comparable()) {
                    continue;
                }
                String sample = sample(inner.lettered());
                for (int v = 0; v < unknowns.size(); v++) {
                    if (v != u
                            && unknowns.get(v).sure()
                            && unknowns.get(v).widened().matches(sample)
                            && contains(unknowns.get(v).lettered(), inner.lettered(), work)) {
                        Bits.set(unknownsOf[u], v);
                    }
                }
                for (int p = 0; p < patterns.size(); p++) {
                    if (questionsOfPattern.get(p).length > 0
                            && patterns.get(p).matches(sample)
                            && contains(patterns.get(p), inner.lettered(), work)) {
                        for (int question : questionsOfPattern.get(p)) {
                            Bits.set(questionsOf[u], question);
                        }
                    }
                }
            }
        }

        private boolean contains(TextPattern outer, TextPattern inner, Work work) throws Undecided {
            return TextClasses.contains(outer, inner, work::spend)
                    .orElseThrow(() -> new Undecided("patterns with policy variables are too many to compare"));
        }

        boolean allow(long[] chosen, long[] signature) {
            for (int u = Bits.next(chosen, 0); u >= 0; u = Bits.next(chosen, u + 1)) {
                if (!Bits.contains(chosen, unknownsOf[u])) {
                    return false;
                }
                long[] implied = questionsOf[u];
                for (int q = Bits.next(implied, 0); q >= 0; q = Bits.next(implied, q + 1)) {
                    if (!Bits.get(signature, q)) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    private static String sample(TextPattern lettered) {
        StringBuilder text = new StringBuilder();
        for (int token : lettered.tokens()) {
            if (token >= TextPattern.VARIABLE) {
                text.append('\u03c9').append('\u03a9');
            } else if (token >= 0) {
                text.append((char) token);
            } else if (token == TextPattern.ANY_ONE || token == TextPattern.INNER_ONE) {
                text.append('\u03c9');
            }
        }
        return text.toString();
    }
}
