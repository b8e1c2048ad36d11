package io.iamtighten.account;

import io.iamtighten.policy.NamedPolicy;
import java.util.Optional;

/**
 * A resource-based policy that a snapshot knows.
 *
 * @param resourceArn the resource that it is attached to
 * @param accountId the account that owns the resource; empty when unknown
 * @param policy the policy
 */
public record ResourcePolicy(String resourceArn, Optional<String> accountId, NamedPolicy policy) {}
