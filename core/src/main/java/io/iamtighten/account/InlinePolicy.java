package io.iamtighten.account;

import io.iamtighten.policy.PolicyDocument;

/**
 * A policy embedded in one user, group or role.
 *
 * @param name the policy's name, unique within its owner
 * @param document the document
 */
public record InlinePolicy(String name, PolicyDocument document) {}
