package io.iamtighten.account;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An IAM user.
 *
 * @param name the name
 * @param path the path, {@code /} when there is none
 * @param id the stable id, such as {@code AIDA...}; empty when unknown
 * @param arn the ARN, path included
 * @param inline the inline policies
 * @param attached the managed policies attached
 * @param groups the names of the groups that the user is in
 * @param boundaryArn the ARN of the permissions boundary, or empty
 * @param tags the tags
 */
public record IamUser(
        String name,
        String path,
        Optional<String> id,
        String arn,
        List<InlinePolicy> inline,
        List<AttachedPolicy> attached,
        List<String> groups,
        Optional<String> boundaryArn,
        Map<String, String> tags)
        implements IamPrincipal {
    /** Copies the collections. */
    public IamUser {
        inline = List.copyOf(inline);
        attached = List.copyOf(attached);
        groups = List.copyOf(groups);
        tags = Tags.ordered(tags);
    }
}
