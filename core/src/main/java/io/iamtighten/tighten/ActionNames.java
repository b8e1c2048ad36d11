package io.iamtighten.tighten;

import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.ServiceCatalog;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Shortens lists of actions with wildcards behind whole words of their names. */
final class ActionNames {
    private final ServiceCatalog catalog;

    ActionNames(ServiceCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Returns entries of {@code Action} that match the actions of one service and, of others, only such as may come with them.
     *
     * @param actions the actions, all of one service
     * @param within the actions that no entry may match beyond
     * @param allowed whether an entry may be used at all
     * @param more which other actions may come with them
     */
    List<String> shorten(BitSet actions, BitSet within, Predicate<String> allowed, Extra more) {
        if (actions.isEmpty()) {
            return List.of();
        }
        String first = catalog.actionName(actions.nextSetBit(0));
        String service = first.substring(0, first.indexOf(':'));
        BitSet rest = (BitSet) actions.clone();
        TreeMap<String, BitSet> candidates = new TreeMap<>();
        candidates.put(service + ":*", catalog.expand(service + ":*"));
        for (int action = actions.nextSetBit(0); action >= 0; action = actions.nextSetBit(action + 1)) {
            for (String pattern : patterns(catalog.actionName(action))) {
                candidates.computeIfAbsent(pattern, catalog::expand);
            }
        }
        candidates.keySet().removeIf(allowed.negate());
        candidates.values().removeIf(matched -> !harmless(matched, actions, within, more));
        Map<String, int[]> wanted = new TreeMap<>();
        candidates.forEach((pattern, matched) ->
                wanted.put(pattern, actions.stream().filter(matched::get).toArray()));
        Set<String> result = new LinkedHashSet<>();
        while (true) {
            String best = "";
            int most = 0;
            for (var candidate : wanted.entrySet()) {
                int saved = saved(candidate.getKey(), candidate.getValue(), rest);
                if (saved > most) {
                    best = candidate.getKey();
                    most = saved;
                }
            }
            if (most == 0) {
                break;
            }
            result.add(best);
            rest.andNot(candidates.getOrDefault(best, new BitSet()));
        }
        List<String> sorted = new ArrayList<>(result);
        rest.stream().mapToObj(catalog::actionName).forEach(sorted::add);
        sorted.sort(String::compareTo);
        return sorted;
    }

    /** Which other actions may come along. */
    enum Extra {
        /** None. */
        NONE,
        /** Those that list and read. */
        READS,
        /** All but those that manage permissions. */
        MOST
    }

    private boolean harmless(BitSet matched, BitSet actions, BitSet within, Extra more) {
        for (int action = matched.nextSetBit(0); action >= 0; action = matched.nextSetBit(action + 1)) {
            if (!actions.get(action) && !(within.get(action) && mayCome(action, more))) {
                return false;
            }
        }
        return true;
    }

    private boolean mayCome(int action, Extra more) {
        AccessLevel level = catalog.action(action).accessLevel();
        return switch (more) {
            case NONE -> false;
            case READS -> level == AccessLevel.LIST || level == AccessLevel.READ;
            case MOST -> level != AccessLevel.PERMISSIONS_MANAGEMENT;
        };
    }

    /** Returns how many characters an entry saves, quotes and commas counted. */
    private int saved(String pattern, int[] matched, BitSet rest) {
        int length = 0;
        for (int action : matched) {
            length += rest.get(action) ? catalog.actionName(action).length() + 3 : 0;
        }
        return length - pattern.length() - 3;
    }

    /** Returns the patterns that stop behind a whole word of the name: {@code s3:Get*}, {@code s3:GetObject*}. */
    private static List<String> patterns(String action) {
        List<String> patterns = new ArrayList<>();
        for (int i = action.indexOf(':') + 2; i < action.length(); i++) {
            if (Character.isUpperCase(action.charAt(i)) && !Character.isUpperCase(action.charAt(i - 1))) {
                patterns.add(action.substring(0, i) + "*");
            }
        }
        patterns.add(action + "*");
        return patterns;
    }
}
