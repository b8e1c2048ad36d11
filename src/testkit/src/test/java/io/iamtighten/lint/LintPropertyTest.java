package io.iamtighten.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import io.iamtighten.testkit.PolicyArbitraries;
import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of findings on any policies, family by family. */
class LintPropertyTest {
    private static final Linter LINTER = Linter.standard(ServiceCatalog.bundled());
    private static final RequestPrincipal CALLER = RequestPrincipal.of(
            PrincipalType.ASSUMED_ROLE, "arn:aws:sts::111122223333:assumed-role/Example/session", "111122223333");
    private static final List<String> ADDRESSES = List.of(
            "203.0.113.1",
            "203.0.113.65",
            "203.0.113.200",
            "198.51.100.7",
            "10.1.2.3",
            "8.8.8.8",
            "2001:db8::1",
            "2001:db9::1");

    @Provide
    Arbitrary<PolicyDocument> documents() {
        return PolicyArbitraries.policies();
    }

    @Provide
    Arbitrary<PolicyDocument> resourceDocuments() {
        return PolicyArbitraries.resourcePolicies();
    }

    private static List<Finding> lint(PolicyType type, PolicyDocument document) {
        LintReport report =
                LINTER.lint(LintedPolicy.of("example", type, PolicyParser.parse(PolicyWriter.canonical(document))));
        return report.findings();
    }

    /** Validity: the same policy has the same findings, each at a place in its text, with a rule that is described. */
    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void everyFindingHasARuleAndAPlace(@ForAll("documents") PolicyDocument document) {
        List<Finding> findings = lint(PolicyType.IDENTITY, document);
        assertThat(lint(PolicyType.IDENTITY, document)).isEqualTo(findings);
        for (Finding finding : findings) {
            assertThat(RuleBook.standard().find(finding.rule()))
                    .as(finding.rule())
                    .isPresent();
            assertThat(finding.position()).as(finding.toString()).isPresent();
        }
    }

    /** Escalation and exposure: what a finding says is granted, the evaluator allows. */
    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
    void whatIdentityPoliciesGrantTheEvaluatorAllows(@ForAll("documents") PolicyDocument document) {
        PolicyDocument parsed =
                PolicyParser.parse(PolicyWriter.canonical(document)).document().orElseThrow();
        Authorizer authorizer = Authorizer.compile(
                PolicyStack.ofIdentity(List.of(new NamedPolicy("example", parsed))),
                EvaluationOptions.standard().assumingDelegation());
        for (Finding finding : lint(PolicyType.IDENTITY, document)) {
            finding.witness()
                    .ifPresent(w -> assertThat(authorizer.decide(w).allowed())
                            .as(finding.toString())
                            .isTrue());
        }
    }

    /** Exposure: who gets in by a resource's policy, the evaluator lets in. */
    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void whomResourcePoliciesLetInTheEvaluatorAllows(@ForAll("resourceDocuments") PolicyDocument document) {
        PolicyDocument parsed =
                PolicyParser.parse(PolicyWriter.canonical(document)).document().orElseThrow();
        Authorizer authorizer = Authorizer.compile(withEverything(parsed));
        for (Finding finding : lint(PolicyType.RESOURCE, document)) {
            finding.witness()
                    .ifPresent(w -> assertThat(authorizer.decide(w).allowed())
                            .as(finding.toString())
                            .isTrue());
        }
    }

    private static PolicyStack withEverything(PolicyDocument resource) {
        Statement all = Statement.of(Effect.ALLOW, ActionElement.of("*"), ResourceElement.of("*"));
        return PolicyStack.ofIdentity(List.of(new NamedPolicy("own", PolicyDocument.of(List.of(all)))))
                .withResource(Optional.of(new NamedPolicy("example", resource)));
    }

    @Provide
    Arbitrary<PolicyDocument> buckets() {
        Arbitrary<Condition> conditions = Combinators.combine(
                        Arbitraries.of(Quantifier.NONE, Quantifier.NONE, Quantifier.FOR_ALL_VALUES),
                        Arbitraries.of(
                                ConditionOperator.STRING_EQUALS,
                                ConditionOperator.STRING_LIKE,
                                ConditionOperator.STRING_NOT_EQUALS,
                                ConditionOperator.NULL),
                        Arbitraries.of(true, false),
                        Arbitraries.of(
                                "aws:PrincipalOrgID",
                                "aws:PrincipalAccount",
                                "aws:SourceVpce",
                                "aws:SourceAccount",
                                "aws:Referer",
                                "aws:PrincipalTag/team"),
                        Arbitraries.of(
                                "o-a1b2c3d4e5", "222233334444", "vpce-0a1b2c3d4e5f60718", "*", "o-*", "true", "false"))
                .as((quantifier, operator, ifExists, key, value) -> new Condition(
                        operator == ConditionOperator.NULL
                                ? OperatorUse.of(operator)
                                : new OperatorUse(quantifier, operator, ifExists),
                        key,
                        List.of(operator == ConditionOperator.NULL && !value.equals("false") ? "true" : value)));
        Arbitrary<Statement> statements = Combinators.combine(
                        Arbitraries.of(Effect.ALLOW, Effect.ALLOW, Effect.DENY),
                        conditions.list().ofMaxSize(2))
                .as((effect, list) -> new Statement(
                        Optional.empty(),
                        effect,
                        Optional.of(PrincipalElement.anyonePrincipal()),
                        ActionElement.of("s3:GetObject"),
                        Optional.of(ResourceElement.of("arn:aws:s3:::reports/*")),
                        list));
        return statements.list().ofMinSize(1).ofMaxSize(3).map(PolicyDocument::of);
    }

    /** Exposure: where no stranger is said to get in, none of these does. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whoIsNotSaidToGetInDoesNot(@ForAll("buckets") PolicyDocument document) {
        List<Finding> findings = lint(PolicyType.RESOURCE, document);
        boolean said = findings.stream().anyMatch(f -> f.rule().startsWith("public-access"));
        Authorizer authorizer = Authorizer.compile(withEverything(document));
        boolean open = false;
        RequestPrincipal stranger = RequestPrincipal.of(
                PrincipalType.ASSUMED_ROLE, "arn:aws:sts::999999999999:assumed-role/Any/session", "999999999999");
        RequestContext signed = RequestContext.empty()
                .with("aws:PrincipalAccount", "999999999999")
                .with("aws:PrincipalOrgID", "o-stranger00");
        for (String endpoint : List.of("", "vpce-0stranger0000000")) {
            for (String chosen : List.of("", "o-a1b2c3d4e5", "222233334444", "vpce-0a1b2c3d4e5f60718", "true", "*")) {
                RequestContext free = chosen.isEmpty()
                        ? RequestContext.empty()
                        : RequestContext.empty().with("aws:Referer", chosen).with("aws:PrincipalTag/team", chosen);
                for (RequestContext base : List.of(signed, RequestContext.empty())) {
                    RequestContext context = endpoint.isEmpty() ? base : base.with("aws:SourceVpce", endpoint);
                    for (var key : free.asMap().entrySet()) {
                        context = context.with(key.getKey(), key.getValue());
                    }
                    RequestPrincipal who = base == signed ? stranger : RequestPrincipal.anonymous();
                    open |= authorizer
                            .decide(new AccessRequest(
                                    who,
                                    "s3:GetObject",
                                    "arn:aws:s3:::reports/a",
                                    Optional.of("111122223333"),
                                    context,
                                    AccessRequest.ResourceLevel.SUPPORTED))
                            .allowed();
                }
            }
        }
        assertThat(said || !open).as(PolicyWriter.canonical(document)).isTrue();
    }

    /** Wildcards: what is said to be reached the evaluator allows by one statement alone; what is denied is not reached. */
    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void wildcardsReachWhatIsAllowed(@ForAll("documents") PolicyDocument document) {
        PolicyDocument parsed =
                PolicyParser.parse(PolicyWriter.canonical(document)).document().orElseThrow();
        for (Finding finding : wildcards(document)) {
            int statement = Integer.parseInt(finding.pointer().split("/", -1)[2]);
            List<Statement> one = new ArrayList<>();
            for (int i = 0; i < parsed.statements().size(); i++) {
                if (i == statement || parsed.statements().get(i).effect() == Effect.DENY) {
                    one.add(parsed.statements().get(i));
                }
            }
            Authorizer authorizer = Authorizer.compile(
                    PolicyStack.ofIdentity(List.of(new NamedPolicy("example", parsed.withStatements(one)))),
                    EvaluationOptions.standard().assumingDelegation());
            assertThat(authorizer.decide(finding.witness().orElseThrow()).allowed())
                    .as(finding.toString())
                    .isTrue();
        }
        List<Statement> more = new ArrayList<>(document.statements());
        more.add(Statement.of(Effect.DENY, ActionElement.of("*"), ResourceElement.of("*")));
        assertThat(wildcards(document.withStatements(more))).isEmpty();
    }

    private static List<Finding> wildcards(PolicyDocument document) {
        return lint(PolicyType.IDENTITY, document).stream()
                .filter(f -> RuleBook.standard().get(f.rule()).family() == RuleFamily.WILDCARDS)
                .filter(f -> !f.rule().equals("allow-with-not-principal")
                        && !f.rule().equals("not-principal-deny"))
                .toList();
    }

    @Provide
    Arbitrary<PolicyDocument> networks() {
        Arbitrary<Condition> conditions = Combinators.combine(
                        Arbitraries.of(ConditionOperator.IP_ADDRESS, ConditionOperator.NOT_IP_ADDRESS),
                        Arbitraries.of(true, false),
                        Arbitraries.of(
                                        "203.0.113.0/24",
                                        "203.0.113.64/26",
                                        "203.0.113.128/25",
                                        "198.51.100.0/24",
                                        "10.0.0.0/8",
                                        "0.0.0.0/0",
                                        "2001:db8::/32",
                                        "::/0")
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(3))
                .as((operator, ifExists, blocks) ->
                        new Condition(new OperatorUse(Quantifier.NONE, operator, ifExists), "aws:SourceIp", blocks));
        return Combinators.combine(
                        Arbitraries.of(Effect.ALLOW, Effect.ALLOW, Effect.DENY),
                        conditions.list().ofMinSize(1).ofMaxSize(2))
                .as((effect, list) -> Statement.of(effect, ActionElement.of("sqs:SendMessage"), ResourceElement.of("*"))
                        .withConditions(list))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(PolicyDocument::of);
    }

    /** Network: the set of addresses is the one that the evaluator's decisions on single addresses have. */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void addressesAreThoseThatTheEvaluatorLetsIn(@ForAll("networks") PolicyDocument document) {
        List<AddressReach> reaches = LINTER.addresses(LintedPolicy.of("example", PolicyType.IDENTITY, document));
        Authorizer authorizer =
                Authorizer.compile(PolicyStack.ofIdentity(List.of(new NamedPolicy("example", document))));
        assertThat(reaches).hasSizeLessThan(2);
        for (String address : ADDRESSES) {
            boolean inside = !reaches.isEmpty()
                    && reaches.get(0).contains(IpRange.parse(address).orElseThrow());
            assertThat(inside)
                    .as("%s in %s of %s", address, reaches, PolicyWriter.canonical(document))
                    .isEqualTo(allowed(authorizer, RequestContext.empty().with("aws:SourceIp", address)));
        }
        assertThat(!reaches.isEmpty() && reaches.get(0).withoutAddress())
                .isEqualTo(allowed(authorizer, RequestContext.empty()));
    }

    private static boolean allowed(Authorizer authorizer, RequestContext context) {
        return authorizer
                .decide(AccessRequest.of(CALLER, "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs", context))
                .allowed();
    }

    /** Escalation: one more Allow statement never closes a path. */
    @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
    void oneMoreAllowClosesNoPath(@ForAll("documents") PolicyDocument document, @ForAll("paths") EscalationPath path) {
        List<String> before = open(document);
        List<Statement> more = new ArrayList<>(document.statements());
        more.add(Statement.of(
                Effect.ALLOW, ActionElement.of(path.permissions().toArray(String[]::new)), ResourceElement.of("*")));
        assertThat(open(document.withStatements(more))).containsAll(before);
    }

    @Provide
    Arbitrary<EscalationPath> paths() {
        return Arbitraries.of(EscalationPath.all());
    }

    private static List<String> open(PolicyDocument document) {
        Reach reach = new Reach(
                ServiceCatalog.bundled(),
                CALLER,
                PolicyStack.ofIdentity(List.of(new NamedPolicy("example", document))));
        return new EscalationChecks(ServiceCatalog.bundled(), java.util.Set.of())
                .open(reach, new ArrayList<>()).stream().map(o -> o.path().id()).toList();
    }
}
