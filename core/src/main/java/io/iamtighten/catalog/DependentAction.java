package io.iamtighten.catalog;

import java.util.Optional;

/**
 * An action that a caller also needs to make a call succeed, as the service authorization reference lists it.
 *
 * @param action the further action, such as {@code iam:PassRole}
 * @param resourceType the resource type of the call for which it is needed; empty when it does not depend on that
 */
public record DependentAction(String action, Optional<String> resourceType) {}
