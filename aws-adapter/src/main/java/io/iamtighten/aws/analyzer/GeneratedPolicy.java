package io.iamtighten.aws.analyzer;

import io.iamtighten.policy.PolicyDocument;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A policy that Access Analyzer was asked to generate from a trail.
 *
 * @param job the job's id
 * @param completed when it was done; empty when AWS does not say
 * @param complete whether it holds all actions of its services that the trail showed
 * @param policies the policies
 */
public record GeneratedPolicy(
        String job, Optional<Instant> completed, boolean complete, List<PolicyDocument> policies) {
    /** Copies the list. */
    public GeneratedPolicy {
        policies = List.copyOf(policies);
    }
}
