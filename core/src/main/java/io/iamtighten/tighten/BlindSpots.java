package io.iamtighten.tighten;

import io.iamtighten.catalog.ActionResource;
import io.iamtighten.catalog.ActionVisibility;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.catalog.VisibilityClass;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.TrailCoverage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Which actions the records cannot show, and which of them what was used suggests. */
final class BlindSpots {
    private final ServiceCatalog catalog;
    private final TrailCoverage coverage;
    private final BitSet mayBeNeeded = new BitSet();
    private final BitSet used = new BitSet();
    /** Resources used, by service prefix and resource type; {@code *} when a record named none. */
    private final Map<String, Set<String>> resourcesByType = new TreeMap<>();

    private final Map<String, String> usedByType = new LinkedHashMap<>();

    private final PassableRoles passable;

    BlindSpots(
            ServiceCatalog catalog,
            TrailCoverage coverage,
            PrincipalUsage usage,
            List<Use> uses,
            PassableRoles passable) {
        this.passable = passable;
        this.catalog = catalog;
        this.coverage = coverage;
        for (Use use : uses) {
            used.set(use.action());
            types(use);
        }
        for (String possible : usage.possible()) {
            OptionalInt action = catalog.actionId(possible);
            if (action.isPresent() && !used.get(action.getAsInt())) {
                mayBeNeeded.set(action.getAsInt());
            }
        }
    }

    private void types(Use use) {
        ServiceAction action = catalog.action(use.action());
        switch (use.kind()) {
            case NONE -> {}
            case OPEN -> action.resourceTypes().forEach(type -> type(action, type.type(), "*"));
            case KNOWN -> {
                for (ResourceType type : catalog.resourceTypesOf(action, use.resource())) {
                    type(action, type.name(), use.resource());
                }
            }
        }
    }

    private void type(ServiceAction action, String type, String resource) {
        String key = action.prefix() + "/" + type;
        resourcesByType.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(resource);
        usedByType.putIfAbsent(key, action.qualifiedName());
    }

    /** Returns whether the records would show each use of the action, so that none means no use. */
    boolean visible(int action) {
        if (mayBeNeeded.get(action)) {
            return false;
        }
        Optional<ActionVisibility> visibility = catalog.visibility(catalog.actionName(action));
        if (visibility.isEmpty()) {
            return false;
        }
        if (visibility.get().shownByManagementEvents()) {
            return true;
        }
        return visibility.get().shownByDataEvents() && dataEventsSeen(visibility.get());
    }

    private boolean dataEventsSeen(ActionVisibility visibility) {
        Set<String> sources = new LinkedHashSet<>();
        visibility.events().forEach(event -> sources.add(event.substring(0, event.indexOf('/'))));
        if (sources.isEmpty()) {
            String action = visibility.action();
            sources.add(action.substring(0, action.indexOf(':')) + ".amazonaws.com");
        }
        return coverage.dataEvents().keySet().containsAll(sources);
    }

    boolean mayBeNeeded(int action) {
        return mayBeNeeded.get(action);
    }

    String reason(int action) {
        String name = catalog.actionName(action);
        if (mayBeNeeded.get(action)) {
            return "a call that was used may need it besides, which no record shows";
        }
        return catalog.visibility(name).map(ActionVisibility::reason).orElse("not in the catalog");
    }

    String remedy(int action) {
        String name = catalog.actionName(action);
        return catalog.visibility(name).map(ActionVisibility::remedy).orElse("a newer catalog may know it");
    }

    /**
     * Returns whether use of a type of resource suggests an action on it: so it is with calls that trails leave out, which are as likely
     * as those seen. A permission for which nobody knows a call is suggested by nothing but a call that may need it.
     */
    private boolean belongs(ServiceAction candidate) {
        VisibilityClass visibility = catalog.visibility(candidate.qualifiedName())
                .map(ActionVisibility::visibility)
                .orElse(VisibilityClass.NO_KNOWN_EVENT);
        return switch (visibility) {
            case SIDE_PERMISSION, PERMISSION_ONLY, ONLY_WITH_ANOTHER_CALL, NO_KNOWN_EVENT, SERVICE_SIDE -> false;
            case LOGGED, PARAMETER_VARIANT, DIFFERS, VIA_SERVICE, NOT_LOGGED, DATA_EVENT -> true;
        };
    }

    /** Returns what suggests an action of which no use is seen: nothing, or uses of it that are likely. */
    List<Use> suggested(int action, KnownContext context) {
        ServiceAction candidate = catalog.action(action);
        String name = candidate.qualifiedName();
        boolean limited = candidate.supportsResourceLevel();
        if (mayBeNeeded.get(action) && name.equals("iam:PassRole") && passable.listed()) {
            return passable.arns().stream()
                    .map(role -> new Use(
                            action,
                            name,
                            role,
                            Use.ResourceKind.KNOWN,
                            context,
                            Keeping.MAY_BE_NEEDED,
                            reason(action) + "; on the roles that trust a service",
                            Optional.empty()))
                    .toList();
        }
        if (mayBeNeeded.get(action)) {
            return List.of(new Use(
                    action,
                    name,
                    "*",
                    limited ? Use.ResourceKind.OPEN : Use.ResourceKind.NONE,
                    context,
                    Keeping.MAY_BE_NEEDED,
                    reason(action),
                    Optional.empty()));
        }
        List<Use> uses = new ArrayList<>();
        if (!belongs(candidate)) {
            return uses;
        }
        Set<String> taken = new LinkedHashSet<>();
        for (ActionResource type : candidate.resourceTypes()) {
            String key = candidate.prefix() + "/" + type.type();
            for (String resource : resourcesByType.getOrDefault(key, Set.of())) {
                if (taken.add(resource)) {
                    uses.add(new Use(
                            action,
                            name,
                            resource,
                            resource.equals("*") ? Use.ResourceKind.OPEN : Use.ResourceKind.KNOWN,
                            context,
                            Keeping.BELONGS,
                            "its use cannot be seen; it acts on the same kind of resource (" + type.type() + ") as "
                                    + usedByType.get(key) + ", which was used",
                            Optional.empty()));
                }
            }
        }
        return uses;
    }
}
