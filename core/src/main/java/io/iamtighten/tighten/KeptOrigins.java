package io.iamtighten.tighten;

import io.iamtighten.policy.PolicyVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Traces what changed policies keep back to today's statements, with the reasons that held for those: in a changed policy an action is named
 * because the change wrote its name.
 */
final class KeptOrigins {
    private final List<KeptPermission> today;
    private final Map<String, List<KeptPermission>> byAction = new HashMap<>();

    /**
     * @param today what stays of today's policies
     */
    KeptOrigins(List<KeptPermission> today) {
        this.today = today;
        today.forEach(kept ->
                byAction.computeIfAbsent(kept.action(), a -> new ArrayList<>()).add(kept));
    }

    List<KeptPermission> of(List<KeptPermission> later) {
        return later.equals(today) ? today : later.stream().map(this::traced).toList();
    }

    private KeptPermission traced(KeptPermission later) {
        List<KeptPermission> origins = byAction.getOrDefault(later.action(), List.of());
        if (origins.isEmpty()) {
            return later;
        }
        KeptPermission origin = origins.stream()
                .filter(each -> each.resources().stream().anyMatch(later.resources()::contains))
                .findFirst()
                .or(() -> origins.stream().filter(each -> meet(each, later)).findFirst())
                .orElse(origins.get(0));
        return new KeptPermission(
                later.action(),
                later.resources(),
                later.wildcardOnly(),
                origin.because(),
                origin.reason(),
                later.evidence().or(origin::evidence),
                origin.statement());
    }

    private static boolean meet(KeptPermission a, KeptPermission b) {
        for (String one : a.resources()) {
            for (String other : b.resources()) {
                if (ResourceEntry.intersectsInAny(pattern(one), pattern(other))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static io.iamtighten.arn.ArnPattern pattern(String text) {
        return new ResourceEntry(text, PolicyVersion.V2012_10_17).widest();
    }
}
