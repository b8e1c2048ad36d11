package io.iamtighten.policy;

import java.util.List;
import java.util.Optional;

/**
 * A policy document. Equality is structural: documents that differ only in layout, or in single against list form, are
 * equal.
 *
 * @param declaredVersion the {@code Version} element, or empty when the document has none
 * @param id the {@code Id} element, or empty
 * @param statements the statements in document order
 */
public record PolicyDocument(Optional<PolicyVersion> declaredVersion, Optional<String> id, List<Statement> statements) {
    /** Copies the list. */
    public PolicyDocument {
        statements = List.copyOf(statements);
    }

    /** Returns a document of the current version. */
    public static PolicyDocument of(List<Statement> statements) {
        return new PolicyDocument(Optional.of(PolicyVersion.V2012_10_17), Optional.empty(), statements);
    }

    /** Returns the version by which the document is read: 2008-10-17 when it declares none. */
    public PolicyVersion version() {
        return declaredVersion.orElse(PolicyVersion.V2008_10_17);
    }

    /** Returns this document with other statements. */
    public PolicyDocument withStatements(List<Statement> changed) {
        return new PolicyDocument(declaredVersion, id, changed);
    }
}
