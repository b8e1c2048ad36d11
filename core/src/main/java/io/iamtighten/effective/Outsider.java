package io.iamtighten.effective;

import java.util.List;

/**
 * Callers that are not users or roles of the account, as a resource's own policy names them.
 *
 * @param kind what they are
 * @param name the account's number, the service, the provider or the ARN as the policy has it; {@code *} for anybody
 * @param reach how far they get: {@code EVERYWHERE} or {@code UNDER_CONDITIONS}, {@code UNKNOWN} or {@code BLOCKED}
 * @param through the resource policy's statements that let them in
 * @param except the Deny statements of the resource's policy and the resource control policies that can match
 * @param needsOwnPermission whether their own account's policies must allow it too
 */
public record Outsider(
        Kind kind,
        String name,
        Reach reach,
        List<StatementUse> through,
        List<StatementUse> except,
        boolean needsOwnPermission) {
    /** The kinds. */
    public enum Kind {
        /** Anybody, signed or not. */
        ANYONE("anyone"),
        /** Anybody in another account to whom that account gives the permission. */
        ACCOUNT("account"),
        /** One user, role or session of another account, or a federated user session of the resource's own. */
        PRINCIPAL("principal"),
        /** An AWS service. */
        SERVICE("service"),
        /** Whoever an identity provider vouches for. */
        FEDERATED("federated"),
        /** An account's canonical id. */
        CANONICAL_USER("canonicalUser");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Returns the name for machine-readable output. */
        public String text() {
            return text;
        }
    }

    /** Copies the lists. */
    public Outsider {
        through = List.copyOf(through);
        except = List.copyOf(except);
    }
}
