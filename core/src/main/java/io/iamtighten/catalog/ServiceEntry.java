package io.iamtighten.catalog;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One service of a catalog in binary form. Names and details are decoded when first asked for; safe to share. */
final class ServiceEntry {
    private static final AccessLevel[] LEVELS = AccessLevel.values();
    private static final ContextKeyType[] TYPES = ContextKeyType.values();

    final String prefix;
    final String name;
    final boolean resourceControlPolicies;
    final boolean actionLastAccessed;
    final int firstId;
    final int count;
    private final Unpacker namesStart;
    private final Unpacker detailsStart;
    private volatile @Nullable Names names;
    private volatile @Nullable Service service;

    /** Invariant: {@code lower} is in ascending order; the arrays follow the ids. {@code qualified} fills as names are asked for. */
    private record Names(
            String[] names, String[] lower, @Nullable String[] qualified) {}

    ServiceEntry(Unpacker in, int firstId) {
        prefix = in.inline();
        name = in.inline();
        int flags = in.number();
        resourceControlPolicies = (flags & 1) != 0;
        actionLastAccessed = (flags & 2) != 0;
        this.firstId = firstId;
        count = in.number();
        namesStart = in.block();
        detailsStart = in.block();
    }

    private Names names() {
        Names result = names;
        if (result == null) {
            Unpacker in = namesStart.copy();
            String[] plain = new String[count];
            String[] lower = new String[count];
            for (int i = 0; i < count; i++) {
                plain[i] = in.inline();
                lower[i] = plain[i].toLowerCase(Locale.ROOT);
            }
            result = new Names(plain, lower, new String[count]);
            names = result;
        }
        return result;
    }

    String qualifiedName(int id) {
        Names all = names();
        String result = all.qualified[id - firstId];
        if (result == null) {
            result = prefix.concat(":").concat(all.names[id - firstId]);
            all.qualified[id - firstId] = result;
        }
        return result;
    }

    /** Returns the id of the action with this name, given in lower case, or -1. */
    int find(String lowerName) {
        int index = java.util.Arrays.binarySearch(names().lower, lowerName);
        return index < 0 ? -1 : firstId + index;
    }

    /** Adds the ids of the actions whose names match a pattern in lower case. */
    void expand(String lowerPattern, BitSet into) {
        if (lowerPattern.equals("*")) {
            into.set(firstId, firstId + count);
            return;
        }
        int wildcard = NamePattern.firstWildcard(lowerPattern);
        String[] lower = names().lower;
        if (wildcard == lowerPattern.length()) {
            int index = java.util.Arrays.binarySearch(lower, lowerPattern);
            if (index >= 0) {
                into.set(firstId + index);
            }
            return;
        }
        String literal = lowerPattern.substring(0, wildcard);
        int from = lowerBound(lower, literal);
        boolean prefixOnly = wildcard == lowerPattern.length() - 1 && lowerPattern.charAt(wildcard) == '*';
        for (int i = from; i < count && lower[i].startsWith(literal); i++) {
            if (prefixOnly || NamePattern.matches(lowerPattern, wildcard, lower[i], wildcard)) {
                into.set(firstId + i);
            }
        }
    }

    private static int lowerBound(String[] sorted, String key) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle].compareTo(key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    Service service() {
        Service result = service;
        if (result == null) {
            result = decode();
            service = result;
        }
        return result;
    }

    private Service decode() {
        Unpacker in = detailsStart.copy();
        int listCount = in.count();
        List<List<String>> keyLists = new ArrayList<>(listCount);
        for (int i = 0; i < listCount; i++) {
            keyLists.add(List.copyOf(in.texts()));
        }
        int typeCount = in.count();
        List<ResourceType> types = new ArrayList<>(typeCount);
        for (int i = 0; i < typeCount; i++) {
            String typeName = in.inline();
            List<ArnTemplate> templates =
                    in.texts().stream().map(ArnTemplate::parse).toList();
            types.add(new ResourceType(typeName, templates, keyLists.get(in.number())));
        }
        List<ConditionKey> keys = keys(in);
        List<ServiceAction> actions = new ArrayList<>(count);
        for (String actionName : names().names) {
            actions.add(action(in, actionName, keyLists, types));
        }
        return new Service(prefix, name, actions, types, keys, resourceControlPolicies, actionLastAccessed);
    }

    private ServiceAction action(
            Unpacker in, String actionName, List<List<String>> keyLists, List<ResourceType> types) {
        AccessLevel level = LEVELS[in.number()];
        int resourceCount = in.count();
        List<ActionResource> resources = new ArrayList<>(resourceCount);
        for (int i = 0; i < resourceCount; i++) {
            int type = in.number();
            resources.add(new ActionResource(types.get(type >> 1).name(), (type & 1) != 0, keyLists.get(in.number())));
        }
        List<String> actionKeys = keyLists.get(in.number());
        int dependentCount = in.count();
        List<DependentAction> dependent = new ArrayList<>(dependentCount);
        for (int i = 0; i < dependentCount; i++) {
            String dependentName = in.text();
            String type = in.text();
            dependent.add(new DependentAction(dependentName, type.isEmpty() ? Optional.empty() : Optional.of(type)));
        }
        return new ServiceAction(prefix, actionName, level, resources, actionKeys, dependent);
    }

    static List<ConditionKey> keys(Unpacker in) {
        int keyCount = in.count();
        List<ConditionKey> keys = new ArrayList<>(keyCount);
        for (int i = 0; i < keyCount; i++) {
            String keyName = in.text();
            keys.add(new ConditionKey(keyName, TYPES[in.number()]));
        }
        return keys;
    }
}
