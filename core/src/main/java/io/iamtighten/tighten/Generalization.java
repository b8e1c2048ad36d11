package io.iamtighten.tighten;

import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks beyond the resources seen, to those that later use is likely to need. */
final class Generalization {
    private final ServiceCatalog catalog;
    private final ResourceStrategy strategy;

    @SuppressWarnings("unused")
    private final ObservationWindow window;

    Generalization(ServiceCatalog catalog, ResourceStrategy strategy, ObservationWindow window) {
        this.catalog = catalog;
        this.strategy = strategy;
        this.window = window;
    }

    /** Returns patterns, in order, that together cover every resource of these uses. */
    Set<String> of(int action, List<Use> uses) {
        return switch (strategy) {
            case EXACT, BALANCED -> exact(uses);
            case SERVICE -> service(action, uses);
        };
    }

    private static Set<String> exact(List<Use> uses) {
        Set<String> result = new TreeSet<>();
        uses.forEach(use -> result.add(use.resource()));
        return result;
    }

    private Set<String> service(int action, List<Use> uses) {
        ServiceAction known = catalog.action(action);
        Set<String> result = new LinkedHashSet<>();
        for (String arn : exact(uses)) {
            List<String> patterns = new ArrayList<>();
            for (ResourceType type : catalog.resourceTypesOf(known, arn)) {
                for (ArnTemplate template : type.arnTemplates()) {
                    Optional<Map<String, String>> values = template.match(arn);
                    values.ifPresent(found -> patterns.add(template.fillKnown(Map.of(
                            "Partition", found.getOrDefault("Partition", "aws"),
                            "Region", found.getOrDefault("Region", "*"),
                            "Account", found.getOrDefault("Account", "*")))));
                }
            }
            if (patterns.isEmpty()) {
                result.add(arn);
            } else {
                result.addAll(patterns);
            }
        }
        return new TreeSet<>(result);
    }
}
