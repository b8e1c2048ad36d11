package io.iamtighten.catalog;

import java.util.List;

/**
 * Everything the catalog knows about one kind of event.
 *
 * @param mapping the actions
 * @param visibility what is special about its recording; empty for an ordinary management event
 * @param recipes where the record has the parts of resource ARNs
 * @param idPaths record paths that hold the identifier of what was acted on, such as {@code responseElements.volumeId}
 */
public record EventEntry(
        EventActions mapping, List<EventVisibility> visibility, List<ResourceRecipe> recipes, List<String> idPaths) {
    /** Copies the lists. */
    public EventEntry {
        visibility = List.copyOf(visibility);
        recipes = List.copyOf(recipes);
        idPaths = List.copyOf(idPaths);
    }
}
