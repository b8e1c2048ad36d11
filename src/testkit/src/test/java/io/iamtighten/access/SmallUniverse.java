package io.iamtighten.access;

import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Policies of so few words that all requests which they can tell apart can be tried one by one: for every way in which the
 * patterns and conditions drawn here can judge a part of a request, the universe has that part.
 */
final class SmallUniverse {
    static final AccessScope SCOPE = new AccessScope(
            RequestPrincipal.of(PrincipalType.IAM_ROLE, "arn:aws:iam::111122223333:role/r", "111122223333"),
            Optional.of("111122223333"),
            EvaluationOptions.standard());

    static final List<String> ACTION_PATTERNS =
            List.of("*", "s:*", "s:a", "s:a*", "s:?", "s:*b", "S:A?", "t:*", "s:a", "s:*a*");

    /** For the patterns above, every set of them that accepts some action. */
    static final List<String> ACTIONS = List.of(
            "s:a",
            "s:b",
            "s:c",
            "s:ab",
            "s:ac",
            "s:cb",
            "s:cc",
            "s:acb",
            "s:acc",
            "s:cab",
            "s:cac",
            "s:ca",
            "t:a",
            "u:a",
            "sts:GetCallerIdentity");

    static final List<String> RESOURCE_PATTERNS = List.of(
            "*",
            "arn:p:s:::*",
            "arn:p:s:::a",
            "arn:p:s:::a*",
            "arn:p:s:::*b",
            "arn:p:s:::?",
            "arn:p:s::1:*",
            "arn:p:s:*:a",
            "arn:p:*:a*");

    /** Patterns whose meaning depends on the value of a key. */
    private static final List<String> VARIABLE_PATTERNS =
            List.of("arn:p:s:::${k:text}", "arn:p:s:::${k:text}*", "arn:p:s:::a${k:text}", "arn:p:s:::?");

    static final List<String> RESOURCES = List.of(
            "*",
            "arn:p:s:::a",
            "arn:p:s:::b",
            "arn:p:s:::c",
            "arn:p:s:::ab",
            "arn:p:s:::ac",
            "arn:p:s:::cb",
            "arn:p:s:::cc",
            "arn:p:s:::c:a",
            "arn:p:s:::c:ab",
            "arn:p:s:::a:a",
            "arn:p:s:::a:ac",
            "arn:p:s:::a:ab",
            "arn:p:s:::ac:ac",
            "arn:p:s:::a:cb",
            "arn:p:s::1:a",
            "arn:p:s::1:ab",
            "arn:p:s::1:cc",
            "arn:p:s::1:c:a",
            "arn:p:s:a::a",
            "arn:p:s:a::cc",
            "arn:p:s:c::a",
            "arn:p:s:c::cc",
            "arn:p:s::a:a",
            "arn:p:s::a:cc",
            "arn:p:s:a:a:cc",
            "arn:p:s:ac::a",
            "arn:p:t:a::a",
            "arn:p:t:a::cc",
            "arn:p:t:::a",
            "arn:p:t:::cc",
            "arn:p:a:::a");

    /** A key: what conditions say of it and the values that requests hold; empty is absent. */
    private record Key(String name, List<Condition> conditions, List<Optional<ContextValues>> values) {}

    private static final List<Key> KEYS = List.of(
            texts("k:text"),
            texts("k:other"),
            sets("k:set"),
            numbers("k:number"),
            new Key(
                    "k:flag",
                    List.of(
                            condition("Bool", "k:flag", "true"),
                            condition("BoolIfExists", "k:flag", "false"),
                            condition("Null", "k:flag", "true")),
                    List.of(Optional.empty(), one("true"), one("false"))),
            new Key(
                    "k:address",
                    List.of(
                            condition("IpAddress", "k:address", "10.0.0.0/8", "192.0.2.7"),
                            condition("NotIpAddress", "k:address", "10.1.0.0/16"),
                            condition("IpAddressIfExists", "k:address", "2001:db8::/32")),
                    List.of(
                            Optional.empty(),
                            one("10.0.0.1"),
                            one("10.1.0.1"),
                            one("192.0.2.7"),
                            one("192.0.2.8"),
                            one("2001:db8::1"),
                            one("2001:db9::1"))));

    private SmallUniverse() {}

    private static Key texts(String name) {
        return new Key(
                name,
                List.of(
                        condition("StringEquals", name, "a", "ab"),
                        condition("StringNotEquals", name, "a"),
                        condition("StringLike", name, "a*"),
                        condition("StringLike", name, "?", "*b"),
                        condition("StringNotLikeIfExists", name, "*b"),
                        condition("StringEqualsIgnoreCase", name, "A"),
                        condition("StringEqualsIfExists", name, "b"),
                        condition("Null", name, "false"),
                        condition("Null", name, "true")),
                List.of(
                        Optional.empty(),
                        one(""),
                        one("a"),
                        one("A"),
                        one("b"),
                        one("c"),
                        one("ab"),
                        one("ac"),
                        one("acb"),
                        one("cb"),
                        one("cc")));
    }

    private static Key sets(String name) {
        List<Optional<ContextValues>> values = new ArrayList<>();
        List<String> members = List.of("a", "b", "ab", "c");
        for (int subset = 0; subset < 1 << members.size(); subset++) {
            List<String> chosen = new ArrayList<>();
            for (int i = 0; i < members.size(); i++) {
                if ((subset & (1 << i)) != 0) {
                    chosen.add(members.get(i));
                }
            }
            values.add(chosen.isEmpty() ? Optional.empty() : Optional.of(ContextValues.set(chosen)));
        }
        return new Key(
                name,
                List.of(
                        condition("ForAnyValue:StringEquals", name, "a"),
                        condition("ForAllValues:StringEquals", name, "a", "b"),
                        condition("ForAnyValue:StringLike", name, "a*"),
                        condition("ForAnyValue:StringNotEquals", name, "a"),
                        condition("ForAllValues:StringNotLike", name, "*b"),
                        condition("Null", name, "false")),
                values);
    }

    private static Key numbers(String name) {
        return new Key(
                name,
                List.of(
                        condition("NumericLessThan", name, "2"),
                        condition("NumericGreaterThanEquals", name, "2"),
                        condition("NumericEquals", name, "3"),
                        condition("NumericNotEqualsIfExists", name, "2")),
                List.of(Optional.empty(), one("1"), one("2"), one("2.5"), one("3"), one("4")));
    }

    private static Optional<ContextValues> one(String value) {
        return Optional.of(ContextValues.single(value));
    }

    private static Condition condition(String operator, String key, String... values) {
        return new Condition(OperatorUse.parse(operator).orElseThrow(), key, List.of(values));
    }

    /** Documents of one to four statements with conditions on at most two keys, the same for all of a list. */
    static Arbitrary<List<PolicyDocument>> documents(int count) {
        return Arbitraries.of(KEYS).set().ofMaxSize(2).flatMap(keys -> {
            List<Condition> known = new ArrayList<>();
            keys.forEach(key -> known.addAll(key.conditions()));
            return documents(known, RESOURCE_PATTERNS).list().ofSize(count);
        });
    }

    /** Documents whose resources and conditions name the value of a key. */
    static Arbitrary<List<PolicyDocument>> documentsWithVariables(int count) {
        Key text = KEYS.get(0);
        List<Condition> known = new ArrayList<>(text.conditions());
        known.add(condition("StringEquals", "k:other", "${k:text}"));
        known.add(condition("StringNotLike", "k:other", "${k:text}*", "b"));
        List<String> patterns = new ArrayList<>(RESOURCE_PATTERNS);
        patterns.addAll(VARIABLE_PATTERNS);
        return documents(known, patterns).list().ofSize(count);
    }

    private static Arbitrary<PolicyDocument> documents(List<Condition> known, List<String> resourcePatterns) {
        Arbitrary<List<Condition>> conditions = known.isEmpty()
                ? Arbitraries.just(List.of())
                : Arbitraries.of(known)
                        .set()
                        .ofMaxSize(2)
                        .map(set -> set.stream()
                                .sorted(java.util.Comparator.comparing(Condition::toString))
                                .toList());
        Arbitrary<ActionElement> actions = some(ACTION_PATTERNS)
                .flatMap(texts -> Arbitraries.frequency(
                        Tuple.of(5, ActionElement.of(texts)), Tuple.of(1, ActionElement.allBut(texts))));
        Arbitrary<ResourceElement> resources = some(resourcePatterns)
                .flatMap(texts -> Arbitraries.frequency(
                        Tuple.of(5, ResourceElement.of(texts)), Tuple.of(1, ResourceElement.allBut(texts))));
        Arbitrary<Effect> effects = Arbitraries.frequency(Tuple.of(3, Effect.ALLOW), Tuple.of(1, Effect.DENY));
        return Combinators.combine(effects, actions, resources, conditions)
                .as((effect, action, resource, held) ->
                        Statement.of(effect, action, resource).withConditions(held))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(statements ->
                        new PolicyDocument(Optional.of(PolicyVersion.V2012_10_17), Optional.empty(), statements));
    }

    private static Arbitrary<String[]> some(List<String> texts) {
        return Arbitraries.of(texts)
                .set()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(set -> set.stream().sorted().toArray(String[]::new));
    }

    private static boolean reads(PolicyDocument document, String key) {
        for (Statement statement : document.statements()) {
            boolean named = statement.resources().stream()
                    .flatMap(element -> element.patterns().stream())
                    .anyMatch(pattern -> pattern.text().contains("${" + key + "}"));
            for (Condition condition : statement.conditions()) {
                named |= condition.key().equals(key)
                        || condition.values().stream().anyMatch(value -> value.contains("${" + key + "}"));
            }
            if (named) {
                return true;
            }
        }
        return false;
    }

    /** Returns all requests: every action on every resource under every context of the keys that documents read. */
    static List<Candidate> requests(List<PolicyDocument> documents) {
        List<RequestContext> contexts = new ArrayList<>();
        contexts.add(RequestContext.empty());
        for (Key key : KEYS) {
            if (documents.stream().anyMatch(document -> reads(document, key.name()))) {
                List<RequestContext> more = new ArrayList<>();
                for (RequestContext context : contexts) {
                    for (Optional<ContextValues> value : key.values()) {
                        more.add(value.map(v -> context.with(key.name(), v)).orElse(context));
                    }
                }
                contexts = more;
            }
        }
        List<Candidate> requests = new ArrayList<>();
        // What belongs to AWS cannot be changed, even where every policy allows everything.
        requests.add(new Candidate("iam:c", "arn:p:s:::role/aws-reserved/c", Optional.empty(), RequestContext.empty()));
        for (String action : ACTIONS) {
            for (String resource : RESOURCES) {
                for (RequestContext context : contexts) {
                    requests.add(new Candidate(action, resource, Optional.empty(), context));
                }
            }
        }
        return requests;
    }
}
