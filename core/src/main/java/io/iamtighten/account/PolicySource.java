package io.iamtighten.account;

import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.Position;
import io.iamtighten.policy.SourceMap;
import java.util.Optional;

/**
 * Where one policy document of an account stands.
 *
 * @param source the name of the text that holds it, such as the file
 * @param kind what the policy is
 * @param owner what holds it: the ARN of the user, group, role, managed policy or resource; the name of an organization's policy
 * @param name its name: the inline or managed policy's, {@code trust policy}, or a version such as {@code ReadLogs v2}
 * @param document the document
 * @param positions where its elements stand; in the decoded text when the document is a string, as the API itself gives it
 * @param encoded where that string stands, present exactly when the document is a string
 */
public record PolicySource(
        String source,
        Kind kind,
        String owner,
        String name,
        PolicyDocument document,
        SourceMap positions,
        Optional<SourceMap> encoded) {
    /** What a policy of an account is. */
    public enum Kind {
        /** Embedded in a user, group or role. */
        INLINE,
        /** A customer managed policy's version in force. */
        CUSTOMER_MANAGED,
        /** An AWS managed policy's version in force. */
        AWS_MANAGED,
        /** A managed policy's version that is not in force. */
        OLD_VERSION,
        /** A role's trust policy. */
        TRUST,
        /** A service control policy. */
        SCP,
        /** A resource control policy. */
        RCP,
        /** The policy of a resource. */
        RESOURCE
    }

    /**
     * Returns where an element stands in the text named {@code source}: of a document that is a string, where the string stands.
     *
     * @param pointer the element's JSON pointer below the document
     */
    public Optional<Position> at(String pointer) {
        return encoded.isPresent() ? encoded.get().at("") : positions.at(pointer);
    }
}
