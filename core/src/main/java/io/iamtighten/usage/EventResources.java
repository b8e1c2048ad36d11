package io.iamtighten.usage;

import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.EventPlans.ActionPlan;
import io.iamtighten.usage.EventPlans.Part;
import io.iamtighten.usage.EventPlans.TemplatePlan;
import io.iamtighten.usage.EventPlans.TypePlan;
import io.iamtighten.usage.EventPlans.VariablePlan;
import io.iamtighten.usage.EventPlans.WholeArn;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the ARNs that an action of a recorded call was checked on.
 *
 * <p>In order: ARNs that the record itself names in {@code resources[]}; the catalog's recipes over the parameters; EC2's
 * identifiers, whose prefix tells the type; ARNs among the parameters that fit one of the action's resource types.
 */
final class EventResources {
    /** More ARNs than this for one action of one call are cut, and the answer is incomplete. */
    static final int MAX_ARNS = 1_000;

    private static final List<String> ANYTHING = List.of("*");

    private final ServiceCatalog catalog;

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
    Found find(EventFacts facts, ActionPlan plan, OwnResources own) {
        Search search = new Search(facts, plan);
        if (own == OwnResources.USE) {
            search.takeOwnResources();
        }
        if (!search.allTypesFound()) {
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
        }
        return search.result();
    }

    /** A form of which some parts are told; those that are not have no values. */
    private record Partly(TypePlan type, TemplatePlan form, List<List<String>> parts, int told) {}

    /** The work on one action of one record. */
    private final class Search {
        private final EventFacts facts;
        private final ActionPlan plan;
        private final Set<String> arns = new LinkedHashSet<>();
        private final BitSet typesFound = new BitSet();
        private final BitSet typesOpen = new BitSet();
        private final BitSet typesPartly = new BitSet();
        private final List<Partly> partly = new ArrayList<>(0);
        private @Nullable Map<String, List<String>> ec2Ids;
        private boolean cut;

        Search(EventFacts facts, ActionPlan plan) {
            this.facts = facts;
            this.plan = plan;
        }

        boolean allTypesFound() {
            return typesFound.cardinality() == plan.types().size();
        }

        Found result() {
            boolean complete = !arns.isEmpty() && !cut && !facts.fields().omitted();
            List<TypePlan> types = plan.types();
            for (int i = 0; i < types.size(); i++) {
                complete &= !types.get(i).required() || satisfied(types.get(i));
            }
            return new Found(List.copyOf(arns), complete);
        }

        /**
         * Returns whether a required type was found, or one that stands for it: types with a variable of the same name are
         * alternatives (a model is a foundation model or a custom one), although each is marked as required.
         */
        private boolean satisfied(TypePlan wanted) {
            if (typesFound.get(wanted.index())) {
                return true;
            }
            if (wanted.variables().isEmpty()) {
                return !typesFound.isEmpty();
            }
            for (TypePlan type : plan.types()) {
                if (typesFound.get(type.index())) {
                    for (String variable : type.variables()) {
                        if (wanted.variables().contains(variable)) {
                            return true;
                        }
                    }
                }
            }
            return false;
        }

        private boolean add(String arn) {
            if (arn.length() > PartRules.MAX_PART) {
                cut = true;
                return false;
            }
            if (arns.size() >= MAX_ARNS) {
                cut = true;
                return false;
            }
            arns.add(plan.action().prefix().equals("secretsmanager") ? PartRules.wholeSecret(facts, arn) : arn);
            return true;
        }

        void takeOwnResources() {
            for (RecordResource resource : facts.resources()) {
                if (resource.arn().isPresent()) {
                    addTyped(decodeArn(resource.arn().get()));
                } else if (resource.arnPrefix().isPresent()) {
                    addTyped(resource.arnPrefix().get() + "*");
                }
            }
        }

        /** Adds an ARN if it fits one of the action's resource types, and marks those that it fits best. */
        private void addTyped(String arn) {
            if (plan.types().size() == 1) {
                TypePlan only = plan.types().get(0);
                if (only.specificity(arn) > Integer.MIN_VALUE && add(arn)) {
                    typesFound.set(only.index());
                }
                return;
            }
            int best = Integer.MIN_VALUE;
            for (TypePlan type : plan.types()) {
                best = Math.max(best, type.specificity(arn));
            }
            if (best > Integer.MIN_VALUE && add(arn)) {
                for (TypePlan type : plan.types()) {
                    if (type.specificity(arn) == best) {
                        typesFound.set(type.index());
                    }
                }
            }
        }

        void takeWholeArns() {
            for (WholeArn recipe : plan.wholeArns()) {
                boolean found = recipe.type().isPresent()
                        && typesFound.get(recipe.type().get().index());
                if (!found) {
                    for (String value : values(recipe.part(), recipe.type())) {
                        takeWholeArn(recipe, decodeArn(value));
                    }
                }
            }
        }

        private void takeWholeArn(WholeArn recipe, String value) {
            if (value.startsWith("arn:")) {
                if (recipe.type().isEmpty()) {
                    addTyped(value);
                } else if (recipe.type().get().type().matches(value)) {
                    typesFound.set(recipe.type().get().index());
                    add(value);
                }
            } else if (recipe.type().isPresent() && recipe.onlyType()) {
                for (TemplatePlan form : recipe.type().get().templates()) {
                    if (form.variables().size() == 1) {
                        PartRules.clean(
                                        plan.action(),
                                        form.template(),
                                        form.variables().get(0),
                                        value)
                                .ifPresent(clean -> fillOne(recipe.type().get(), form, List.of(clean)));
                    }
                }
            }
        }

        void fillTemplates() {
            List<TypePlan> types = plan.types();
            for (int i = 0; i < types.size(); i++) {
                TypePlan type = types.get(i);
                if (!typesFound.get(type.index())) {
                    List<TemplatePlan> forms = type.templates();
                    for (int j = 0; j < forms.size(); j++) {
                        fillTemplate(type, forms.get(j));
                    }
                }
            }
        }

        private void fillTemplate(TypePlan type, TemplatePlan form) {
            List<VariablePlan> variables = form.variables();
            if (variables.isEmpty()) {
                return;
            }
            List<List<String>> parts = new ArrayList<>(variables.size());
            int told = 0;
            int open = 0;
            for (VariablePlan variable : variables) {
                List<String> values = partValues(type, form, variable);
                boolean isOpen = values.isEmpty() && variable.open();
                told += values.isEmpty() ? 0 : 1;
                open += isOpen ? 1 : 0;
                parts.add(isOpen ? ANYTHING : values);
            }
            if (told == 0 && open == variables.size()) {
                typesOpen.set(type.index());
            } else if (told + open == variables.size()) {
                fill(type, form, parts);
            } else if (told > 0) {
                partly.add(new Partly(type, form, parts, told));
                typesPartly.set(type.index());
            }
        }

        private List<String> partValues(TypePlan type, TemplatePlan form, VariablePlan variable) {
            List<String> values = new ArrayList<>(2);
            for (Part part : variable.parts()) {
                addNew(values, values(part, Optional.of(type)));
            }
            if (variable.ec2()) {
                addNew(values, ec2Ids().getOrDefault(variable.name(), List.of()));
            }
            if (values.isEmpty()) {
                addNew(values, facts.fields().request(variable.ownName()));
            }
            if (values.isEmpty()) {
                addNew(values, PartRules.otherwise(facts, plan.action(), variable.name()));
            }
            List<String> clean = new ArrayList<>(values.size());
            for (String value : values) {
                PartRules.clean(plan.action(), form.template(), variable, value).ifPresent(clean::add);
            }
            return clean;
        }

        private static void addNew(List<String> into, List<String> values) {
            for (String value : values) {
                if (!into.contains(value)) {
                    into.add(value);
                }
            }
        }

        /** Returns EC2's identifiers among the parameters, by the variable they are a value for. */
        private Map<String, List<String>> ec2Ids() {
            Map<String, List<String>> ids = ec2Ids;
            if (ids == null) {
                Map<String, List<String>> found = new HashMap<>();
                facts.fields()
                        .eachRequestText((name, value) -> Ec2Ids.variable(value).ifPresent(variable -> {
                            List<String> known = found.computeIfAbsent(variable, v -> new ArrayList<>(2));
                            if (!known.contains(value)) {
                                known.add(value);
                            }
                        }));
                ids = found;
                ec2Ids = ids;
            }
            return ids;
        }

        /** Adds an ARN for each choice of one value for each part. */
        private void fill(TypePlan type, TemplatePlan form, List<List<String>> parts) {
            List<List<String>> choices = List.of(List.of());
            for (List<String> values : parts) {
                List<List<String>> next = new ArrayList<>(choices.size() * values.size());
                for (List<String> choice : choices) {
                    for (String value : values) {
                        if (next.size() > MAX_ARNS) {
                            cut = true;
                            break;
                        }
                        List<String> more = new ArrayList<>(parts.size());
                        more.addAll(choice);
                        more.add(value);
                        next.add(more);
                    }
                }
                choices = next;
            }
            for (List<String> choice : choices) {
                fillOne(type, form, choice);
            }
        }

        private void fillOne(TypePlan type, TemplatePlan form, List<String> choice) {
            List<String> parts = choice;
            for (int i = 0; i < choice.size(); i++) {
                String value = choice.get(i);
                if (value.startsWith("arn:")) {
                    if (type.type().matches(value)) {
                        typesFound.set(type.index());
                        add(value);
                        return;
                    }
                    Optional<String> inner = partOfArn(form.variables().get(i).name(), value);
                    if (inner.isEmpty()) {
                        return;
                    }
                    parts = new ArrayList<>(parts);
                    parts.set(i, inner.get());
                }
            }
            String arn = form.template().fill(facts.partition(), facts.region(), facts.account(), parts);
            if (form.template().matches(arn)) {
                typesFound.set(type.index());
                add(PartRules.asChecked(facts, plan.action(), type.type(), arn));
            }
        }

        /** Returns a variable's value from the ARN of another resource of the service: a service's cluster, say. */
        private Optional<String> partOfArn(String variable, String arn) {
            int best = Integer.MIN_VALUE;
            Optional<String> result = Optional.empty();
            for (ResourceType type :
                    catalog.service(plan.action().prefix()).orElseThrow().resourceTypes()) {
                for (ArnTemplate template : type.arnTemplates()) {
                    int literal = template.text().length();
                    if (literal > best && template.resourceVariables().contains(variable)) {
                        Optional<Map<String, String>> match = template.match(arn);
                        if (match.isPresent()) {
                            best = literal;
                            result = Optional.ofNullable(match.get().get(variable));
                        }
                    }
                }
            }
            return result;
        }

        void takeArnsAmongParameters() {
            facts.fields().eachRequestArn((name, value) -> {
                String arn = decodeArn(value);
                if (arn.startsWith("arn:")) {
                    addTyped(arn);
                }
            });
        }

        /** What a call is about to create has no identifier yet: AWS checks the type with {@code *} for it. */
        void leaveOpenParts() {
            for (TypePlan type : plan.types()) {
                if (typesFound.get(type.index()) || typesPartly.get(type.index())) {
                    continue;
                }
                boolean open = typesOpen.get(type.index());
                boolean needed = type.required() || plan.types().size() == 1;
                if ((open && (needed || arns.isEmpty())) || (plan.creates() && needed)) {
                    typesFound.set(type.index());
                    TemplatePlan form = type.templates().get(0);
                    List<String> anything = Collections.nCopies(form.variables().size(), "*");
                    add(form.template().fill(facts.partition(), facts.region(), facts.account(), anything));
                }
            }
        }

        /** A few types have one ARN for an account, with nothing to fill in. */
        void takeFixedArns() {
            for (TypePlan type : plan.types()) {
                for (TemplatePlan form : type.templates()) {
                    if (form.variables().isEmpty()) {
                        fillOne(type, form, List.of());
                    }
                }
            }
        }

        /** Of the types for which something is known but not all, takes those with most, with {@code *} for the rest. */
        void fillWhatIsKnown() {
            int most = partly.stream().mapToInt(Partly::told).max().orElse(0);
            for (Partly one : partly) {
                if (one.told() == most) {
                    fill(
                            one.type(),
                            one.form(),
                            one.parts().stream()
                                    .map(values -> values.isEmpty() ? ANYTHING : values)
                                    .toList());
                }
            }
        }

        private List<String> values(Part part, Optional<TypePlan> type) {
            return part.template()
                    .values(new RecipeTemplate.Call(
                            parameter -> parameter(parameter, part.paths()),
                            value -> !value.startsWith("arn")
                                    || type.isEmpty()
                                    || type.get().type().matches(decodeArn(value))));
        }

        private List<String> parameter(RecipeTemplate.Parameter parameter, List<FieldPath> paths) {
            switch (parameter.name()) {
                case "Partition":
                    return present(facts.partition());
                case "Region":
                    return present(facts.region());
                case "Account":
                    return present(facts.account());
                default:
                    break;
            }
            for (FieldPath alternative : paths) {
                List<String> values = facts.fields().request(alternative);
                if (!values.isEmpty()) {
                    return values;
                }
            }
            return facts.fields().request(parameter.path());
        }

        private static List<String> present(String value) {
            return value.isEmpty() ? List.of() : List.of(value);
        }
    }

    /** Some parameters were part of a URL and stand percent-encoded: {@code arn%3Aaws%3A...}. */
    static String decodeArn(String value) {
        return value.regionMatches(true, 0, "arn%3a", 0, 6) ? decode(value) : value;
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
