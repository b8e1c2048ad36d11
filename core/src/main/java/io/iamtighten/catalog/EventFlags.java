package io.iamtighten.catalog;

import java.util.List;

/** The bits that start an event's entry in the binary form. */
final class EventFlags {
    static final int KIND_SHIFT = 0;
    static final int CONFIDENCE_SHIFT = 2;
    static final int TWO_BITS = 3;
    /** The only action is the first prefix with the event's name. */
    static final int PLAIN = 1 << 4;
    /** There are {@code alsoActions} or {@code altActions}. */
    static final int FURTHER = 1 << 5;

    static final int VISIBILITY = 1 << 6;
    static final int RECIPES = 1 << 7;
    static final int ID_PATHS = 1 << 8;

    private EventFlags() {}

    static List<String> plainActions(List<String> prefixes, String eventName) {
        return prefixes.isEmpty() ? List.of() : List.of(prefixes.get(0) + ":" + eventName);
    }
}
