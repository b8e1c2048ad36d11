package io.iamtighten.catalog;

import java.util.List;

/**
 * How CloudTrail records one kind of event, where that is special.
 *
 * @param category what is special
 * @param resourcesTypes the data event types that a trail must select; empty where unknown or not a data event
 * @param basis {@code doc} when a page names the call, {@code type} when only its data event type is documented, {@code sample}
 *     when a record was seen
 * @param source the page
 */
public record EventVisibility(EventCategory category, List<String> resourcesTypes, String basis, String source) {
    /** Copies the list. */
    public EventVisibility {
        resourcesTypes = List.copyOf(resourcesTypes);
    }
}
