package io.iamtighten.catalog;

import java.util.List;

/**
 * One service as policies see it.
 *
 * @param prefix the prefix of its actions, in lower case
 * @param name the display name
 * @param actions its actions, in order of their names ignoring case
 * @param resourceTypes its resource types, in order of their names ignoring case
 * @param conditionKeys the condition keys its actions and resource types use, in order of their names ignoring case
 * @param resourceControlPolicies whether resource control policies cover its actions
 * @param actionLastAccessed whether IAM reports when single actions of it were last used
 */
public record Service(
        String prefix,
        String name,
        List<ServiceAction> actions,
        List<ResourceType> resourceTypes,
        List<ConditionKey> conditionKeys,
        boolean resourceControlPolicies,
        boolean actionLastAccessed) {
    /** Copies the lists. */
    public Service {
        actions = List.copyOf(actions);
        resourceTypes = List.copyOf(resourceTypes);
        conditionKeys = List.copyOf(conditionKeys);
    }
}
