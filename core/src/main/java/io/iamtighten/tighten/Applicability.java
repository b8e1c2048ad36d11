package io.iamtighten.tighten;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.catalog.ActionResource;
import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whether actions may act on resources, by the types that the catalog names; what was asked before is remembered. */
final class Applicability {
    private final ServiceCatalog catalog;
    private final Map<String, Answers> answers = new HashMap<>();
    private final Map<String, ArnPattern> patterns = new HashMap<>();

    /** Of one resource: the templates that it may be of, and the actions that are known to apply or not to. */
    private record Answers(Map<String, Boolean> types, BitSet asked, BitSet applies) {}

    Applicability(ServiceCatalog catalog) {
        this.catalog = catalog;
    }

    boolean applies(int action, String resource) {
        if (resource.equals("*")) {
            return true;
        }
        Answers known =
                answers.computeIfAbsent(resource, r -> new Answers(new HashMap<>(), new BitSet(), new BitSet()));
        if (!known.asked.get(action)) {
            known.asked.set(action);
            known.applies.set(action, find(catalog.action(action), resource, known.types));
        }
        return known.applies.get(action);
    }

    private boolean find(ServiceAction action, String resource, Map<String, Boolean> types) {
        for (ActionResource each : action.resourceTypes()) {
            Optional<ResourceType> type = catalog.resourceType(action.prefix(), each.type());
            if (type.isEmpty()) {
                return true;
            }
            for (ArnTemplate template : type.get().arnTemplates()) {
                // A bucket's name holds no slash, so an object's ARN is no bucket's.
                if (types.computeIfAbsent(template.text(), t -> mayBe(template, resource))
                        && !(template.text().endsWith("${BucketName}") && resource.indexOf('/') > 0)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean mayBe(ArnTemplate template, String resource) {
        // Of one resource the template tells more, and sooner, than the two readings of a pattern.
        return (resource.indexOf('*') >= 0 || template.matches(resource))
                && ResourceEntry.intersectsInAny(
                        patterns.computeIfAbsent(template.pattern(), ArnPattern::parse), ArnPattern.parse(resource));
    }
}
