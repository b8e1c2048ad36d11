package io.iamtighten.tighten;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Polarity;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The catalog's actions that action elements match, as sets of their numbers. Not thread-safe. */
final class ActionSets {
    private final ServiceCatalog catalog;
    private final Map<String, BitSet> expanded = new HashMap<>();

    ActionSets(ServiceCatalog catalog) {
        this.catalog = catalog;
    }

    /** Returns the actions that an entry matches; not to be changed. */
    BitSet of(ActionPattern pattern) {
        return expanded.computeIfAbsent(pattern.text(), text -> {
            // A wildcard in the service prefix matches no action, unless the entry is `*` or `*:*`.
            if (pattern.hasWildcardInService() && !pattern.isEverything()) {
                return new BitSet();
            }
            return catalog.expand(text);
        });
    }

    /** Returns the actions that an element matches; the caller's own. */
    BitSet of(ActionElement element) {
        BitSet set = new BitSet(catalog.actionCount());
        element.patterns().forEach(pattern -> set.or(of(pattern)));
        if (element.polarity() == Polarity.ALL_BUT) {
            set.flip(0, catalog.actionCount());
        }
        return set;
    }

    /** Returns which of some actions support {@code *} only as resource; the caller's own. */
    BitSet withoutResourceLevel(BitSet among) {
        BitSet result = new BitSet(catalog.actionCount());
        for (int action = among.nextSetBit(0); action >= 0; action = among.nextSetBit(action + 1)) {
            // Looks at the services concerned only: a service's details are decoded when first asked for.
            result.set(action, !catalog.action(action).supportsResourceLevel());
        }
        return result;
    }
}
