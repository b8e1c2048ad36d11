package io.iamtighten.usage;

import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.ActionResource;
import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.DependentAction;
import io.iamtighten.catalog.EventActions;
import io.iamtighten.catalog.ResourceRecipe;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What there is to do for each kind of event, worked out once from the catalog. Thread-safe. */
final class EventPlans {
    static final String PASS_ROLE = "iam:PassRole";

    /** Kinds of events beyond this many are not kept: names in records are input, and may be anything. */
    private static final int MAX_KEPT = 50_000;

    private final ServiceCatalog catalog;
    private final Map<Kind, EventPlan> plans = new ConcurrentHashMap<>();
    private final Map<String, RecipeTemplate> templates = new ConcurrentHashMap<>();

    private record Kind(String source, String name) {}

    EventPlans(ServiceCatalog catalog) {
        this.catalog = catalog;
    }

    EventPlan of(String eventSource, String eventName) {
        Kind kind = new Kind(eventSource, eventName);
        EventPlan plan = plans.get(kind);
        if (plan == null) {
            plan = plan(eventSource, eventName);
            if (plans.size() < MAX_KEPT) {
                plans.put(kind, plan);
            }
        }
        return plan;
    }

    private EventPlan plan(String eventSource, String eventName) {
        EventActions mapping = catalog.eventMapping(eventSource, eventName);
        List<ResourceRecipe> recipes = catalog.recipes(eventSource, mapping.eventName());
        Map<String, ActionPlan> actions = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>(mapping.actions());
        names.addAll(mapping.altActions());
        names.addAll(mapping.alsoActions());
        names.addAll(CallVariants.mayBecome(eventSource, mapping));
        Set<String> mayNeed = new LinkedHashSet<>(mapping.alsoActions());
        boolean writes = false;
        for (String name : mapping.actions()) {
            Optional<ServiceAction> action = catalog.action(name);
            if (action.isPresent()) {
                action.get().dependentActions().stream()
                        .map(DependentAction::action)
                        .forEach(mayNeed::add);
                writes |= action.get().accessLevel() == AccessLevel.WRITE
                        || action.get().accessLevel() == AccessLevel.PERMISSIONS_MANAGEMENT;
            }
        }
        mapping.actions().forEach(mayNeed::remove);
        if (mayNeed.contains(PASS_ROLE)) {
            names.add(PASS_ROLE);
        }
        List<ActionPlan> tagging = new ArrayList<>();
        for (String name : names) {
            Optional<ServiceAction> action = catalog.action(name);
            if (action.isPresent()) {
                ActionPlan plan = actionPlan(action.get(), recipes);
                actions.put(name, plan);
                if (mapping.alsoActions().contains(name) && action.get().accessLevel() == AccessLevel.TAGGING) {
                    tagging.add(plan);
                }
            }
        }
        return new EventPlan(mapping, actions, tagging, List.copyOf(mayNeed), mayNeed.contains(PASS_ROLE), writes);
    }

    private ActionPlan actionPlan(ServiceAction action, List<ResourceRecipe> all) {
        List<ResourceRecipe> recipes = all.stream()
                .filter(recipe -> recipe.action().equals(action.qualifiedName()))
                .toList();
        Map<String, Integer> uses = new LinkedHashMap<>();
        recipes.stream().filter(ResourceRecipe::wholeArn).forEach(r -> uses.merge(r.sdkTemplate(), 1, Integer::sum));
        List<TypePlan> types = new ArrayList<>();
        for (ActionResource resource : action.resourceTypes()) {
            Optional<ResourceType> type = catalog.resourceType(action.prefix(), resource.type());
            if (type.isPresent()) {
                List<TemplatePlan> forms = type.get().arnTemplates().stream()
                        .map(template -> templatePlan(type.get(), template, recipes))
                        .toList();
                Set<String> variables = new LinkedHashSet<>();
                forms.forEach(form -> variables.addAll(form.template().resourceVariables()));
                types.add(new TypePlan(type.get(), types.size(), resource.required(), forms, variables));
            }
        }
        List<WholeArn> whole = new ArrayList<>();
        for (ResourceRecipe recipe : recipes) {
            if (recipe.wholeArn()) {
                Optional<TypePlan> type = types.stream()
                        .filter(t -> t.type().name().equals(recipe.resourceType()))
                        .findFirst();
                whole.add(new WholeArn(part(recipe), type, uses.getOrDefault(recipe.sdkTemplate(), 0) == 1));
            }
        }
        return new ActionPlan(action, List.copyOf(types), List.copyOf(whole), PartRules.creates(action));
    }

    private TemplatePlan templatePlan(ResourceType type, ArnTemplate template, List<ResourceRecipe> recipes) {
        List<VariablePlan> variables = new ArrayList<>();
        for (String variable : template.resourceVariables()) {
            List<Part> parts = new ArrayList<>();
            boolean open = false;
            for (ResourceRecipe recipe : recipes) {
                boolean forType = recipe.resourceType().equals(type.name())
                        || recipe.resourceType().isEmpty();
                if (forType && recipe.variable().equals(variable)) {
                    Part part = part(recipe);
                    open |= part.template().isAnything();
                    if (!part.template().isAnything()) {
                        parts.add(part);
                    }
                }
            }
            variables.add(new VariablePlan(
                    variable,
                    List.copyOf(parts),
                    open,
                    template.text().contains(":ec2:"),
                    FieldPath.parse(variable),
                    PartRules.literalBefore(template, variable)));
        }
        return new TemplatePlan(template, List.copyOf(variables));
    }

    private Part part(ResourceRecipe recipe) {
        RecipeTemplate template = templates.computeIfAbsent(recipe.sdkTemplate(), RecipeTemplate::parse);
        boolean single =
                recipe.sdkTemplate().indexOf("${") == recipe.sdkTemplate().lastIndexOf("${");
        return new Part(template, single ? FieldPath.alternatives(recipe.requestPaths()) : List.of());
    }

    /** One kind of event. {@code actions} has every action that may come up, by name. */
    record EventPlan(
            EventActions mapping,
            Map<String, ActionPlan> actions,
            List<ActionPlan> tagging,
            List<String> mayNeed,
            boolean mayPassRole,
            boolean writes) {}

    /** One action of a kind of event. */
    record ActionPlan(ServiceAction action, List<TypePlan> types, List<WholeArn> wholeArns, boolean creates) {}

    /** One resource type of an action, with its place among them. */
    record TypePlan(
            ResourceType type, int index, boolean required, List<TemplatePlan> templates, Set<String> variables) {
        int specificity(String arn) {
            int best = Integer.MIN_VALUE;
            for (TemplatePlan template : templates) {
                best = Math.max(best, template.template().specificity(arn));
            }
            return best;
        }
    }

    /** One form of a type's ARN. */
    record TemplatePlan(ArnTemplate template, List<VariablePlan> variables) {}

    /** One part to fill in; {@code open} when a recipe says that nothing in the call tells it. */
    record VariablePlan(
            String name, List<Part> parts, boolean open, boolean ec2, FieldPath ownName, String literalBefore) {}

    /** A recipe for a value; {@code paths} are alternatives for its only parameter. */
    record Part(RecipeTemplate template, List<FieldPath> paths) {}

    /** A recipe for a whole ARN; {@code onlyType} when no other type has the same. */
    record WholeArn(Part part, Optional<TypePlan> type, boolean onlyType) {}
}
