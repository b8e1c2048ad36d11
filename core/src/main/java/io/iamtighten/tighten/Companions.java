package io.iamtighten.tighten;

import io.iamtighten.catalog.ActionVisibility;
import io.iamtighten.catalog.DependentAction;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UsageFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Actions that calls may have needed besides, which no record shows: by which calls, and so on which resources. */
final class Companions {
    private final ServiceCatalog catalog;
    /** What was used, by the action that it may have needed besides. */
    private final Map<String, List<Use>> callers = new HashMap<>();

    private final Set<String> ofRefusedCalls = new HashSet<>();
    private final Map<String, Set<String>> needs = new HashMap<>();

    Companions(ServiceCatalog catalog, PrincipalUsage usage, List<Use> uses) {
        this.catalog = catalog;
        for (Use use : uses) {
            for (String besides : needs(use.name())) {
                callers.computeIfAbsent(besides, b -> new ArrayList<>()).add(use);
            }
        }
        for (UsageFact fact : usage.facts()) {
            if (!fact.outcome().isUse() && fact.relation().isUse()) {
                ofRefusedCalls.addAll(needs(fact.action()));
            }
        }
    }

    private Set<String> needs(String action) {
        return needs.computeIfAbsent(action, name -> {
            Set<String> all = new TreeSet<>();
            catalog.action(name)
                    .ifPresent(known -> known.dependentActions().stream()
                            .map(DependentAction::action)
                            .forEach(all::add));
            catalog.visibility(name)
                    .map(ActionVisibility::events)
                    .orElse(List.of())
                    .forEach(event -> {
                        int slash = event.indexOf('/');
                        all.addAll(catalog.eventMapping(event.substring(0, slash), event.substring(slash + 1))
                                .alsoActions());
                    });
            return all;
        });
    }

    /** Returns whether only refused calls can have needed the action: then nothing was done with it. */
    boolean onlyRefused(String action) {
        return !callers.containsKey(action) && ofRefusedCalls.contains(action);
    }

    /**
     * Returns the resources of the calls that may have needed the action, in order, where it is checked on just those; empty where the
     * records leave open on what it is checked.
     */
    List<String> resources(ServiceAction action) {
        Set<String> resources = new TreeSet<>();
        for (Use use : callers.getOrDefault(action.qualifiedName(), List.of())) {
            if (use.kind() != Use.ResourceKind.KNOWN || reachesFurther(action, use)) {
                return List.of();
            }
            List<ResourceType> types = catalog.resourceTypesOf(action, use.resource());
            boolean same = action.prefix().equals(catalog.action(use.action()).prefix()) && !types.isEmpty();
            if (!same) {
                return List.of();
            }
            resources.add(use.resource());
        }
        return List.copyOf(resources);
    }

    /**
     * A call on the control plane that works on the data of a resource, or that reaches into copies of it elsewhere, may need the action on
     * a resource other than the one that it names.
     */
    private boolean reachesFurther(ServiceAction action, Use use) {
        boolean callIsData = !shownByManagementEvents(use.name());
        boolean otherPlane = !callIsData && dataEvent(action.qualifiedName());
        String names = (action.qualifiedName() + use.name()).toLowerCase(Locale.ROOT);
        return otherPlane || names.contains("multiregion") || names.contains("replica") || names.contains("global");
    }

    private boolean shownByManagementEvents(String action) {
        return catalog.visibility(action)
                .filter(ActionVisibility::shownByManagementEvents)
                .isPresent();
    }

    private boolean dataEvent(String action) {
        return catalog.visibility(action)
                .filter(v -> !v.shownByManagementEvents() && v.shownByDataEvents())
                .isPresent();
    }
}
