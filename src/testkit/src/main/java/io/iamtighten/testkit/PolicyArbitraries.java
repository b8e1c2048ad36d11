package io.iamtighten.testkit;

import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.PrincipalEntry;
import io.iamtighten.policy.PrincipalKind;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Arbitraries for policies and their parts. They speak of a small world (two buckets, a queue, a key, a few roles), the same
 * as that of {@link RequestArbitraries}, so that policies and requests meet. Every element, operator, set operator and both
 * versions of the language occur; values shrink to the plain ones, lists to short ones.
 */
public final class PolicyArbitraries {
    private PolicyArbitraries() {}

    /** Returns entries of {@code Action}: exact names, wildcards, other spellings of case. */
    public static Arbitrary<ActionPattern> actionPatterns() {
        return Arbitraries.of(Vocabulary.ACTION_PATTERNS).map(ActionPattern::new);
    }

    /** Returns {@code Action} and {@code NotAction} elements. */
    public static Arbitrary<ActionElement> actions() {
        return Combinators.combine(
                        polarities(9), actionPatterns().list().ofMinSize(1).ofMaxSize(3))
                .as(ActionElement::new);
    }

    /** Returns entries of {@code Resource}: {@code *}, ARNs, wildcards, variables, escapes. */
    public static Arbitrary<ResourcePattern> resourcePatterns() {
        return Arbitraries.of(Vocabulary.RESOURCE_PATTERNS).map(ResourcePattern::new);
    }

    /** Returns {@code Resource} and {@code NotResource} elements. */
    public static Arbitrary<ResourceElement> resources() {
        return Combinators.combine(
                        polarities(9), resourcePatterns().list().ofMinSize(1).ofMaxSize(3))
                .as(ResourceElement::new);
    }

    private static Arbitrary<Polarity> polarities(int plain) {
        return Arbitraries.frequency(Tuple.of(plain, Polarity.ONLY), Tuple.of(1, Polarity.ALL_BUT));
    }

    /** Returns uses of operators: every operator with every set operator, with and without {@code IfExists}. */
    public static Arbitrary<OperatorUse> operators() {
        return Combinators.combine(quantifiers(), Arbitraries.of(ConditionOperator.values()), ifExists())
                .as(PolicyArbitraries::use);
    }

    private static Arbitrary<Quantifier> quantifiers() {
        return Arbitraries.frequency(
                Tuple.of(5, Quantifier.NONE),
                Tuple.of(2, Quantifier.FOR_ANY_VALUE),
                Tuple.of(2, Quantifier.FOR_ALL_VALUES));
    }

    private static Arbitrary<Boolean> ifExists() {
        return Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, true));
    }

    private static OperatorUse use(Quantifier quantifier, ConditionOperator operator, boolean ifExists) {
        // AWS has no NullIfExists.
        return new OperatorUse(quantifier, operator, ifExists && operator != ConditionOperator.NULL);
    }

    /**
     * Returns conditions of every operator family. Keys and values mostly fit the operator; some values cannot be read as its
     * type, some hold variables, defaults and escapes.
     */
    public static Arbitrary<Condition> conditions() {
        List<Arbitrary<Condition>> families = new ArrayList<>();
        for (ConditionOperator.Family family : ConditionOperator.Family.values()) {
            families.add(conditions(family));
        }
        return Arbitraries.oneOf(families);
    }

    /** Returns conditions of the operators of one family. */
    public static Arbitrary<Condition> conditions(ConditionOperator.Family family) {
        Arbitrary<ConditionOperator> operators = Arbitraries.of(Arrays.stream(ConditionOperator.values())
                .filter(operator -> operator.family() == family)
                .toList());
        return Combinators.combine(quantifiers(), operators, ifExists())
                .as(PolicyArbitraries::use)
                .flatMap(use -> Combinators.combine(
                                keys(family, use.quantifier()),
                                values(family).list().ofMinSize(1).ofMaxSize(3))
                        .as((key, values) -> new Condition(use, key, values)));
    }

    private static Arbitrary<String> keys(ConditionOperator.Family family, Quantifier quantifier) {
        List<String> single = new ArrayList<>();
        List<String> multivalued = new ArrayList<>();
        for (Vocabulary.Keys keys : Vocabulary.ALL_KEYS) {
            if (keys.family() == family || family == ConditionOperator.Family.NULL) {
                single.addAll(keys.single());
                multivalued.addAll(keys.multivalued());
            }
        }
        Arbitrary<String> fitting = Arbitraries.of(quantifier == Quantifier.NONE ? single : multivalued);
        Arbitrary<String> other = Arbitraries.of(quantifier == Quantifier.NONE ? multivalued : single);
        Arbitrary<String> any =
                Arbitraries.of("aws:username", "AWS:USERNAME", "aws:TagKeys", "aws:SourceIp", "custom:Nothing");
        return Arbitraries.frequencyOf(Tuple.of(8, fitting), Tuple.of(1, other), Tuple.of(1, any));
    }

    private static Arbitrary<String> values(ConditionOperator.Family family) {
        return switch (family) {
            case NULL -> Arbitraries.of("true", "false", "TRUE", "maybe");
            case STRING ->
                Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.of(Vocabulary.STRINGS.values())),
                        Tuple.of(2, Arbitraries.of(Vocabulary.VARIABLE_TEXTS)),
                        Tuple.of(1, Arbitraries.of("a*", "*", "?*", "*c", "red*", "al?ce", "*/home")));
            case NUMERIC -> typed(Vocabulary.NUMBERS);
            case DATE -> typed(Vocabulary.DATES);
            case BOOL -> typed(Vocabulary.BOOLS);
            case BINARY -> typed(Vocabulary.BYTES);
            case IP_ADDRESS -> typed(Vocabulary.ADDRESSES);
            case ARN -> typed(Vocabulary.ARNS);
        };
    }

    private static Arbitrary<String> typed(Vocabulary.Keys keys) {
        return Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.of(keys.values())), Tuple.of(1, Arbitraries.of(Vocabulary.VARIABLE_TEXTS)));
    }

    private static Arbitrary<List<Condition>> conditionLists(int without, int one, int two) {
        return Arbitraries.frequency(Tuple.of(without, 0), Tuple.of(one, 1), Tuple.of(two, 2))
                .flatMap(n -> conditions().list().ofSize(n));
    }

    /** Returns statements of identity-based policies: allows mostly broad, denies mostly narrow. */
    public static Arbitrary<Statement> statements() {
        return statements(Arbitraries.just(Optional.empty()), Arbitraries.just(true));
    }

    /** Returns statements of resource-based policies: with {@code Principal} or {@code NotPrincipal}, some without {@code Resource}. */
    public static Arbitrary<Statement> resourceStatements() {
        return statements(principals().map(Optional::of), Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)));
    }

    private static Arbitrary<Statement> statements(
            Arbitrary<Optional<PrincipalElement>> principals, Arbitrary<Boolean> withResources) {
        return Arbitraries.frequencyOf(
                Tuple.of(3, allows(principals, withResources)), Tuple.of(2, denies(principals, withResources)));
    }

    private static Arbitrary<Statement> allows(
            Arbitrary<Optional<PrincipalElement>> principals, Arbitrary<Boolean> withResources) {
        Arbitrary<ActionElement> broad =
                Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(ActionElement.of("*"))), Tuple.of(3, actions()));
        Arbitrary<ResourceElement> all = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(ResourceElement.of("*"))), Tuple.of(3, resources()));
        return Combinators.combine(principals, broad, all, withResources, conditionLists(5, 3, 1))
                .as((who, action, resource, with, conditions) -> new Statement(
                        Optional.empty(),
                        Effect.ALLOW,
                        who,
                        action,
                        with ? Optional.of(resource) : Optional.empty(),
                        conditions));
    }

    private static Arbitrary<Statement> denies(
            Arbitrary<Optional<PrincipalElement>> principals, Arbitrary<Boolean> withResources) {
        Arbitrary<ActionElement> someActions =
                Arbitraries.frequencyOf(Tuple.of(3, actions()), Tuple.of(1, Arbitraries.just(ActionElement.of("*"))));
        Arbitrary<ResourceElement> someResources = Arbitraries.frequencyOf(
                Tuple.of(1, resources()), Tuple.of(1, Arbitraries.just(ResourceElement.of("*"))));
        return Combinators.combine(principals, someActions, someResources, withResources, conditionLists(2, 4, 1))
                .as((who, action, resource, with, conditions) -> new Statement(
                        Optional.empty(),
                        Effect.DENY,
                        who,
                        action,
                        with ? Optional.of(resource) : Optional.empty(),
                        conditions));
    }

    /** Returns {@code Principal} and {@code NotPrincipal} elements with every kind of entry. */
    public static Arbitrary<PrincipalElement> principals() {
        Arbitrary<PrincipalElement> named = Combinators.combine(
                        polarities(7), principalEntries().list().ofMinSize(1).ofMaxSize(3))
                .as((polarity, entries) -> new PrincipalElement(polarity, false, entries));
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(PrincipalElement.anyonePrincipal())), Tuple.of(4, named));
    }

    private static Arbitrary<PrincipalEntry> principalEntries() {
        return Arbitraries.of(
                new PrincipalEntry(PrincipalKind.AWS, "*"),
                new PrincipalEntry(PrincipalKind.AWS, Vocabulary.ACCOUNT),
                new PrincipalEntry(PrincipalKind.AWS, "arn:aws:iam::111122223333:root"),
                new PrincipalEntry(PrincipalKind.AWS, Vocabulary.USER),
                new PrincipalEntry(PrincipalKind.AWS, Vocabulary.ROLE),
                new PrincipalEntry(PrincipalKind.AWS, Vocabulary.SESSION),
                new PrincipalEntry(PrincipalKind.AWS, Vocabulary.FEDERATED),
                new PrincipalEntry(PrincipalKind.AWS, Vocabulary.OTHER_ACCOUNT),
                new PrincipalEntry(PrincipalKind.AWS, "arn:aws:iam::444455556666:user/alice"),
                new PrincipalEntry(PrincipalKind.AWS, "arn:aws:iam::111122223333:role/path/app"),
                new PrincipalEntry(PrincipalKind.AWS, "arn:aws:iam::111122223333:user/bob"),
                new PrincipalEntry(PrincipalKind.SERVICE, Vocabulary.SERVICE),
                new PrincipalEntry(PrincipalKind.SERVICE, "lambda.amazonaws.com"),
                new PrincipalEntry(PrincipalKind.FEDERATED, Vocabulary.OIDC),
                new PrincipalEntry(PrincipalKind.FEDERATED, Vocabulary.SAML),
                new PrincipalEntry(PrincipalKind.CANONICAL_USER, "79a59df900b949e5"));
    }

    /** Returns identity-based policies; also fit for boundaries, session policies, SCPs and endpoint policies. */
    public static Arbitrary<PolicyDocument> policies() {
        return documents(statements());
    }

    /** Returns resource-based policies and role trust policies. */
    public static Arbitrary<PolicyDocument> resourcePolicies() {
        return documents(resourceStatements());
    }

    private static Arbitrary<PolicyDocument> documents(Arbitrary<Statement> statements) {
        return Combinators.combine(versions(), statements.list().ofMinSize(1).ofMaxSize(4))
                .as((version, list) -> new PolicyDocument(version, Optional.empty(), list));
    }

    private static Arbitrary<Optional<PolicyVersion>> versions() {
        return Arbitraries.frequency(
                Tuple.of(8, Optional.of(PolicyVersion.V2012_10_17)),
                Tuple.of(1, Optional.of(PolicyVersion.V2008_10_17)),
                Tuple.of(1, Optional.empty()));
    }

    /** Returns policies that limit others: mostly everything allowed and something denied. */
    public static Arbitrary<PolicyDocument> limitingPolicies() {
        Arbitrary<Statement> everything =
                Arbitraries.just(Statement.of(Effect.ALLOW, ActionElement.of("*"), ResourceElement.of("*")));
        Arbitrary<PolicyDocument> open = Combinators.combine(
                        everything,
                        Arbitraries.frequency(Tuple.of(2, 0), Tuple.of(1, 1))
                                .flatMap(n -> denies(Arbitraries.just(Optional.empty()), Arbitraries.just(true))
                                        .list()
                                        .ofSize(n)))
                .as((allow, denied) -> {
                    List<Statement> all = new ArrayList<>(List.of(allow));
                    all.addAll(denied);
                    return PolicyDocument.of(all);
                });
        return Arbitraries.frequencyOf(Tuple.of(4, open), Tuple.of(1, policies()));
    }

    /** Returns resource control policies: denies alone, for everybody, as {@code RCPFullAWSAccess} does the allowing. */
    public static Arbitrary<PolicyDocument> resourceControlPolicies() {
        return denies(Arbitraries.just(Optional.of(PrincipalElement.anyonePrincipal())), Arbitraries.just(true))
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(PolicyDocument::of);
    }
}
