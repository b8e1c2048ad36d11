package io.iamtighten.tighten;

import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.ServiceCatalog;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
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
        Set<String> result = new LinkedHashSet<>();
        while (true) {
            String best = "";
            int most = 0;
            for (var candidate : candidates.entrySet()) {
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
        BitSet extra = (BitSet) matched.clone();
        extra.andNot(actions);
        if (extra.isEmpty()) {
            return true;
        }
        BitSet outside = (BitSet) extra.clone();
        outside.andNot(within);
        if (more == Extra.NONE || !outside.isEmpty()) {
            return false;
        }
        return extra.stream().allMatch(action -> {
            AccessLevel level = catalog.action(action).accessLevel();
            return more == Extra.MOST
                    ? level != AccessLevel.PERMISSIONS_MANAGEMENT
                    : level == AccessLevel.LIST || level == AccessLevel.READ;
        });
    }

    /** Returns how many characters an entry saves, quotes and commas counted. */
    private int saved(String pattern, BitSet matched, BitSet rest) {
        BitSet here = (BitSet) matched.clone();
        here.and(rest);
        int length = 0;
        for (int action = here.nextSetBit(0); action >= 0; action = here.nextSetBit(action + 1)) {
            length += catalog.actionName(action).length() + 3;
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
