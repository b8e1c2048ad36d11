package io.iamtighten.access;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.PolicyVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Chooses values for the keys that policy variables name. */
final class Substitutions {
    private static final int MAX_CHOICES = 8;

    private Substitutions() {}

    /** For each key that a variable names: absent, a text that nothing else holds, and values of the key's own conditions. */
    static Map<String, List<Optional<String>>> choices(Set<Cube> cubes, @Nullable RequestSpace space) {
        Map<String, List<Optional<String>>> choices = new TreeMap<>();
        int[] fresh = new int[1];
        for (Cube cube : cubes) {
            for (PatternText.Variable variable : variables(cube)) {
                choices.computeIfAbsent(variable.key(), key -> {
                    if (isSetValued(cubes, key)) {
                        // A multivalued key is no variable.
                        return List.of(Optional.empty());
                    }
                    Set<Optional<String>> values = new LinkedHashSet<>();
                    values.add(Optional.of("q7w" + fresh[0]++));
                    values.add(Optional.empty());
                    if (space != null) {
                        space.singleValues(key).forEach(value -> values.add(Optional.of(value)));
                    }
                    values.add(Optional.of(""));
                    return new ArrayList<>(values).subList(0, Math.min(values.size(), MAX_CHOICES));
                });
            }
        }
        return choices;
    }

    private static List<PatternText.Variable> variables(Cube cube) {
        List<PatternText.Variable> variables = new ArrayList<>();
        if (cube.resources != null) {
            cube.resources.patterns.values().forEach(text -> variables.addAll(text.variables()));
        }
        for (Resources more : cube.moreResources) {
            more.patterns.values().forEach(text -> variables.addAll(text.variables()));
        }
        cube.conditions.forEach(condition -> variables.addAll(condition.denotation.variables()));
        return variables;
    }

    /** Whether set operators read a key. */
    static boolean isSetValued(Set<Cube> cubes, String key) {
        for (Cube cube : cubes) {
            for (KeyCondition condition : cube.conditions) {
                if (condition.key.equals(key) && condition.denotation.isSetValued()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns combinations, the first choice of every key first, at most so many. */
    static List<Substitution> combine(Map<String, List<Optional<String>>> choices, int most) {
        List<Map<String, Optional<String>>> combined = new ArrayList<>();
        combined.add(new LinkedHashMap<>());
        for (Map.Entry<String, List<Optional<String>>> entry : choices.entrySet()) {
            List<Map<String, Optional<String>>> longer = new ArrayList<>();
            for (Optional<String> value : entry.getValue()) {
                for (Map<String, Optional<String>> before : combined) {
                    if (longer.size() < most) {
                        Map<String, Optional<String>> more = new LinkedHashMap<>(before);
                        more.put(entry.getKey(), value);
                        longer.add(more);
                    }
                }
            }
            combined = longer;
        }
        return combined.stream().map(Substitution::new).toList();
    }

    /** Returns the requests in which a key has just this value, or is absent. */
    static Cube fixing(String key, Optional<String> value) {
        Set<KeyCondition> conditions = new LinkedHashSet<>();
        if (value.isEmpty()) {
            conditions.add(condition(new Condition(OperatorUse.of(ConditionOperator.NULL), key, List.of("true"))));
        } else {
            conditions.add(condition(Condition.of(ConditionOperator.STRING_EQUALS, key, value.get())));
        }
        return new Cube(Optional.empty(), null, null, null, conditions);
    }

    private static KeyCondition condition(Condition condition) {
        return KeyCondition.of(condition, PolicyVersion.V2008_10_17);
    }
}
