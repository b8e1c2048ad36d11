package io.iamtighten.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One event source of a catalog in binary form; its events are decoded when first asked for, recipes each on its own. */
final class SourceEntry {
    private static final MappingKind[] KINDS = MappingKind.values();
    private static final MappingConfidence[] CONFIDENCES = MappingConfidence.values();
    private static final EventCategory[] CATEGORIES = EventCategory.values();

    final String name;
    final List<String> prefixes;
    final String evidence;
    private final Unpacker eventsStart;
    private volatile @Nullable Map<String, Event> events;

    SourceEntry(Unpacker in) {
        name = in.inline();
        prefixes = List.copyOf(in.texts());
        evidence = in.text();
        eventsStart = in.block();
    }

    /** One event; the recipes stay in binary form until asked for. */
    static final class Event {
        final EventActions mapping;
        final List<EventVisibility> visibility;
        final List<String> idPaths;
        private final @Nullable Unpacker recipesStart;
        private volatile @Nullable List<ResourceRecipe> recipes;

        private Event(Unpacker in, SourceEntry source) {
            String eventName = in.inline();
            int flags = in.number();
            String origin = in.text();
            List<String> actions =
                    (flags & EventFlags.PLAIN) != 0 ? EventFlags.plainActions(source.prefixes, eventName) : in.texts();
            List<String> also = (flags & EventFlags.FURTHER) != 0 ? in.texts() : List.of();
            List<String> alt = (flags & EventFlags.FURTHER) != 0 ? in.texts() : List.of();
            mapping = new EventActions(
                    source.name,
                    eventName,
                    actions,
                    also,
                    alt,
                    KINDS[flags >> EventFlags.KIND_SHIFT & EventFlags.TWO_BITS],
                    CONFIDENCES[flags >> EventFlags.CONFIDENCE_SHIFT & EventFlags.TWO_BITS],
                    origin);
            List<EventVisibility> special = new ArrayList<>();
            if ((flags & EventFlags.VISIBILITY) != 0) {
                int count = in.count();
                for (int i = 0; i < count; i++) {
                    special.add(new EventVisibility(CATEGORIES[in.number()], in.texts(), in.text(), in.text()));
                }
            }
            visibility = List.copyOf(special);
            recipesStart = (flags & EventFlags.RECIPES) != 0 ? in.block() : null;
            idPaths = (flags & EventFlags.ID_PATHS) != 0 ? List.copyOf(in.texts()) : List.of();
        }

        List<ResourceRecipe> recipes() {
            Unpacker start = recipesStart;
            if (start == null) {
                return List.of();
            }
            List<ResourceRecipe> result = recipes;
            if (result == null) {
                result = decode(start.copy());
                recipes = result;
            }
            return result;
        }

        private static List<ResourceRecipe> decode(Unpacker in) {
            int count = in.count();
            List<ResourceRecipe> list = new ArrayList<>(count);
            String action = "";
            for (int i = 0; i < count; i++) {
                int flags = in.number();
                action = (flags & 4) != 0 ? action : in.text();
                list.add(new ResourceRecipe(
                        action, (flags & 1) != 0, in.text(), in.text(), in.text(), in.text(), (flags & 2) != 0));
            }
            return List.copyOf(list);
        }

        EventEntry entry() {
            return new EventEntry(mapping, visibility, recipes(), idPaths);
        }
    }

    /** Returns the events by name, in order of their names. */
    Map<String, Event> events() {
        Map<String, Event> result = events;
        if (result == null) {
            Unpacker in = eventsStart.copy();
            int count = in.count();
            result = new LinkedHashMap<>(count * 2);
            for (int i = 0; i < count; i++) {
                Event event = new Event(in, this);
                result.put(event.mapping.eventName(), event);
            }
            events = result;
        }
        return result;
    }

    EventSource source() {
        return new EventSource(
                name,
                prefixes,
                evidence,
                events().values().stream().map(Event::entry).toList());
    }
}
