package io.iamtighten.access;

import io.iamtighten.glob.TextPattern;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.request.ContextValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All requests, each part divided into the classes that some cubes tell apart. A cube becomes a box: for each part a set of
 * classes.
 */
final class RequestSpace {
    private static final int ACTION = 0;
    private static final int RESOURCE = 1;
    private static final int PRINCIPAL = 2;
    private static final int KEYS = 3;

    private final Dimension<String> actions;
    private final Dimension<String> resources;
    private final @Nullable Dimension<Caller> principals;
    private final List<Dimension<Optional<ContextValues>>> keys = new ArrayList<>();
    private final List<String> keyNames;
    /** Whether some pattern has variables that nothing was substituted for. */
    private final boolean open;

    private final Map<Actions, Integer> actionNumbers = new LinkedHashMap<>();
    private final Map<Resources, Integer> resourceNumbers = new LinkedHashMap<>();
    private final Map<PrincipalElement, Integer> principalNumbers = new LinkedHashMap<>();
    private final Map<String, Map<KeyCondition, Integer>> conditionNumbers = new LinkedHashMap<>();
    private final List<Map<KeyCondition, Integer>> keyNumbers;
    private final List<Cube> cubes;
    /** Single patterns as constraints, by their text; filled where boxes are to be read. */
    private final Map<String, Actions> actionLabels = new LinkedHashMap<>();

    private final Map<String, Resources> resourceLabels = new LinkedHashMap<>();
    private final long[][] full;

    /**
     * Divides the requests.
     *
     * @param readable whether each single pattern is told apart too, so that boxes can be described
     */
    RequestSpace(
            Collection<Cube> cubes,
            Semantics semantics,
            @Nullable Substitution substitution,
            boolean readable,
            Work work)
            throws Undecided {
        this.cubes = readable ? List.copyOf(cubes) : List.of();
        boolean variables = false;
        for (Cube cube : cubes) {
            if (cube.actions != null) {
                actionNumbers.putIfAbsent(cube.actions, actionNumbers.size());
            }
            if (cube.resources != null) {
                resourceNumbers.putIfAbsent(cube.resources, resourceNumbers.size());
            }
            cube.moreActions.forEach(more -> actionNumbers.putIfAbsent(more, actionNumbers.size()));
            cube.moreResources.forEach(more -> resourceNumbers.putIfAbsent(more, resourceNumbers.size()));
            if (cube.principal != null) {
                principalNumbers.putIfAbsent(cube.principal, principalNumbers.size());
            }
            for (KeyCondition condition : cube.conditions) {
                Map<KeyCondition, Integer> numbers =
                        conditionNumbers.computeIfAbsent(condition.key, k -> new LinkedHashMap<>());
                numbers.putIfAbsent(condition, numbers.size());
            }
            variables |= substitution == null && cube.hasVariables();
        }
        if (readable) {
            cubes.forEach(this::label);
        }
        this.open = variables;
        Patterns.Letters letters = new Patterns.Letters();
        this.actions = actions(work);
        this.resources = resources(semantics, substitution, letters, work);
        this.principals = principalNumbers.isEmpty() ? null : Caller.dimension(List.copyOf(principalNumbers.keySet()));
        this.keyNames = List.copyOf(conditionNumbers.keySet());
        for (Map<KeyCondition, Integer> conditions : conditionNumbers.values()) {
            keys.add(KeyDimension.of(List.copyOf(conditions.keySet()), semantics, substitution, letters, work));
        }
        this.keyNumbers = List.copyOf(conditionNumbers.values());
        this.full = new long[KEYS + keys.size()][];
        for (int d = 0; d < full.length; d++) {
            Dimension<?> dimension = dimension(d);
            full[d] = Bits.all(dimension == null ? 1 : dimension.count);
        }
    }

    private Dimension<String> actions(Work work) throws Undecided {
        TextQuestions questions = new TextQuestions();
        Map<String, String> spelling = new LinkedHashMap<>();
        Map<String, TextPattern> patterns = new LinkedHashMap<>();
        for (Actions element : actionNumbers.keySet()) {
            List<TextPattern> list = new ArrayList<>();
            element.spelling.forEach((text, written) -> {
                spelling.putIfAbsent(text, written);
                list.add(patterns.computeIfAbsent(text, Actions::pattern));
            });
            questions.ask(element.allBut, list, List.of(), false, false, List.of());
        }
        List<ValueClass<String>> classes = new ArrayList<>();
        for (ValueClass<String> values : questions.classes(Patterns.ACTION_SHAPES, work)) {
            classes.add(new ValueClass<>(
                    values.truth(), spelling.getOrDefault(values.member(), values.member()), values.real()));
        }
        return Dimension.of(actionNumbers.size(), classes);
    }

    private Dimension<String> resources(
            Semantics semantics, @Nullable Substitution substitution, Patterns.Letters letters, Work work)
            throws Undecided {
        TextQuestions questions = new TextQuestions();
        for (Resources element : resourceNumbers.keySet()) {
            List<TextPattern> plain = new ArrayList<>();
            List<TextQuestions.Unknown> unknown = new ArrayList<>();
            boolean never = false;
            Set<String> failures = new LinkedHashSet<>();
            for (Map.Entry<Resources.Entry, PatternText> entry : element.patterns.entrySet()) {
                PatternText text = entry.getValue();
                boolean wholeText = entry.getKey().wholeText();
                if (!text.hasVariables()) {
                    plain.addAll(Patterns.resource(text.tokens(), wholeText, semantics));
                } else if (substitution == null) {
                    boolean parts = semantics.reading() == io.iamtighten.arn.WildcardReading.PART_BY_PART;
                    unknown.add(Patterns.unknown(text, parts, !semantics.document(), false, letters));
                    if (element.allBut && !semantics.document()) {
                        // Fails where the variable has no value.
                        for (PatternText.Variable variable : text.variables()) {
                            if (variable.fallback().isEmpty()) {
                                failures.add(variable.key());
                            }
                        }
                    }
                } else {
                    Optional<int[]> tokens = substitution.resolve(text);
                    if (tokens.isPresent()) {
                        plain.addAll(Patterns.resource(tokens.get(), wholeText, semantics));
                    } else {
                        // The evaluator: what a NotResource leaves out is then not known, and it matches nothing.
                        never |= element.allBut && !semantics.document();
                    }
                }
            }
            questions.ask(element.allBut, plain, unknown, false, never, failures);
        }
        return Dimension.of(resourceNumbers.size(), questions.classes(Patterns.RESOURCE_SHAPES, work));
    }

    private static <T> int number(Map<T, Integer> numbers, T constraint) {
        Integer number = numbers.get(constraint);
        if (number == null) {
            throw new IllegalArgumentException("the space was not made for this cube");
        }
        return number;
    }

    private @Nullable Dimension<?> dimension(int d) {
        return switch (d) {
            case ACTION -> actions;
            case RESOURCE -> resources;
            case PRINCIPAL -> principals;
            default -> keys.get(d - KEYS);
        };
    }

    /** Returns the box of all requests. */
    long[][] everything() {
        return full.clone();
    }

    /** Returns the box of a cube; an unconstrained part is null. Empty where the cube matches nothing. */
    @Nullable
    long @Nullable [][] box(Cube cube) {
        @Nullable long[][] box = new long[full.length][];
        if (cube.actions != null) {
            box[ACTION] = actions.accepted[number(actionNumbers, cube.actions)];
        }
        if (cube.resources != null) {
            box[RESOURCE] = resources.accepted[number(resourceNumbers, cube.resources)];
        }
        if (cube.principal != null && principals != null) {
            box[PRINCIPAL] = principals.accepted[number(principalNumbers, cube.principal)];
        }
        for (Actions more : cube.moreActions) {
            long[] accepted = actions.accepted[number(actionNumbers, more)];
            box[ACTION] = box[ACTION] == null ? accepted : Bits.and(box[ACTION], accepted);
        }
        for (Resources more : cube.moreResources) {
            long[] accepted = resources.accepted[number(resourceNumbers, more)];
            box[RESOURCE] = box[RESOURCE] == null ? accepted : Bits.and(box[RESOURCE], accepted);
        }
        for (KeyCondition condition : cube.conditions) {
            int k = keyNames.indexOf(condition.key);
            int d = KEYS + k;
            long[] accepted = keys.get(k).accepted[number(keyNumbers.get(k), condition)];
            box[d] = box[d] == null ? accepted : Bits.and(box[d], accepted);
        }
        for (long[] part : box) {
            if (part != null && Bits.isEmpty(part)) {
                return null;
            }
        }
        return box;
    }

    boolean isOpen() {
        return open;
    }

    /** Returns a request of a box, or empty when every one of its classes might have no member. */
    Optional<Candidate> candidate(long[][] box) {
        int[] chosen = new int[box.length];
        for (int d = 0; d < box.length; d++) {
            Dimension<?> dimension = dimension(d);
            chosen[d] = dimension == null ? 0 : Bits.next(Bits.and(box[d], dimension.real), 0);
            if (chosen[d] < 0) {
                return Optional.empty();
            }
        }
        Map<String, ContextValues> context = new LinkedHashMap<>();
        for (int k = 0; k < keys.size(); k++) {
            String key = keyNames.get(k);
            keys.get(k).members.get(chosen[KEYS + k]).ifPresent(values -> context.put(key, values));
        }
        return Optional.of(new Candidate(
                actions.members.get(chosen[ACTION]),
                resources.members.get(chosen[RESOURCE]),
                Optional.ofNullable(principals).map(p -> p.members.get(chosen[PRINCIPAL])),
                io.iamtighten.request.RequestContext.of(context)));
    }

    private void label(Cube cube) {
        if (cube.actions != null) {
            cube.actions.spelling.forEach((text, written) -> {
                Actions one = Actions.only(List.of(written));
                actionLabels.putIfAbsent(written, one);
                actionNumbers.putIfAbsent(one, actionNumbers.size());
            });
        }
        if (cube.resources != null) {
            cube.resources.patterns.forEach((entry, text) -> {
                Resources one = cube.resources.withPatterns(Map.of(entry, text)).only();
                resourceLabels.putIfAbsent(entry.text(), one);
                resourceNumbers.putIfAbsent(one, resourceNumbers.size());
            });
        }
    }

    /** Returns the classes of each single action pattern, by its text. */
    Map<String, long[]> actionLabels() {
        Map<String, long[]> labels = new LinkedHashMap<>();
        actionLabels.forEach((text, one) -> labels.put(text, actions.accepted[number(actionNumbers, one)]));
        return labels;
    }

    /** Returns the classes of each single resource pattern, by its text. */
    Map<String, long[]> resourceLabels() {
        Map<String, long[]> labels = new LinkedHashMap<>();
        resourceLabels.forEach((text, one) -> labels.put(text, resources.accepted[number(resourceNumbers, one)]));
        return labels;
    }

    /** Returns the classes of each condition on a key, and of what a cube asks of the key as a whole, by its text. */
    Map<String, long[]> conditionLabels(int key) {
        Map<String, long[]> labels = new LinkedHashMap<>();
        keyNumbers
                .get(key)
                .forEach((condition, number) -> labels.put(condition.text(), keys.get(key).accepted[number]));
        for (Cube cube : cubes) {
            List<String> texts = new ArrayList<>();
            for (KeyCondition condition : cube.conditions) {
                if (condition.key.equals(keyNames.get(key))) {
                    texts.add(condition.text());
                }
            }
            long[][] box = texts.size() > 1 ? box(cube) : null;
            if (box != null && box[KEYS + key] != null) {
                labels.put("(" + String.join(" and ", texts) + ")", box[KEYS + key]);
            }
        }
        return labels;
    }

    /** Returns the principals of a box, or nothing when they do not matter. */
    List<String> principals(long[][] box) {
        List<String> texts = new ArrayList<>();
        if (principals != null && !Bits.contains(box[PRINCIPAL], full[PRINCIPAL])) {
            for (int c = Bits.next(box[PRINCIPAL], 0); c >= 0; c = Bits.next(box[PRINCIPAL], c + 1)) {
                texts.add(principals.members.get(c).text());
            }
        }
        return texts;
    }

    long[] actionClasses(long[][] box) {
        return box[ACTION];
    }

    long[] resourceClasses(long[][] box) {
        return box[RESOURCE];
    }

    long[] keyClasses(long[][] box, int key) {
        return box[KEYS + key];
    }

    /** Returns members of some classes of a key, for reading. */
    List<String> keyMembers(long[] classes, int key) {
        List<String> texts = new ArrayList<>();
        for (int c = Bits.next(classes, 0); c >= 0; c = Bits.next(classes, c + 1)) {
            texts.add(keys.get(key)
                    .members
                    .get(c)
                    .map(values -> String.join(" and ", values.values()))
                    .orElse("absent"));
        }
        return texts;
    }

    List<String> actionMembers(long[] classes) {
        return members(actions, classes);
    }

    List<String> resourceMembers(long[] classes) {
        return members(resources, classes);
    }

    private static List<String> members(Dimension<String> dimension, long[] classes) {
        List<String> texts = new ArrayList<>();
        for (int c = Bits.next(classes, 0); c >= 0; c = Bits.next(classes, c + 1)) {
            texts.add(dimension.members.get(c));
        }
        return texts;
    }

    /** Whether every part of a box has a class that is known to have a member. */
    boolean isReal(long[][] box) {
        return candidate(box).isPresent();
    }

    /** The values of a key that classes of it have as members, for substitutions. */
    List<String> singleValues(String key) {
        int k = keyNames.indexOf(key);
        List<String> values = new ArrayList<>();
        if (k >= 0) {
            for (Optional<ContextValues> member : keys.get(k).members) {
                member.filter(v -> v.values().size() == 1)
                        .ifPresent(v -> values.add(v.values().get(0)));
            }
        }
        return values;
    }

    List<String> keyNames() {
        return keyNames;
    }
}
