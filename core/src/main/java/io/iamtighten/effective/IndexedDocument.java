package io.iamtighten.effective;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.Statement;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A document's statements with the catalog's actions they name. One for all principals that hold the document. */
final class IndexedDocument {
    /** Its number among the documents of its index. */
    final int number;

    final PolicyDocument document;
    final IndexedStatement[] statements;
    /** The actions that some statement names. */
    final BitSet actions;

    private IndexedDocument(
            int number, PolicyDocument document, ServiceCatalog catalog, Map<ActionElement, BitSet> expanded) {
        this.number = number;
        this.document = document;
        List<Statement> list = document.statements();
        this.statements = new IndexedStatement[list.size()];
        this.actions = new BitSet();
        for (int i = 0; i < statements.length; i++) {
            statements[i] = new IndexedStatement(list.get(i), i, document.version(), catalog, expanded);
            actions.or(statements[i].actions);
        }
    }

    /** Indexes documents, each once. Not thread-safe. */
    static final class Index {
        private final ServiceCatalog catalog;
        private final Map<PolicyDocument, IndexedDocument> known = new IdentityHashMap<>();
        private final Map<ActionElement, BitSet> expanded = new HashMap<>();

        Index(ServiceCatalog catalog) {
            this.catalog = catalog;
        }

        IndexedDocument of(PolicyDocument document) {
            IndexedDocument found = known.get(document);
            if (found == null) {
                found = new IndexedDocument(known.size(), document, catalog, expanded);
                known.put(document, found);
            }
            return found;
        }

        int count() {
            return known.size();
        }
    }
}
