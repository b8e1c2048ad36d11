package io.iamtighten.access;

import io.iamtighten.condition.Accepted;
import io.iamtighten.condition.Denotation;
import io.iamtighten.condition.Literals;
import io.iamtighten.glob.TextPattern;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.request.ContextValues;
import io.iamtighten.values.IpRange;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Divides what a request can hold under one context key: nothing, one value, or, when set operators read the key, a set.
 *
 * <p>Numbers, instants and addresses fall into elementary intervals between the bounds of the conditions; texts into the
 * classes of the patterns; a truth value is one of two. A key that a truth operator reads holds {@code true} or
 * {@code false}. For a set it is enough which classes it touches: any-value asks whether some class inside is touched,
 * all-values whether no class outside is.
 */
final class KeyDimension {
    private static final int MAX_SETS = 4_096;

    private final List<KeyCondition> conditions;
    private final Semantics semantics;
    private final @Nullable Substitution substitution;
    private final Patterns.Letters letters;
    private final Work work;

    private KeyDimension(
            List<KeyCondition> conditions,
            Semantics semantics,
            @Nullable Substitution substitution,
            Patterns.Letters letters,
            Work work) {
        this.conditions = conditions;
        this.semantics = semantics;
        this.substitution = substitution;
        this.letters = letters;
        this.work = work;
    }

    static Dimension<Optional<ContextValues>> of(
            List<KeyCondition> conditions,
            Semantics semantics,
            @Nullable Substitution substitution,
            Patterns.Letters letters,
            Work work)
            throws Undecided {
        return new KeyDimension(conditions, semantics, substitution, letters, work).build();
    }

    private Dimension<Optional<ContextValues>> build() throws Undecided {
        boolean sets = false;
        for (KeyCondition condition : conditions) {
            sets |= condition.denotation.isSetValued();
        }
        List<ValueClass<String>> values = values();
        List<ValueClass<Optional<ContextValues>>> classes = new ArrayList<>();
        classes.add(new ValueClass<>(absent(), Optional.empty(), true));
        if (sets) {
            sets(values, classes);
        } else {
            for (ValueClass<String> value : values) {
                classes.add(new ValueClass<>(
                        single(value.truth(), value.member()),
                        Optional.of(ContextValues.single(value.member())),
                        value.real()));
            }
        }
        return Dimension.of(conditions.size(), classes);
    }

    private long[] absent() {
        long[] truth = Bits.none(conditions.size());
        for (int c = 0; c < conditions.size(); c++) {
            if (conditions.get(c).denotation.acceptsAbsent()) {
                Bits.set(truth, c);
            }
        }
        return truth;
    }

    /** The answers for one value: those about presence added. */
    private long[] single(long[] accepted, String value) {
        long[] truth = accepted.clone();
        for (int c = 0; c < conditions.size(); c++) {
            Denotation denotation = conditions.get(c).denotation;
            if (denotation.isPresence()) {
                // The evaluator takes an empty text for a null value.
                boolean empty = value.isEmpty() && !semantics.document();
                if (empty ? denotation.acceptsAbsent() : denotation.acceptsPresent()) {
                    Bits.set(truth, c);
                }
            }
        }
        return truth;
    }

    /** Adds the non-empty sets of values: unions of single values until nothing new comes. */
    private void sets(List<ValueClass<String>> values, List<ValueClass<Optional<ContextValues>>> into)
            throws Undecided {
        boolean plain = false;
        long[] any = Bits.none(conditions.size());
        long[] all = Bits.none(conditions.size());
        long[] present = Bits.none(conditions.size());
        for (int c = 0; c < conditions.size(); c++) {
            Denotation denotation = conditions.get(c).denotation;
            if (denotation.isPresence()) {
                if (denotation.acceptsPresent()) {
                    Bits.set(present, c);
                }
            } else if (denotation.use().quantifier() == Quantifier.FOR_ANY_VALUE) {
                Bits.set(any, c);
            } else if (denotation.use().quantifier() == Quantifier.FOR_ALL_VALUES) {
                Bits.set(all, c);
            } else {
                plain = true;
            }
        }
        if (plain && semantics.document()) {
            throw new Undecided(
                    "the key `" + conditions.get(0).condition.key() + "` is read both with and without a set operator");
        }
        // Which single values a set is made of tells it from others, not their members: two classes may share one.
        record Touched(long[] truth, List<String> members, Set<Integer> singles, boolean real) {}
        Map<Dimension.Words, Touched> met = new HashMap<>();
        List<Touched> queue = new ArrayList<>();
        for (ValueClass<String> value : values) {
            into.add(new ValueClass<>(
                    single(value.truth(), value.member()),
                    Optional.of(ContextValues.set(List.of(value.member()))),
                    value.real()));
            if (plain) {
                // Two values of one class: a plain operator accepts neither.
                Optional<String> second = second(value);
                into.add(new ValueClass<>(
                        Bits.or(Bits.and(Bits.or(any, all), value.truth()), present),
                        Optional.of(ContextValues.set(List.of(value.member(), second.orElse(value.member())))),
                        second.isPresent()));
            }
            Touched touched = new Touched(value.truth(), List.of(value.member()), Set.of(queue.size()), value.real());
            Touched old = met.putIfAbsent(new Dimension.Words(value.truth()), touched);
            if (old == null || (!old.real() && touched.real())) {
                met.put(new Dimension.Words(value.truth()), touched);
                queue.add(touched);
            }
        }
        List<Touched> single = List.copyOf(queue);
        for (int i = 0; i < queue.size(); i++) {
            Touched from = queue.get(i);
            for (Touched more : single) {
                work.require(4);
                if (from.singles().containsAll(more.singles())) {
                    continue;
                }
                long[] truth = Bits.or(
                        Bits.and(any, Bits.or(from.truth(), more.truth())),
                        Bits.and(all, Bits.and(from.truth(), more.truth())));
                // Two classes may name one member, where neither is known to hold it.
                Set<String> members = new LinkedHashSet<>(from.members());
                members.addAll(more.members());
                boolean real = from.real() && more.real();
                Touched old = met.get(new Dimension.Words(truth));
                if (old != null && old.singles().size() > 1 && (old.real() || !real)) {
                    continue;
                }
                Set<Integer> singles = new LinkedHashSet<>(from.singles());
                singles.addAll(more.singles());
                Touched touched = new Touched(truth, List.copyOf(members), singles, real);
                met.put(new Dimension.Words(truth), touched);
                queue.add(touched);
                if (queue.size() > MAX_SETS) {
                    throw new Undecided("the sets of values of `"
                            + conditions.get(0).condition.key() + "` fall into too many classes");
                }
                into.add(new ValueClass<>(
                        Bits.or(truth, present), Optional.of(ContextValues.set(touched.members())), real));
            }
        }
    }

    /** Looks for another value that every condition answers like a real class's member. */
    private Optional<String> second(ValueClass<String> value) {
        if (!value.real() || substitution != null) {
            return Optional.empty();
        }
        for (String other : List.of(value.member() + "x", value.member() + "0", "x" + value.member())) {
            if (java.util.Arrays.equals(concrete(other).truth(), value.truth())) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    /** Divides the single values. */
    private List<ValueClass<String>> values() throws Undecided {
        Set<ConditionOperator.Family> families = EnumSet.noneOf(ConditionOperator.Family.class);
        boolean presence = false;
        for (KeyCondition condition : conditions) {
            families.add(condition.use.operator().family());
            presence |= condition.denotation.isPresence();
        }
        families.remove(ConditionOperator.Family.NULL);
        if (families.isEmpty()) {
            List<ValueClass<String>> values = new ArrayList<>();
            values.add(concrete("x"));
            if (!semantics.document()) {
                values.add(concrete(""));
            }
            return values;
        }
        if (families.contains(ConditionOperator.Family.BOOL)) {
            return truths();
        }
        List<ValueClass<String>> typed = typed();
        boolean texts =
                families.contains(ConditionOperator.Family.STRING) || families.contains(ConditionOperator.Family.ARN);
        if (!texts) {
            return typed;
        }
        TextQuestions questions = new TextQuestions();
        int[] numbers = new int[conditions.size()];
        for (int c = 0; c < numbers.length; c++) {
            numbers[c] = ask(questions, conditions.get(c));
        }
        if (presence) {
            // Whether an empty text is present is read in two ways: it is never what a witness shows where another
            // would do.
            questions.ask(false, List.of(TextPattern.literal("")), List.of(), false, false, List.of());
        }
        List<ValueClass<String>> classes = new ArrayList<>();
        List<ValueClass<String>> found = questions.classes(List.of(), work);
        for (boolean empty : new boolean[] {false, true}) {
            for (ValueClass<String> value : found) {
                if (value.member().isEmpty() == empty) {
                    classes.add(new ValueClass<>(answers(value.truth(), numbers), value.member(), value.real()));
                }
            }
        }
        return typed.isEmpty() ? classes : mixed(classes, typed, questions.hasUnknowns());
    }

    private static long[] answers(long[] truth, int[] numbers) {
        long[] answers = Bits.none(numbers.length);
        for (int c = 0; c < numbers.length; c++) {
            if (numbers[c] >= 0 && Bits.get(truth, numbers[c])) {
                Bits.set(answers, c);
            }
        }
        return answers;
    }

    /** A value, answered by looking at it. */
    private ValueClass<String> concrete(String value) {
        long[] truth = Bits.none(conditions.size());
        for (int c = 0; c < conditions.size(); c++) {
            Denotation denotation = conditions.get(c).denotation;
            if (!denotation.isPresence() && denotation.accepts(value)) {
                Bits.set(truth, c);
            }
        }
        return new ValueClass<>(truth, value, true);
    }

    private List<ValueClass<String>> truths() throws Undecided {
        List<ValueClass<String>> values = new ArrayList<>();
        for (String value : List.of("true", "false")) {
            long[] truth = concrete(value).truth();
            List<long[]> choices = new ArrayList<>();
            choices.add(truth);
            boolean open = false;
            for (int c = 0; c < conditions.size(); c++) {
                KeyCondition condition = conditions.get(c);
                if (!condition.hasVariables()) {
                    continue;
                }
                if (substitution != null) {
                    Bits.set(truth, c);
                    if (!acceptsSubstituted(condition, value)) {
                        truth[c >> 6] &= ~(1L << c);
                    }
                    continue;
                }
                open = true;
                for (long[] choice : List.copyOf(choices)) {
                    long[] other = choice.clone();
                    other[c >> 6] ^= 1L << c;
                    choices.add(other);
                }
                if (choices.size() > 64) {
                    throw new Undecided("too many policy variables in conditions on `" + condition.key + "`");
                }
            }
            for (long[] choice : choices) {
                values.add(new ValueClass<>(choice, value, !open));
            }
        }
        return values;
    }

    private boolean acceptsSubstituted(KeyCondition condition, String value) {
        boolean negated = condition.use.operator().negated();
        for (Accepted accepted : condition.denotation.values()) {
            boolean match;
            if (accepted instanceof Accepted.VariableTruth truth && substitution != null) {
                match = substitution
                        .resolve(truth.pattern())
                        .flatMap(tokens -> Literals.bool(new String(tokens, 0, tokens.length)))
                        .equals(Literals.bool(value));
            } else if (accepted instanceof Accepted.Text text
                    && text.pattern().hasVariables()
                    && substitution != null) {
                match = substitution
                        .resolve(text.pattern())
                        .filter(tokens ->
                                TextPattern.of(tokens, text.ignoreCase()).matches(value))
                        .isPresent();
            } else {
                match = accepted.contains(value);
            }
            if (match) {
                return !negated;
            }
        }
        return negated;
    }

    private int ask(TextQuestions questions, KeyCondition condition) {
        ConditionOperator.Family family = condition.use.operator().family();
        boolean arn = family == ConditionOperator.Family.ARN;
        if (!arn && family != ConditionOperator.Family.STRING) {
            return -1;
        }
        List<TextPattern> plain = new ArrayList<>();
        List<TextQuestions.Unknown> unknown = new ArrayList<>();
        boolean never = false;
        boolean universal = false;
        // Whether it hangs on the values of variables that a pattern can be read as an ARN.
        boolean unreadable = false;
        for (Accepted accepted : condition.denotation.values()) {
            PatternText text = accepted instanceof Accepted.ArnText a
                    ? a.pattern()
                    : accepted instanceof Accepted.Text t ? t.pattern() : null;
            if (text == null) {
                continue;
            }
            boolean ignoreCase = accepted instanceof Accepted.Text t && t.ignoreCase();
            int[] tokens;
            if (!text.hasVariables()) {
                tokens = text.tokens();
            } else if (substitution == null) {
                unknown.add(Patterns.unknown(text, arn, !semantics.document(), ignoreCase, letters));
                unreadable |= arn && condition.use.operator().negated() && Patterns.mayBeShort(text.tokens());
                continue;
            } else {
                Optional<int[]> resolved = substitution.resolve(text);
                if (resolved.isEmpty()) {
                    continue;
                }
                tokens = resolved.get();
            }
            if (arn) {
                universal |= isRunOnly(tokens);
                never |= !addArn(tokens, plain);
            } else {
                plain.add(TextPattern.of(tokens, ignoreCase));
            }
        }
        return questions.ask(
                condition.use.operator().negated(),
                plain,
                unknown,
                // Without values there is nothing that could not be read.
                arn && !universal && !condition.values.isEmpty(),
                never && !universal,
                unreadable ? List.of(condition) : List.of());
    }

    private static boolean isRunOnly(int[] tokens) {
        for (int token : tokens) {
            if (token != TextPattern.ANY_RUN) {
                return false;
            }
        }
        return tokens.length > 0;
    }

    /** Adds what an ARN pattern accepts; returns false when the pattern cannot be read as an ARN. */
    private boolean addArn(int[] tokens, List<TextPattern> plain) {
        if (isRunOnly(tokens)) {
            plain.add(TextPattern.of(tokens, false));
            return true;
        }
        io.iamtighten.arn.ArnPattern arn = io.iamtighten.arn.ArnPattern.ofTokens(tokens);
        if (!arn.isComplete()) {
            return false;
        }
        if (semantics.document() || !arn.hasWildcardForType()) {
            int[] rooted = tokens;
            // A value that is an ARN starts with `arn`; a wildcard there must not accept anything else.
            if (!arn.part(0).equals("arn")) {
                if (!io.iamtighten.glob.Glob.of(arn.part(0)).matches("arn")) {
                    return true;
                }
                int colon = 0;
                while (tokens[colon] != ':') {
                    colon++;
                }
                rooted = new int[tokens.length - colon + 3];
                rooted[0] = 'a';
                rooted[1] = 'r';
                rooted[2] = 'n';
                System.arraycopy(tokens, colon, rooted, 3, tokens.length - colon);
            }
            plain.add(Patterns.byParts(rooted));
        }
        return true;
    }

    /** The values as numbers, instants, addresses and bytes. What several of these say of one text may not exist together. */
    private List<ValueClass<String>> typed() throws Undecided {
        Map<ConditionOperator.Family, Set<String>> values = boundaries();
        List<ValueClass<String>> classes = new ArrayList<>();
        Set<String> all = new LinkedHashSet<>();
        values.values().forEach(all::addAll);
        all.forEach(value -> classes.add(concrete(value)));
        if (values.size() < 2) {
            return classes;
        }
        // Read in one way and not in another: nothing holds there, negated or not.
        List<long[]> combined = new ArrayList<>(List.of(Bits.none(conditions.size())));
        for (Map.Entry<ConditionOperator.Family, Set<String>> entry : values.entrySet()) {
            long[] read = ofFamilies(Set.of(entry.getKey()));
            List<long[]> longer = new ArrayList<>(combined);
            for (String value : entry.getValue()) {
                long[] truth = Bits.and(concrete(value).truth(), read);
                for (long[] before : combined) {
                    work.require(1);
                    longer.add(Bits.or(before, truth));
                }
            }
            combined = longer;
        }
        combined.forEach(
                truth -> classes.add(new ValueClass<>(truth, all.iterator().next(), false)));
        return classes;
    }

    /** The conditions whose operators are of some families. */
    private long[] ofFamilies(Set<ConditionOperator.Family> families) {
        long[] found = Bits.none(conditions.size());
        for (int c = 0; c < conditions.size(); c++) {
            if (families.contains(conditions.get(c).use.operator().family())) {
                Bits.set(found, c);
            }
        }
        return found;
    }

    /** For each family that reads the key as something else than text, one value from each elementary interval of the bounds. */
    private Map<ConditionOperator.Family, Set<String>> boundaries() {
        TreeSet<BigDecimal> numbers = new TreeSet<>();
        TreeSet<Instant> instants = new TreeSet<>();
        List<IpRange> blocks = new ArrayList<>();
        Map<ConditionOperator.Family, Set<String>> found = new EnumMap<>(ConditionOperator.Family.class);
        Set<String> bytes = new LinkedHashSet<>();
        for (KeyCondition condition : conditions) {
            ConditionOperator.Family family = condition.use.operator().family();
            switch (family) {
                case NUMERIC, DATE, IP_ADDRESS, BINARY -> found.put(family, new LinkedHashSet<>());
                case STRING, ARN, BOOL, NULL -> {}
            }
            for (Accepted accepted : condition.denotation.values()) {
                if (accepted instanceof Accepted.Numbers range) {
                    range.range().lower().ifPresent(numbers::add);
                    range.range().upper().ifPresent(numbers::add);
                } else if (accepted instanceof Accepted.Instants range) {
                    range.range().lower().ifPresent(instants::add);
                    range.range().upper().ifPresent(instants::add);
                } else if (accepted instanceof Accepted.Addresses range) {
                    blocks.add(range.block());
                } else if (accepted instanceof Accepted.Bytes value) {
                    bytes.add(value.base64());
                }
            }
        }
        found.forEach((family, values) -> {
            switch (family) {
                case NUMERIC -> {
                    if (found.containsKey(ConditionOperator.Family.DATE)) {
                        // Seconds since 1970 are numbers too.
                        instants.forEach(instant -> numbers.add(BigDecimal.valueOf(instant.getEpochSecond())));
                    }
                    Intervals.numbers(numbers, values);
                }
                case DATE -> Intervals.instants(instants, values);
                case IP_ADDRESS -> Intervals.addresses(blocks, values);
                case BINARY -> {
                    values.addAll(bytes);
                    values.add(java.util.Base64.getEncoder()
                            .encodeToString(
                                    new BigInteger("7").pow(bytes.size() + 40).toByteArray()));
                }
                case STRING, ARN, BOOL, NULL -> {}
            }
        });
        return found;
    }

    /** A key that is read as text and as a number, an instant or an address: what both readings say may not exist together. */
    private List<ValueClass<String>> mixed(
            List<ValueClass<String>> texts, List<ValueClass<String>> typed, boolean unknowns) {
        List<ValueClass<String>> classes = new ArrayList<>();
        for (ValueClass<String> value : typed) {
            classes.add(new ValueClass<>(value.truth(), value.member(), value.real() && !unknowns));
        }
        long[] isText = ofFamilies(EnumSet.of(ConditionOperator.Family.STRING, ConditionOperator.Family.ARN));
        for (ValueClass<String> text : texts) {
            classes.add(new ValueClass<>(concrete(text.member()).truth(), text.member(), text.real()));
            for (ValueClass<String> value : typed) {
                long[] truth = Bits.or(Bits.and(text.truth(), isText), Bits.andNot(value.truth(), isText));
                classes.add(new ValueClass<>(truth, value.member(), false));
            }
            classes.add(new ValueClass<>(Bits.and(text.truth(), isText), text.member(), false));
        }
        return classes;
    }
}
