package io.iamtighten.usage;

import io.iamtighten.catalog.EventActions;
import io.iamtighten.catalog.MappingConfidence;
import io.iamtighten.catalog.MappingKind;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.EventPlans.ActionPlan;
import io.iamtighten.usage.EventPlans.EventPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says which actions a recorded call used, and on which resources.
 *
 * <p>A pure function of the catalog and the record. What it works out about a kind of event is kept for the next one; thread-safe.
 */
public final class EventMapper {
    private static final List<FieldPath> TAG_PARAMETERS = List.of(
            FieldPath.parse("tags"),
            FieldPath.parse("tagSet"),
            FieldPath.parse("tagList"),
            FieldPath.parse("tagSpecificationSet"),
            FieldPath.parse("tagSpecifications"),
            FieldPath.parse("resourceTags"),
            FieldPath.parse("tagging"));

    private static final List<FieldPath> TAGGED_TYPES = List.of(
            FieldPath.parse("tagSpecificationSet.items[].resourceType"),
            FieldPath.parse("tagSpecifications[].resourceType"));

    private final ServiceCatalog catalog;
    private final EventPlans plans;
    private final EventResources resources;

    private EventMapper(ServiceCatalog catalog) {
        this.catalog = catalog;
        this.plans = new EventPlans(catalog);
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
        if (!isCall(facts.eventType())) {
            return new MappedEvent(noCall(facts), List.of(), List.of(), List.of());
        }
        EventPlan plan = plans.of(facts.eventSource(), facts.eventName());
        EventActions mapping = plan.mapping();
        List<ActionUse> uses = new ArrayList<>(2);
        for (CallVariants.Variant variant : CallVariants.of(facts, mapping)) {
            boolean ignore = own == EventResources.OwnResources.IGNORE;
            uses.add(use(facts, plan, variant, ignore ? own : variant.ownResources()));
        }
        if (!plan.tagging().isEmpty()) {
            addTagging(facts, plan, uses);
        }
        List<String> profiles = List.of();
        if (plan.mayPassRole() || plan.writes()) {
            profiles = plan.mayPassRole() ? PassedRoles.instanceProfiles(facts) : profiles;
            addPassedRoles(facts, plan, !profiles.isEmpty(), uses);
        }
        List<String> possible = possible(plan, uses);
        uses.addAll(KeyContexts.of(facts));
        return new MappedEvent(mapping, uses, possible, profiles);
    }

    /** Returns whether an {@code eventType} stands for a call that somebody made: {@code AwsApiCall}, or none given. */
    static boolean isCall(String eventType) {
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
            EventFacts facts, EventPlan plan, CallVariants.Variant variant, EventResources.OwnResources own) {
        ActionPlan action = plan.actions().get(variant.action());
        MappingConfidence confidence = plan.mapping().confidence();
        if (action == null || action.types().isEmpty()) {
            return new ActionUse(variant.action(), variant.relation(), confidence, List.of("*"), true, Map.of());
        }
        EventFacts same = variant.fields() == facts.fields() ? facts : facts.withFields(variant.fields());
        EventResources.Found found = resources.find(same, action, own);
        return new ActionUse(
                variant.action(), variant.relation(), confidence, found.arns(), found.complete(), Map.of());
    }

    /** Tags given to a call that makes something need the tagging action besides, without an event of its own. */
    private void addTagging(EventFacts facts, EventPlan plan, List<ActionUse> uses) {
        if (!hasTags(facts)) {
            return;
        }
        List<String> main = mainResources(uses);
        for (ActionPlan tagging : plan.tagging()) {
            String name = tagging.action().qualifiedName();
            if (uses.stream().anyMatch(use -> use.action().equals(name))) {
                continue;
            }
            List<String> arns = name.equals("ec2:CreateTags")
                    ? createdTypes(facts)
                    : main.stream()
                            .filter(arn -> tagging.types().stream()
                                    .anyMatch(t -> t.type().matches(arn)))
                            .toList();
            boolean anything = tagging.types().isEmpty();
            uses.add(new ActionUse(
                    name,
                    UseRelation.ALSO,
                    plan.mapping().confidence(),
                    anything ? List.of("*") : arns,
                    anything || !arns.isEmpty(),
                    Map.of()));
        }
    }

    private static boolean hasTags(EventFacts facts) {
        for (FieldPath path : TAG_PARAMETERS) {
            if (facts.fields().hasRequest(path)) {
                return true;
            }
        }
        return false;
    }

    /** EC2 names the types that get tags; their identifiers do not exist yet. */
    private List<String> createdTypes(EventFacts facts) {
        Set<String> arns = new LinkedHashSet<>();
        Map<String, String> known =
                Map.of("Partition", facts.partition(), "Region", facts.region(), "Account", facts.account());
        for (FieldPath path : TAGGED_TYPES) {
            for (String type : facts.fields().request(path)) {
                catalog.resourceType("ec2", type)
                        .ifPresent(found -> arns.add(found.arnTemplates().get(0).fillKnown(known)));
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

    private void addPassedRoles(EventFacts facts, EventPlan plan, boolean profile, List<ActionUse> uses) {
        Map<String, Set<String>> rolesByService = new LinkedHashMap<>();
        PassedRoles.in(facts, plan.mayPassRole())
                .forEach((role, parameter) -> rolesByService
                        .computeIfAbsent(
                                PassedRoles.passedTo(facts.eventSource(), facts.eventName(), parameter),
                                s -> new LinkedHashSet<>())
                        .add(role));
        if (plan.mayPassRole() && rolesByService.isEmpty()) {
            Set<String> named = namedRoles(facts, plan);
            if (!named.isEmpty()) {
                rolesByService.put(PassedRoles.passedTo(facts.eventSource(), facts.eventName(), ""), named);
            }
        }
        MappingConfidence confidence = plan.mayPassRole() ? plan.mapping().confidence() : MappingConfidence.BY_NAME;
        rolesByService.forEach((service, roles) -> uses.add(new ActionUse(
                EventPlans.PASS_ROLE,
                UseRelation.PASS_ROLE,
                confidence,
                List.copyOf(roles),
                true,
                Map.of("iam:PassedToService", service))));
        if (profile) {
            // The profile's role is not in the record.
            uses.add(new ActionUse(
                    EventPlans.PASS_ROLE,
                    UseRelation.PASS_ROLE,
                    confidence,
                    List.of(),
                    false,
                    Map.of("iam:PassedToService", "ec2.amazonaws.com")));
        }
    }

    /** Returns roles that recipes of the call give, where a parameter carries only a role's name. */
    private Set<String> namedRoles(EventFacts facts, EventPlan plan) {
        Set<String> roles = new LinkedHashSet<>();
        ActionPlan action = plan.actions().get(EventPlans.PASS_ROLE);
        if (action != null && !action.wholeArns().isEmpty()) {
            for (String arn : resources
                    .find(facts, action, EventResources.OwnResources.IGNORE)
                    .arns()) {
                if (arn.contains(":role/") && arn.indexOf('*') < 0) {
                    roles.add(arn);
                }
            }
        }
        return roles;
    }

    /** Returns what the call may have needed besides, as far as the record does not tell. */
    private static List<String> possible(EventPlan plan, List<ActionUse> uses) {
        List<String> mayNeed = plan.mayNeed();
        if (mayNeed.isEmpty() || uses.stream().noneMatch(use -> mayNeed.contains(use.action()))) {
            return mayNeed;
        }
        Set<String> names = new LinkedHashSet<>(mayNeed);
        uses.forEach(use -> names.remove(use.action()));
        return List.copyOf(names);
    }
}
