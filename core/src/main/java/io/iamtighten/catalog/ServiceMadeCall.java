package io.iamtighten.catalog;

/**
 * A call that a service makes with the caller's permissions while it serves another call.
 *
 * @param service the service called, such as {@code s3}
 * @param operation its operation
 * @param action the action the service then uses for the caller, such as {@code kms:Decrypt}
 * @param conditionContext {@code key=value} that holds in that further call, with {@code ${region}} to fill; empty when unknown
 */
public record ServiceMadeCall(String service, String operation, String action, String conditionContext) {}
