package io.iamtighten.policy;

import java.util.List;
import java.util.Optional;

/**
 * One statement of a policy.
 *
 * @param sid the statement id, or empty
 * @param effect whether it allows or denies
 * @param principal the {@code Principal} or {@code NotPrincipal} element; empty in identity-based policies
 * @param actions the {@code Action} or {@code NotAction} element
 * @param resources the {@code Resource} or {@code NotResource} element; empty in trust policies
 * @param conditions the conditions in document order; empty means unconditional
 */
public record Statement(
        Optional<String> sid,
        Effect effect,
        Optional<PrincipalElement> principal,
        ActionElement actions,
        Optional<ResourceElement> resources,
        List<Condition> conditions) {
    /** Copies the list. */
    public Statement {
        conditions = List.copyOf(conditions);
    }

    /** Returns an identity-policy statement without id and conditions. */
    public static Statement of(Effect effect, ActionElement actions, ResourceElement resources) {
        return new Statement(Optional.empty(), effect, Optional.empty(), actions, Optional.of(resources), List.of());
    }

    /** Returns this statement with other actions. */
    public Statement withActions(ActionElement changed) {
        return new Statement(sid, effect, principal, changed, resources, conditions);
    }

    /** Returns this statement with other resources. */
    public Statement withResources(ResourceElement changed) {
        return new Statement(sid, effect, principal, actions, Optional.of(changed), conditions);
    }

    /** Returns this statement with other conditions. */
    public Statement withConditions(List<Condition> changed) {
        return new Statement(sid, effect, principal, actions, resources, changed);
    }

    /** Returns this statement with another id. */
    public Statement withSid(Optional<String> changed) {
        return new Statement(changed, effect, principal, actions, resources, conditions);
    }
}
