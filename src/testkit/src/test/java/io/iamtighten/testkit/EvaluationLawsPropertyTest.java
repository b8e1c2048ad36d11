package io.iamtighten.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.Outcome;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What must hold of any evaluation, whatever the policies say. */
class EvaluationLawsPropertyTest {
    private static final int TRIES = 800;

    @Provide
    Arbitrary<AccessCase> cases() {
        return StackArbitraries.cases();
    }

    @Provide
    Arbitrary<Statement> denies() {
        return PolicyArbitraries.statements().filter(s -> s.effect() == Effect.DENY);
    }

    @Provide
    Arbitrary<PolicyDocument> policies() {
        return PolicyArbitraries.policies();
    }

    @Provide
    Arbitrary<PolicyDocument> rcps() {
        return PolicyArbitraries.resourceControlPolicies();
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void addingADenyNeverAllowsMore(@ForAll("cases") AccessCase given, @ForAll("denies") Statement deny) {
        PolicyDocument document = PolicyDocument.of(List.of(deny));
        neverAllowsMore(given, given.stack().withIdentity(with(given.stack().identity(), document)));
        neverAllowsMore(
                given,
                given.stack()
                        .withResource(given.stack()
                                .resource()
                                .map(policy -> new NamedPolicy(
                                        policy.name(),
                                        policy.document()
                                                .withStatements(plus(
                                                        policy.document().statements(),
                                                        new Statement(
                                                                deny.sid(),
                                                                deny.effect(),
                                                                Optional.of(PrincipalElement.anyonePrincipal()),
                                                                deny.actions(),
                                                                deny.resources(),
                                                                deny.conditions())))))));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void addingABoundaryNeverAllowsMore(@ForAll("cases") AccessCase given, @ForAll("policies") PolicyDocument policy) {
        assumeThat(given.stack().boundary()).isEmpty();
        neverAllowsMore(given, given.stack().withBoundary(new NamedPolicy("added", policy)));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void addingAnScpLevelNeverAllowsMore(@ForAll("cases") AccessCase given, @ForAll("policies") PolicyDocument policy) {
        PolicyLevel level = new PolicyLevel("added", List.of(new NamedPolicy("added", policy)));
        neverAllowsMore(given, given.stack().withScps(plus(given.stack().scps(), level)));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void addingAnRcpLevelNeverAllowsMore(@ForAll("cases") AccessCase given, @ForAll("rcps") PolicyDocument policy) {
        PolicyLevel level = new PolicyLevel("added", List.of(new NamedPolicy("added", policy)));
        neverAllowsMore(given, given.stack().withRcps(plus(given.stack().rcps(), level)));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void addingASessionPolicyNeverAllowsMoreToARoleSession(
            @ForAll("cases") AccessCase given, @ForAll("policies") PolicyDocument policy) {
        assumeThat(given.stack().session()).isEmpty();
        assumeThat(given.request().principal().type()).isNotEqualTo(PrincipalType.FEDERATED_USER);
        neverAllowsMore(given, given.stack().withSession(List.of(new NamedPolicy("added", policy))));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void addingAnIdentityAllowNeverDeniesMore(
            @ForAll("cases") AccessCase given, @ForAll("policies") PolicyDocument policy) {
        PolicyDocument allows = policy.withStatements(policy.statements().stream()
                .filter(s -> s.effect() == Effect.ALLOW)
                .toList());
        if (decide(given.stack(), given.request()) == Outcome.ALLOWED) {
            assertThat(decide(given.stack().withIdentity(with(given.stack().identity(), allows)), given.request()))
                    .isEqualTo(Outcome.ALLOWED);
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void orderChangesNothing(@ForAll("cases") AccessCase given, @ForAll Random random) {
        PolicyStack stack = given.stack();
        sameOutcome(
                given,
                stack.withIdentity(shuffled(
                                stack.identity().stream()
                                        .map(p -> new NamedPolicy(p.name(), shuffled(p.document(), random)))
                                        .toList(),
                                random))
                        .withResource(stack.resource()
                                .map(p -> new NamedPolicy(p.name(), shuffled(p.document(), random))))
                        .withScps(shuffled(stack.scps(), random))
                        .withRcps(shuffled(stack.rcps(), random)));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void duplicatesChangeNothing(@ForAll("cases") AccessCase given) {
        PolicyStack stack = given.stack();
        List<NamedPolicy> twice = new ArrayList<>(stack.identity());
        stack.identity()
                .forEach(p -> twice.add(new NamedPolicy(
                        p.name() + "-again",
                        p.document()
                                .withStatements(joined(
                                        p.document().statements(), p.document().statements())))));
        sameOutcome(given, stack.withIdentity(twice));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void splittingAPolicyChangesNothing(@ForAll("cases") AccessCase given) {
        PolicyStack stack = given.stack();
        List<NamedPolicy> split = new ArrayList<>();
        for (NamedPolicy policy : stack.identity()) {
            int n = 0;
            for (Statement statement : policy.document().statements()) {
                split.add(new NamedPolicy(
                        policy.name() + "-" + n++, policy.document().withStatements(List.of(statement))));
            }
        }
        sameOutcome(given, stack.withIdentity(split));
    }

    /** The case of letters in actions and keys says nothing. */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void theCaseOfTheActionChangesNothing(@ForAll("cases") AccessCase given) {
        AccessRequest request = given.request();
        AccessRequest shouted = new AccessRequest(
                request.principal(),
                request.action().toUpperCase(java.util.Locale.ROOT),
                request.resource(),
                request.resourceAccount(),
                request.context(),
                request.resourceLevel());
        assertThat(decide(given.stack(), shouted)).isEqualTo(decide(given.stack(), request));
    }

    @Provide
    Arbitrary<Condition> plain() {
        return PolicyArbitraries.conditions().filter(c -> c.operator().operator() != ConditionOperator.NULL);
    }

    @Provide
    Arbitrary<RequestContext> contexts() {
        return RequestArbitraries.contexts();
    }

    /** "If the key is not present, evaluate the condition element as true"; if it is, {@code IfExists} says nothing. */
    @Property(tries = 3 * TRIES, edgeCases = EdgeCasesMode.NONE)
    void ifExistsAddsTheAbsentKeyAndNothingElse(
            @ForAll("plain") Condition condition, @ForAll("contexts") RequestContext context) {
        OperatorUse use = condition.operator();
        Condition without = withUse(condition, new OperatorUse(use.quantifier(), use.operator(), false));
        Condition with = withUse(condition, new OperatorUse(use.quantifier(), use.operator(), true));
        boolean absent =
                context.get(condition.key()).map(v -> v.values().isEmpty()).orElse(true);
        assertThat(holds(with, context)).isEqualTo(absent || holds(without, context));
    }

    @Provide
    Arbitrary<AccessCondition> negatable() {
        Arbitrary<ConditionOperator> operators = Arbitraries.of(
                ConditionOperator.STRING_EQUALS,
                ConditionOperator.STRING_EQUALS_IGNORE_CASE,
                ConditionOperator.STRING_LIKE,
                ConditionOperator.NUMERIC_EQUALS,
                ConditionOperator.DATE_EQUALS,
                ConditionOperator.IP_ADDRESS,
                ConditionOperator.ARN_LIKE,
                ConditionOperator.ARN_EQUALS);
        return operators.flatMap(operator -> {
            List<String> values = readable(operator.family());
            return Combinators.combine(
                            Arbitraries.of(values).list().ofMinSize(1).ofMaxSize(3), Arbitraries.of(values))
                    .as((policy, value) ->
                            new AccessCondition(new Condition(OperatorUse.of(operator), "custom:Key", policy), value));
        });
    }

    /** A condition with a value for its key. */
    record AccessCondition(Condition condition, String value) {}

    private static List<String> readable(ConditionOperator.Family family) {
        return switch (family) {
            case STRING -> List.of("alice", "Alice", "a*", "*", "", "red");
            case NUMERIC -> List.of("10", "10.0", "-5", "1e1", "0");
            case DATE -> List.of("2024-01-01", "1704067200", "2024-01-01T01:00:00+01:00", "2023-12-31T23:59:59Z");
            case IP_ADDRESS -> List.of("10.0.0.1", "10.0.0.0/8", "2001:db8::1", "::/0");
            case ARN -> List.of("arn:aws:sns:eu-west-1:1:t", "arn:aws:sns:*:*:t?", "arn:aws:iam::1:user/alice");
            case BOOL, BINARY, NULL -> throw new IllegalArgumentException(family + " has no negated operator");
        };
    }

    /** De Morgan, on one present value that can be read: none of the values against all of them negated. */
    @Property(tries = 3 * TRIES, edgeCases = EdgeCasesMode.NONE)
    void aNegatedOperatorIsTheNegationAndAConjunction(@ForAll("negatable") AccessCondition given) {
        RequestContext context = RequestContext.of(Map.of("custom:Key", ContextValues.single(given.value())));
        Condition positive = given.condition();
        Condition negated =
                withUse(positive, OperatorUse.of(opposite(positive.operator().operator())));
        assertThat(holds(negated, context)).isEqualTo(!holds(positive, context));
        boolean each = positive.values().stream()
                .allMatch(v -> holds(new Condition(negated.operator(), "custom:Key", List.of(v)), context));
        assertThat(holds(negated, context)).isEqualTo(each);
    }

    /** On sets: some value is not matched, unless all are. */
    @Property(tries = 3 * TRIES, edgeCases = EdgeCasesMode.NONE)
    void forAnyValueOfTheNegatedIsTheNegationOfForAllValues(
            @ForAll("negatable") AccessCondition given, @ForAll("negatable") AccessCondition other) {
        ConditionOperator operator = given.condition().operator().operator();
        assumeThat(other.condition().operator().operator().family()).isEqualTo(operator.family());
        RequestContext context =
                RequestContext.of(Map.of("custom:Key", ContextValues.set(List.of(given.value(), other.value()))));
        Condition all = withUse(given.condition(), new OperatorUse(Quantifier.FOR_ALL_VALUES, operator, false));
        Condition some =
                withUse(given.condition(), new OperatorUse(Quantifier.FOR_ANY_VALUE, opposite(operator), false));
        assertThat(holds(some, context)).isEqualTo(!holds(all, context));
    }

    private static ConditionOperator opposite(ConditionOperator operator) {
        return switch (operator) {
            case STRING_EQUALS -> ConditionOperator.STRING_NOT_EQUALS;
            case STRING_EQUALS_IGNORE_CASE -> ConditionOperator.STRING_NOT_EQUALS_IGNORE_CASE;
            case STRING_LIKE -> ConditionOperator.STRING_NOT_LIKE;
            case NUMERIC_EQUALS -> ConditionOperator.NUMERIC_NOT_EQUALS;
            case DATE_EQUALS -> ConditionOperator.DATE_NOT_EQUALS;
            case IP_ADDRESS -> ConditionOperator.NOT_IP_ADDRESS;
            case ARN_LIKE -> ConditionOperator.ARN_NOT_LIKE;
            case ARN_EQUALS -> ConditionOperator.ARN_NOT_EQUALS;
            default -> throw new IllegalArgumentException(operator + " has no negation");
        };
    }

    private static Condition withUse(Condition condition, OperatorUse use) {
        return new Condition(use, condition.key(), condition.values());
    }

    /** Whether a statement with this condition allows. */
    private static boolean holds(Condition condition, RequestContext context) {
        Statement statement = Statement.of(Effect.ALLOW, ActionElement.of("*"), ResourceElement.of("*"))
                .withConditions(List.of(condition));
        RequestPrincipal caller =
                RequestPrincipal.of(PrincipalType.IAM_USER, "arn:aws:iam::111122223333:user/alice", "111122223333");
        return decide(
                        PolicyStack.ofIdentity(List.of(new NamedPolicy("p", PolicyDocument.of(List.of(statement))))),
                        AccessRequest.of(caller, "s3:GetObject", "arn:aws:s3:::b/k", context))
                == Outcome.ALLOWED;
    }

    private static Outcome decide(PolicyStack stack, AccessRequest request) {
        return Authorizer.compile(stack).decide(request).outcome();
    }

    private static void neverAllowsMore(AccessCase given, PolicyStack changed) {
        if (decide(changed, given.request()) == Outcome.ALLOWED) {
            assertThat(decide(given.stack(), given.request())).isEqualTo(Outcome.ALLOWED);
        }
    }

    private static void sameOutcome(AccessCase given, PolicyStack changed) {
        assertThat(decide(changed, given.request())).isEqualTo(decide(given.stack(), given.request()));
    }

    private static List<NamedPolicy> with(List<NamedPolicy> policies, PolicyDocument document) {
        return plus(policies, new NamedPolicy("added", document));
    }

    private static <T> List<T> plus(List<T> list, T element) {
        return joined(list, List.of(element));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    private static PolicyDocument shuffled(PolicyDocument document, Random random) {
        return document.withStatements(shuffled(document.statements(), random));
    }
}
