package io.iamtighten.usage;

import io.iamtighten.catalog.ActionResource;
import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ResourceRecipe;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rebuilds the ARNs that an action of a recorded call was checked on.
 *
 * <p>In order: ARNs that the record itself names in {@code resources[]}; the catalog's recipes over the parameters; EC2's
 * identifiers, whose prefix tells the type; ARNs among the parameters that fit one of the action's resource types.
 */
final class EventResources {
    /** More ARNs than this for one action of one call are cut, and the answer is incomplete. */
    static final int MAX_ARNS = 1_000;

    private final ServiceCatalog catalog;
    private final Map<String, RecipeTemplate> templates = new ConcurrentHashMap<>();

    EventResources(ServiceCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * The resources of one action.
     *
     * @param arns the ARNs, in order of discovery
     * @param complete whether they are all
     */
    record Found(List<String> arns, boolean complete) {}

    /** Whether the record's own {@code resources[]} may be used. Without it, what the recipes give can be checked against it. */
    enum OwnResources {
        USE,
        IGNORE
    }

    /** Returns the resources of an action that supports resource-level permissions, from one record. */
    Found find(EventFacts facts, ServiceAction action, List<ResourceRecipe> recipes, OwnResources own) {
        Search search = new Search(facts, action, recipes);
        if (own == OwnResources.USE) {
            search.takeOwnResources();
        }
        search.takeWholeArns();
        search.fillTemplates();
        if (search.arns.isEmpty()) {
            search.takeArnsAmongParameters();
        }
        search.leaveOpenParts();
        if (search.arns.isEmpty()) {
            search.takeFixedArns();
        }
        if (search.arns.isEmpty()) {
            search.fillWhatIsKnown();
        }
        return search.result();
    }

    private RecipeTemplate template(String text) {
        return templates.computeIfAbsent(text, RecipeTemplate::parse);
    }

    /** The work on one action of one record. */
    private final class Search {
        private final EventFacts facts;
        private final ServiceAction action;
        private final List<ResourceRecipe> recipes;
        private final Map<String, ResourceType> types = new LinkedHashMap<>();
        private final Set<String> arns = new LinkedHashSet<>();
        private final Set<String> typesFound = new LinkedHashSet<>();
        private final Map<String, String> openParts = new LinkedHashMap<>();
        private final Map<String, Map<ArnTemplate, Map<String, List<String>>>> partly = new LinkedHashMap<>();
        private boolean cut;

        Search(EventFacts facts, ServiceAction action, List<ResourceRecipe> recipes) {
            this.facts = facts;
            this.action = action;
            this.recipes = recipes;
            for (ActionResource resource : action.resourceTypes()) {
                catalog.resourceType(action.prefix(), resource.type())
                        .ifPresent(type -> types.put(resource.type(), type));
            }
        }

        Found result() {
            boolean complete = !arns.isEmpty() && !cut && !facts.fields().omitted();
            for (ActionResource resource : action.resourceTypes()) {
                complete &= !resource.required() || satisfied(resource.type());
            }
            return new Found(List.copyOf(arns), complete);
        }

        /**
         * Returns whether a required type was found, or one that stands for it: types with a variable of the same name are
         * alternatives (a model is a foundation model or a custom one), although each is marked as required.
         */
        private boolean satisfied(String typeName) {
            if (typesFound.contains(typeName)) {
                return true;
            }
            Set<String> variables = new LinkedHashSet<>(variables(typeName));
            if (variables.isEmpty()) {
                return !typesFound.isEmpty();
            }
            return typesFound.stream()
                    .anyMatch(found -> variables(found).stream().anyMatch(variables::contains));
        }

        private List<String> variables(String typeName) {
            ResourceType type = types.get(typeName);
            return type == null
                    ? List.of()
                    : type.arnTemplates().stream()
                            .flatMap(template -> openVariables(template).stream())
                            .toList();
        }

        private boolean add(String arn) {
            if (arns.size() >= MAX_ARNS) {
                cut = true;
                return false;
            }
            arns.add(arn);
            return true;
        }

        void takeOwnResources() {
            for (RecordResource resource : facts.resources()) {
                resource.arn().ifPresent(arn -> addTyped(decodeArn(arn)));
                resource.arnPrefix().ifPresent(prefix -> addTyped(prefix + "*"));
            }
        }

        /** Adds an ARN if it fits one of the action's resource types; returns whether. */
        private boolean addTyped(String arn) {
            List<ResourceType> fitting = catalog.resourceTypesOf(action, arn);
            fitting.forEach(type -> typesFound.add(type.name()));
            return !fitting.isEmpty() && add(arn);
        }

        void takeWholeArns() {
            for (ResourceRecipe recipe : recipes) {
                if (!recipe.wholeArn() || typesFound.contains(recipe.resourceType())) {
                    continue;
                }
                for (String value : values(recipe)) {
                    takeWholeArn(recipe, decodeArn(value));
                }
            }
        }

        private void takeWholeArn(ResourceRecipe recipe, String value) {
            ResourceType type = types.get(recipe.resourceType());
            if (value.startsWith("arn:")) {
                if (type == null) {
                    addTyped(value);
                } else if (type.matches(value)) {
                    typesFound.add(type.name());
                    add(value);
                }
            } else if (type != null && onlyTypeOf(recipe)) {
                for (ArnTemplate template : type.arnTemplates()) {
                    List<String> open = openVariables(template);
                    if (open.size() == 1) {
                        List<String> clean = PartRules.clean(action, template, open.get(0), value).stream()
                                .toList();
                        fill(type, template, Map.of(open.get(0), clean));
                    }
                }
            }
        }

        private boolean onlyTypeOf(ResourceRecipe recipe) {
            return recipes.stream()
                    .noneMatch(other -> other != recipe && other.sdkTemplate().equals(recipe.sdkTemplate()));
        }

        void fillTemplates() {
            for (ResourceType type : types.values()) {
                if (typesFound.contains(type.name())) {
                    continue;
                }
                for (ArnTemplate template : type.arnTemplates()) {
                    fillTemplate(type, template);
                }
            }
        }

        private void fillTemplate(ResourceType type, ArnTemplate template) {
            List<String> variables = openVariables(template);
            if (variables.isEmpty()) {
                return;
            }
            Map<String, List<String>> told = new LinkedHashMap<>();
            Map<String, List<String>> all = new LinkedHashMap<>();
            for (String variable : variables) {
                List<String> values = partValues(type, template, variable);
                if (!values.isEmpty()) {
                    told.put(variable, values);
                    all.put(variable, values);
                } else if (isOpen(type, variable)) {
                    all.put(variable, List.of("*"));
                }
            }
            if (told.isEmpty() && all.size() == variables.size()) {
                openParts.put(type.name(), template.fillKnown(known(Map.of())));
            } else if (all.size() == variables.size()) {
                fill(type, template, all);
            } else if (!told.isEmpty()) {
                partly.computeIfAbsent(type.name(), t -> new LinkedHashMap<>()).put(template, told);
            }
        }

        /** Returns whether a recipe says that nothing in the call tells the part. */
        private boolean isOpen(ResourceType type, String variable) {
            return recipes.stream()
                    .anyMatch(r -> r.variable().equals(variable)
                            && (r.resourceType().equals(type.name())
                                    || r.resourceType().isEmpty())
                            && template(r.sdkTemplate()).isAnything());
        }

        private List<String> partValues(ResourceType type, ArnTemplate template, String variable) {
            Set<String> values = new LinkedHashSet<>();
            for (ResourceRecipe recipe : recipes) {
                boolean forType = recipe.resourceType().equals(type.name())
                        || recipe.resourceType().isEmpty();
                if (forType
                        && recipe.variable().equals(variable)
                        && !template(recipe.sdkTemplate()).isAnything()) {
                    values.addAll(values(recipe));
                }
            }
            if (template.text().contains(":ec2:")) {
                facts.fields().eachRequestText((name, value) -> {
                    if (Ec2Ids.variable(value).filter(variable::equals).isPresent()) {
                        values.add(value);
                    }
                });
            }
            if (values.isEmpty()) {
                values.addAll(facts.fields().request(variable));
            }
            if (values.isEmpty()) {
                values.addAll(PartRules.otherwise(facts, action, variable));
            }
            return values.stream()
                    .flatMap(value -> PartRules.clean(action, template, variable, value).stream())
                    .toList();
        }

        private void fill(ResourceType type, ArnTemplate template, Map<String, List<String>> parts) {
            List<Map<String, String>> choices = new ArrayList<>();
            choices.add(new LinkedHashMap<>());
            for (Map.Entry<String, List<String>> part : parts.entrySet()) {
                List<Map<String, String>> next = new ArrayList<>();
                for (Map<String, String> choice : choices) {
                    for (String value : part.getValue()) {
                        if (next.size() > MAX_ARNS) {
                            cut = true;
                            break;
                        }
                        Map<String, String> more = new LinkedHashMap<>(choice);
                        more.put(part.getKey(), value);
                        next.add(more);
                    }
                }
                choices = next;
            }
            for (Map<String, String> choice : choices) {
                fillOne(type, template, choice);
            }
        }

        private void fillOne(ResourceType type, ArnTemplate template, Map<String, String> choice) {
            Map<String, String> parts = new LinkedHashMap<>();
            for (Map.Entry<String, String> part : choice.entrySet()) {
                String value = decodeArn(part.getValue());
                if (!value.startsWith("arn:")) {
                    parts.put(part.getKey(), value);
                    continue;
                }
                if (type.matches(value)) {
                    typesFound.add(type.name());
                    add(value);
                    return;
                }
                Optional<String> inner = partOfArn(part.getKey(), value);
                if (inner.isEmpty()) {
                    return;
                }
                parts.put(part.getKey(), inner.get());
            }
            Optional<String> arn = template.fill(known(parts));
            if (arn.isPresent() && template.matches(arn.get())) {
                typesFound.add(type.name());
                add(PartRules.asChecked(facts, action, type, arn.get()));
            }
        }

        /** Returns a variable's value from the ARN of another resource of the service: a service's cluster, say. */
        private Optional<String> partOfArn(String variable, String arn) {
            int best = Integer.MIN_VALUE;
            Optional<String> result = Optional.empty();
            for (ResourceType type :
                    catalog.service(action.prefix()).orElseThrow().resourceTypes()) {
                for (ArnTemplate template : type.arnTemplates()) {
                    Optional<Map<String, String>> match = template.match(arn);
                    int literal = template.text().length();
                    if (match.isPresent() && match.get().containsKey(variable) && literal > best) {
                        best = literal;
                        result = Optional.of(match.get().get(variable));
                    }
                }
            }
            return result;
        }

        void takeArnsAmongParameters() {
            facts.fields().eachRequestText((name, value) -> {
                String arn = decodeArn(value);
                if (arn.startsWith("arn:")) {
                    addTyped(arn);
                }
            });
        }

        /** What a call is about to create has no identifier yet: AWS checks the type with {@code *} for it. */
        void leaveOpenParts() {
            boolean creates = PartRules.creates(action);
            for (ActionResource resource : action.resourceTypes()) {
                ResourceType type = types.get(resource.type());
                if (type == null || typesFound.contains(resource.type()) || partly.containsKey(resource.type())) {
                    continue;
                }
                boolean open = openParts.containsKey(resource.type());
                boolean needed = resource.required() || types.size() == 1;
                if ((open && (needed || arns.isEmpty())) || (creates && needed)) {
                    typesFound.add(resource.type());
                    add(type.arnTemplates().get(0).fillKnown(known(Map.of())));
                }
            }
        }

        /** A few types have one ARN for an account, with nothing to fill in. */
        void takeFixedArns() {
            for (ResourceType type : types.values()) {
                for (ArnTemplate template : type.arnTemplates()) {
                    if (openVariables(template).isEmpty()) {
                        fill(type, template, Map.of());
                    }
                }
            }
        }

        /** Of the types for which something is known but not all, takes those with most, with {@code *} for the rest. */
        void fillWhatIsKnown() {
            int most = partly.values().stream()
                    .flatMap(byTemplate -> byTemplate.values().stream())
                    .mapToInt(Map::size)
                    .max()
                    .orElse(0);
            partly.forEach((typeName, byTemplate) -> byTemplate.forEach((template, told) -> {
                ResourceType type = types.get(typeName);
                if (told.size() == most && type != null) {
                    Map<String, List<String>> parts = new LinkedHashMap<>();
                    openVariables(template).forEach(v -> parts.put(v, told.getOrDefault(v, List.of("*"))));
                    fill(type, template, parts);
                }
            }));
        }

        private Map<String, String> known(Map<String, String> parts) {
            Map<String, String> all = new LinkedHashMap<>(parts);
            if (!facts.partition().isEmpty()) {
                all.put("Partition", facts.partition());
            }
            if (!facts.region().isEmpty()) {
                all.put("Region", facts.region());
            }
            if (!facts.account().isEmpty()) {
                all.put("Account", facts.account());
            }
            return all;
        }

        private List<String> openVariables(ArnTemplate template) {
            return template.variables().stream()
                    .filter(v -> !v.equals("Partition") && !v.equals("Region") && !v.equals("Account"))
                    .toList();
        }

        private List<String> values(ResourceRecipe recipe) {
            RecipeTemplate template = template(recipe.sdkTemplate());
            boolean single =
                    recipe.sdkTemplate().indexOf("${") == recipe.sdkTemplate().lastIndexOf("${");
            ResourceType type = types.get(recipe.resourceType());
            return template.values(new RecipeTemplate.Call(
                    path -> parameter(path, single ? recipe.requestPaths() : ""),
                    value -> !value.startsWith("arn") || type == null || type.matches(decodeArn(value))));
        }

        private List<String> parameter(String path, String requestPaths) {
            switch (path) {
                case "Partition":
                    return present(facts.partition());
                case "Region":
                    return present(facts.region());
                case "Account":
                    return present(facts.account());
                default:
                    break;
            }
            if (!requestPaths.isEmpty()) {
                for (String alternative : requestPaths.split("\\|")) {
                    List<String> values = facts.fields().request(alternative);
                    if (!values.isEmpty()) {
                        return values;
                    }
                }
            }
            return facts.fields().request(path);
        }

        private List<String> present(String value) {
            return value.isEmpty() ? List.of() : List.of(value);
        }
    }

    /** Some parameters were part of a URL and stand percent-encoded: {@code arn%3Aaws%3A...}. */
    static String decodeArn(String value) {
        return value.toLowerCase(Locale.ROOT).startsWith("arn%3a") ? decode(value) : value;
    }

    /** Returns a text without percent-encoding; as it is when that is malformed. */
    static String decode(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
