package io.iamtighten.lint;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.SourceMap;
import java.util.ArrayList;
import java.util.List;

/** A policy that could be read, as the rules look at it. */
final class PolicyView {
    private final LintedPolicy policy;
    private final PolicyDocument document;
    private final ActionFacts facts;
    private final List<StatementView> statements;

    PolicyView(LintedPolicy policy, PolicyDocument document, ActionFacts facts) {
        this.policy = policy;
        this.document = document;
        this.facts = facts;
        List<StatementView> views = new ArrayList<>();
        for (int i = 0; i < document.statements().size(); i++) {
            views.add(new StatementView(document.statements().get(i), i, facts));
        }
        this.statements = List.copyOf(views);
    }

    LintedPolicy policy() {
        return policy;
    }

    PolicyType type() {
        return policy.type();
    }

    PolicyDocument document() {
        return document;
    }

    PolicyVersion version() {
        return document.version();
    }

    SourceMap positions() {
        return policy.positions();
    }

    ActionFacts facts() {
        return facts;
    }

    ServiceCatalog catalog() {
        return facts.catalog();
    }

    List<StatementView> statements() {
        return statements;
    }
}
