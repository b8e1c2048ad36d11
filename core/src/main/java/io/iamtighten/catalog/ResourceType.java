package io.iamtighten.catalog;

import java.util.List;

/**
 * A type of resource of a service.
 *
 * @param name the name that actions use for it, such as {@code object}
 * @param arnTemplates the forms its ARN may take; more than one for a few services
 * @param conditionKeys the condition keys that exist for such a resource
 */
public record ResourceType(String name, List<ArnTemplate> arnTemplates, List<String> conditionKeys) {
    /** Copies the lists. */
    public ResourceType {
        arnTemplates = List.copyOf(arnTemplates);
        conditionKeys = List.copyOf(conditionKeys);
    }

    /** Returns whether one of the templates matches the ARN. */
    public boolean matches(String arn) {
        for (ArnTemplate template : arnTemplates) {
            if (template.matches(arn)) {
                return true;
            }
        }
        return false;
    }
}
