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
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
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

    private static void actions(PolicyView view, StatementView at, Reporter out) {
        if (at.invertsActions()) {
            out.atKey(
                    "not-action-allow",
                    at.actionsPointer(),
                    at.name() + " allows all but what it names: " + view.facts().counts(at.actions())
                            + " today, and every action of every service that AWS adds");
            return;
        }
        for (int i = 0; i < at.patterns().size(); i++) {
            ActionPattern pattern = at.patterns().get(i);
            BitSet reach = at.expansion(i);
            if (!pattern.hasWildcard() || reach.isEmpty()) {
                continue;
            }
            String counts = view.facts().counts(reach);
            if (pattern.isEverything()) {
                out.at(
                        "wildcard-action-all",
                        at.actionPointer(i),
                        "`" + pattern + "` allows " + counts
                                + " today, and every action of every service that AWS adds");
            } else if (pattern.namePattern().equals("*")) {
                out.at(
                        "wildcard-action-service",
                        at.actionPointer(i),
                        "`" + pattern + "` allows " + counts + " today, and every action that AWS adds to "
                                + pattern.servicePattern());
            } else {
                out.at(
                        "wildcard-action-name",
                        at.actionPointer(i),
                        "`" + pattern + "` allows " + counts
                                + (view.facts().changesSomething(reach) ? "" : "; it only reads")
                                + ", and what AWS adds to " + pattern.servicePattern() + " with such a name");
            }
        }
    }

    private static void resources(PolicyView view, ServiceArns arns, StatementView at, Reporter out) {
        if (at.statement().resources().isEmpty()) {
            return;
        }
        BitSet limitable = view.facts().withResourceLevel(at.actions());
        if (limitable.isEmpty()) {
            // Nothing narrower can be written.
            return;
        }
        if (at.invertsResources()) {
            out.atKey(
                    "not-resource-allow",
                    at.resourcesPointer(),
                    at.name() + " allows " + view.facts().counts(limitable) + " on every resource but those it names");
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
                everyOfType(view, arns, at, i, pattern, out);
            }
        }
    }

    private static void everything(PolicyView view, StatementView at, int index, BitSet limitable, Reporter out) {
        boolean changes = view.facts().changesSomething(limitable);
        int rest = at.actions().cardinality() - limitable.cardinality();
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
        out.at(
                changes ? "wildcard-resource-all" : "wildcard-resource-all-read",
                at.resourcePointer(index),
                text.toString());
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

    /** A pattern that reaches every resource of a type, whatever its name, in one account and Region or all. */
    private static void everyOfType(
            PolicyView view, ServiceArns arns, StatementView at, int index, ArnPattern pattern, Reporter out) {
        Glob resource = Glob.of(pattern.part(5));
        if (resource.isLiteral() || !pattern.isComplete()) {
            return;
        }
        String prefix = resource.literalPrefix();
        List<String> types = new ArrayList<>();
        for (ServiceArns.Form form : arns.of(pattern.part(2))) {
            boolean every = fits(form.region(), pattern.part(3))
                    && fits(form.account(), pattern.part(4))
                    && form.isWithin(resource, prefix);
            if (every && !types.contains(form.type())) {
                types.add(form.type());
            }
        }
        // A bucket's name is followed by the object's: `arn:aws:s3:::reports/*` has a name.
        if (!types.isEmpty()) {
            BitSet reach = view.facts().withResourceLevel(at.actions());
            boolean all = pattern.contains(
                    ArnPattern.parse("arn:aws:" + pattern.part(2) + ":*:*:*"), WildcardReading.PART_BY_PART);
            out.at(
                    "wildcard-resource-type",
                    at.resourcePointer(index),
                    "`" + pattern + "` is every "
                            + (all ? "resource of " + pattern.part(2) : "`" + String.join("`, `", first(types)) + "`")
                            + ", for " + view.facts().counts(reach));
        }
    }

    private static List<String> first(List<String> types) {
        return types.subList(0, Math.min(EXAMPLES, types.size()));
    }

    private static boolean fits(String form, String field) {
        return field.isEmpty() ? form.isEmpty() : !form.isEmpty() || field.equals("*");
    }
}
