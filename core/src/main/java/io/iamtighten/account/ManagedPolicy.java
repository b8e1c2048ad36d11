package io.iamtighten.account;

import io.iamtighten.policy.PolicyDocument;
import java.util.List;
import java.util.Optional;

/**
 * A managed policy, AWS's or the customer's.
 *
 * @param name the policy's name
 * @param path the path, such as {@code /} or {@code /service-role/}
 * @param id the stable id, such as {@code ANPA...}; empty when unknown
 * @param arn the ARN; AWS's own have {@code aws} in place of an account
 * @param defaultVersion the id of the version in force, such as {@code v3}
 * @param versions the versions known, the one in force included, newest first
 * @param attachments how many users, groups and roles of the account hold it, by AWS's own count; 0 when unknown. A snapshot of a
 *     part of the account does not show all of them
 * @param boundaryUses for how many users and roles it is the permissions boundary, by AWS's own count; 0 when unknown
 */
public record ManagedPolicy(
        String name,
        String path,
        Optional<String> id,
        String arn,
        String defaultVersion,
        List<Version> versions,
        int attachments,
        int boundaryUses) {
    /**
     * One version of a managed policy.
     *
     * @param id such as {@code v3}
     * @param document the document
     */
    public record Version(String id, PolicyDocument document) {}

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException when the version in force is not among the versions, or a count is negative
     */
    public ManagedPolicy {
        versions = List.copyOf(versions);
        if (attachments < 0 || boundaryUses < 0) {
            throw new IllegalArgumentException("the attachments of `" + arn + "` are negative");
        }
        String inForce = defaultVersion;
        if (versions.stream().noneMatch(v -> v.id().equals(inForce))) {
            throw new IllegalArgumentException(
                    "the version in force `" + inForce + "` of `" + arn + "` is not among its versions");
        }
    }

    /** Returns the document of the version in force. */
    public PolicyDocument document() {
        return versions.stream()
                .filter(v -> v.id().equals(defaultVersion))
                .findFirst()
                .orElseThrow()
                .document();
    }

    /** Returns whether AWS owns the policy: nobody else can change it. */
    public boolean awsManaged() {
        return arn.contains(":iam::aws:");
    }
}
