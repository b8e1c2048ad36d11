package io.iamtighten.catalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Writes a catalog in its binary form, which {@link ServiceCatalog#parse} reads.
 *
 * <p>The form: eight bytes {@value #MAGIC}, four bytes of CRC-32 over the rest, then numbers of seven bits a byte, texts in
 * place or by their number in a shared table, and blocks with their length before them, so that a reader decodes only the
 * services and event sources it is asked about. Equal contents give equal bytes.
 */
public final class CatalogWriter {
    static final String MAGIC = "IAMTCAT1";

    private static final Comparator<String> IGNORING_CASE = Comparator.<String, String>comparing(
                    s -> s.toLowerCase(Locale.ROOT))
            .thenComparing(Comparator.naturalOrder());

    private final Packer.Texts texts = new Packer.Texts();

    private CatalogWriter() {}

    /** Returns the contents in binary form; services, actions and the like are put in order on the way. */
    public static byte[] write(CatalogContents contents) {
        CatalogWriter writer = new CatalogWriter();
        writer.body(contents);
        List<String> table = writer.texts.freeze();
        byte[] body = writer.body(contents);
        Packer all = new Packer(writer.texts);
        all.inline(contents.version());
        all.number(Math.toIntExact(contents.date().toEpochDay()));
        Packer strings = all.sub();
        strings.number(table.size());
        StringBuilder joined = new StringBuilder();
        for (String text : table) {
            strings.number(text.getBytes(StandardCharsets.UTF_8).length);
            joined.append(text);
        }
        byte[] head = all.bytes();
        byte[] lengths = strings.bytes();
        byte[] characters = joined.toString().getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        List<byte[]> parts = List.of(head, lengths, characters, body);
        parts.forEach(crc::update);
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.writeBytes(MAGIC.getBytes(StandardCharsets.US_ASCII));
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write((int) (crc.getValue() >>> shift));
        }
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private byte[] body(CatalogContents contents) {
        Packer out = new Packer(texts);
        List<Service> services = sorted(contents.services(), Service::prefix);
        out.number(services.size());
        services.forEach(service -> service(out, service));
        out.number(contents.eventSources().size());
        sorted(contents.eventSources(), EventSource::name).forEach(source -> eventSource(out, source));
        keys(out, contents.globalKeys());
        Map<String, List<String>> owners = new TreeMap<>(contents.keyOwners());
        out.number(owners.size());
        owners.forEach((prefix, list) -> {
            out.inline(prefix);
            out.texts(list);
        });
        Packer hidden = out.sub();
        hidden.number(contents.hiddenActions().size());
        for (HiddenAction action : sorted(contents.hiddenActions(), HiddenAction::action)) {
            hidden.inline(action.action());
            hidden.number(action.visibility().ordinal());
            hidden.text(action.showsAs());
            hidden.text(action.source());
        }
        out.block(hidden);
        out.number(contents.serviceMadeCalls().size());
        for (ServiceMadeCall call : contents.serviceMadeCalls()) {
            out.text(call.service());
            out.text(call.operation());
            out.text(call.action());
            out.text(call.conditionContext());
        }
        out.number(contents.dataEventTypes().size());
        for (DataEventType type : contents.dataEventTypes()) {
            out.text(type.resourcesType());
            out.text(type.label());
            out.text(type.callsNamed());
        }
        out.texts(contents.origins());
        return out.bytes();
    }

    private void service(Packer out, Service service) {
        out.inline(service.prefix());
        out.inline(service.name());
        out.number((service.resourceControlPolicies() ? 1 : 0) | (service.actionLastAccessed() ? 2 : 0));
        List<ServiceAction> actions = sorted(service.actions(), ServiceAction::name);
        out.number(actions.size());
        Packer names = out.sub();
        actions.forEach(action -> names.inline(action.name()));
        out.block(names);
        Packer details = out.sub();
        List<ResourceType> types = sorted(service.resourceTypes(), ResourceType::name);
        Map<List<String>, Integer> keyLists = keyLists(types, actions);
        details.number(keyLists.size());
        keyLists.keySet().forEach(details::texts);
        Map<String, Integer> typeNumbers = new HashMap<>();
        details.number(types.size());
        for (ResourceType type : types) {
            typeNumbers.put(type.name().toLowerCase(Locale.ROOT), typeNumbers.size());
            details.inline(type.name());
            details.texts(type.arnTemplates().stream().map(ArnTemplate::text).toList());
            details.number(keyLists.getOrDefault(type.conditionKeys(), 0));
        }
        keys(details, service.conditionKeys());
        for (ServiceAction action : actions) {
            action(details, action, keyLists, typeNumbers);
        }
        out.block(details);
    }

    private static void action(
            Packer out, ServiceAction action, Map<List<String>, Integer> keyLists, Map<String, Integer> typeNumbers) {
        out.number(action.accessLevel().ordinal());
        out.number(action.resourceTypes().size());
        for (ActionResource resource : action.resourceTypes()) {
            Integer type = typeNumbers.get(resource.type().toLowerCase(Locale.ROOT));
            if (type == null) {
                throw new IllegalArgumentException("`" + action.qualifiedName() + "` names the resource type `"
                        + resource.type() + "`, which its service does not define");
            }
            out.number(type << 1 | (resource.required() ? 1 : 0));
            out.number(keyLists.getOrDefault(resource.conditionKeys(), 0));
        }
        out.number(keyLists.getOrDefault(action.conditionKeys(), 0));
        out.number(action.dependentActions().size());
        for (DependentAction dependent : action.dependentActions()) {
            out.text(dependent.action());
            out.text(dependent.resourceType().orElse(""));
        }
    }

    /** Returns the distinct lists of condition keys, each with its number; the empty list is number 0. */
    private static Map<List<String>, Integer> keyLists(List<ResourceType> types, List<ServiceAction> actions) {
        Map<List<String>, Integer> lists = new LinkedHashMap<>();
        lists.put(List.of(), 0);
        types.forEach(type -> lists.putIfAbsent(type.conditionKeys(), lists.size()));
        for (ServiceAction action : actions) {
            lists.putIfAbsent(action.conditionKeys(), lists.size());
            action.resourceTypes().forEach(r -> lists.putIfAbsent(r.conditionKeys(), lists.size()));
        }
        return lists;
    }

    private static void keys(Packer out, List<ConditionKey> keys) {
        out.number(keys.size());
        for (ConditionKey key : sorted(keys, ConditionKey::name)) {
            out.text(key.name());
            out.number(key.type().ordinal());
        }
    }

    private void eventSource(Packer out, EventSource source) {
        out.inline(source.name());
        out.texts(source.prefixes());
        out.text(source.evidence());
        Packer events = out.sub();
        events.number(source.events().size());
        sorted(source.events(), e -> e.mapping().eventName()).forEach(event -> event(events, source, event));
        out.block(events);
    }

    private static void event(Packer out, EventSource source, EventEntry event) {
        EventActions mapping = event.mapping();
        boolean plain = mapping.actions().equals(EventFlags.plainActions(source.prefixes(), mapping.eventName()));
        boolean further =
                !mapping.alsoActions().isEmpty() || !mapping.altActions().isEmpty();
        out.inline(mapping.eventName());
        out.number(mapping.kind().ordinal() << EventFlags.KIND_SHIFT
                | mapping.confidence().ordinal() << EventFlags.CONFIDENCE_SHIFT
                | (plain ? EventFlags.PLAIN : 0)
                | (further ? EventFlags.FURTHER : 0)
                | (event.visibility().isEmpty() ? 0 : EventFlags.VISIBILITY)
                | (event.recipes().isEmpty() ? 0 : EventFlags.RECIPES)
                | (event.idPaths().isEmpty() ? 0 : EventFlags.ID_PATHS));
        out.text(mapping.origin());
        if (!plain) {
            out.texts(mapping.actions());
        }
        if (further) {
            out.texts(mapping.alsoActions());
            out.texts(mapping.altActions());
        }
        if (!event.visibility().isEmpty()) {
            out.number(event.visibility().size());
            for (EventVisibility visibility : event.visibility()) {
                out.number(visibility.category().ordinal());
                out.texts(visibility.resourcesTypes());
                out.text(visibility.basis());
                out.text(visibility.source());
            }
        }
        if (!event.recipes().isEmpty()) {
            out.block(recipes(out.sub(), event.recipes()));
        }
        if (!event.idPaths().isEmpty()) {
            out.texts(event.idPaths());
        }
    }

    private static Packer recipes(Packer out, List<ResourceRecipe> recipes) {
        out.number(recipes.size());
        String previous = "";
        for (ResourceRecipe recipe : recipes) {
            boolean repeated = recipe.action().equals(previous);
            out.number((recipe.main() ? 1 : 0) | (recipe.seenInEvent() ? 2 : 0) | (repeated ? 4 : 0));
            if (!repeated) {
                out.text(recipe.action());
            }
            out.text(recipe.resourceType());
            out.text(recipe.variable());
            out.text(recipe.sdkTemplate());
            out.text(recipe.requestPaths());
            previous = recipe.action();
        }
        return out;
    }

    private static <T> List<T> sorted(List<T> list, java.util.function.Function<T, String> name) {
        List<T> copy = new ArrayList<>(list);
        copy.sort(Comparator.comparing(name, IGNORING_CASE));
        return copy;
    }
}
