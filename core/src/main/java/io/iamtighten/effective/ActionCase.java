package io.iamtighten.effective;

import io.iamtighten.evaluate.PolicyLayer;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What of a principal's policies bears on one action. */
final class ActionCase {
    final IndexedPrincipal who;
    final List<Candidate> allows;
    /** For each limiting layer its statements that allow. */
    final List<List<Candidate>> limits;

    final List<Candidate> denies;

    /** Whether limits and denies count although nothing is granted. */
    private final boolean whole;

    private ActionCase(
            IndexedPrincipal who,
            List<Candidate> allows,
            List<List<Candidate>> limits,
            List<Candidate> denies,
            boolean whole) {
        this.whole = whole;
        this.who = who;
        this.allows = allows;
        this.limits = limits;
        this.denies = denies;
    }

    /** Gathers the statements that name an action and whose conditions on the principal hold. */
    static ActionCase of(IndexedPrincipal who, ActionName action) {
        return of(who, action, false);
    }

    /** Gathers the statements although none may grant the action. */
    static ActionCase whole(IndexedPrincipal who, ActionName action) {
        return of(who, action, true);
    }

    private static ActionCase of(IndexedPrincipal who, ActionName action, boolean whole) {
        List<Candidate> denies = new ArrayList<>(0);
        List<Candidate> allows = gather(who, who.identity, action, denies);
        if (allows.isEmpty() && !whole) {
            return new ActionCase(who, allows, List.of(), List.of(), false);
        }
        List<List<Candidate>> limits = new ArrayList<>(who.limits.size());
        for (IndexedPrincipal.Layer layer : who.limits) {
            limits.add(gather(who, layer, action, denies));
        }
        if (!whole && isUnderRcps(action.name())) {
            for (IndexedPrincipal.Layer layer : who.rcps) {
                gather(who, layer, action, denies);
            }
        }
        return new ActionCase(who, allows, limits, denies, whole);
    }

    /** Whether resource control policies cover an action: of some services, and not what they cannot refuse. */
    static boolean isUnderRcps(String action) {
        String lower = action.toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        return colon > 0
                && Resolver.OPTIONS.rcpServices().contains(lower.substring(0, colon))
                && !lower.equals("kms:retiregrant");
    }

    /** Adds a layer's denies to a list and returns its allows. */
    static List<Candidate> gather(
            IndexedPrincipal who, IndexedPrincipal.Layer layer, ActionName action, List<Candidate> denies) {
        List<Candidate> allows = new ArrayList<>(2);
        List<IndexedDocument> documents = layer.documents();
        for (int d = 0; d < documents.size(); d++) {
            IndexedDocument document = documents.get(d);
            if (!action.mayBeNamedIn(document)) {
                continue;
            }
            for (IndexedStatement statement : document.statements) {
                if (!action.isNamedIn(statement)) {
                    continue;
                }
                List<IndexedStatement.Line> open = open(who, statement);
                if (open != null) {
                    (statement.deny ? denies : allows).add(new Candidate(layer, d, statement, open));
                }
            }
        }
        return allows;
    }

    /** The conditions that the principal does not settle; null when one of them never holds. */
    private static @org.jspecify.annotations.Nullable List<IndexedStatement.Line> open(
            IndexedPrincipal who, IndexedStatement statement) {
        if (statement.conditions.isEmpty()) {
            return List.of();
        }
        List<IndexedStatement.Line> open = new ArrayList<>(statement.conditions.size());
        for (IndexedStatement.Line line : statement.conditions) {
            Optional<Boolean> settled = who.keys.settle(line);
            if (settled.isEmpty()) {
                open.add(line);
            } else if (!settled.get()) {
                return null;
            }
        }
        return open;
    }

    /** Returns the case of what may reach one of some resources. */
    ActionCase where(Predicate<IndexedStatement> reaches) {
        List<Candidate> fewer = filter(allows, reaches);
        if (fewer.isEmpty() && !whole) {
            return new ActionCase(who, fewer, List.of(), List.of(), false);
        }
        List<List<Candidate>> fewerLimits = new ArrayList<>(limits.size());
        for (List<Candidate> limit : limits) {
            fewerLimits.add(filter(limit, reaches));
        }
        return new ActionCase(who, fewer, fewerLimits, filter(denies, reaches), whole);
    }

    private static List<Candidate> filter(List<Candidate> all, Predicate<IndexedStatement> reaches) {
        if (all.isEmpty()) {
            return all;
        }
        List<Candidate> kept = new ArrayList<>(all.size());
        for (Candidate candidate : all) {
            if (reaches.test(candidate.statement())) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    /** The principal's stack, of which only the statements of this case are left: for the action in question it is the same. */
    PolicyStack stack() {
        PolicyStack whole = who.view.stack();
        List<NamedPolicy> identity = policies(who.identity, allows);
        Optional<NamedPolicy> boundary = Optional.empty();
        List<PolicyLevel> scps = new ArrayList<>();
        for (int i = 0; i < limits.size(); i++) {
            IndexedPrincipal.Layer layer = who.limits.get(i);
            List<NamedPolicy> left = policies(layer, limits.get(i));
            if (layer.kind() == PolicyLayer.BOUNDARY) {
                boundary = Optional.of(left.get(0));
            } else {
                scps.add(new PolicyLevel(layer.level(), left));
            }
        }
        List<PolicyLevel> rcps = new ArrayList<>();
        for (IndexedPrincipal.Layer layer : who.rcps) {
            rcps.add(new PolicyLevel(layer.level(), policies(layer, List.of())));
        }
        return new PolicyStack(
                identity, boundary, List.of(), Optional.empty(), scps, rcps, List.of(), whole.managementAccountId());
    }

    private List<NamedPolicy> policies(IndexedPrincipal.Layer layer, List<Candidate> allowing) {
        List<NamedPolicy> left = new ArrayList<>();
        for (int p = 0; p < layer.policies().size(); p++) {
            NamedPolicy policy = layer.policies().get(p);
            List<Statement> statements = new ArrayList<>();
            for (List<Candidate> list : List.of(allowing, denies)) {
                for (Candidate candidate : list) {
                    if (candidate.layer() == layer && candidate.policy() == p) {
                        statements.add(candidate.statement().statement);
                    }
                }
            }
            left.add(new NamedPolicy(policy.name(), policy.document().withStatements(statements)));
        }
        return left;
    }
}
