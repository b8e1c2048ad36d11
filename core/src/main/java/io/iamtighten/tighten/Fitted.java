package io.iamtighten.tighten;

import io.iamtighten.catalog.ServiceCatalog;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes that fit IAM's quotas, as far as shortening could make them. */
record Fitted(List<PlannedChange> planned, List<KeptPermission> kept, Compaction compaction) {
    /** Returns the changes. */
    List<PolicyChange> changes() {
        return planned.stream().map(PlannedChange::change).toList();
    }

    /** Returns whether any policy changes. */
    boolean changesAnything() {
        return planned.stream().anyMatch(each -> each.change().action() != PolicyChange.Action.KEEP);
    }

    /** Shortens the longest of the services that are shortened least; returns whether there was one to shorten. */
    static boolean raise(Compaction compaction, List<KeptPermission> kept) {
        Map<String, Integer> sizes = new TreeMap<>();
        for (KeptPermission permission : kept) {
            String service =
                    permission.action().substring(0, permission.action().indexOf(':'));
            int size = permission.action().length()
                    + permission.resources().stream().mapToInt(String::length).sum();
            sizes.merge(service, size, Integer::sum);
        }
        List<String> services = new ArrayList<>(sizes.keySet());
        services.removeIf(s -> compaction.of(s) == Compaction.Level.VERBS);
        if (services.isEmpty()) {
            return false;
        }
        Compaction.Level least = services.stream()
                .map(compaction::of)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        List<String> next = services.stream()
                .filter(s -> compaction.of(s) == least)
                .sorted(Comparator.comparing((String s) -> sizes.getOrDefault(s, 0))
                        .reversed())
                .toList();
        // Names that match nothing else cost nothing: all at once. What gives something away goes step by step.
        int share = least == Compaction.Level.NONE ? next.size() : (next.size() + 1) / 2;
        next.subList(0, share).forEach(compaction::raise);
        return true;
    }

    /**
     * Says what shortening gave away.
     *
     * @param compaction how far services were shortened
     * @param allowed what the proposal allows
     * @param needed what was to stay
     */
    static List<Shortening> shortenings(Compaction compaction, ServiceCatalog catalog, BitSet allowed, BitSet needed) {
        BitSet extra = (BitSet) allowed.clone();
        extra.andNot(needed);
        List<Shortening> result = new ArrayList<>();
        compaction.shortened().forEach((service, level) -> {
            List<String> given = extra.stream()
                    .mapToObj(catalog::action)
                    .filter(action -> action.prefix().equals(service))
                    .map(action -> action.accessLevel().text() + " " + action.qualifiedName())
                    .sorted()
                    .toList();
            result.add(new Shortening(service, level.text(), given));
        });
        return result;
    }
}
