package io.iamtighten.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.account.IamRole;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.cli.render.Documents;
import io.iamtighten.cli.render.ProposalJson;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.RequestContext;
import io.iamtighten.testkit.reference.ReferenceEvaluator;
import io.iamtighten.testkit.reference.ReferenceOutcome;
import io.iamtighten.testkit.reference.ReferencePolicies;
import io.iamtighten.tighten.PolicyChange;
import io.iamtighten.tighten.Proof;
import io.iamtighten.tighten.TighteningOptions;
import io.iamtighten.tighten.TighteningProposal;
import io.iamtighten.tighten.Unverifiable;
import io.iamtighten.usage.UsageFact;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Proposals for every role with recorded calls, checked a second time by an evaluator that shares nothing with the first. */
class RecordedAccountsTest {
    private static final int ACTIONS = 25;
    private static final int OWN_RESOURCES = 10;
    private static final int OTHER_RESOURCES = 5;

    @TestFactory
    Stream<DynamicTest> everyRoleWithEventsIsProvenCompleteStableWithinQuotasAndSoInASecondOpinion() {
        List<DynamicTest> tests = new ArrayList<>();
        for (RecordedAccount recorded : RecordedAccount.all()) {
            assertThat(recorded.rolesWithEvents()).as(recorded.name()).isNotEmpty();
            for (IamRole role : recorded.rolesWithEvents()) {
                tests.add(DynamicTest.dynamicTest(role.arn(), () -> {
                    for (Unverifiable unverifiable : List.of(Unverifiable.USED, Unverifiable.DROP)) {
                        check(recorded, role, TighteningOptions.standard().withUnverifiable(unverifiable));
                    }
                }));
            }
        }
        return tests.stream();
    }

    private static void check(RecordedAccount recorded, IamRole role, TighteningOptions options) {
        TighteningProposal proposal = recorded.propose(role, options);
        assertThat(proposal.proof().verdict()).as(proposal.proof().reason()).isEqualTo(Proof.Verdict.PROVEN);
        assertThat(proposal.replay().lost()).isEmpty();
        assertThat(ProposalJson.render(proposal, Documents.SHOWN))
                .isEqualTo(ProposalJson.render(recorded.propose(role, options), Documents.SHOWN));
        withinQuotas(proposal);
        List<NamedPolicy> before = recorded.before(role);
        List<NamedPolicy> after = RecordedAccount.after(proposal);
        sampledRequestsAreAllowedToday(recorded, role, before, after);
        historyIsStillAllowed(recorded, role, before, after);
    }

    /** The quotas of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, white space not counted. */
    private static void withinQuotas(TighteningProposal proposal) {
        int inline = 0;
        int attached = 0;
        for (PolicyChange change : proposal.policies()) {
            if (change.after().isEmpty() || change.action() == PolicyChange.Action.KEEP) {
                continue;
            }
            int size = PolicyWriter.minified(change.after().get()).length();
            if (change.kind() == PolicyChange.Kind.INLINE) {
                inline += size;
            } else {
                attached++;
                assertThat(size).as(change.name()).isLessThanOrEqualTo(6_144);
            }
        }
        assertThat(inline).isLessThanOrEqualTo(10_240);
        assertThat(attached).isLessThanOrEqualTo(10);
    }

    private static void sampledRequestsAreAllowedToday(
            RecordedAccount recorded, IamRole role, List<NamedPolicy> before, List<NamedPolicy> after) {
        Set<String> everywhere = new TreeSet<>();
        joined(before, after)
                .forEach(policy ->
                        policy.document().statements().forEach(statement -> everywhere.addAll(resources(statement))));
        List<String> others = spread(List.copyOf(everywhere), OTHER_RESOURCES);
        int allowed = 0;
        int open = 0;
        for (NamedPolicy policy : after) {
            for (Statement statement : policy.document().statements()) {
                open += statement.effect() == Effect.ALLOW
                                && statement.conditions().isEmpty()
                        ? 1
                        : 0;
                Set<String> resources = new TreeSet<>(others);
                resources.addAll(spread(resources(statement), OWN_RESOURCES));
                for (String action : spread(List.copyOf(actions(statement)), ACTIONS)) {
                    for (RequestContext context : contexts(statement)) {
                        for (String resource : resources) {
                            AccessRequest request = request(recorded, role, action, resource, context);
                            if (decide(after, request) == ReferenceOutcome.ALLOWED) {
                                allowed++;
                                assertThat(decide(before, request))
                                        .as("%s", request)
                                        .isEqualTo(ReferenceOutcome.ALLOWED);
                            }
                        }
                    }
                }
            }
        }
        assertThat(allowed > 0 || open == 0)
                .as("the samples meet the proposal of %s: %s", role.arn(), after)
                .isTrue();
    }

    private static List<String> resources(Statement statement) {
        return statement.resources().map(ResourceElement::patterns).orElse(List.of()).stream()
                .map(ResourcePattern::text)
                .map(RecordedAccountsTest::sample)
                .toList();
    }

    /** Returns at most so many of a list, evenly spread over it. */
    private static List<String> spread(List<String> all, int most) {
        int step = Math.max(1, (all.size() + most - 1) / most);
        List<String> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += step) {
            some.add(all.get(i));
        }
        return some;
    }

    private static void historyIsStillAllowed(
            RecordedAccount recorded, IamRole role, List<NamedPolicy> before, List<NamedPolicy> after) {
        for (UsageFact fact :
                recorded.usage().role(role.arn(), role.id()).orElseThrow().facts()) {
            if (!fact.outcome().isUse() || !fact.relation().isUse() || !fact.complete()) {
                continue;
            }
            RequestContext context = RequestContext.empty();
            if (fact.context().region().isPresent()) {
                context = context.with(
                        "aws:RequestedRegion", fact.context().region().get());
            }
            AccessRequest request =
                    request(recorded, role, fact.action(), fact.resource().replace("*", "x"), context);
            if (decide(before, request) == ReferenceOutcome.ALLOWED) {
                assertThat(decide(after, request)).as("%s", request).isEqualTo(ReferenceOutcome.ALLOWED);
            }
        }
    }

    /** Returns some of the actions that a statement names, spelt out. */
    private static Set<String> actions(Statement statement) {
        Set<String> result = new LinkedHashSet<>();
        for (ActionPattern pattern : statement.actions().patterns()) {
            RecordedAccount.CATALOG.actionNames(RecordedAccount.CATALOG.expand(pattern.text())).stream()
                    .limit(pattern.hasWildcard() ? 3 : 1)
                    .forEach(result::add);
            result.add(sample(pattern.text()));
        }
        return result;
    }

    /** Nothing known, and what the statement's conditions ask for. */
    private static List<RequestContext> contexts(Statement statement) {
        RequestContext asked = RequestContext.empty();
        for (Condition condition : statement.conditions()) {
            if (!condition.values().isEmpty()) {
                asked = asked.with(condition.key(), sample(condition.values().get(0)));
            }
        }
        return statement.conditions().isEmpty() ? List.of(asked) : List.of(RequestContext.empty(), asked);
    }

    private static String sample(String pattern) {
        return pattern.equals("*")
                ? "arn:aws:s3:::any/thing"
                : pattern.replace("*", "x").replace("?", "y");
    }

    private static AccessRequest request(
            RecordedAccount recorded, IamRole role, String action, String resource, RequestContext context) {
        boolean limited = RecordedAccount.CATALOG
                .action(action)
                .map(ServiceAction::supportsResourceLevel)
                .orElse(true);
        return new AccessRequest(
                recorded.account().view(role).caller("session"),
                action,
                limited ? resource : "*",
                Optional.of(recorded.account().view(role).accountId()),
                context,
                limited ? AccessRequest.ResourceLevel.SUPPORTED : AccessRequest.ResourceLevel.WILDCARD_ONLY);
    }

    private static List<NamedPolicy> joined(List<NamedPolicy> one, List<NamedPolicy> other) {
        List<NamedPolicy> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static ReferenceOutcome decide(List<NamedPolicy> identity, AccessRequest request) {
        List<PolicyDocument> documents =
                identity.stream().map(NamedPolicy::document).toList();
        return ReferenceEvaluator.decide(
                new ReferencePolicies(
                        documents,
                        Optional.empty(),
                        List.of(),
                        delegation(request),
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        EvaluationOptions.standard().rcpServices()),
                request);
    }

    /** Keys and roles leave it to identity-based policies only where their own policies say so: here they all do. */
    private static Optional<PolicyDocument> delegation(AccessRequest request) {
        if (!request.action().startsWith("kms:") && !request.action().startsWith("sts:")) {
            return Optional.empty();
        }
        String root = "arn:aws:iam::" + request.resourceAccount().orElseThrow() + ":root";
        return Optional.of(PolicyParser.parse(
                        ("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                                        + root + "\"},\"Action\":\"*\",\"Resource\":\"*\"}}")
                                .getBytes(StandardCharsets.UTF_8))
                .orElseThrow());
    }
}
