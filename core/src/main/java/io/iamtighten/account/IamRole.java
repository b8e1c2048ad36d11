package io.iamtighten.account;

import io.iamtighten.policy.PolicyDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An IAM role.
 *
 * @param name the name, unique in its account whatever the path
 * @param path the path, {@code /} when there is none
 * @param id the stable id, such as {@code AROA...}; empty when unknown
 * @param arn the ARN, path included
 * @param trustPolicy who may assume the role
 * @param inline the inline policies
 * @param attached the managed policies attached
 * @param boundaryArn the ARN of the permissions boundary, or empty
 * @param instanceProfiles the ARNs of the instance profiles that hold the role
 * @param tags the tags
 */
public record IamRole(
        String name,
        String path,
        Optional<String> id,
        String arn,
        PolicyDocument trustPolicy,
        List<InlinePolicy> inline,
        List<AttachedPolicy> attached,
        Optional<String> boundaryArn,
        List<String> instanceProfiles,
        Map<String, String> tags)
        implements IamPrincipal {
    /** Copies the collections. */
    public IamRole {
        inline = List.copyOf(inline);
        attached = List.copyOf(attached);
        instanceProfiles = List.copyOf(instanceProfiles);
        tags = Tags.ordered(tags);
    }

    /**
     * Returns whether the role belongs to an AWS service: nobody can edit its policies, and SCPs do not touch it.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html">Service-linked roles</a>
     */
    public boolean serviceLinked() {
        return path.startsWith("/aws-service-role/");
    }

    /** Returns whether AWS reserves the role, such as those of IAM Identity Center: it is not changed in IAM. */
    public boolean awsReserved() {
        return path.startsWith("/aws-reserved/");
    }
}
