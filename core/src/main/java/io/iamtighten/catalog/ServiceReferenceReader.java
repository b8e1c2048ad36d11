package io.iamtighten.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings a catalog up to date from AWS's own service reference files, one JSON document for a service
 * ({@code https://servicereference.us-east-1.amazonaws.com/v1/SERVICE/SERVICE.json}).
 *
 * <p>What a file says replaces what the catalog has, action by action. What the files do not say is kept where the catalog
 * knows it: display names, whether a resource type is required, dependent actions, what resource control policies cover. Actions
 * that a file lacks stay, for a policy may still name them. Operations with their {@code AuthorizedActions} become events, unless
 * the catalog already knows the event.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/service-reference.html">Service reference
 *     information</a>
 */
public final class ServiceReferenceReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String ORIGIN = "sar-ops";

    private ServiceReferenceReader() {}

    /**
     * Reads a text to see whether it is such a file.
     *
     * @throws CatalogFormatException when it is not, with line and column where it is not JSON
     */
    public static void check(String document) {
        parse(document);
    }

    /**
     * Returns the contents brought up to date with one file or more.
     *
     * @param base the contents to start from
     * @param documents the texts of the files, in the order in which they apply
     * @throws CatalogFormatException when a text is not such a file, with line and column where it is not JSON
     */
    public static CatalogUpdate update(CatalogContents base, List<String> documents) {
        CatalogContents contents = base;
        List<CatalogUpdate.ServiceChange> changes = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (String document : documents) {
            ServiceReferenceReader.Document parsed = parse(document);
            CatalogUpdate one = apply(contents, parsed);
            contents = one.contents();
            changes.addAll(one.changes());
            names.add(parsed.prefix());
        }
        return new CatalogUpdate(renamed(contents, base, names), changes);
    }

    private static CatalogContents renamed(CatalogContents contents, CatalogContents base, Set<String> names) {
        if (names.isEmpty()) {
            return contents;
        }
        String suffix = names.size() <= 5 ? String.join(".", names) : names.size() + "-services";
        List<String> origins = new ArrayList<>(base.origins());
        origins.add("brought up to date from AWS's service reference: " + String.join(", ", names));
        return new CatalogContents(
                base.version() + "+" + suffix,
                base.date(),
                contents.services(),
                contents.globalKeys(),
                contents.keyOwners(),
                contents.eventSources(),
                contents.hiddenActions(),
                contents.serviceMadeCalls(),
                contents.dataEventTypes(),
                origins);
    }

    /** One file, as far as the catalog has room for it. */
    private record Document(
            String prefix,
            List<ServiceAction> actions,
            List<ResourceType> resourceTypes,
            List<ConditionKey> conditionKeys,
            Map<String, List<String>> operations,
            boolean actionLastAccessed) {}

    private static Document parse(String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CatalogFormatException("line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ": not JSON: " + firstLine(e.getOriginalMessage()));
        }
        if (root == null
                || !root.path("Name").isTextual()
                || !root.path("Actions").isArray()) {
            throw new CatalogFormatException(
                    "not a service reference file; expected an object with `Name` and `Actions`, as in"
                            + " https://servicereference.us-east-1.amazonaws.com/v1/s3/s3.json");
        }
        String prefix = root.path("Name").asText().toLowerCase(Locale.ROOT);
        List<ServiceAction> actions = new ArrayList<>();
        boolean lastAccessed = false;
        for (JsonNode action : root.path("Actions")) {
            actions.add(action(prefix, action));
            lastAccessed |=
                    action.path("SupportedBy").path("IAM Action Last Accessed").asBoolean(false);
        }
        List<ResourceType> types = new ArrayList<>();
        for (JsonNode resource : root.path("Resources")) {
            types.add(new ResourceType(
                    name(resource, "a resource of `" + prefix + "`"),
                    texts(resource.path("ARNFormats")).stream()
                            .map(ArnTemplate::parse)
                            .toList(),
                    texts(resource.path("ConditionKeys"))));
        }
        List<ConditionKey> keys = new ArrayList<>();
        for (JsonNode key : root.path("ConditionKeys")) {
            keys.add(new ConditionKey(name(key, "a condition key of `" + prefix + "`"), type(prefix, key)));
        }
        return new Document(prefix, actions, types, keys, operations(prefix, root), lastAccessed);
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static String name(JsonNode node, String what) {
        String name = node.path("Name").asText("");
        if (name.isEmpty()) {
            throw new CatalogFormatException(what + " has no `Name`");
        }
        return name;
    }

    private static ContextKeyType type(String prefix, JsonNode key) {
        String type = key.path("Types").path(0).asText("String");
        try {
            return ContextKeyType.parse(type);
        } catch (IllegalArgumentException e) {
            throw new CatalogFormatException("the condition key `"
                    + key.path("Name").asText() + "` of `" + prefix + "` has the unknown type `" + type + "`");
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> list = new ArrayList<>();
        array.forEach(item -> list.add(item.asText()));
        return list;
    }

    private static ServiceAction action(String prefix, JsonNode node) {
        String actionName = name(node, "an action of `" + prefix + "`");
        JsonNode resources = node.path("Resources");
        List<ActionResource> types = new ArrayList<>();
        for (JsonNode resource : resources) {
            // The files do not say whether a type is required; a single one is.
            types.add(new ActionResource(
                    name(resource, "a resource of `" + prefix + ":" + actionName + "`"),
                    resources.size() == 1,
                    texts(resource.path("ConditionKeys"))));
        }
        return new ServiceAction(
                prefix,
                actionName,
                accessLevel(node.path("Annotations").path("Properties")),
                types,
                texts(node.path("ActionConditionKeys")),
                List.of());
    }

    private static AccessLevel accessLevel(JsonNode properties) {
        if (properties.path("IsPermissionManagement").asBoolean(false)) {
            return AccessLevel.PERMISSIONS_MANAGEMENT;
        }
        if (properties.path("IsTaggingOnly").asBoolean(false)) {
            return AccessLevel.TAGGING;
        }
        if (properties.path("IsWrite").asBoolean(false)) {
            return AccessLevel.WRITE;
        }
        return properties.path("IsList").asBoolean(false) ? AccessLevel.LIST : AccessLevel.READ;
    }

    private static Map<String, List<String>> operations(String prefix, JsonNode root) {
        Map<String, List<String>> operations = new TreeMap<>();
        for (JsonNode operation : root.path("Operations")) {
            Set<String> actions = new LinkedHashSet<>();
            for (JsonNode authorized : operation.path("AuthorizedActions")) {
                String actionName = name(authorized, "an authorized action of `" + prefix + "`");
                String service = authorized.path("Service").asText(prefix).toLowerCase(Locale.ROOT);
                actions.add(service + ":" + actionName);
            }
            if (!actions.isEmpty()) {
                operations.put(name(operation, "an operation of `" + prefix + "`"), List.copyOf(actions));
            }
        }
        return operations;
    }

    private static CatalogUpdate apply(CatalogContents base, Document document) {
        Service old = base.services().stream()
                .filter(service -> service.prefix().equals(document.prefix()))
                .findFirst()
                .orElseGet(() -> new Service(
                        document.prefix(), document.prefix(), List.of(), List.of(), List.of(), false, false));
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        Map<String, ServiceAction> actions = byName(old.actions(), ServiceAction::name);
        Set<String> unseen = new LinkedHashSet<>(actions.keySet());
        for (ServiceAction action : document.actions()) {
            String key = action.name().toLowerCase(Locale.ROOT);
            ServiceAction before = actions.get(key);
            ServiceAction now = before == null ? action : completed(action, before);
            unseen.remove(key);
            if (before == null) {
                added.add(action.name());
            } else if (!before.equals(now)) {
                changed.add(action.name());
            }
            actions.put(key, now);
        }
        Map<String, ResourceType> types = byName(old.resourceTypes(), ResourceType::name);
        document.resourceTypes().forEach(type -> types.put(type.name().toLowerCase(Locale.ROOT), type));
        requireTypes(document, types);
        Map<String, ConditionKey> keys = byName(old.conditionKeys(), ConditionKey::name);
        document.conditionKeys().forEach(key -> keys.put(key.name().toLowerCase(Locale.ROOT), key));
        Service service = new Service(
                old.prefix(),
                old.name(),
                List.copyOf(actions.values()),
                List.copyOf(types.values()),
                List.copyOf(keys.values()),
                old.resourceControlPolicies(),
                old.actionLastAccessed() || document.actionLastAccessed());
        List<String> kept = unseen.stream().map(key -> nameOf(old, key)).toList();
        CatalogContents contents =
                OperationEvents.apply(withService(base, service), service, document.operations(), ORIGIN);
        return new CatalogUpdate(
                contents,
                List.of(new CatalogUpdate.ServiceChange(
                        service.prefix(),
                        added,
                        changed,
                        kept,
                        document.operations().size())));
    }

    private static String nameOf(Service service, String lowerName) {
        return service.actions().stream()
                .map(ServiceAction::name)
                .filter(name -> name.toLowerCase(Locale.ROOT).equals(lowerName))
                .findFirst()
                .orElse(lowerName);
    }

    private static <T> Map<String, T> byName(List<T> list, java.util.function.Function<T, String> name) {
        Map<String, T> map = new LinkedHashMap<>();
        list.forEach(item -> map.put(name.apply(item).toLowerCase(Locale.ROOT), item));
        return map;
    }

    /** Keeps what the file does not say. */
    private static ServiceAction completed(ServiceAction now, ServiceAction before) {
        Map<String, ActionResource> known = byName(before.resourceTypes(), ActionResource::type);
        List<ActionResource> types = now.resourceTypes().stream()
                .map(type -> {
                    ActionResource same = known.get(type.type().toLowerCase(Locale.ROOT));
                    return same == null
                            ? type
                            : new ActionResource(
                                    type.type(),
                                    same.required(),
                                    type.conditionKeys().isEmpty() ? same.conditionKeys() : type.conditionKeys());
                })
                .toList();
        return new ServiceAction(
                now.prefix(), now.name(), now.accessLevel(), types, now.conditionKeys(), before.dependentActions());
    }

    private static void requireTypes(Document document, Map<String, ResourceType> types) {
        for (ServiceAction action : document.actions()) {
            for (ActionResource resource : action.resourceTypes()) {
                if (!types.containsKey(resource.type().toLowerCase(Locale.ROOT))) {
                    throw new CatalogFormatException("`" + action.qualifiedName() + "` names the resource type `"
                            + resource.type() + "`, which its service does not define");
                }
            }
        }
    }

    private static CatalogContents withService(CatalogContents base, Service service) {
        List<Service> services = new ArrayList<>(base.services());
        services.removeIf(other -> other.prefix().equals(service.prefix()));
        services.add(service);
        return new CatalogContents(
                base.version(),
                base.date(),
                services,
                base.globalKeys(),
                base.keyOwners(),
                base.eventSources(),
                base.hiddenActions(),
                base.serviceMadeCalls(),
                base.dataEventTypes(),
                base.origins());
    }
}
