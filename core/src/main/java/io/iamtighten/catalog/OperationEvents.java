package io.iamtighten.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a service's API operations into events, and says of new actions whether an event shows them. */
final class OperationEvents {
    private OperationEvents() {}

    static CatalogContents apply(
            CatalogContents base, Service service, Map<String, List<String>> operations, String origin) {
        List<EventSource> sources = new ArrayList<>(base.eventSources());
        int index = sourceOf(sources, service.prefix());
        EventSource source = sources.get(index);
        Map<String, EventEntry> events = new LinkedHashMap<>();
        source.events().forEach(event -> events.put(event.mapping().eventName(), event));
        operations.forEach((name, authorized) -> {
            EventEntry known = events.get(name);
            events.put(
                    name,
                    known == null || !known.mapping().known()
                            ? fresh(source, service, name, authorized, origin)
                            : extended(known, authorized));
        });
        sources.set(
                index,
                new EventSource(source.name(), source.prefixes(), source.evidence(), List.copyOf(events.values())));
        return new CatalogContents(
                base.version(),
                base.date(),
                base.services(),
                base.globalKeys(),
                base.keyOwners(),
                sources,
                hidden(base, service, sources),
                base.serviceMadeCalls(),
                base.dataEventTypes(),
                base.origins());
    }

    /** Returns the index of the source that the service's calls have; a new one by the service's name if none is known. */
    private static int sourceOf(List<EventSource> sources, String prefix) {
        int also = -1;
        for (int i = 0; i < sources.size(); i++) {
            EventSource source = sources.get(i);
            if (source.name().equals(prefix + ".amazonaws.com")
                    && source.prefixes().contains(prefix)) {
                return i;
            }
            boolean first =
                    !source.prefixes().isEmpty() && source.prefixes().get(0).equals(prefix);
            also = first && also < 0 ? i : also;
        }
        if (also >= 0) {
            return also;
        }
        sources.add(new EventSource(prefix + ".amazonaws.com", List.of(prefix), "same name", List.of()));
        return sources.size() - 1;
    }

    /** AWS's table names all actions that an operation may be checked for; one of the same name is the one it always is. */
    private static EventEntry fresh(
            EventSource source, Service service, String name, List<String> authorized, String origin) {
        Optional<String> same = service.actions().stream()
                .filter(action -> action.name().equalsIgnoreCase(name))
                .map(ServiceAction::qualifiedName)
                .findFirst();
        List<String> own = authorized.stream()
                .filter(action -> action.startsWith(service.prefix() + ":"))
                .toList();
        List<String> main = same.map(List::of).orElse(own.isEmpty() ? authorized : own);
        List<String> also =
                authorized.stream().filter(action -> !main.contains(action)).toList();
        MappingConfidence confidence =
                same.isPresent() || main.size() == 1 ? MappingConfidence.EXACT : MappingConfidence.DOCUMENTED;
        return new EventEntry(
                new EventActions(
                        source.name(),
                        name,
                        main,
                        also,
                        List.of(),
                        same.isPresent() ? MappingKind.IDENTITY : MappingKind.MAPPED,
                        confidence,
                        origin),
                List.of(),
                List.of(),
                List.of());
    }

    private static EventEntry extended(EventEntry known, List<String> authorized) {
        EventActions mapping = known.mapping();
        Set<String> also = new LinkedHashSet<>(mapping.alsoActions());
        authorized.stream()
                .filter(action -> !mapping.actions().contains(action)
                        && !mapping.altActions().contains(action))
                .forEach(also::add);
        return new EventEntry(
                new EventActions(
                        mapping.eventSource(),
                        mapping.eventName(),
                        mapping.actions(),
                        List.copyOf(also),
                        mapping.altActions(),
                        mapping.kind(),
                        mapping.confidence(),
                        mapping.origin()),
                known.visibility(),
                known.recipes(),
                known.idPaths());
    }

    /** An action that no event leads to is hidden; one that now has an event is no longer. */
    private static List<HiddenAction> hidden(CatalogContents base, Service service, List<EventSource> sources) {
        Set<String> shown = new HashSet<>();
        for (EventSource source : sources) {
            source.events().forEach(event -> shown.addAll(event.mapping().actions()));
        }
        List<HiddenAction> result = new ArrayList<>();
        Set<String> rows = new HashSet<>();
        for (HiddenAction row : base.hiddenActions()) {
            if (row.visibility() != VisibilityClass.NO_KNOWN_EVENT || !shown.contains(row.action())) {
                result.add(row);
                rows.add(row.action().toLowerCase(Locale.ROOT));
            }
        }
        for (ServiceAction action : service.actions()) {
            String name = action.qualifiedName();
            if (!shown.contains(name) && !rows.contains(name.toLowerCase(Locale.ROOT))) {
                result.add(new HiddenAction(name, VisibilityClass.NO_KNOWN_EVENT, "", ""));
            }
        }
        return result;
    }
}
