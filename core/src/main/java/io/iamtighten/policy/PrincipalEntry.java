package io.iamtighten.policy;

/**
 * One principal that a statement names.
 *
 * @param kind the key under which it stands
 * @param value the value as written: an ARN, an account id, a service name, {@code *} ...
 */
public record PrincipalEntry(PrincipalKind kind, String value) {}
