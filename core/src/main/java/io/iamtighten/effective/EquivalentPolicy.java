package io.iamtighten.effective;

import io.iamtighten.access.AccessScope;
import io.iamtighten.access.AccessSet;
import io.iamtighten.access.Containment;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One identity-based policy that by itself allows a principal exactly what its whole stack does: proven in both directions, over all
 * requests and under every reading of wildcards. No statement of it, and in policies of at most 400 action entries no such entry, can
 * be left out; a policy of another build may still be shorter.
 *
 * @param document the policy, or empty when none was found
 * @param reason why there is none, in one line; empty when there is one
 */
public record EquivalentPolicy(Optional<PolicyDocument> document, String reason) {
    private static final EvaluationOptions OPTIONS =
            EvaluationOptions.standard().assumingDelegation();
    /** How many entries are tried to be left out. */
    private static final int MAX_ENTRIES = 400;

    /** Looks for the policy. */
    public static EquivalentPolicy of(PrincipalView view, WorkLimit limit) {
        return new Search(view, limit).run();
    }

    private static EquivalentPolicy none(String reason) {
        return new EquivalentPolicy(Optional.empty(), reason);
    }

    /** One search. */
    private static final class Search {
        private final PrincipalView view;
        private final WorkLimit limit;
        private final AccessScope scope;
        private final AccessSet whole;

        Search(PrincipalView view, WorkLimit limit) {
            this.view = view;
            this.limit = limit;
            this.scope = AccessScope.ownAccount(view.caller(IndexedPrincipal.SESSION))
                    .withOptions(OPTIONS);
            this.whole = AccessSet.of(view.stack(), scope);
        }

        EquivalentPolicy run() {
            PolicyStack stack = view.stack();
            List<List<NamedPolicy>> limits = new ArrayList<>();
            stack.boundary().ifPresent(b -> limits.add(List.of(b)));
            if (IndexedPrincipal.controlled(view)) {
                stack.scps().stream().map(PolicyLevel::policies).forEach(limits::add);
            }
            List<NamedPolicy> all = new ArrayList<>(stack.identity());
            limits.forEach(all::addAll);
            Optional<String> mixed = mixedVersions(all);
            if (mixed.isPresent()) {
                return none(mixed.get());
            }
            Set<Statement> granted = new LinkedHashSet<>();
            stack.identity().forEach(p -> add(p, Effect.ALLOW, granted));
            Set<Statement> statements = new LinkedHashSet<>(granted);
            Set<Statement> denies = new LinkedHashSet<>();
            for (List<NamedPolicy> layer : limits) {
                List<Statement> allows = new ArrayList<>();
                for (NamedPolicy policy : layer) {
                    Set<Statement> of = new LinkedHashSet<>();
                    add(policy, Effect.ALLOW, of);
                    allows.addAll(of);
                }
                Optional<List<Statement>> outside = outside(allows);
                if (outside.isPresent()) {
                    denies.addAll(outside.get());
                    continue;
                }
                Optional<List<Statement>> within = StatementProduct.of(List.copyOf(statements), allows);
                if (within.isEmpty()) {
                    return none("what " + layer.stream().map(NamedPolicy::name).toList()
                            + " allow cannot be written as statements of one policy");
                }
                statements.clear();
                statements.addAll(within.get());
            }
            statements.addAll(denies);
            all.forEach(p -> add(p, Effect.DENY, statements));
            List<Statement> first = new ArrayList<>(statements);
            Optional<String> doubt = doubt(first);
            return doubt.isPresent()
                    ? none("not proven to be equal: " + doubt.get())
                    : new EquivalentPolicy(Optional.of(PolicyDocument.of(smaller(first))), "");
        }

        /** A text that looks like a variable means another thing in the older version of the language. */
        private static Optional<String> mixedVersions(List<NamedPolicy> policies) {
            for (NamedPolicy policy : policies) {
                if (!policy.document().version().hasVariables()
                        && PolicyWriter.minified(policy.document()).contains("${")) {
                    return Optional.of(
                            policy.name() + " is of a version without policy variables and has text that would be one");
                }
            }
            return Optional.empty();
        }

        private static void add(NamedPolicy policy, Effect effect, Set<Statement> into) {
            for (Statement statement : policy.document().statements()) {
                if (statement.effect() == effect) {
                    into.add(statement.withSid(Optional.empty()));
                }
            }
        }

        /** Denies of all that a layer does not allow; empty where this way of writing does not reach. */
        private static Optional<List<Statement>> outside(List<Statement> allows) {
            List<ActionPattern> onEverything = new ArrayList<>();
            List<Statement> limited = new ArrayList<>();
            for (Statement allow : allows) {
                boolean everywhere = allow.resources()
                        .filter(r -> r.polarity() == Polarity.ONLY
                                && r.patterns().stream().anyMatch(ResourcePattern::isEverything))
                        .isPresent();
                boolean everything = allow.actions().polarity() == Polarity.ONLY
                        && allow.actions().patterns().stream().anyMatch(ActionPattern::isEverything);
                if (everywhere && everything && allow.conditions().isEmpty()) {
                    return Optional.of(List.of());
                }
                if (everywhere
                        && allow.conditions().isEmpty()
                        && allow.actions().polarity() == Polarity.ONLY) {
                    onEverything.addAll(allow.actions().patterns());
                } else {
                    limited.add(allow);
                }
            }
            if (limited.isEmpty()) {
                return Optional.of(
                        onEverything.isEmpty()
                                ? List.of(Statement.of(Effect.DENY, ActionElement.of("*"), ResourceElement.of("*")))
                                : List.of(Statement.of(
                                        Effect.DENY,
                                        new ActionElement(Polarity.ALL_BUT, onEverything),
                                        ResourceElement.of("*"))));
            }
            Statement one = limited.get(0);
            boolean alone = limited.size() == 1
                    && onEverything.isEmpty()
                    && one.conditions().isEmpty();
            if (!alone || one.resources().isEmpty()) {
                return Optional.empty();
            }
            List<Statement> denies = new ArrayList<>();
            ResourceElement resources = one.resources().get();
            denies.add(Statement.of(
                    Effect.DENY,
                    new ActionElement(
                            opposite(one.actions().polarity()), one.actions().patterns()),
                    ResourceElement.of("*")));
            if (resources.polarity() != Polarity.ONLY
                    || resources.patterns().stream().noneMatch(ResourcePattern::isEverything)) {
                denies.add(Statement.of(
                        Effect.DENY,
                        ActionElement.of("*"),
                        new ResourceElement(opposite(resources.polarity()), resources.patterns())));
            }
            return Optional.of(denies);
        }

        private static Polarity opposite(Polarity polarity) {
            return polarity == Polarity.ONLY ? Polarity.ALL_BUT : Polarity.ONLY;
        }

        /** Why a policy of these statements is not proven to allow the same. */
        private Optional<String> doubt(List<Statement> statements) {
            AccessSet set = AccessSet.of(
                    PolicyStack.ofIdentity(List.of(new NamedPolicy("equivalent", PolicyDocument.of(statements)))),
                    scope);
            for (Containment answer : List.of(set.isSubsetOf(whole, limit), whole.isSubsetOf(set, limit))) {
                if (answer instanceof Containment.Refuted refuted) {
                    return Optional.of(refuted.witness().text());
                }
                if (answer instanceof Containment.Unknown unknown) {
                    return Optional.of(unknown.reason());
                }
            }
            return Optional.empty();
        }

        /** Leaves out what can be left out: whole statements first, then entries. */
        private List<Statement> smaller(List<Statement> first) {
            List<Statement> left = new ArrayList<>(first);
            for (int i = left.size() - 1; i >= 0 && left.size() > 1; i--) {
                List<Statement> fewer = new ArrayList<>(left);
                fewer.remove(i);
                if (doubt(fewer).isEmpty()) {
                    left = fewer;
                }
            }
            int entries = 0;
            for (Statement statement : left) {
                entries += statement.actions().patterns().size();
            }
            for (int i = 0; i < left.size() && entries <= MAX_ENTRIES; i++) {
                for (int p = left.get(i).actions().patterns().size() - 1; p >= 0; p--) {
                    ActionElement actions = left.get(i).actions();
                    if (actions.patterns().size() == 1) {
                        break;
                    }
                    List<ActionPattern> patterns = new ArrayList<>(actions.patterns());
                    patterns.remove(p);
                    List<Statement> fewer = new ArrayList<>(left);
                    fewer.set(i, left.get(i).withActions(new ActionElement(actions.polarity(), patterns)));
                    if (doubt(fewer).isEmpty()) {
                        left = fewer;
                    }
                }
            }
            return left;
        }
    }
}
