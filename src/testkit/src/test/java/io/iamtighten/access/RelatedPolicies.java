package io.iamtighten.access;

import io.iamtighten.condition.Literals;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.PrincipalEntry;
import io.iamtighten.policy.PrincipalKind;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Pairs of policies of which the second is the first with a change or two, so that one often grants no more than the other, and
 * requests that tell such pairs apart. Each case speaks of few keys, in every way that the language has: variables with and without
 * defaults in all places, wildcards for resource types, set operators beside plain ones, texts read as ARNs and numbers, values that
 * cannot be read, and letters with more than two forms. Everything follows from the seed.
 */
final class RelatedPolicies {
    static final String ACCOUNT = "111122223333";
    static final String OTHER = "444455556666";

    private static final List<String> ACTION_PATTERNS = List.of(
            "*",
            "s:*",
            "s:a",
            "s:a*",
            "s:?",
            "s:*b",
            "S:A?",
            "t:*",
            "s:*a*",
            "s3:*",
            "s3:Get*",
            "kms:*",
            "sts:AssumeRole*",
            "*:*",
            "s?:a",
            "iam:*",
            "sts:*");
    static final List<String> ACTIONS = List.of(
            "s:a",
            "s:b",
            "s:ab",
            "s:acb",
            "t:a",
            "u:x",
            "s3:GetObject",
            "S3:getobject",
            "s3:PutObject",
            "kms:Decrypt",
            "kms:RetireGrant",
            "sts:AssumeRole",
            "sts:GetCallerIdentity",
            "iam:DeleteRole",
            "iam:GetRole",
            "sts:TagSession");
    private static final List<String> RESOURCE_PATTERNS = List.of(
            "*",
            "arn:p:s:::*",
            "arn:p:s:::a",
            "arn:p:s:::a*",
            "arn:p:s:::*b",
            "arn:p:s:::?",
            "arn:p:s:::??",
            "arn:p:s::1:*",
            "arn:p:s:*:a",
            "arn:p:*:a*",
            "arn:p:s:*",
            "arn:p:s:::${k:a}",
            "arn:p:s:::${k:a}*",
            "arn:p:s:::a${k:b}",
            "arn:p:s:${k:a}::a",
            "arn:p:s:::*:${k:a}",
            "arn:p:s:::f:${k:a}",
            "arn:p:s:::*:a",
            "arn:p:s:::f:*",
            "arn:p:s:::?:a",
            "arn:p:s:::f/${k:a}/*",
            "arn:p:s:::f/*/*",
            "arn:p:s:::${k:b,'a'}",
            "arn:p:s:::${k:a, 'b'}*",
            "${k:a}",
            "arn:p:s:::*${k:b}",
            "arn:p:s:::f${k:b}",
            "arn:p:s:::f:*:${k:b}",
            "arn:*:s:::a",
            "ar*",
            "arn:p:kms:*:*:key/*",
            "arn:p:iam::*:role/*",
            "arn:p:s:::${*}",
            "arn:p:s:::a${?}",
            "arn:p:s:*:*:f:*",
            "arn:p:s::*:*b",
            "arn:p:s:${k:b}:1:*",
            "arn:p:s:*:${k:a}");
    static final List<String> RESOURCES = List.of(
            "*",
            "arn:p:s:::a",
            "arn:p:s:::b",
            "arn:p:s:::ab",
            "arn:p:s:::abb",
            "arn:p:s:::f:a",
            "arn:p:s:::f:b",
            "arn:p:s:::f:a:a",
            "arn:p:s:::f/a/x",
            "arn:p:s:::f/b/x",
            "arn:p:s::1:a",
            "arn:p:s:a::a",
            "arn:p:s:b::a",
            "arn:p:s:a:1:a",
            "arn:p:s:b:1:f:a",
            "arn:p:t:::a",
            "arn:p:a:::a",
            "arn:p:kms:r:1:key/k",
            "arn:p:iam::1:role/q",
            "arn:p:iam::1:role/aws-reserved/q",
            "arn:p:s:::*",
            "arn:p:s:::a?",
            "arn:p:s:::fa",
            "arn:p:s:::f:",
            "arn:p:s:::fb",
            "arn:p:s:::c");
    private static final List<String> TEXT_PATTERNS = List.of(
            "a",
            "b",
            "ab",
            "A",
            "",
            "c",
            "a*",
            "*",
            "?",
            "*b",
            "??",
            "${k:a}",
            "${k:b}",
            "${k:a}*",
            "${k:b,'a'}",
            "a${k:b}",
            "${*}",
            "${k:s}",
            "${k:s,'a'}",
            "arn:p:s:::a",
            "${k:a",
            "*a*",
            "${k:a}${k:b}",
            "${K:A, 'b'}",
            "k",
            "K",
            "s");
    private static final List<String> TEXTS = List.of(
            "a",
            "b",
            "ab",
            "A",
            "",
            "c",
            "aa",
            "bb",
            "abb",
            "*",
            "?",
            "x",
            "ba",
            "arn:p:s:::a",
            "aab",
            "${k:a",
            "\u212a",
            "k",
            "K",
            "\u017f");
    private static final List<String> ARN_PATTERNS = List.of(
            "*",
            "arn:p:s:::a",
            "arn:p:s:::*",
            "arn:p:s:*:*:a*",
            "arn:*:s:::?",
            "arn:p:s:::*:a",
            "arn:p:s:::f:*",
            "arn:p:s:::f:${k:a}",
            "arn:p:s:::*:${k:a}",
            "arn:p:s::${k:a}",
            "arn:p:s::${k:a}:a",
            "arn:p:s:*",
            "a",
            "*${k:a}",
            "${k:a}",
            "arn:p:s:::${k:b,'a'}",
            "arn:p:s:::f${k:b}",
            "arn:p:s:::*${k:b}",
            "?rn:p:s:::a",
            "",
            "**");

    /** A context key, the kind of operator that mostly reads it, values in policies and values in requests. */
    private record Key(
            String name, ConditionOperator.Family family, List<String> inPolicies, List<String> inRequests) {}

    private static final List<Key> KEYS = List.of(
            new Key("k:a", ConditionOperator.Family.STRING, TEXT_PATTERNS, TEXTS),
            new Key("k:b", ConditionOperator.Family.STRING, TEXT_PATTERNS, TEXTS),
            new Key("k:s", ConditionOperator.Family.STRING, TEXT_PATTERNS, TEXTS),
            new Key(
                    "k:arn",
                    ConditionOperator.Family.ARN,
                    ARN_PATTERNS,
                    List.of(
                            "arn:p:s:::a",
                            "arn:p:s:::b",
                            "arn:p:s:::f:a",
                            "arn:p:s:::f:b",
                            "arn:p:s::a:a",
                            "arn:p:s:a::ab",
                            "arn:q:s:::a",
                            "a",
                            "",
                            "arn:p:s",
                            "arn:p:s:::fa",
                            "arn:p:s::a",
                            "brn:p:s:::a",
                            "arn:p:s:::f:a:a")),
            new Key(
                    "k:n",
                    ConditionOperator.Family.NUMERIC,
                    List.of(
                            "1", "2", "2.0", "2e0", "3", "-1", "ten", "0.5", "1e400", "1e-400", "2e-400", "02", " 2 ",
                            "+2"),
                    List.of(
                            "0",
                            "1",
                            "1.5",
                            "2",
                            "2.50",
                            "3",
                            "4",
                            "-1",
                            "-2",
                            "0.5",
                            "1e1",
                            "1e399",
                            "1e400",
                            "1e401",
                            "1.5e-400")),
            new Key(
                    "k:d",
                    ConditionOperator.Family.DATE,
                    List.of(
                            "2024-01-01T00:00:00Z",
                            "2024-01-01",
                            "1704067200",
                            "2024-01-01T01:00:00+01:00",
                            "2024",
                            "2024-01-02",
                            "yesterday",
                            "2023-12-31T23:59:59.999Z",
                            "1704067201",
                            "2024-01-01T00:00Z",
                            "99999999999",
                            "1704067200.5",
                            "999999999999999"),
                    List.of(
                            "2024-01-01T00:00:00Z",
                            "1704067200",
                            "1704067201",
                            "2024-01-01T00:00:00.5Z",
                            "2023-12-31T23:59:59Z",
                            "2024-02-01T00:00:00Z",
                            "0",
                            "2023-12-31T23:59:59.9995Z",
                            "99999999998",
                            "2024-01-01T12:00:00+12:00")),
            new Key(
                    "k:ip",
                    ConditionOperator.Family.IP_ADDRESS,
                    List.of(
                            "10.0.0.0/8",
                            "10.1.0.0/16",
                            "10.0.0.1",
                            "0.0.0.0/0",
                            "::/0",
                            "2001:db8::/32",
                            "2001:db8::1",
                            "::ffff:10.0.0.1",
                            "10.0.0",
                            "::ffff:0:0/96",
                            "10.0.0.1/0",
                            "10.128.0.0/9"),
                    List.of(
                            "10.0.0.1",
                            "10.1.2.3",
                            "11.0.0.1",
                            "2001:db8::1",
                            "2001:db9::1",
                            "::ffff:10.0.0.1",
                            "0.0.0.0",
                            "255.255.255.255",
                            "10.200.0.1",
                            "::1",
                            "10.0.0.2")),
            new Key(
                    "k:bool",
                    ConditionOperator.Family.BOOL,
                    List.of("true", "false", "TRUE", "maybe", "${k:bool2}", "${k:bool2,'true'}"),
                    List.of("true", "false")),
            new Key(
                    "k:bool2",
                    ConditionOperator.Family.BOOL,
                    List.of("true", "false", "TRUE", "maybe", "${k:bool2}", "${k:bool2,'true'}"),
                    List.of("true", "false")),
            new Key(
                    "k:by",
                    ConditionOperator.Family.BINARY,
                    List.of("YWJj", "YWI=", "YWI", "%%%"),
                    List.of("YWJj", "YWI=", "YWE=")));

    private static final List<PrincipalEntry> ENTRIES = List.of(
            new PrincipalEntry(PrincipalKind.AWS, "*"),
            new PrincipalEntry(PrincipalKind.AWS, ACCOUNT),
            new PrincipalEntry(PrincipalKind.AWS, "arn:aws:iam::111122223333:role/app"),
            new PrincipalEntry(PrincipalKind.AWS, "arn:aws:sts::111122223333:assumed-role/app/s1"),
            new PrincipalEntry(PrincipalKind.AWS, "arn:aws:iam::111122223333:user/alice"),
            new PrincipalEntry(PrincipalKind.AWS, "arn:aws:sts::111122223333:federated-user/bob"),
            new PrincipalEntry(PrincipalKind.AWS, OTHER),
            new PrincipalEntry(PrincipalKind.SERVICE, "ec2.amazonaws.com"),
            new PrincipalEntry(PrincipalKind.SERVICE, "*"),
            new PrincipalEntry(PrincipalKind.FEDERATED, "arn:aws:iam::111122223333:oidc-provider/x"),
            new PrincipalEntry(PrincipalKind.FEDERATED, "*"),
            new PrincipalEntry(PrincipalKind.CANONICAL_USER, "abc"));

    private static final List<String> CALLERS = List.of(
            "AWS|arn:aws:iam::111122223333:role/app",
            "AWS|arn:aws:iam::111122223333:role/other",
            "AWS|arn:aws:iam::444455556666:user/alice",
            "AWS|arn:aws:iam::999999999999:user/alice",
            "Service|ec2.amazonaws.com",
            "Service|other.amazonaws.com",
            "Federated|arn:aws:iam::111122223333:oidc-provider/x",
            "Federated|other",
            "CanonicalUser|abc",
            "CanonicalUser|other",
            "Anonymous");

    private final Random random;
    private final List<Key> world = new ArrayList<>();

    RelatedPolicies(long seed) {
        random = new Random(seed);
        int keys = 1 + random.nextInt(3);
        for (int k = 0; k < keys; k++) {
            world.add(one(KEYS));
        }
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private List<String> some(List<String> texts) {
        List<String> chosen = new ArrayList<>(List.of(one(texts)));
        while (chosen.size() < 3 && chance(0.35)) {
            chosen.add(one(texts));
        }
        return chosen;
    }

    private Quantifier quantifier(String key) {
        double likely = key.equals("k:s") ? 0.8 : 0.08;
        return !chance(likely) ? Quantifier.NONE : chance(0.5) ? Quantifier.FOR_ALL_VALUES : Quantifier.FOR_ANY_VALUE;
    }

    private ConditionOperator operator(ConditionOperator.Family family) {
        return one(Arrays.stream(ConditionOperator.values())
                .filter(operator -> operator.family() == family)
                .toList());
    }

    private OperatorUse use(Quantifier quantifier, ConditionOperator.Family family) {
        ConditionOperator operator = operator(family);
        return new OperatorUse(quantifier, operator, operator != ConditionOperator.NULL && chance(0.25));
    }

    private Condition condition() {
        Key key = one(world);
        ConditionOperator.Family family = key.family();
        List<String> values = key.inPolicies();
        if (chance(0.12)) {
            family = ConditionOperator.Family.NULL;
            values = List.of("true", "false");
        } else if (chance(0.06)) {
            family = chance(0.5) ? ConditionOperator.Family.STRING : ConditionOperator.Family.ARN;
            values = chance(0.7) ? key.inRequests() : TEXT_PATTERNS;
        }
        String name = chance(0.1) ? key.name().toUpperCase(Locale.ROOT) : key.name();
        return new Condition(use(quantifier(key.name()), family), name, some(values));
    }

    private ActionElement actions() {
        if (chance(0.3)) {
            return ActionElement.of("*");
        }
        String[] patterns = some(ACTION_PATTERNS).toArray(String[]::new);
        return chance(0.85) ? ActionElement.of(patterns) : ActionElement.allBut(patterns);
    }

    private ResourceElement resources() {
        if (chance(0.25)) {
            return ResourceElement.of("*");
        }
        String[] patterns = some(RESOURCE_PATTERNS).toArray(String[]::new);
        return chance(0.75) ? ResourceElement.of(patterns) : ResourceElement.allBut(patterns);
    }

    private PrincipalElement principals() {
        if (chance(0.25)) {
            return PrincipalElement.anyonePrincipal();
        }
        List<PrincipalEntry> entries = new ArrayList<>(List.of(one(ENTRIES)));
        if (chance(0.3)) {
            entries.add(one(ENTRIES));
        }
        return new PrincipalElement(chance(0.8) ? Polarity.ONLY : Polarity.ALL_BUT, false, entries);
    }

    private Statement statement(boolean withPrincipal, double deny) {
        List<Condition> conditions = new ArrayList<>();
        while (conditions.size() < 3 && chance(0.5)) {
            conditions.add(condition());
        }
        return new Statement(
                Optional.empty(),
                chance(deny) ? Effect.DENY : Effect.ALLOW,
                withPrincipal ? Optional.of(principals()) : Optional.empty(),
                actions(),
                withPrincipal && chance(0.2) ? Optional.empty() : Optional.of(resources()),
                conditions);
    }

    private Optional<PolicyVersion> version() {
        return chance(0.9)
                ? Optional.of(PolicyVersion.V2012_10_17)
                : chance(0.5) ? Optional.of(PolicyVersion.V2008_10_17) : Optional.empty();
    }

    PolicyDocument document(boolean withPrincipals) {
        List<Statement> statements = new ArrayList<>(List.of(statement(withPrincipals, 0.15)));
        while (statements.size() < 3 && chance(0.5)) {
            statements.add(statement(withPrincipals, 0.3));
        }
        return new PolicyDocument(version(), Optional.empty(), statements);
    }

    private PolicyDocument limiting() {
        List<Statement> statements = new ArrayList<>();
        statements.add(
                chance(0.7)
                        ? Statement.of(Effect.ALLOW, ActionElement.of("*"), ResourceElement.of("*"))
                        : statement(false, 0));
        if (chance(0.4)) {
            statements.add(statement(false, 0.8));
        }
        return new PolicyDocument(version(), Optional.empty(), statements);
    }

    private Condition changed(Condition condition) {
        OperatorUse use = condition.operator();
        List<String> values = new ArrayList<>(condition.values());
        List<String> others = use.operator() == ConditionOperator.NULL
                ? List.of("true", "false")
                : KEYS.stream()
                        .filter(key -> key.name().equalsIgnoreCase(condition.key()))
                        .findFirst()
                        .orElseThrow()
                        .inPolicies();
        switch (random.nextInt(4)) {
            case 0 -> values.add(one(others));
            case 1 -> values.set(random.nextInt(values.size()), one(others));
            case 2 -> use = new OperatorUse(quantifier("k:s"), use.operator(), use.ifExists());
            default -> use = use(use.quantifier(), use.operator().family());
        }
        return new Condition(use, condition.key(), values);
    }

    private Statement changed(Statement statement) {
        List<Condition> conditions = new ArrayList<>(statement.conditions());
        switch (random.nextInt(5)) {
            case 0 -> {
                if (conditions.isEmpty()) {
                    conditions.add(condition());
                } else {
                    int at = random.nextInt(conditions.size());
                    conditions.set(at, changed(conditions.get(at)));
                }
            }
            case 1 -> {
                if (conditions.isEmpty()) {
                    conditions.add(condition());
                } else {
                    conditions.remove(random.nextInt(conditions.size()));
                }
            }
            case 2 -> {
                return statement.withActions(actions());
            }
            case 3 -> {
                return statement.resources().isPresent() ? statement.withResources(resources()) : statement;
            }
            default -> conditions.add(condition());
        }
        return statement.withConditions(conditions);
    }

    PolicyDocument changed(PolicyDocument document) {
        List<Statement> statements = new ArrayList<>(document.statements());
        int at = random.nextInt(statements.size());
        if (chance(0.15)) {
            statements.add(changed(statements.get(at)));
        } else if (chance(0.15) && statements.size() > 1) {
            statements.remove(at);
        } else {
            statements.set(at, changed(statements.get(at)));
        }
        return document.withStatements(statements);
    }

    private NamedPolicy changed(NamedPolicy policy) {
        return new NamedPolicy(policy.name(), changed(policy.document()));
    }

    private List<NamedPolicy> changed(List<NamedPolicy> policies) {
        List<NamedPolicy> all = new ArrayList<>(policies);
        if (!all.isEmpty()) {
            int at = random.nextInt(all.size());
            all.set(at, changed(all.get(at)));
        }
        return all;
    }

    private List<NamedPolicy> sometimes(double probability, String name) {
        return chance(probability) ? List.of(new NamedPolicy(name, limiting())) : List.of();
    }

    PolicyStack stack() {
        List<NamedPolicy> identity = new ArrayList<>();
        if (chance(0.9)) {
            identity.add(new NamedPolicy("identity", document(false)));
        }
        identity.addAll(sometimes(0.2, "broad"));
        List<PolicyLevel> scps = new ArrayList<>();
        while (scps.size() < 2 && chance(0.25)) {
            scps.add(new PolicyLevel("level", sometimes(1, "scp")));
        }
        Statement control = new Statement(
                Optional.empty(),
                Effect.DENY,
                Optional.of(PrincipalElement.anyonePrincipal()),
                actions(),
                Optional.of(resources()),
                List.of(condition()));
        return new PolicyStack(
                identity,
                sometimes(0.3, "boundary").stream().findFirst(),
                sometimes(0.3, "session"),
                chance(0.5) ? Optional.of(new NamedPolicy("resource", document(true))) : Optional.empty(),
                scps,
                chance(0.3)
                        ? List.of(new PolicyLevel(
                                "level", List.of(new NamedPolicy("rcp", PolicyDocument.of(List.of(control))))))
                        : List.of(),
                sometimes(0.1, "endpoint"),
                chance(0.85) ? Optional.empty() : Optional.of(chance(0.5) ? ACCOUNT : OTHER));
    }

    PolicyStack changed(PolicyStack stack) {
        PolicyStack other = stack.withIdentity(changed(stack.identity()));
        if (chance(0.4)) {
            return other;
        }
        return switch (random.nextInt(4)) {
            case 0 ->
                stack.boundary().isPresent()
                        ? stack.withBoundary(changed(stack.boundary().get()))
                        : other;
            case 1 -> stack.withSession(changed(stack.session()));
            case 2 -> stack.withResource(stack.resource().map(this::changed));
            default -> stack.scps().isEmpty() ? other : stack.withScps(List.of());
        };
    }

    RequestPrincipal caller() {
        return switch (random.nextInt(8)) {
            case 0, 1 ->
                RequestPrincipal.of(
                        PrincipalType.ASSUMED_ROLE, "arn:aws:sts::111122223333:assumed-role/app/s1", ACCOUNT);
            case 2 -> RequestPrincipal.of(PrincipalType.IAM_ROLE, "arn:aws:iam::111122223333:role/app", ACCOUNT);
            case 3 -> RequestPrincipal.of(PrincipalType.IAM_USER, "arn:aws:iam::111122223333:user/alice", ACCOUNT);
            case 4 -> RequestPrincipal.of(PrincipalType.ROOT_USER, "arn:aws:iam::111122223333:root", ACCOUNT);
            case 5 ->
                RequestPrincipal.of(
                        PrincipalType.FEDERATED_USER, "arn:aws:sts::111122223333:federated-user/bob", ACCOUNT);
            case 6 ->
                new RequestPrincipal(
                        PrincipalType.ASSUMED_ROLE,
                        Optional.of("arn:aws:sts::111122223333:assumed-role/app/s1"),
                        Optional.of(ACCOUNT),
                        true);
            default ->
                chance(0.5)
                        ? RequestPrincipal.anonymous()
                        : new RequestPrincipal(
                                PrincipalType.AWS_SERVICE, Optional.of("ec2.amazonaws.com"), Optional.empty(), false);
        };
    }

    Optional<String> owner() {
        return chance(0.7) ? Optional.of(ACCOUNT) : chance(0.7) ? Optional.of(OTHER) : Optional.empty();
    }

    /** A request that documents alone can meet. */
    Candidate candidate(List<PolicyDocument> documents, boolean withPrincipal) {
        return new Candidate(
                one(ACTIONS),
                one(RESOURCES),
                withPrincipal ? Optional.of(Caller.ofText(one(CALLERS))) : Optional.empty(),
                context(documents));
    }

    /** Keys that documents speak of, mostly with values; sets only where a set operator reads the key. */
    RequestContext context(List<PolicyDocument> documents) {
        String text = documents.toString().toLowerCase(Locale.ROOT);
        RequestContext context = RequestContext.empty();
        for (Key key : KEYS) {
            if (!text.contains(key.name()) || chance(0.22)) {
                continue;
            }
            if (isSet(documents, key.name()) && chance(0.7)) {
                Set<String> values = new LinkedHashSet<>();
                while (values.size() < 3 && chance(0.7)) {
                    values.add(one(key.inRequests()));
                }
                context = context.with(key.name(), ContextValues.set(List.copyOf(values)));
            } else {
                context = context.with(key.name(), one(key.inRequests()));
            }
        }
        return context;
    }

    private static boolean isSet(List<PolicyDocument> documents, String key) {
        return documents.stream()
                .flatMap(document -> document.statements().stream())
                .flatMap(statement -> statement.conditions().stream())
                .anyMatch(condition -> condition.key().equalsIgnoreCase(key)
                        && condition.operator().quantifier() != Quantifier.NONE
                        && condition.operator().operator() != ConditionOperator.NULL);
    }

    static List<PolicyDocument> documents(PolicyStack stack) {
        List<NamedPolicy> policies = new ArrayList<>(stack.identity());
        stack.boundary().ifPresent(policies::add);
        policies.addAll(stack.session());
        stack.resource().ifPresent(policies::add);
        policies.addAll(stack.vpcEndpoint());
        stack.scps().forEach(level -> policies.addAll(level.policies()));
        stack.rcps().forEach(level -> policies.addAll(level.policies()));
        return policies.stream().map(NamedPolicy::document).toList();
    }

    /**
     * Whether keys hold what their conditions read, as sets of requests have it; for documents alone an empty text is present, for the
     * evaluator it is null.
     */
    static boolean isTyped(List<PolicyDocument> documents, RequestContext context, boolean emptyIsOpen) {
        return documents.stream()
                .flatMap(document -> document.statements().stream())
                .flatMap(statement -> statement.conditions().stream())
                .allMatch(condition -> context.get(condition.key())
                        .map(held -> held.values().stream()
                                .allMatch(value ->
                                        isTyped(condition.operator().operator().family(), value, emptyIsOpen)))
                        .orElse(true));
    }

    /**
     * Whether a value is one that such an operator reads: requests with others are left to the tests of the evaluator.
     *
     * @param emptyIsOpen whether what {@code Null} says of an empty value is left open
     */
    static boolean isTyped(ConditionOperator.Family family, String value, boolean emptyIsOpen) {
        return switch (family) {
            case NUMERIC -> Literals.number(value).isPresent();
            case DATE -> Literals.instant(value).isPresent();
            case BOOL -> value.equals("true") || value.equals("false");
            case IP_ADDRESS ->
                IpRange.parse(value)
                        .filter(r -> r.prefixLength() == (r.v6() ? 128 : 32))
                        .isPresent();
            case BINARY -> Literals.binary(value).isPresent();
            case NULL -> !(emptyIsOpen && value.isEmpty());
            case STRING, ARN -> true;
        };
    }
}
