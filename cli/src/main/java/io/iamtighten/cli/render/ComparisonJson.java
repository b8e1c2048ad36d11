package io.iamtighten.cli.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.access.Comparison;
import io.iamtighten.access.Difference;
import io.iamtighten.access.DifferenceRegion;
import io.iamtighten.access.Witness;
import io.iamtighten.policy.StatementRef;
import java.util.List;

/** A comparison as JSON. */
public final class ComparisonJson {
    private ComparisonJson() {}

    /** Fills an object with a comparison. */
    public static void fill(ObjectNode node, Comparison comparison) {
        node.put("relation", comparison.relation().text());
        difference(node.putObject("onlyNew"), comparison.onlyNew());
        difference(node.putObject("onlyOld"), comparison.onlyOld());
    }

    private static void difference(ObjectNode node, Difference difference) {
        if (difference instanceof Difference.None) {
            node.put("verdict", "empty");
        } else if (difference instanceof Difference.Unknown unknown) {
            node.put("verdict", "unknown");
            node.put("reason", unknown.reason());
        } else if (difference instanceof Difference.Some some) {
            node.put("verdict", "request");
            witness(node.putObject("witness"), some.witness());
            ArrayNode regions = node.putArray("regions");
            some.regions().forEach(region -> region(regions.addObject(), region));
            node.put("complete", some.complete());
        }
    }

    private static void witness(ObjectNode node, Witness witness) {
        node.put("action", witness.request().action());
        node.put("resource", witness.request().resource());
        witness.principal().ifPresent(principal -> node.put("principal", principal));
        ObjectNode context = node.putObject("context");
        witness.request().context().asMap().forEach((key, values) -> {
            if (values.multivalued()) {
                values.values().forEach(context.putArray(key)::add);
            } else {
                context.put(key, values.values().get(0));
            }
        });
    }

    private static void region(ObjectNode node, DifferenceRegion region) {
        ArrayNode statements = node.putArray("statements");
        for (StatementRef source : region.sources()) {
            ObjectNode statement = statements.addObject();
            statement.put("policy", source.policy());
            statement.put("index", source.index());
            source.sid().ifPresent(sid -> statement.put("sid", sid));
        }
        list(node, "actions", region.actions());
        list(node, "exceptActions", region.exceptActions());
        list(node, "resources", region.resources());
        list(node, "exceptResources", region.exceptResources());
        list(node, "principals", region.principals());
        list(node, "conditions", region.conditions());
        node.put("certain", region.certain());
    }

    private static void list(ObjectNode node, String name, List<String> values) {
        values.forEach(node.putArray(name)::add);
    }
}
