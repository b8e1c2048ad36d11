package io.iamtighten.cli.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.tighten.BackTest;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A back-test as JSON, for machines. */
public final class BackTestJson {
    private BackTestJson() {}

    /** Writes the back-test into an object. */
    public static void write(BackTest test, ObjectNode node) {
        node.put("days", test.days());
        node.put("from", test.from().map(LocalDate::toString).orElse(null));
        node.put("to", test.to().map(LocalDate::toString).orElse(null));
        node.put("verdict", test.verdict().text());
        strings(node, "advice", test.advice());
        ArrayNode folds = node.putArray("folds");
        test.folds().forEach(fold -> fold(folds.addObject(), fold));
        ArrayNode curve = node.putArray("curve");
        test.curve().forEach(point -> {
            ObjectNode each = curve.addObject();
            each.put("days", point.days());
            each.put("from", point.from().toString());
            each.put("uses", point.uses());
            each.put("refused", point.refused());
            each.put("refusedDays", point.refusedDays());
            each.put("refusedActions", point.refusedActions());
            permissions(each, point.permissions());
        });
    }

    private static void fold(ObjectNode node, BackTest.Fold fold) {
        ObjectNode learned = node.putObject("learned");
        learned.put("from", fold.learnFrom().toString());
        learned.put("to", fold.testFrom().minusDays(1).toString());
        learned.put("days", ChronoUnit.DAYS.between(fold.learnFrom(), fold.testFrom()));
        ObjectNode tried = node.putObject("tried");
        tried.put("from", fold.testFrom().toString());
        tried.put("to", fold.testTo().toString());
        node.put("uses", fold.uses());
        node.put("refused", fold.refused());
        node.put("refusedDays", fold.refusedDays());
        permissions(node, fold.permissions());
        ArrayNode refusals = node.putArray("refusals");
        fold.refusals().forEach(refusal -> {
            ObjectNode each = refusals.addObject();
            each.put("action", refusal.action());
            each.put("cause", refusal.cause().text());
            each.put("uses", refusal.uses());
            each.put("days", refusal.days());
            each.put("first", refusal.first().toString());
            strings(each, "resources", refusal.resources());
            each.put("resourceCount", refusal.resourceCount());
            strings(each, "samples", refusal.samples());
        });
        ArrayNode services = node.putArray("services");
        fold.services().forEach(service -> {
            ObjectNode each = services.addObject();
            each.put("service", service.service());
            each.put("uses", service.uses());
            each.put("refused", service.refused());
            permissions(each, service.permissions());
        });
    }

    private static void permissions(ObjectNode node, BackTest.Permissions permissions) {
        node.put("kept", permissions.kept());
        node.put("unused", permissions.unused());
        node.put("resources", permissions.resources());
        node.put("resourcesUnused", permissions.resourcesUnused());
        node.put("unseen", permissions.unseen());
    }

    private static void strings(ObjectNode node, String name, List<String> values) {
        ArrayNode array = node.putArray(name);
        values.forEach(array::add);
    }
}
