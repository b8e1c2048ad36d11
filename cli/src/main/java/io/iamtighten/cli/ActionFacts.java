package io.iamtighten.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.catalog.ActionResource;
import io.iamtighten.catalog.ActionVisibility;
import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.DependentAction;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.Service;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.catalog.ServiceMadeCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the catalog knows about one action, gathered for printing.
 *
 * @param service its service
 * @param action the action
 * @param types its resource types, by name
 * @param visibility what CloudTrail shows of it
 * @param madeBy calls during which services make it for a caller
 */
record ActionFacts(
        Service service,
        ServiceAction action,
        Map<String, ResourceType> types,
        ActionVisibility visibility,
        List<ServiceMadeCall> madeBy) {
    static ActionFacts of(ServiceCatalog catalog, String name) {
        ServiceAction action = catalog.action(name).orElseThrow();
        Map<String, ResourceType> types = new LinkedHashMap<>();
        for (ActionResource resource : action.resourceTypes()) {
            catalog.resourceType(action.prefix(), resource.type()).ifPresent(t -> types.put(resource.type(), t));
        }
        return new ActionFacts(
                catalog.service(action.prefix()).orElseThrow(),
                action,
                types,
                catalog.visibility(name).orElseThrow(),
                catalog.serviceMadeCalls().stream()
                        .filter(call -> call.action().equals(name))
                        .toList());
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(action.qualifiedName()).append("  (").append(service.name()).append(")\n");
        line(text, "access level", action.accessLevel().text());
        if (!action.supportsResourceLevel()) {
            line(text, "resources", "* only");
        }
        for (ActionResource resource : action.resourceTypes()) {
            line(text, "resource", resource.type() + (resource.required() ? " (required)" : ""));
            ResourceType type = types.get(resource.type());
            if (type != null) {
                type.arnTemplates().forEach(template -> line(text, "", "  " + template.text()));
            }
            if (!resource.conditionKeys().isEmpty()) {
                line(text, "", "  keys " + String.join(", ", resource.conditionKeys()));
            }
        }
        if (!action.conditionKeys().isEmpty()) {
            line(text, "condition keys", String.join(", ", action.conditionKeys()));
        }
        if (!action.dependentActions().isEmpty()) {
            line(text, "may also need", String.join(", ", dependent()));
        }
        line(text, "CloudTrail", visibility.reason());
        line(text, "", visibility.remedy());
        if (!visibility.events().isEmpty()) {
            line(text, "events", String.join(", ", visibility.events()));
        }
        for (ServiceMadeCall call : madeBy) {
            line(text, "made for you by", call.service() + ":" + call.operation() + " " + call.conditionContext());
        }
        line(text, "last accessed", service.actionLastAccessed() ? "reported per action" : "not reported per action");
        line(
                text,
                "RCPs",
                service.resourceControlPolicies()
                        ? "resource control policies cover the service"
                        : "resource control policies do not cover the service");
        if (!visibility.source().isEmpty()) {
            line(text, "source", visibility.source());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append("  ").append(label).append(" ".repeat(Math.max(1, 17 - label.length())));
        text.append(value.strip().isEmpty() ? value : value.stripTrailing()).append('\n');
    }

    private List<String> dependent() {
        List<String> names = new ArrayList<>();
        for (DependentAction dependent : action.dependentActions()) {
            String type = dependent.resourceType().map(t -> " (" + t + ")").orElse("");
            names.add(dependent.action() + type);
        }
        return names;
    }

    ObjectNode json() {
        ObjectNode node = Inputs.MAPPER.createObjectNode();
        node.put("action", action.qualifiedName());
        node.put("service", service.name());
        node.put("accessLevel", action.accessLevel().text());
        ArrayNode resources = node.putArray("resourceTypes");
        for (ActionResource resource : action.resourceTypes()) {
            ObjectNode entry = resources.addObject();
            entry.put("name", resource.type());
            entry.put("required", resource.required());
            ResourceType type = types.get(resource.type());
            ArrayNode templates = entry.putArray("arns");
            if (type != null) {
                type.arnTemplates().stream().map(ArnTemplate::text).forEach(templates::add);
            }
            resource.conditionKeys().forEach(entry.putArray("conditionKeys")::add);
        }
        action.conditionKeys().forEach(node.putArray("conditionKeys")::add);
        ArrayNode dependents = node.putArray("dependentActions");
        for (DependentAction dependent : action.dependentActions()) {
            ObjectNode entry = dependents.addObject();
            entry.put("action", dependent.action());
            dependent.resourceType().ifPresent(type -> entry.put("resourceType", type));
        }
        ObjectNode trail = node.putObject("cloudTrail");
        trail.put("class", visibility.visibility().text());
        trail.put("reason", visibility.reason());
        trail.put("remedy", visibility.remedy());
        trail.put("shownByManagementEvents", visibility.shownByManagementEvents());
        trail.put("shownByDataEvents", visibility.shownByDataEvents());
        visibility.events().forEach(trail.putArray("events")::add);
        visibility.dataEventTypes().forEach(trail.putArray("dataEventTypes")::add);
        trail.put("source", visibility.source());
        ArrayNode made = node.putArray("madeByServices");
        for (ServiceMadeCall call : madeBy) {
            ObjectNode entry = made.addObject();
            entry.put("call", call.service() + ":" + call.operation());
            entry.put("condition", call.conditionContext());
        }
        node.put("actionLastAccessed", service.actionLastAccessed());
        node.put("resourceControlPolicies", service.resourceControlPolicies());
        return node;
    }
}
