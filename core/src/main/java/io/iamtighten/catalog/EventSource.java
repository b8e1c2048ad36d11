package io.iamtighten.catalog;

import java.util.List;

/**
 * One source of CloudTrail events.
 *
 * @param name the source, such as {@code monitoring.amazonaws.com}
 * @param prefixes the prefixes of the services whose actions its calls need, such as {@code cloudwatch}
 * @param evidence how the relation is known
 * @param events the kinds of events known, in order of their names
 */
public record EventSource(String name, List<String> prefixes, String evidence, List<EventEntry> events) {
    /** Copies the lists. */
    public EventSource {
        prefixes = List.copyOf(prefixes);
        events = List.copyOf(events);
    }
}
