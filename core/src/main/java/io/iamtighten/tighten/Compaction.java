package io.iamtighten.tighten;

import java.util.Map;
import java.util.TreeMap;

/**
 * How far each service's statements are shortened, so that a proposal fits IAM's quotas: the least risky ways first. Nothing ever
 * reaches beyond the statement that is shortened.
 */
final class Compaction {
    /** A way to shorten, each on top of those before it. */
    enum Level {
        /** Nothing is shortened. */
        NONE("as it is"),
        /** Wildcards in action names that match no other action of today's catalog. */
        ACTION_NAMES("action names shortened by wildcards that match nothing else today"),
        /** Names of resources beyond a handful become patterns, and statements on the same kinds of resource are merged. */
        FEWER_RESOURCES("long lists of resources shortened to patterns, statements merged"),
        /** One pattern for the resources of a type, and all reading actions of a verb. */
        READS("one pattern for each type of resource, reading actions by verb"),
        /** Every resource of the types used. */
        RESOURCE_TYPES("all resources of the types used"),
        /** The statement's own resources. */
        OWN_RESOURCES("the resources of today's statement"),
        /** All actions of a verb but those that manage permissions. */
        VERBS("actions by verb, but for those that manage permissions");

        private final String text;

        Level(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        boolean atLeast(Level other) {
            return compareTo(other) >= 0;
        }
    }

    private final Map<String, Level> levels = new TreeMap<>();

    Level of(String service) {
        return levels.getOrDefault(service, Level.NONE);
    }

    /** Returns whether the service could be shortened further, after doing so. */
    boolean raise(String service) {
        Level[] all = Level.values();
        int next = of(service).ordinal() + 1;
        if (next >= all.length) {
            return false;
        }
        levels.put(service, all[next]);
        return true;
    }

    /** Shortens each service at least as far as another does. */
    void raise(Compaction other) {
        other.levels.forEach((service, level) -> levels.merge(service, level, (a, b) -> a.atLeast(b) ? a : b));
    }

    /** Returns the services shortened, in order. */
    Map<String, Level> shortened() {
        return levels;
    }
}
