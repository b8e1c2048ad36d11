package io.iamtighten.lint;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.ActionResource;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.request.AccessRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What wildcards and inverted elements of Allow statements reach, today and as AWS adds actions. */
final class WildcardChecks {
    /** How many narrower forms a message names. */
    private static final int EXAMPLES = 3;

    private WildcardChecks() {}

    static void check(PolicyView view, ServiceArns arns, Reporter out) {
        if (view.type() == PolicyType.SCP || view.type() == PolicyType.RCP || view.type() == PolicyType.BOUNDARY) {
            // Their Allow statements give nothing: they say how far other policies may go.
            return;
        }
        for (StatementView at : view.statements()) {
            if (at.allows()) {
                actions(view, at, out);
                resources(view, arns, at, out);
            }
        }
    }

    /**
     * Reports what a statement reaches by a wildcard. What an identity-based policy reaches is what it grants: there is a request
     * that shows it, and nothing is said where all of it is denied.
     */
    private static void report(
            PolicyView view, StatementView at, BitSet reach, Place place, String rule, String message, Reporter out) {
        boolean gives = view.grants().give();
        Optional<AccessRequest> request = gives ? view.grants().request(at, reach) : Optional.empty();
        if (!gives || request.isPresent()) {
            report(place, rule, message, request, out);
        }
    }

    private static void report(
            Place place, String rule, String message, Optional<AccessRequest> request, Reporter out) {
        if (place.ofKey()) {
            out.atKey(rule, place.pointer(), message, request);
        } else {
            out.at(rule, place.pointer(), message, request, List.of());
        }
    }

    /** Where a finding is: at a value, or at the key that names it. */
    private record Place(String pointer, boolean ofKey) {}

    private static String allows(PolicyView view) {
        return view.grants().give() ? " allows " : " stands for ";
    }

    private static void actions(PolicyView view, StatementView at, Reporter out) {
        if (at.invertsActions()) {
            BitSet reach = view.grants().lasting(at, at.actions());
            report(
                    view,
                    at,
                    reach,
                    new Place(at.actionsPointer(), true),
                    "not-action-allow",
                    at.name() + " allows all but what it names: " + view.facts().counts(reach)
                            + " today, and every action of every service that AWS adds",
                    out);
            return;
        }
        for (int i = 0; i < at.patterns().size(); i++) {
            ActionPattern pattern = at.patterns().get(i);
            if (!pattern.hasWildcard() || at.expansion(i).isEmpty()) {
                continue;
            }
            BitSet reach = view.grants().lasting(at, at.expansion(i));
            String counts = view.facts().counts(reach);
            Place place = new Place(at.actionPointer(i), false);
            String begin = "`" + pattern + "`" + allows(view) + counts;
            if (pattern.isEverything()) {
                report(
                        view,
                        at,
                        reach,
                        place,
                        "wildcard-action-all",
                        begin + " today, and every action of every service that AWS adds",
                        out);
            } else if (pattern.namePattern().equals("*")) {
                report(
                        view,
                        at,
                        reach,
                        place,
                        "wildcard-action-service",
                        begin + " today, and every action that AWS adds to " + pattern.servicePattern(),
                        out);
            } else {
                report(
                        view,
                        at,
                        reach,
                        place,
                        "wildcard-action-name",
                        begin
                                + (view.facts().changesSomething(reach) ? "" : "; it only reads")
                                + ", and what AWS adds to " + pattern.servicePattern() + " with such a name",
                        out);
            }
        }
    }

    private static void resources(PolicyView view, ServiceArns arns, StatementView at, Reporter out) {
        if (at.statement().resources().isEmpty()) {
            return;
        }
        BitSet limitable = view.facts().withResourceLevel(view.grants().lasting(at, at.actions()));
        if (limitable.isEmpty()) {
            // Nothing narrower can be written.
            return;
        }
        if (at.invertsResources()) {
            report(
                    view,
                    at,
                    limitable,
                    new Place(at.resourcesPointer(), true),
                    "not-resource-allow",
                    at.name() + " allows " + view.facts().counts(limitable) + " on every resource but those it names",
                    out);
            return;
        }
        boolean byTag =
                Conditions.limited(at.statement(), "aws:ResourceTag/", "ec2:ResourceTag/", "s3:ExistingObjectTag/");
        List<ResourcePattern> patterns = at.statement().resources().get().patterns();
        for (int i = 0; i < patterns.size(); i++) {
            ArnPattern pattern = ArnPattern.parse(patterns.get(i).text());
            if (pattern.isEverything()) {
                if (!byTag) {
                    everything(view, at, i, limitable, out);
                }
            } else if (!byTag && !patterns.get(i).hasVariable()) {
                Glob resource = Glob.of(pattern.part(5));
                if (resource.isLiteral() || !pattern.isComplete()) {
                    continue;
                }
                Set<String> forms = every(arns, pattern, resource);
                List<String> types = new ArrayList<>();
                BitSet reach = acting(view, limitable, forms, types);
                if (reach.isEmpty()) {
                    someOfType(view, arns, at, i, pattern, resource, limitable, out);
                } else {
                    everyOfType(view, at, i, pattern, reach, types, out);
                }
            }
        }
    }

    private static void everything(PolicyView view, StatementView at, int index, BitSet limitable, Reporter out) {
        boolean changes = view.facts().changesSomething(limitable);
        int rest = view.grants().lasting(at, at.actions()).cardinality() - limitable.cardinality();
        Set<String> forms = forms(view, limitable);
        StringBuilder text = new StringBuilder("`*` where resources can be named for ")
                .append(view.facts().counts(limitable));
        if (rest > 0) {
            text.append("; ")
                    .append(rest)
                    .append(rest == 1 ? " other takes" : " others take")
                    .append(" `*` only");
        }
        if (!forms.isEmpty()) {
            text.append("; narrower: `").append(String.join("`, `", forms)).append('`');
        }
        report(
                view,
                at,
                limitable,
                new Place(at.resourcePointer(index), false),
                changes ? "wildcard-resource-all" : "wildcard-resource-all-read",
                text.toString(),
                out);
    }

    /** The forms of resources of the first actions that change something, or that read when none does. */
    private static Set<String> forms(PolicyView view, BitSet actions) {
        Set<String> forms = new LinkedHashSet<>();
        BitSet order = (BitSet) actions.clone();
        BitSet reading = view.facts().ofLevel(actions, AccessLevel.LIST);
        reading.or(view.facts().ofLevel(actions, AccessLevel.READ));
        order.andNot(reading);
        if (order.isEmpty()) {
            order = reading;
        }
        for (int id = order.nextSetBit(0); id >= 0 && forms.size() < EXAMPLES; id = order.nextSetBit(id + 1)) {
            ServiceAction action = view.catalog().action(id);
            for (ActionResource resource : action.resourceTypes()) {
                view.catalog()
                        .resourceType(action.prefix(), resource.type())
                        .map(ResourceType::arnTemplates)
                        .filter(t -> !t.isEmpty() && forms.size() < EXAMPLES)
                        .ifPresent(t -> forms.add(t.get(0).text()));
                break;
            }
        }
        return forms;
    }

    /** Returns the forms of which a pattern reaches every resource, whatever its name, in one account and Region or all. */
    private static Set<String> every(ServiceArns arns, ArnPattern pattern, Glob resource) {
        String prefix = resource.literalPrefix();
        Set<String> forms = new HashSet<>();
        for (ServiceArns.Form form : arns.of(pattern.part(2))) {
            boolean every = fits(form.region(), pattern.part(3))
                    && fits(form.account(), pattern.part(4))
                    && form.isWithin(resource, prefix);
            if (every) {
                forms.add(form.pattern().toString());
            }
        }
        return forms;
    }

    /** A pattern that reaches the resources of a type that have such a name: `arn:aws:s3:::reports/*` names the bucket. */
    private static void someOfType(
            PolicyView view,
            ServiceArns arns,
            StatementView at,
            int index,
            ArnPattern pattern,
            Glob resource,
            BitSet limitable,
            Reporter out) {
        String prefix = resource.literalPrefix();
        Set<String> forms = new HashSet<>();
        for (ServiceArns.Form form : arns.of(pattern.part(2))) {
            if (fits(form.region(), pattern.part(3))
                    && fits(form.account(), pattern.part(4))
                    && form.intersects(resource, prefix)) {
                forms.add(form.pattern().toString());
            }
        }
        List<String> types = new ArrayList<>();
        BitSet reach = acting(view, limitable, forms, types);
        if (!reach.isEmpty()) {
            reportOne(
                    view,
                    at,
                    index,
                    reach,
                    "wildcard-resource-name",
                    "`" + pattern + "` is every `" + String.join("`, `", first(types)) + "` with such a name, for "
                            + view.facts().counts(reach),
                    out);
        }
    }

    private static void everyOfType(
            PolicyView view,
            StatementView at,
            int index,
            ArnPattern pattern,
            BitSet reach,
            List<String> types,
            Reporter out) {
        boolean all = pattern.contains(
                ArnPattern.parse("arn:aws:" + pattern.part(2) + ":*:*:*"), WildcardReading.PART_BY_PART);
        reportOne(
                view,
                at,
                index,
                reach,
                "wildcard-resource-type",
                "`" + pattern + "` is every "
                        + (all ? "resource of " + pattern.part(2) : "`" + String.join("`, `", first(types)) + "`")
                        + ", for " + view.facts().counts(reach),
                out);
    }

    /** Reports what is reached by one entry of a statement's resources. */
    private static void reportOne(
            PolicyView view, StatementView at, int index, BitSet reach, String rule, String message, Reporter out) {
        boolean gives = view.grants().give();
        Optional<AccessRequest> request = gives
                ? view.grants()
                        .request(
                                at,
                                reach,
                                at.statement()
                                        .resources()
                                        .orElseThrow()
                                        .patterns()
                                        .get(index))
                : Optional.empty();
        if (!gives || request.isPresent()) {
            report(new Place(at.resourcePointer(index), false), rule, message, request, out);
        }
    }

    /**
     * Returns the actions that act on resources of some forms.
     *
     * @param types gets the names of the types of such resources
     */
    private static BitSet acting(PolicyView view, BitSet actions, Set<String> forms, List<String> types) {
        BitSet acting = new BitSet();
        if (forms.isEmpty()) {
            return acting;
        }
        for (int id = actions.nextSetBit(0); id >= 0; id = actions.nextSetBit(id + 1)) {
            ServiceAction action = view.catalog().action(id);
            for (ActionResource resource : action.resourceTypes()) {
                boolean fits = view.catalog()
                        .resourceType(action.prefix(), resource.type())
                        .filter(type ->
                                type.arnTemplates().stream().anyMatch(template -> forms.contains(template.pattern())))
                        .isPresent();
                if (fits) {
                    acting.set(id);
                    if (!types.contains(resource.type())) {
                        types.add(resource.type());
                    }
                }
            }
        }
        return acting;
    }

    private static List<String> first(List<String> types) {
        return types.subList(0, Math.min(EXAMPLES, types.size()));
    }

    private static boolean fits(String form, String field) {
        return field.isEmpty() ? form.isEmpty() : !form.isEmpty() || field.equals("*");
    }
}
