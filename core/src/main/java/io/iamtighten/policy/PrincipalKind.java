package io.iamtighten.policy;

import java.util.Optional;

/** The kinds of entry that a {@code Principal} element can hold. */
public enum PrincipalKind {
    /** Accounts, users, roles and sessions, or {@code *}. */
    AWS("AWS"),
    /** AWS services, such as {@code ec2.amazonaws.com}. */
    SERVICE("Service"),
    /** Identity providers. */
    FEDERATED("Federated"),
    /** S3 canonical user ids. */
    CANONICAL_USER("CanonicalUser");

    private final String text;

    PrincipalKind(String text) {
        this.text = text;
    }

    /** Returns the key that a document carries, such as {@code AWS}. */
    public String text() {
        return text;
    }

    /** Returns the kind with this key, or empty. */
    public static Optional<PrincipalKind> parse(String text) {
        for (PrincipalKind kind : values()) {
            if (kind.text.equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
