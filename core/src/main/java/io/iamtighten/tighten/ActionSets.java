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
    private @org.jspecify.annotations.Nullable BitSet withoutResourceLevel;

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

    /** Returns the actions that support {@code *} only as resource; not to be changed. Decodes the whole catalog once. */
    BitSet withoutResourceLevel() {
        BitSet known = withoutResourceLevel;
        if (known == null) {
            known = new BitSet(catalog.actionCount());
            for (int action = 0; action < catalog.actionCount(); action++) {
                known.set(action, !catalog.action(action).supportsResourceLevel());
            }
            withoutResourceLevel = known;
        }
        return known;
    }
}
