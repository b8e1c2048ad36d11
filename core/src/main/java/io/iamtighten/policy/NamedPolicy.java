package io.iamtighten.policy;

/**
 * A policy with the name by which explanations speak of it.
 *
 * @param name a policy name or ARN, or a file; unique within its stack where statements are to be told apart
 * @param document the document
 */
public record NamedPolicy(String name, PolicyDocument document) {}
