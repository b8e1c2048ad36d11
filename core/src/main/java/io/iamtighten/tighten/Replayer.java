package io.iamtighten.tighten;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.arn.Arn;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.usage.UsageFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Decides the history again under two sets of identity-based policies.
 *
 * <p>What a record does not tell of the context is taken once as absent and once as whatever the Allow statements ask for: a use is
 * lost if either says that it was allowed and no longer is.
 */
final class Replayer {
    private final AccountSnapshot account;
    private final PrincipalView view;
    private final Side before;
    private final Side after;

    /** Policies as they are, and with conditions on what no record tells left out. */
    private final class Side {
        private final PolicyStack stack;
        private final List<NamedPolicy> identity;
        private final Map<String, Authorizer> byResourcePolicy = new HashMap<>();
        private final Map<Set<String>, Authorizer> lenient = new HashMap<>();

        Side(PolicyStack stack, List<NamedPolicy> identity) {
            this.stack = stack.withIdentity(identity);
            this.identity = identity;
        }

        boolean allows(AccessRequest request) {
            Optional<NamedPolicy> resource =
                    account.resourcePolicy(request.resource()).map(policy -> policy.policy());
            return byResourcePolicy
                    .computeIfAbsent(
                            resource.isPresent() ? request.resource() : "",
                            r -> Authorizer.compile(
                                    stack.withResource(resource),
                                    EvaluationOptions.standard().assumingDelegation()))
                    .decide(request)
                    .allowed();
        }

        /** Decides by the identity-based policies alone, with only the conditions on keys that are known. */
        boolean mayAllow(AccessRequest request, KnownContext context) {
            Set<String> unknown = unknownKeys(context);
            return lenient.computeIfAbsent(
                            unknown,
                            keys -> Authorizer.compile(
                                    PolicyStack.ofIdentity(without(keys)),
                                    EvaluationOptions.standard().assumingDelegation()))
                    .decide(request)
                    .allowed();
        }

        private Set<String> unknownKeys(KnownContext context) {
            Set<String> unknown = new TreeSet<>();
            for (NamedPolicy policy : identity) {
                for (Statement statement : policy.document().statements()) {
                    for (Condition condition : statement.conditions()) {
                        String key = condition.key().toLowerCase(java.util.Locale.ROOT);
                        if (!context.knows(key)) {
                            unknown.add(key);
                        }
                    }
                }
            }
            return unknown;
        }

        private List<NamedPolicy> without(Set<String> keys) {
            List<NamedPolicy> result = new ArrayList<>();
            for (NamedPolicy policy : identity) {
                List<Statement> statements = new ArrayList<>();
                for (Statement statement : policy.document().statements()) {
                    List<Condition> known = statement.conditions().stream()
                            .filter(c -> !keys.contains(c.key().toLowerCase(java.util.Locale.ROOT)))
                            .toList();
                    boolean all = known.size() == statement.conditions().size();
                    if (statement.effect() == Effect.ALLOW || all) {
                        statements.add(statement.withConditions(known));
                    }
                }
                result.add(new NamedPolicy(policy.name(), policy.document().withStatements(statements)));
            }
            return result;
        }
    }

    Replayer(
            AccountSnapshot account,
            PrincipalView view,
            PolicyStack stack,
            List<NamedPolicy> before,
            List<NamedPolicy> after) {
        this.account = account;
        this.view = view;
        this.before = new Side(stack, before);
        this.after = new Side(stack, after);
    }

    /**
     * @param refused whether today's policies surely refuse a use, whatever no record tells of it
     */
    Replay run(List<Use> uses, Predicate<Use> refused) {
        long events = 0;
        long allowedBefore = 0;
        long allowedAfter = 0;
        long withoutResource = 0;
        List<Replay.LostCall> lost = new ArrayList<>();
        for (Use use : uses) {
            long count =
                    use.fact().map(UsageFact::occurrences).map(o -> o.count()).orElse(1L);
            if (use.kind() == Use.ResourceKind.OPEN) {
                // There is nothing to decide: its statements keep their resources.
                withoutResource += count;
                continue;
            }
            events += count;
            switch (refused.test(use) ? Fate.REFUSED_BEFORE : fate(use)) {
                case REFUSED_BEFORE -> {}
                case ALLOWED -> {
                    allowedBefore += count;
                    allowedAfter += count;
                }
                case LOST -> {
                    allowedBefore += count;
                    lost.add(new Replay.LostCall(use.name(), use.resource(), count));
                }
            }
        }
        return new Replay(events, allowedBefore, allowedAfter, withoutResource, lost);
    }

    /** What becomes of a use. */
    enum Fate {
        /** Today's policies refuse it. */
        REFUSED_BEFORE,
        /** Both allow it. */
        ALLOWED,
        /** Only today's policies allow it. */
        LOST
    }

    /** Decides a use of which the resource is known. */
    Fate fate(Use use) {
        AccessRequest request = request(use);
        if (before.allows(request)) {
            return after.allows(request) ? Fate.ALLOWED : Fate.LOST;
        }
        if (!before.mayAllow(request, use.context())) {
            return Fate.REFUSED_BEFORE;
        }
        return after.mayAllow(request, use.context()) ? Fate.ALLOWED : Fate.LOST;
    }

    private AccessRequest request(Use use) {
        Optional<String> owner = Arn.parse(use.resource())
                .map(Arn::account)
                .filter(id -> id.length() == 12 && id.chars().allMatch(Character::isDigit));
        return new AccessRequest(
                view.caller(KnownContext.SESSION),
                use.name(),
                use.resource(),
                owner.or(() -> Optional.of(view.accountId())),
                use.context().context(),
                use.kind() == Use.ResourceKind.NONE
                        ? AccessRequest.ResourceLevel.WILDCARD_ONLY
                        : AccessRequest.ResourceLevel.SUPPORTED);
    }
}
