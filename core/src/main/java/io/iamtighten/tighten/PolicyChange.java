package io.iamtighten.tighten;

import io.iamtighten.policy.PolicyDocument;
import java.util.Optional;

/**
 * What becomes of one identity-based policy.
 *
 * @param name the policy's name after the change
 * @param kind whether it is embedded or managed after the change
 * @param action what to do
 * @param replaces the name or ARN of the policy whose place it takes; empty when that is the policy itself
 * @param arn the ARN of the managed policy that stays, changes or is detached; empty for embedded and new ones
 * @param group the group through which today's policy applies, or empty
 * @param before today's document
 * @param after the document afterwards; empty when the policy is detached
 * @param version the id of the version in force today, of a customer managed policy that gets a new one; empty otherwise
 * @param note why, where the action alone does not tell; may be empty
 */
public record PolicyChange(
        String name,
        Kind kind,
        Action action,
        Optional<String> replaces,
        Optional<String> arn,
        Optional<String> group,
        PolicyDocument before,
        Optional<PolicyDocument> after,
        Optional<String> version,
        String note) {
    /** Makes a change of a policy without versions of one's own. */
    public PolicyChange(
            String name,
            Kind kind,
            Action action,
            Optional<String> replaces,
            Optional<String> arn,
            Optional<String> group,
            PolicyDocument before,
            Optional<PolicyDocument> after,
            String note) {
        this(name, kind, action, replaces, arn, group, before, after, Optional.empty(), note);
    }

    /** The kinds of identity-based policies. */
    public enum Kind {
        /** Embedded in the principal. */
        INLINE("inline"),
        /** A policy of its own. */
        MANAGED("managed");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Returns the name in machine-readable output. */
        public String text() {
            return text;
        }
    }

    /** What to do. */
    public enum Action {
        /** Nothing: it stays as it is. */
        KEEP("keep"),
        /** Put the document in its place: a new version, or the embedded policy again. */
        REPLACE("replace"),
        /** Make a new policy, and take the one it replaces from the principal. */
        CREATE("create"),
        /** Take it from the principal; an embedded one is deleted. */
        DETACH("detach");

        private final String text;

        Action(String text) {
            this.text = text;
        }

        /** Returns the name in machine-readable output. */
        public String text() {
            return text;
        }
    }
}
