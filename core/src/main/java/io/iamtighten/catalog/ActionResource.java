package io.iamtighten.catalog;

import java.util.List;

/**
 * A resource type that an action can be limited to.
 *
 * @param type the name of the resource type, in the same service
 * @param required whether every request names such a resource; {@code false} is common where types are alternatives
 * @param conditionKeys the condition keys that exist for the action with this type
 */
public record ActionResource(String type, boolean required, List<String> conditionKeys) {
    /** Copies the list. */
    public ActionResource {
        conditionKeys = List.copyOf(conditionKeys);
    }
}
