package io.iamtighten.account;

import java.util.List;
import java.util.Optional;

/**
 * An IAM group.
 *
 * @param name the name
 * @param path the path, {@code /} when there is none
 * @param id the stable id, such as {@code AGPA...}; empty when unknown
 * @param arn the ARN, path included
 * @param inline the inline policies
 * @param attached the managed policies attached
 */
public record IamGroup(
        String name,
        String path,
        Optional<String> id,
        String arn,
        List<InlinePolicy> inline,
        List<AttachedPolicy> attached) {
    /** Copies the lists. */
    public IamGroup {
        inline = List.copyOf(inline);
        attached = List.copyOf(attached);
    }
}
