package io.iamtighten.access;

import io.iamtighten.glob.Glob;
import io.iamtighten.glob.TextPattern;
import io.iamtighten.policy.PatternText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of some cubes matters when only the requests of others are meant: patterns that have nothing in common with theirs are
 * dropped. Looks at patterns pair by pair and takes every wildcard as far as any reading does, so too much may be kept, and nothing is
 * dropped that matters.
 */
final class Overlap {
    private final @Nullable List<Glob> actions;
    private final @Nullable List<Glob> resources;
    private final Work work;

    /** For the requests of some cubes. */
    Overlap(List<Cube> meant, Work work) {
        this.work = work;
        boolean anyAction = false;
        boolean anyResource = false;
        Set<Glob> actionGlobs = new LinkedHashSet<>();
        Set<Glob> resourceGlobs = new LinkedHashSet<>();
        for (Cube cube : meant) {
            if (cube.actions == null || cube.actions.allBut) {
                anyAction = true;
            } else {
                cube.actions.spelling.keySet().forEach(text -> actionGlobs.add(Glob.of(text)));
            }
            if (cube.resources == null || cube.resources.allBut) {
                anyResource = true;
            } else {
                cube.resources.patterns.values().forEach(text -> resourceGlobs.add(widest(text)));
            }
        }
        this.actions = anyAction ? null : List.copyOf(actionGlobs);
        this.resources = anyResource ? null : List.copyOf(resourceGlobs);
    }

    /** Returns what of some cubes matters. */
    List<Cube> of(List<Cube> cubes) throws Undecided {
        List<Cube> kept = new ArrayList<>();
        for (Cube cube : cubes) {
            Cube part = actions(cube);
            part = part == null ? null : resources(part);
            if (part != null) {
                kept.add(part);
            }
        }
        return kept;
    }

    private @Nullable Cube actions(Cube cube) throws Undecided {
        if (actions == null || cube.actions == null) {
            return cube;
        }
        Map<String, String> left = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : cube.actions.spelling.entrySet()) {
            if (meets(Glob.of(entry.getKey()), actions)) {
                left.put(entry.getKey(), entry.getValue());
            }
        }
        if (left.size() == cube.actions.spelling.size()) {
            return cube;
        }
        return left.isEmpty() && !cube.actions.allBut ? null : cube.withActions(cube.actions.withPatterns(left));
    }

    private @Nullable Cube resources(Cube cube) throws Undecided {
        if (resources == null || cube.resources == null) {
            return cube;
        }
        Map<Resources.Entry, PatternText> left = new LinkedHashMap<>();
        for (Map.Entry<Resources.Entry, PatternText> entry : cube.resources.patterns.entrySet()) {
            // A NotResource whose variable has no value matches nothing, whatever the resource.
            boolean always = cube.resources.allBut && entry.getValue().hasVariables();
            if (always || meets(widest(entry.getValue()), resources)) {
                left.put(entry.getKey(), entry.getValue());
            }
        }
        if (left.size() == cube.resources.patterns.size()) {
            return cube;
        }
        return left.isEmpty() && !cube.resources.allBut ? null : cube.withResources(cube.resources.withPatterns(left));
    }

    private boolean meets(Glob pattern, List<Glob> meant) throws Undecided {
        for (Glob glob : meant) {
            work.require(8);
            if (glob.intersects(pattern)) {
                return true;
            }
        }
        return false;
    }

    /** A pattern that accepts whatever a resource pattern does: each variable as {@code *}, and open where parts are missing. */
    private static Glob widest(PatternText text) {
        int[] tokens = text.tokens();
        int colons = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] == ':') {
                colons++;
            } else if (tokens[i] < TextPattern.ANY_RUN) {
                tokens[i] = TextPattern.ANY_RUN;
            }
        }
        if (colons < 5) {
            tokens = Arrays.copyOf(tokens, tokens.length + 1);
            tokens[tokens.length - 1] = TextPattern.ANY_RUN;
        }
        return Glob.ofTokens(tokens, false);
    }
}
