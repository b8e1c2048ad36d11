package io.iamtighten.lint;

import io.iamtighten.access.AccessScope;
import io.iamtighten.access.AccessSet;
import io.iamtighten.access.Containment;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.policy.StatementRef;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the exact set of source addresses from which each permission of a principal can be used. Addresses that no condition tells apart
 * are one class, so one exact question about a member of each class decides all.
 */
final class SourceAddresses {
    private static final String KEY = "aws:SourceIp";

    private final ActionFacts facts;
    private final PolicyStack stack;
    private final AccessScope scope;
    /** The policies that give the permissions; the others only limit them. */
    private final List<NamedPolicy> giving;
    /** Which Allow statements of these count. */
    private final Predicate<Statement> gives;

    private final Authorizer authorizer;
    private final List<NamedPolicy> policies;
    private final List<Condition> conditions = new ArrayList<>();

    SourceAddresses(ActionFacts facts, LintedPrincipal principal) {
        this(
                facts,
                principal.stack(),
                AccessScope.ownAccount(principal.caller())
                        .withOptions(EvaluationOptions.standard().assumingDelegation()),
                principal.stack().identity(),
                statement -> true);
    }

    SourceAddresses(
            ActionFacts facts,
            PolicyStack stack,
            AccessScope scope,
            List<NamedPolicy> giving,
            Predicate<Statement> gives) {
        this.facts = facts;
        this.stack = stack;
        this.scope = scope;
        this.giving = giving;
        this.gives = gives;
        this.authorizer = Authorizer.compile(stack, scope.options());
        this.policies = policies(stack);
        policies.forEach(p -> p.document().statements().forEach(s -> conditions.addAll(Conditions.on(s, KEY))));
    }

    private static List<NamedPolicy> policies(PolicyStack stack) {
        List<NamedPolicy> policies = new ArrayList<>(stack.identity());
        stack.resource().ifPresent(policies::add);
        stack.boundary().ifPresent(policies::add);
        policies.addAll(stack.session());
        stack.scps().forEach(level -> policies.addAll(level.policies()));
        stack.rcps().forEach(level -> policies.addAll(level.policies()));
        return policies;
    }

    private BitSet actions(Statement statement) {
        BitSet set = new BitSet();
        statement.actions().patterns().forEach(p -> set.or(Expansions.of(facts.catalog(), p)));
        if (statement.actions().polarity() == Polarity.ALL_BUT) {
            set.flip(0, facts.catalog().actionCount());
        }
        return set;
    }

    /** Whether some statement speaks of source addresses at all. */
    boolean matter() {
        return !conditions.isEmpty();
    }

    /** Returns the permissions with their addresses, grouped by the statements that speak of them. */
    List<AddressReach> find() {
        AddressClasses classes = AddressClasses.of(conditions);
        Optional<String> doubt = doubt();
        List<AddressReach> found = new ArrayList<>();
        for (Group group : groups()) {
            List<String> names = group.actions.stream()
                    .mapToObj(id -> facts.catalog().action(id).qualifiedName())
                    .toList();
            found.add(doubt.isPresent() ? undecided(names, group, doubt.get()) : one(names, group, classes));
        }
        return found;
    }

    private static AddressReach undecided(List<String> names, Group group, String why) {
        return new AddressReach(names, group.allows, List.of(), List.of(), false, Optional.of(why), Optional.empty());
    }

    /** What tells single addresses apart: comparisons of the address as text. */
    private Optional<String> doubt() {
        for (Condition condition : conditions) {
            ConditionOperator.Family family = condition.operator().operator().family();
            if (family != ConditionOperator.Family.IP_ADDRESS && family != ConditionOperator.Family.NULL) {
                return Optional.of(condition.operator() + " compares " + KEY + " as text");
            }
        }
        String text = policies.toString().toLowerCase(Locale.ROOT);
        return text.contains("${aws:sourceip")
                ? Optional.of("a policy variable takes the value of " + KEY)
                : Optional.empty();
    }

    /** Actions that the same statements speak of. */
    private record Group(BitSet actions, List<StatementRef> allows) {}

    private List<Group> groups() {
        Map<List<Integer>, BitSet> bySignature = new LinkedHashMap<>();
        List<BitSet> sets = new ArrayList<>();
        List<Optional<StatementRef>> refs = new ArrayList<>();
        BitSet named = new BitSet();
        for (NamedPolicy policy : policies) {
            List<Statement> statements = policy.document().statements();
            for (int i = 0; i < statements.size(); i++) {
                Statement statement = statements.get(i);
                BitSet actions = actions(statement);
                boolean allows = giving.contains(policy) && statement.effect() == Effect.ALLOW && gives.test(statement);
                sets.add(actions);
                refs.add(allows ? Optional.of(new StatementRef(policy.name(), i, statement.sid())) : Optional.empty());
                if (allows) {
                    named.or(actions);
                }
            }
        }
        BitSet covered = covered();
        for (int id = named.nextSetBit(0); id >= 0; id = named.nextSetBit(id + 1)) {
            List<Integer> signature = new ArrayList<>(List.of(covered.get(id) ? -1 : -2));
            for (int i = 0; i < sets.size(); i++) {
                if (sets.get(i).get(id)) {
                    signature.add(i);
                }
            }
            bySignature.computeIfAbsent(signature, s -> new BitSet()).set(id);
        }
        List<Group> groups = new ArrayList<>();
        bySignature.forEach((signature, actions) -> groups.add(new Group(
                actions,
                signature.stream()
                        .filter(i -> i >= 0)
                        .flatMap(i -> refs.get(i).stream())
                        .toList())));
        return groups;
    }

    /** Resource control policies, if there are any, speak of some services alone. */
    private BitSet covered() {
        BitSet covered = new BitSet();
        if (!stack.rcps().isEmpty()) {
            scope.options()
                    .rcpServices()
                    .forEach(service -> covered.or(facts.catalog().expand(service + ":*")));
        }
        return covered;
    }

    private AddressReach one(List<String> names, Group group, AddressClasses classes) {
        AccessSet usable = AccessSet.of(stack, scope).restrictedTo(List.of(names.get(0)));
        List<IpRange> blocks = new ArrayList<>();
        boolean without = false;
        Optional<AccessRequest> example = Optional.empty();
        for (AddressClasses.AddressClass some : classes.all()) {
            Condition from = AddressClasses.member(some)
                    .map(m -> Condition.of(ConditionOperator.IP_ADDRESS, KEY, m.toString()))
                    .orElse(Condition.of(ConditionOperator.NULL, KEY, "true"));
            if (some.block().isPresent() && AddressClasses.member(some).isEmpty()) {
                continue;
            }
            Containment empty = usable.intersection(asked(from)).isEmpty(WorkLimit.standard());
            if (empty instanceof Containment.Unknown unknown) {
                return undecided(names, group, unknown.reason());
            }
            if (empty instanceof Containment.Refuted refuted) {
                AccessRequest request = refuted.witness().request();
                if (!authorizer.decide(request).allowed()) {
                    return undecided(names, group, "the evaluator does not allow the request that the exact set shows");
                }
                if (some.block().isEmpty()) {
                    without = true;
                } else {
                    blocks.addAll(AddressClasses.blocks(some));
                }
                boolean unnamed = some.block().isEmpty() || some.block().get().prefixLength() == 0;
                example = example.isPresent() || !unnamed ? example : Optional.of(request);
            }
        }
        List<IpRange> joined = AddressClasses.joined(blocks);
        return new AddressReach(
                names,
                group.allows,
                joined.stream().filter(r -> !r.isPrivate()).toList(),
                joined.stream().filter(IpRange::isPrivate).toList(),
                without,
                Optional.empty(),
                example);
    }

    private AccessSet asked(Condition from) {
        Statement statement = Statement.of(Effect.ALLOW, ActionElement.of("*"), ResourceElement.of("*"))
                .withConditions(List.of(from));
        Statement toAll = new Statement(
                statement.sid(),
                statement.effect(),
                Optional.of(PrincipalElement.anyonePrincipal()),
                statement.actions(),
                statement.resources(),
                statement.conditions());
        // On both sides, so that they are the same requests for every caller.
        return AccessSet.of(
                PolicyStack.ofIdentity(List.of(new NamedPolicy("source", PolicyDocument.of(List.of(statement)))))
                        .withResource(stack.resource()
                                .map(r -> new NamedPolicy("source", PolicyDocument.of(List.of(toAll))))),
                scope);
    }

    /** Returns whether the actions could be used if no condition spoke of source addresses. */
    boolean usableOtherwise(AddressReach some) {
        AccessSet free = AccessSet.of(without(stack), scope)
                .restrictedTo(List.of(some.actions().get(0)));
        return free.isEmpty(WorkLimit.standard()) instanceof Containment.Refuted;
    }

    /** The stack without conditions on the source address; a Deny that has one is left out whole. */
    private static PolicyStack without(PolicyStack stack) {
        PolicyStack changed = stack.withIdentity(
                        stack.identity().stream().map(SourceAddresses::without).toList())
                .withSession(
                        stack.session().stream().map(SourceAddresses::without).toList())
                .withScps(stack.scps().stream()
                        .map(l -> new io.iamtighten.evaluate.PolicyLevel(
                                l.id(),
                                l.policies().stream()
                                        .map(SourceAddresses::without)
                                        .toList()))
                        .toList());
        return stack.boundary().map(b -> changed.withBoundary(without(b))).orElse(changed);
    }

    private static NamedPolicy without(NamedPolicy policy) {
        List<Statement> statements = new ArrayList<>();
        for (Statement statement : policy.document().statements()) {
            List<Condition> rest = statement.conditions().stream()
                    .filter(c -> !c.key().equalsIgnoreCase(KEY))
                    .toList();
            if (statement.effect() == Effect.ALLOW
                    || rest.size() == statement.conditions().size()) {
                statements.add(statement.withConditions(rest));
            }
        }
        return new NamedPolicy(policy.name(), policy.document().withStatements(statements));
    }
}
