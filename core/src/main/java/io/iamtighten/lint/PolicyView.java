package io.iamtighten.lint;

import io.iamtighten.arn.Arn;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.SourceMap;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A policy that could be read, as the rules look at it. */
final class PolicyView {
    private final LintedPolicy policy;
    private final PolicyDocument document;
    private final ActionFacts facts;
    private final LintContext context;
    private final List<StatementView> statements;
    private final StatementGrants grants;

    PolicyView(LintedPolicy policy, PolicyDocument document, ActionFacts facts, LintContext context) {
        this.policy = policy;
        this.document = document;
        this.facts = facts;
        this.context = context;
        List<StatementView> views = new ArrayList<>();
        for (int i = 0; i < document.statements().size(); i++) {
            views.add(new StatementView(document.statements().get(i), i, facts));
        }
        this.statements = List.copyOf(views);
        this.grants = new StatementGrants(this);
    }

    /** Returns what single statements give. */
    StatementGrants grants() {
        return grants;
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

    LintContext context() {
        return context;
    }

    /** Returns the account that the policy's resource is in: as given, or as the resources' ARNs have it. */
    Optional<String> owner() {
        if (context.accountId().isPresent()) {
            return context.accountId();
        }
        Optional<String> attached =
                policy.resourceArn().flatMap(Arn::parse).map(Arn::account).filter(a -> a.length() == 12);
        if (attached.isPresent() || policy.type() != PolicyType.RESOURCE) {
            return attached;
        }
        Set<String> accounts = new HashSet<>();
        for (Statement statement : document.statements()) {
            statement
                    .resources()
                    .filter(r -> r.polarity() == Polarity.ONLY)
                    .ifPresent(r -> r.patterns()
                            .forEach(p -> accounts.add(
                                    Arn.parse(p.text()).map(Arn::account).orElse(""))));
        }
        String only = accounts.size() == 1 ? accounts.iterator().next() : "";
        return Optional.of(only).filter(a -> a.length() == 12 && a.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    /** Whether an account is known to be somebody else's. */
    boolean isForeign(String account) {
        Optional<String> owner = owner();
        return owner.isPresent()
                && !owner.get().equals(account)
                && !context.trustedAccounts().contains(account);
    }

    List<StatementView> statements() {
        return statements;
    }
}
