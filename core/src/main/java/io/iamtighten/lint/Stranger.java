package io.iamtighten.lint;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Somebody who has nothing to do with the owner of a resource, and what is known of all requests that somebody like that can make. Keys
 * that such a caller chooses freely, such as {@code aws:Referer}, are not known.
 *
 * @param who how messages name it
 * @param principal one such caller
 * @param known for each known key in lower case, conditions that hold in all such requests
 */
record Stranger(String who, RequestPrincipal principal, Map<String, List<Condition>> known) {
    private static final String ORGANIZATION = "o-stranger00";
    private static final List<String> OF_SERVICES =
            List.of("aws:sourcearn", "aws:sourceaccount", "aws:sourceowner", "aws:sourceorgid", "aws:sourceorgpaths");
    private static final List<String> OF_PRINCIPALS = List.of(
            "aws:principalaccount",
            "aws:principalarn",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:userid",
            "aws:username",
            "kms:calleraccount");
    private static final List<String> OF_NETWORKS = List.of(
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:sourcevpcarn",
            "aws:vpceaccount",
            "aws:vpceorgid",
            "aws:vpceorgpaths",
            "aws:ec2instancesourcevpc");

    /** Returns an account that a document does not name. */
    static String account(PolicyDocument document) {
        String text = document.toString();
        long account = 999_999_999_999L;
        while (text.contains(String.valueOf(account))) {
            account--;
        }
        return String.valueOf(account);
    }

    /** Anybody with an AWS account. */
    static Stranger signed(PolicyDocument document) {
        String account = account(document);
        Map<String, List<Condition>> known = network(document, account);
        absent(known, OF_SERVICES);
        principal(known, account);
        equal(known, "aws:principalorgid", false, ORGANIZATION);
        sets(known, "aws:principalorgpaths", ORGANIZATION + "/*");
        known.put("aws:principalarn", List.of(like(false, "aws:PrincipalArn", "arn:aws:iam::" + account + ":*")));
        known.put("aws:userid", List.of(like(false, "aws:userid", "AROASTRANGER000000000:*")));
        return new Stranger("anybody with an AWS account", session(account), known);
    }

    /** Anybody, without credentials. */
    static Stranger anonymous(PolicyDocument document) {
        Map<String, List<Condition>> known = network(document, account(document));
        absent(known, OF_SERVICES);
        absent(known, OF_PRINCIPALS);
        return new Stranger("anybody without credentials", RequestPrincipal.anonymous(), known);
    }

    /** An AWS service that calls for anybody. */
    static Stranger service(String name, PolicyDocument document) {
        String account = account(document);
        Map<String, List<Condition>> known = new TreeMap<>();
        absent(known, OF_PRINCIPALS);
        absent(known, OF_NETWORKS);
        equal(known, "aws:principalisawsservice", true, "true");
        equal(known, "aws:principalservicename", true, name);
        equal(known, "aws:sourceaccount", true, account);
        equal(known, "aws:sourceowner", true, account);
        equal(known, "aws:sourceorgid", true, ORGANIZATION);
        sets(known, "aws:sourceorgpaths", ORGANIZATION + "/*");
        absent(known, List.of("s3:dataaccesspointaccount", "s3:dataaccesspointarn"));
        // The ARNs of buckets have no account.
        known.put(
                "aws:sourcearn",
                List.of(new Condition(
                        new OperatorUse(Quantifier.NONE, ConditionOperator.ARN_LIKE, true),
                        "aws:SourceArn",
                        List.of("arn:aws:*:*:" + account + ":*", "arn:aws:s3:::*stranger*"))));
        return new Stranger(
                "`" + name + "` for anybody",
                new RequestPrincipal(PrincipalType.AWS_SERVICE, Optional.of(name), Optional.empty(), false),
                known);
    }

    /** Somebody with a token of an identity provider that it shares with everybody. */
    static Stranger federated(String provider, Map<String, List<Condition>> claims, PolicyDocument document) {
        Map<String, List<Condition>> known = network(document, account(document));
        absent(known, OF_SERVICES);
        absent(known, OF_PRINCIPALS);
        known.putAll(claims);
        PrincipalType type = provider.contains(":saml-provider/") ? PrincipalType.SAML : PrincipalType.WEB_IDENTITY;
        return new Stranger(
                "anybody with a token of `" + provider + "`",
                new RequestPrincipal(type, Optional.of(provider), Optional.empty(), false),
                known);
    }

    /**
     * IAM Roles Anywhere, for the owner of a certificate of which nothing is known but that a trust anchor of the account takes it.
     *
     * @see <a href="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html">Trust model</a>
     */
    static Stranger certificate(String account) {
        Map<String, List<Condition>> known = new TreeMap<>();
        absent(known, OF_PRINCIPALS);
        absent(known, OF_NETWORKS);
        equal(known, "aws:principalisawsservice", true, "true");
        equal(known, "aws:principalservicename", true, FederationChecks.ROLES_ANYWHERE);
        equal(known, "aws:sourceaccount", true, account);
        known.put(
                "aws:sourcearn",
                List.of(Condition.of(
                        ConditionOperator.ARN_LIKE,
                        "aws:SourceArn",
                        "arn:aws*:rolesanywhere:*:" + account + ":trust-anchor/*")));
        equal(known, "aws:principaltag/x509subject/cn", false, "anybody");
        return new Stranger(
                "the owner of a certificate",
                new RequestPrincipal(
                        PrincipalType.AWS_SERVICE,
                        Optional.of(FederationChecks.ROLES_ANYWHERE),
                        Optional.empty(),
                        false),
                known);
    }

    /** Somebody of an account, or one principal of it, with everything allowed by its own account. */
    static Stranger ofAccount(String account, Optional<RequestPrincipal> principal, PolicyDocument document) {
        Map<String, List<Condition>> known = new TreeMap<>();
        absent(known, OF_SERVICES);
        principal(known, account);
        principal
                .filter(p -> p.type() != PrincipalType.ASSUMED_ROLE)
                .flatMap(RequestPrincipal::arn)
                .ifPresent(arn -> equal(known, "aws:principalarn", false, arn));
        known.putIfAbsent(
                "aws:principalarn", List.of(like(false, "aws:PrincipalArn", "arn:aws:iam::" + account + ":*")));
        known.put("aws:sourceip", notNarrow(document, false));
        return new Stranger("account " + account, principal.orElse(session(account)), known);
    }

    /** Returns this caller with one more key of which something is known. */
    Stranger with(String key, Condition condition) {
        Map<String, List<Condition>> more = new TreeMap<>(known);
        more.put(key.toLowerCase(Locale.ROOT), List.of(condition));
        return new Stranger(who, principal, more);
    }

    private static RequestPrincipal session(String account) {
        return RequestPrincipal.of(
                PrincipalType.ASSUMED_ROLE, "arn:aws:sts::" + account + ":assumed-role/Any/session", account);
    }

    private static void principal(Map<String, List<Condition>> known, String account) {
        equal(known, "aws:principalaccount", false, account);
        equal(known, "kms:calleraccount", true, account);
        equal(known, "aws:principalisawsservice", true, "false");
        absent(known, List.of("aws:principalservicename", "aws:principalservicenameslist"));
    }

    /** Where strangers call from: their own networks, and not the addresses that the document names. */
    private static Map<String, List<Condition>> network(PolicyDocument document, String account) {
        Map<String, List<Condition>> known = new TreeMap<>();
        equal(known, "aws:sourcevpc", true, "vpc-0stranger00000000");
        equal(known, "aws:sourcevpce", true, "vpce-0stranger0000000");
        equal(known, "aws:ec2instancesourcevpc", true, "vpc-0stranger00000000");
        equal(known, "aws:vpceaccount", true, account);
        equal(known, "aws:vpceorgid", true, ORGANIZATION);
        sets(known, "aws:vpceorgpaths", ORGANIZATION + "/*");
        for (String key : List.of(
                "aws:sourcevpcarn", "ec2:sourceinstancearn", "lambda:sourcefunctionarn", "s3:dataaccesspointarn")) {
            known.put(
                    key,
                    List.of(new Condition(
                            new OperatorUse(Quantifier.NONE, ConditionOperator.ARN_LIKE, true),
                            key,
                            List.of("arn:aws:*:*:" + account + ":*"))));
        }
        equal(known, "s3:dataaccesspointaccount", true, account);
        equal(known, "sns:endpoint", true, "https://stranger.example/");
        known.put("aws:resourceaccount", somebodyElses("aws:ResourceAccount", account));
        known.put("aws:resourceorgid", somebodyElses("aws:ResourceOrgID", ORGANIZATION));
        List<Condition> addresses = notNarrow(document, true);
        if (!addresses.isEmpty()) {
            known.put("aws:sourceip", addresses);
        }
        List<String> providers = values(document, "aws:federatedprovider");
        if (!providers.isEmpty()) {
            known.put(
                    "aws:federatedprovider",
                    List.of(new Condition(
                            OperatorUse.of(ConditionOperator.STRING_NOT_EQUALS), "aws:FederatedProvider", providers)));
        }
        return known;
    }

    private static List<Condition> somebodyElses(String key, String own) {
        return List.of(like(false, key, "?*"), Condition.of(ConditionOperator.STRING_NOT_EQUALS, key, own));
    }

    /** Addresses outside of the ranges that belong to somebody: those that a document names and that are not wide. */
    private static List<Condition> notNarrow(PolicyDocument document, boolean named) {
        Set<String> narrow = new TreeSet<>();
        for (String value : values(document, "aws:sourceip")) {
            IpRange.parse(value)
                    .filter(r -> r.isPrivate() || (named && !NetworkChecks.isWide(r)))
                    .ifPresent(r -> narrow.add(r.toString()));
        }
        return narrow.isEmpty()
                ? List.of()
                : List.of(new Condition(
                        OperatorUse.of(ConditionOperator.NOT_IP_ADDRESS), "aws:SourceIp", List.copyOf(narrow)));
    }

    /** Returns the values that a document's conditions compare a key with. */
    static List<String> values(PolicyDocument document, String key) {
        Set<String> values = new TreeSet<>();
        for (Statement statement : document.statements()) {
            Conditions.on(statement, key).forEach(c -> values.addAll(c.values()));
        }
        return List.copyOf(values);
    }

    private static void absent(Map<String, List<Condition>> known, List<String> keys) {
        keys.forEach(key -> known.put(key, List.of(Condition.of(ConditionOperator.NULL, key, "true"))));
    }

    private static void equal(Map<String, List<Condition>> known, String key, boolean ifExists, String value) {
        known.put(
                key,
                List.of(new Condition(
                        new OperatorUse(Quantifier.NONE, ConditionOperator.STRING_EQUALS, ifExists),
                        key,
                        List.of(value))));
    }

    private static void sets(Map<String, List<Condition>> known, String key, String pattern) {
        known.put(
                key,
                List.of(new Condition(
                        new OperatorUse(Quantifier.FOR_ALL_VALUES, ConditionOperator.STRING_LIKE, false),
                        key,
                        List.of(pattern))));
    }

    private static Condition like(boolean ifExists, String key, String... patterns) {
        return new Condition(
                new OperatorUse(Quantifier.NONE, ConditionOperator.STRING_LIKE, ifExists), key, List.of(patterns));
    }

    /** Returns what is known of the keys that some policies read. */
    List<Condition> conditions(List<NamedPolicy> policies) {
        Set<String> read = new TreeSet<>();
        for (NamedPolicy policy : policies) {
            PolicyVersion version = policy.document().version();
            for (Statement statement : policy.document().statements()) {
                for (Condition condition : statement.conditions()) {
                    read.add(condition.key().toLowerCase(Locale.ROOT));
                    condition.values().forEach(value -> variables(value, version, read));
                }
                statement.resources().ifPresent(r -> r.patterns().forEach(p -> variables(p.text(), version, read)));
            }
        }
        List<Condition> conditions = new ArrayList<>();
        for (String key : read) {
            conditions.addAll(known.getOrDefault(key, List.of()));
        }
        return conditions;
    }

    private static void variables(String text, PolicyVersion version, Set<String> into) {
        PatternText.parse(text, version, PatternText.Wildcards.ACTIVE)
                .variables()
                .forEach(v -> into.add(v.key().toLowerCase(Locale.ROOT)));
    }

    /** Returns a policy with the values of this caller in place of variables for keys that always have the same one. */
    NamedPolicy substituted(NamedPolicy policy) {
        RequestContext fixed = fixed();
        List<Statement> statements = new ArrayList<>();
        for (Statement statement : policy.document().statements()) {
            List<Condition> conditions = new ArrayList<>();
            for (Condition condition : statement.conditions()) {
                conditions.add(new Condition(
                        condition.operator(),
                        condition.key(),
                        condition.values().stream()
                                .map(v -> substituted(v, fixed))
                                // A variable of a key that is absent matches nothing.
                                .filter(v -> condition.operator().operator().negated() || !namesAbsent(v))
                                .toList()));
            }
            Statement changed = statement.withConditions(conditions);
            statements.add(statement
                    .resources()
                    .map(r -> changed.withResources(new ResourceElement(
                            r.polarity(),
                            r.patterns().stream()
                                    .map(p -> new ResourcePattern(substituted(p.text(), fixed)))
                                    .toList())))
                    .orElse(changed));
        }
        return new NamedPolicy(policy.name(), policy.document().withStatements(statements));
    }

    private boolean namesAbsent(String text) {
        return known.entrySet().stream()
                .filter(k -> k.getValue().stream().anyMatch(c -> c.operator().operator() == ConditionOperator.NULL))
                .anyMatch(k -> find(text, "${" + k.getKey() + "}") >= 0);
    }

    private static String substituted(String text, RequestContext fixed) {
        String result = text;
        for (Map.Entry<String, ContextValues> key : fixed.asMap().entrySet()) {
            String variable = "${" + key.getKey() + "}";
            String value = key.getValue().values().get(0);
            // No value of a caller's own has signs that a pattern would read otherwise.
            for (int at = find(result, variable); at >= 0; at = find(result, variable)) {
                result = result.substring(0, at) + value + result.substring(at + variable.length());
            }
        }
        return result;
    }

    private static int find(String text, String variable) {
        return text.toLowerCase(Locale.ROOT).indexOf(variable.toLowerCase(Locale.ROOT));
    }

    /** Returns a context with the caller's own keys added. */
    RequestContext complete(RequestContext context) {
        RequestContext complete = context;
        for (Map.Entry<String, ContextValues> key : fixed().asMap().entrySet()) {
            complete = complete.with(key.getKey(), key.getValue());
        }
        return complete;
    }

    /** Returns whether a context has this caller's own keys as another one has them. */
    boolean keeps(RequestContext before, RequestContext after) {
        return fixed().keys().stream().allMatch(key -> before.get(key).equals(after.get(key)));
    }

    /** Returns the keys that have one value in all requests of the caller. */
    RequestContext fixed() {
        RequestContext context = RequestContext.empty();
        for (List<Condition> conditions : known.values()) {
            for (Condition condition : conditions) {
                if (condition.operator().operator() == ConditionOperator.STRING_EQUALS
                        && !condition.operator().ifExists()) {
                    context = context.with(
                            condition.key(),
                            ContextValues.single(condition.values().get(0)));
                }
            }
        }
        return context;
    }
}
