package io.iamtighten.tighten;

/**
 * How much a principal's identity-based policies allow, counted.
 *
 * @param actions the catalog's actions that are allowed on at least one resource, what a boundary, an SCP or a deny blocks anyway
 *     left out
 * @param services the services of those actions
 * @param statements the Allow statements
 * @param wildcardActions entries of {@code Action} with a wildcard, and each {@code NotAction}, in Allow statements
 * @param wildcardResources entries of {@code Resource} with a wildcard, and each {@code NotResource}, in Allow statements
 */
public record AccessCounts(int actions, int services, int statements, int wildcardActions, int wildcardResources) {}
