package io.iamtighten.usage;

import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.DependentAction;
import io.iamtighten.catalog.EventActions;
import io.iamtighten.catalog.MappingConfidence;
import io.iamtighten.catalog.MappingKind;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says which actions a recorded call used, and on which resources.
 *
 * <p>Immutable but for a cache of parsed recipes; thread-safe. A pure function of the catalog and the record.
 */
public final class EventMapper {
    private static final String PASS_ROLE = "iam:PassRole";
    private static final Set<String> TAG_PARAMETERS =
            Set.of("tags", "tagSet", "tagList", "tagSpecificationSet", "tagSpecifications", "resourceTags", "tagging");

    private final ServiceCatalog catalog;
    private final EventResources resources;

    private EventMapper(ServiceCatalog catalog) {
        this.catalog = catalog;
        this.resources = new EventResources(catalog);
    }

    /** Returns a mapper that follows this catalog. */
    public static EventMapper of(ServiceCatalog catalog) {
        return new EventMapper(catalog);
    }

    /** Returns the actions that the recorded call used; none when it needs none, none is known, or nobody called. */
    public MappedEvent map(EventFacts facts) {
        return map(facts, EventResources.OwnResources.USE);
    }

    MappedEvent map(EventFacts facts, EventResources.OwnResources own) {
        EventActions mapping = catalog.eventMapping(facts.eventSource(), facts.eventName());
        if (!isCall(facts.eventType())) {
            return new MappedEvent(noCall(facts), List.of(), List.of(), List.of());
        }
        List<ActionUse> uses = new ArrayList<>();
        for (CallVariants.Variant variant : CallVariants.of(facts, mapping)) {
            boolean ignore = own == EventResources.OwnResources.IGNORE;
            uses.add(use(facts, mapping, variant, ignore ? own : variant.ownResources()));
        }
        if (mapping.known()) {
            uses.addAll(tagging(facts, mapping, uses));
            uses.addAll(passedRoles(facts, mapping));
        }
        return new MappedEvent(mapping, uses, possible(mapping, uses), PassedRoles.instanceProfiles(facts));
    }

    /** Returns whether an {@code eventType} stands for a call that somebody made: {@code AwsApiCall}, or none given. */
    private static boolean isCall(String eventType) {
        return eventType.isEmpty() || eventType.equals("AwsApiCall");
    }

    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html and its neighbours
    private static EventActions noCall(EventFacts facts) {
        return new EventActions(
                facts.eventSource(),
                facts.eventName(),
                List.of(),
                List.of(),
                List.of(),
                MappingKind.NONE_NEEDED,
                MappingConfidence.DOCUMENTED,
                "eventType " + facts.eventType());
    }

    private ActionUse use(
            EventFacts facts, EventActions mapping, CallVariants.Variant variant, EventResources.OwnResources own) {
        Optional<ServiceAction> action = catalog.action(variant.action());
        if (action.isEmpty() || !action.get().supportsResourceLevel()) {
            return new ActionUse(
                    variant.action(), variant.relation(), mapping.confidence(), List.of("*"), true, Map.of());
        }
        EventFacts ownFacts = facts.withFields(variant.fields());
        EventResources.Found found = resources.find(
                ownFacts,
                action.get(),
                catalog.recipes(facts.eventSource(), mapping.eventName(), variant.action()),
                own);
        return new ActionUse(
                variant.action(), variant.relation(), mapping.confidence(), found.arns(), found.complete(), Map.of());
    }

    /** Tags given to a call that makes something need the tagging action besides, without an event of its own. */
    private List<ActionUse> tagging(EventFacts facts, EventActions mapping, List<ActionUse> uses) {
        if (TAG_PARAMETERS.stream().noneMatch(name -> facts.fields().hasRequest(name))) {
            return List.of();
        }
        List<ActionUse> result = new ArrayList<>();
        for (String name : mapping.alsoActions()) {
            Optional<ServiceAction> action = catalog.action(name);
            boolean known = uses.stream().anyMatch(use -> use.action().equals(name));
            if (known || action.isEmpty() || action.get().accessLevel() != AccessLevel.TAGGING) {
                continue;
            }
            List<String> arns = name.equals("ec2:CreateTags")
                    ? createdTypes(facts)
                    : mainResources(uses).stream()
                            .filter(arn ->
                                    !catalog.resourceTypesOf(action.get(), arn).isEmpty())
                            .toList();
            boolean anything = !action.get().supportsResourceLevel();
            result.add(new ActionUse(
                    name,
                    UseRelation.ALSO,
                    mapping.confidence(),
                    anything ? List.of("*") : arns,
                    anything || !arns.isEmpty(),
                    Map.of()));
        }
        return result;
    }

    /** EC2 names the types that get tags; their identifiers do not exist yet. */
    private List<String> createdTypes(EventFacts facts) {
        Set<String> arns = new LinkedHashSet<>();
        for (String path : List.of("tagSpecificationSet.items[].resourceType", "tagSpecifications[].resourceType")) {
            for (String type : facts.fields().request(path)) {
                catalog.resourceType("ec2", type).ifPresent(found -> {
                    Map<String, String> known = Map.of(
                            "Partition", facts.partition(), "Region", facts.region(), "Account", facts.account());
                    arns.add(found.arnTemplates().get(0).fillKnown(known));
                });
            }
        }
        return List.copyOf(arns);
    }

    private static List<String> mainResources(List<ActionUse> uses) {
        return uses.stream()
                .filter(use -> use.relation() == UseRelation.MAIN)
                .flatMap(use -> use.resources().stream())
                .filter(arn -> !arn.equals("*"))
                .distinct()
                .toList();
    }

    private List<ActionUse> passedRoles(EventFacts facts, EventActions mapping) {
        boolean known = mayNeed(mapping).contains(PASS_ROLE);
        boolean writes = mapping.actions().stream()
                .flatMap(name -> catalog.action(name).stream())
                .anyMatch(action -> action.accessLevel() == AccessLevel.WRITE
                        || action.accessLevel() == AccessLevel.PERMISSIONS_MANAGEMENT);
        if (!known && !writes) {
            return List.of();
        }
        Map<String, Set<String>> rolesByService = new LinkedHashMap<>();
        PassedRoles.in(facts, known)
                .forEach((role, parameter) -> rolesByService
                        .computeIfAbsent(
                                PassedRoles.passedTo(facts.eventSource(), facts.eventName(), parameter),
                                s -> new LinkedHashSet<>())
                        .add(role));
        if (known && rolesByService.isEmpty()) {
            namedRoles(facts, mapping)
                    .forEach(role -> rolesByService
                            .computeIfAbsent(
                                    PassedRoles.passedTo(facts.eventSource(), facts.eventName(), ""),
                                    s -> new LinkedHashSet<>())
                            .add(role));
        }
        MappingConfidence confidence = known ? mapping.confidence() : MappingConfidence.BY_NAME;
        List<ActionUse> uses = new ArrayList<>();
        rolesByService.forEach((service, roles) -> uses.add(new ActionUse(
                PASS_ROLE,
                UseRelation.PASS_ROLE,
                confidence,
                List.copyOf(roles),
                true,
                service.isEmpty() ? Map.of() : Map.of("iam:PassedToService", service))));
        if (known && !PassedRoles.instanceProfiles(facts).isEmpty()) {
            // The profile's role is not in the record.
            uses.add(new ActionUse(
                    PASS_ROLE,
                    UseRelation.PASS_ROLE,
                    confidence,
                    List.of(),
                    false,
                    Map.of("iam:PassedToService", "ec2.amazonaws.com")));
        }
        return uses;
    }

    /** Returns roles that recipes of the call give, where a parameter carries only a role's name. */
    private Set<String> namedRoles(EventFacts facts, EventActions mapping) {
        Set<String> roles = new LinkedHashSet<>();
        catalog.action(PASS_ROLE)
                .ifPresent(action -> resources
                        .find(
                                facts,
                                action,
                                catalog.recipes(facts.eventSource(), mapping.eventName(), PASS_ROLE),
                                EventResources.OwnResources.IGNORE)
                        .arns()
                        .stream()
                        .filter(arn -> arn.contains(":role/") && arn.indexOf('*') < 0)
                        .forEach(roles::add));
        return roles;
    }

    /** Returns what the call may have needed besides, as far as the record does not tell. */
    private List<String> possible(EventActions mapping, List<ActionUse> uses) {
        Set<String> names = mayNeed(mapping);
        uses.forEach(use -> names.remove(use.action()));
        return List.copyOf(names);
    }

    private Set<String> mayNeed(EventActions mapping) {
        Set<String> names = new LinkedHashSet<>(mapping.alsoActions());
        for (String name : mapping.actions()) {
            catalog.action(name)
                    .ifPresent(action -> action.dependentActions().stream()
                            .map(DependentAction::action)
                            .forEach(names::add));
        }
        return names;
    }
}
