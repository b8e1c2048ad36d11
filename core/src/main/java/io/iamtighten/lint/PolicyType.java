package io.iamtighten.lint;

import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.Statement;
import java.util.Locale;
import java.util.Optional;

/** The types of policy, each with its own grammar and quota. */
public enum PolicyType {
    /** A policy on a user, group or role. */
    IDENTITY("identity", PrincipalUse.FORBIDDEN, true),
    /** A policy on a resource, such as a bucket policy. */
    RESOURCE("resource", PrincipalUse.REQUIRED, true),
    /** The policy of a role that says who may assume it. */
    TRUST("trust", PrincipalUse.REQUIRED, false),
    /** A service control policy. */
    SCP("scp", PrincipalUse.FORBIDDEN, true),
    /** A resource control policy. */
    RCP("rcp", PrincipalUse.REQUIRED, true),
    /** A permissions boundary. */
    BOUNDARY("boundary", PrincipalUse.FORBIDDEN, true),
    /** A policy given when a session is made. */
    SESSION("session", PrincipalUse.FORBIDDEN, true),
    /** The policy of a VPC endpoint. */
    VPC_ENDPOINT("vpc-endpoint", PrincipalUse.REQUIRED, true);

    private enum PrincipalUse {
        FORBIDDEN,
        REQUIRED
    }

    private final String text;
    private final PrincipalUse principal;
    private final boolean resource;

    PolicyType(String text, PrincipalUse principal, boolean resource) {
        this.text = text;
        this.principal = principal;
        this.resource = resource;
    }

    /** Returns the name used in options and output, such as {@code vpc-endpoint}. */
    public String text() {
        return text;
    }

    /** Returns whether statements name principals; if not, they must not. */
    public boolean namesPrincipals() {
        return principal == PrincipalUse.REQUIRED;
    }

    /** Returns whether statements name resources; if not, they must not. */
    public boolean namesResources() {
        return resource;
    }

    /** Returns whether the policy gives permissions to the principal that it is attached to. */
    public boolean grantsToItsPrincipal() {
        return this == IDENTITY;
    }

    /** Returns the type with this name, or empty. */
    public static Optional<PolicyType> parse(String text) {
        for (PolicyType type : values()) {
            if (type.text.equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the type that a document most likely is of: with principals a trust policy if all its actions are of
     * {@code sts} and it names no resources, else a resource-based policy; without principals an identity-based policy.
     */
    public static PolicyType guess(PolicyDocument document) {
        boolean principals = false;
        boolean trust = !document.statements().isEmpty();
        for (Statement statement : document.statements()) {
            principals |= statement.principal().isPresent();
            trust &= statement.resources().isEmpty()
                    && statement.actions().patterns().stream()
                            .allMatch(p -> p.text().toLowerCase(Locale.ROOT).startsWith("sts:"));
        }
        if (!principals) {
            return IDENTITY;
        }
        return trust ? TRUST : RESOURCE;
    }
}
