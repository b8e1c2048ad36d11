package io.iamtighten.account;

/**
 * The attachment of a managed policy.
 *
 * @param name the policy's name
 * @param arn the policy's ARN, by which {@link AccountSnapshot#managedPolicy} finds it
 */
public record AttachedPolicy(String name, String arn) {}
