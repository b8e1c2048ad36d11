package io.iamtighten.account;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A user or a role: what policies are attached to and what makes requests. */
public sealed interface IamPrincipal permits IamUser, IamRole {
    /** Returns the name. */
    String name();

    /** Returns the path, {@code /} when there is none. */
    String path();

    /** Returns the stable id, or empty when unknown. */
    Optional<String> id();

    /** Returns the ARN, path included. */
    String arn();

    /** Returns the inline policies. */
    List<InlinePolicy> inline();

    /** Returns the managed policies attached. */
    List<AttachedPolicy> attached();

    /** Returns the ARN of the permissions boundary, or empty. */
    Optional<String> boundaryArn();

    /** Returns the tags, in order of their keys. */
    Map<String, String> tags();
}
