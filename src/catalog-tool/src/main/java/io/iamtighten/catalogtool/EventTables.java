package io.iamtighten.catalogtool;

import io.iamtighten.catalog.DataEventType;
import io.iamtighten.catalog.DependentAction;
import io.iamtighten.catalog.EventActions;
import io.iamtighten.catalog.EventCategory;
import io.iamtighten.catalog.EventEntry;
import io.iamtighten.catalog.EventSource;
import io.iamtighten.catalog.EventVisibility;
import io.iamtighten.catalog.HiddenAction;
import io.iamtighten.catalog.MappingConfidence;
import io.iamtighten.catalog.MappingKind;
import io.iamtighten.catalog.ResourceRecipe;
import io.iamtighten.catalog.ServiceMadeCall;
import io.iamtighten.catalog.VisibilityClass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the fact tables about CloudTrail and dependent actions. */
final class EventTables {
    private final Path folder;

    EventTables(Path folder) {
        this.folder = folder;
    }

    private List<Table.Row> rows(String name) throws IOException {
        return Table.read(folder.resolve(name)).rows();
    }

    Map<String, List<DependentAction>> dependentActions() throws IOException {
        Map<String, List<DependentAction>> byAction = new HashMap<>();
        for (Table.Row row : rows("dependent-actions.tsv")) {
            String type = row.get("resourceType");
            DependentAction dependent = new DependentAction(
                    row.get("dependentAction"), type.isEmpty() ? Optional.empty() : Optional.of(type));
            byAction.computeIfAbsent(row.get("action"), a -> new ArrayList<>()).add(dependent);
        }
        return byAction;
    }

    Set<String> lastAccessed() throws IOException {
        Set<String> prefixes = new HashSet<>();
        for (Table.Row row : rows("action-last-accessed.tsv")) {
            if (row.get("actionLastAccessed2026").equals("yes")) {
                prefixes.add(row.get("prefix"));
            }
        }
        return prefixes;
    }

    List<HiddenAction> hiddenActions() throws IOException {
        List<HiddenAction> list = new ArrayList<>();
        for (Table.Row row : rows("invisible-actions.tsv")) {
            String source = row.get("source");
            list.add(new HiddenAction(
                    row.get("action"),
                    VisibilityClass.parse(row.get("class")),
                    row.get("showsAs"),
                    source.endsWith(".tsv") ? "" : source));
        }
        return list;
    }

    List<ServiceMadeCall> serviceMadeCalls() throws IOException {
        List<ServiceMadeCall> list = new ArrayList<>();
        for (Table.Row row : rows("service-made-calls.tsv")) {
            list.add(new ServiceMadeCall(
                    row.get("service"), row.get("operation"), row.get("action"), row.get("conditionContext")));
        }
        return list;
    }

    List<DataEventType> dataEventTypes() throws IOException {
        List<DataEventType> list = new ArrayList<>();
        for (Table.Row row : rows("data-event-types.tsv")) {
            list.add(new DataEventType(row.get("resourcesType"), row.get("consoleLabel"), row.get("callsNamed")));
        }
        return list;
    }

    /** The parts of one event, gathered from several tables. */
    private static final class Parts {
        private Optional<EventActions> mapping = Optional.empty();
        private final List<EventVisibility> visibility = new ArrayList<>();
        private final List<ResourceRecipe> recipes = new ArrayList<>();
        private final List<String> idPaths = new ArrayList<>();
    }

    /** Returns the sources with their events; {@code actions} has the catalog's actions by name in lower case. */
    List<EventSource> eventSources(Map<String, String> actions) throws IOException {
        Map<String, Map<String, Parts>> events = new TreeMap<>();
        for (Table.Row row : rows("event-actions.tsv")) {
            parts(events, row).mapping = Optional.of(mapping(row));
        }
        for (Table.Row row : rows("event-visibility.tsv")) {
            List<String> types = row.list("resourcesTypes").stream()
                    .filter(type -> type.startsWith("AWS::"))
                    .toList();
            String source = row.get("source");
            parts(events, row)
                    .visibility
                    .add(new EventVisibility(
                            EventCategory.parse(row.get("category")), types, row.get("basis"), source));
        }
        for (Table.Row row : rows("event-resources.tsv")) {
            parts(events, row)
                    .recipes
                    .add(new ResourceRecipe(
                            row.get("action"),
                            row.get("role").equals("main"),
                            row.get("resourceType"),
                            row.get("variable"),
                            row.get("sdkTemplate"),
                            row.get("requestPath"),
                            row.get("seen").equals("event")));
        }
        for (Table.Row row : rows("event-id-paths.tsv")) {
            parts(events, row).idPaths.add(row.get("recordPath"));
        }
        List<EventSource> sources = new ArrayList<>();
        for (Table.Row row : rows("event-sources.tsv")) {
            String name = row.get("eventSource");
            List<String> prefixes = row.list("iamPrefixes");
            List<EventEntry> entries = new ArrayList<>();
            events.getOrDefault(name, Map.of())
                    .forEach((event, parts) -> entries.add(new EventEntry(
                            parts.mapping.orElseGet(() -> byName(name, prefixes, event, actions)),
                            parts.visibility,
                            parts.recipes,
                            parts.idPaths)));
            events.remove(name);
            sources.add(new EventSource(name, prefixes, row.get("evidence"), entries));
        }
        if (!events.isEmpty()) {
            throw new IOException("event sources without a row in event-sources.tsv: " + events.keySet());
        }
        return sources;
    }

    private static Parts parts(Map<String, Map<String, Parts>> events, Table.Row row) {
        return events.computeIfAbsent(row.get("eventSource"), s -> new LinkedHashMap<>())
                .computeIfAbsent(row.get("eventName"), n -> new Parts());
    }

    private static EventActions byName(
            String source, List<String> prefixes, String event, Map<String, String> actions) {
        for (String prefix : prefixes) {
            String action = actions.get((prefix + ":" + event).toLowerCase(Locale.ROOT));
            if (action != null) {
                return new EventActions(
                        source,
                        event,
                        List.of(action),
                        List.of(),
                        List.of(),
                        MappingKind.IDENTITY,
                        MappingConfidence.BY_NAME,
                        "name");
            }
        }
        return EventActions.unknown(source, event);
    }

    private static EventActions mapping(Table.Row row) {
        MappingKind kind =
                MappingKind.valueOf(row.get("kind").toUpperCase(Locale.ROOT).replace('-', '_'));
        String origin = row.get("source");
        return new EventActions(
                row.get("eventSource"),
                row.get("eventName"),
                row.list("actions"),
                row.list("alsoActions"),
                row.list("altActions"),
                kind,
                confidence(kind, origin),
                origin);
    }

    private static MappingConfidence confidence(MappingKind kind, String origin) {
        if (kind == MappingKind.UNMAPPED) {
            return MappingConfidence.UNKNOWN;
        }
        if (kind == MappingKind.IDENTITY || origin.startsWith("sar-")) {
            return MappingConfidence.EXACT;
        }
        return origin.equals("editor") ? MappingConfidence.BY_NAME : MappingConfidence.DOCUMENTED;
    }
}
