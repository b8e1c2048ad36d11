package io.iamtighten.lint;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.Service;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.glob.Glob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The forms of the ARNs of each service, as the catalog's templates have them. */
final class ServiceArns {
    /**
     * One form of ARN.
     *
     * @param type the resource type's name
     * @param pattern the form with {@code *} for every variable
     * @param region the Region field with its variables: empty, or {@code *}, or literal
     * @param account the account field likewise
     * @param resource the resource part
     * @param prefix its literal characters before the first variable
     */
    record Form(String type, ArnPattern pattern, String region, String account, Glob resource, String prefix) {
        /** Returns whether some resource part has this form and is accepted by a pattern. */
        boolean intersects(Glob other, String otherPrefix) {
            return (prefix.startsWith(otherPrefix) || otherPrefix.startsWith(prefix)) && resource.intersects(other);
        }

        /** Returns whether a pattern accepts every resource part of this form; may be false for some that it does. */
        boolean isWithin(Glob other, String otherPrefix) {
            return prefix.startsWith(otherPrefix) && other.contains(resource);
        }
    }

    private final Map<String, List<Form>> byService = new HashMap<>();

    ServiceArns(ServiceCatalog catalog) {
        for (Service service : catalog.services()) {
            for (ResourceType type : service.resourceTypes()) {
                for (ArnTemplate template : type.arnTemplates()) {
                    add(type, template);
                }
            }
        }
    }

    private void add(ResourceType type, ArnTemplate template) {
        ArnPattern pattern = ArnPattern.parse(template.pattern());
        if (!pattern.isComplete()) {
            return;
        }
        Glob resource = Glob.of(pattern.part(5));
        Form form =
                new Form(type.name(), pattern, pattern.part(3), pattern.part(4), resource, resource.literalPrefix());
        List<Form> forms = byService.computeIfAbsent(pattern.part(2), k -> new ArrayList<>());
        boolean known = forms.stream().anyMatch(f -> f.pattern().equals(pattern));
        if (!known) {
            forms.add(form);
        }
    }

    /** Returns whether some ARN has this in its service field. */
    boolean hasService(String service) {
        return byService.containsKey(service);
    }

    TreeSet<String> services() {
        return new TreeSet<>(byService.keySet());
    }

    List<Form> of(String service) {
        return byService.getOrDefault(service, List.of());
    }
}
