package io.iamtighten.lint;

import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.Service;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/** The catalog's actions as bit sets by what they do. Thread-safe after construction. */
final class ActionFacts {
    private static final AccessLevel[] LEVELS = AccessLevel.values();

    private final ServiceCatalog catalog;
    /** The ordinal of each action's level. */
    private final byte[] levelOf;

    private final Map<AccessLevel, BitSet> byLevel = new EnumMap<>(AccessLevel.class);
    private final BitSet resourceLevel = new BitSet();
    private final BitSet all = new BitSet();
    private final SensitiveActions sensitive;

    ActionFacts(ServiceCatalog catalog) {
        this.catalog = catalog;
        this.levelOf = new byte[catalog.actionCount()];
        for (AccessLevel level : AccessLevel.values()) {
            byLevel.put(level, new BitSet());
        }
        for (Service service : catalog.services()) {
            for (ServiceAction action : service.actions()) {
                int id = catalog.actionId(action.qualifiedName()).orElseThrow();
                all.set(id);
                bits(action.accessLevel()).set(id);
                levelOf[id] = (byte) action.accessLevel().ordinal();
                if (action.supportsResourceLevel()) {
                    resourceLevel.set(id);
                }
            }
        }
        this.sensitive = new SensitiveActions(this);
    }

    /** Returns the actions that carry something out or open something up. */
    SensitiveActions sensitive() {
        return sensitive;
    }

    private BitSet bits(AccessLevel level) {
        return byLevel.getOrDefault(level, new BitSet());
    }

    ServiceCatalog catalog() {
        return catalog;
    }

    /** Returns all actions; the caller does not change it. */
    BitSet all() {
        return all;
    }

    boolean supportsResourceLevel(int action) {
        return resourceLevel.get(action);
    }

    /** Returns those of the actions that can be limited to resources. */
    BitSet withResourceLevel(BitSet actions) {
        BitSet result = (BitSet) actions.clone();
        result.and(resourceLevel);
        return result;
    }

    BitSet ofLevel(BitSet actions, AccessLevel level) {
        BitSet result = (BitSet) actions.clone();
        result.and(bits(level));
        return result;
    }

    /** Returns counts such as {@code 121 actions: 41 Read, 12 List, 68 Write}. */
    String counts(BitSet actions) {
        int[] counts = new int[LEVELS.length];
        int n = 0;
        for (int id = actions.nextSetBit(0); id >= 0; id = actions.nextSetBit(id + 1)) {
            counts[levelOf[id]]++;
            n++;
        }
        StringBuilder text = new StringBuilder().append(n).append(n == 1 ? " action" : " actions");
        String separator = ": ";
        for (AccessLevel level : LEVELS) {
            if (counts[level.ordinal()] > 0) {
                text.append(separator)
                        .append(counts[level.ordinal()])
                        .append(' ')
                        .append(level.text());
                separator = ", ";
            }
        }
        return text.toString();
    }

    /** Returns whether one of the actions changes something: writes, tags or manages permissions. */
    boolean changesSomething(BitSet actions) {
        return actions.intersects(bits(AccessLevel.WRITE))
                || actions.intersects(bits(AccessLevel.PERMISSIONS_MANAGEMENT))
                || actions.intersects(bits(AccessLevel.TAGGING));
    }
}
