package io.iamtighten.access;

import io.iamtighten.policy.StatementRef;
import java.util.List;

/**
 * Requests of a difference that come from the same statements: actions x resources x conditions.
 *
 * @param sources the statements that grant them, one from each layer that must allow
 * @param actions patterns of actions, at least one of which matches. Where single patterns do not say it: several that all match,
 *     with those that must not, such as {@code s3:Get* and s3:*Object but not s3:GetObject}; or {@code like} and an example
 * @param exceptActions patterns of actions that are not meant
 * @param resources patterns of resources, at least one of which matches; in the same form
 * @param exceptResources patterns of resources that are not meant
 * @param principals the principals that are meant, as policies name them; empty where principals do not matter
 * @param conditions what the context must satisfy, each line as a policy would say it, with {@code not} before it where it
 *     must not hold
 * @param certain whether a request of the region is known to exist; otherwise policy variables leave it open
 */
public record DifferenceRegion(
        List<StatementRef> sources,
        List<String> actions,
        List<String> exceptActions,
        List<String> resources,
        List<String> exceptResources,
        List<String> principals,
        List<String> conditions,
        boolean certain) {
    /** Copies the lists. */
    public DifferenceRegion {
        sources = List.copyOf(sources);
        actions = List.copyOf(actions);
        exceptActions = List.copyOf(exceptActions);
        resources = List.copyOf(resources);
        exceptResources = List.copyOf(exceptResources);
        principals = List.copyOf(principals);
        conditions = List.copyOf(conditions);
    }
}
