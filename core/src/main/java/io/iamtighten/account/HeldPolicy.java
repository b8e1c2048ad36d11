package io.iamtighten.account;

import io.iamtighten.policy.NamedPolicy;
import java.util.Optional;

/**
 * One identity-based policy that applies to a principal.
 *
 * @param policy the document under the name by which explanations speak of it, unique among the principal's policies
 * @param origin where it comes from
 * @param arn the managed policy's ARN; empty for inline policies
 * @param group the group through which it applies, or empty
 * @param otherHolders how many other users, groups and roles hold the same managed policy or have it as their permissions
 *     boundary, or the group's other members; a policy with other holders is never narrowed for them
 */
public record HeldPolicy(
        NamedPolicy policy, PolicyOrigin origin, Optional<String> arn, Optional<String> group, int otherHolders) {}
