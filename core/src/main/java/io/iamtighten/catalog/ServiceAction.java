package io.iamtighten.catalog;

import java.util.List;

/**
 * One action of a service.
 *
 * @param prefix the service prefix in lower case, such as {@code s3}
 * @param name the name in AWS's spelling, such as {@code GetObject}
 * @param accessLevel what it does
 * @param resourceTypes the resource types it can be limited to; empty when it supports {@code *} only
 * @param conditionKeys the condition keys that exist for the action whatever the resource
 * @param dependentActions actions that may be needed besides; AWS's list, which is not complete
 */
public record ServiceAction(
        String prefix,
        String name,
        AccessLevel accessLevel,
        List<ActionResource> resourceTypes,
        List<String> conditionKeys,
        List<DependentAction> dependentActions) {
    /** Copies the lists. */
    public ServiceAction {
        resourceTypes = List.copyOf(resourceTypes);
        conditionKeys = List.copyOf(conditionKeys);
        dependentActions = List.copyOf(dependentActions);
    }

    /** Returns prefix and name, such as {@code s3:GetObject}. */
    public String qualifiedName() {
        return prefix + ":" + name;
    }

    /** Returns whether a policy can limit the action to resources; if not, only {@code *} in {@code Resource} matches. */
    public boolean supportsResourceLevel() {
        return !resourceTypes.isEmpty();
    }

    @Override
    public String toString() {
        return qualifiedName();
    }
}
