package io.iamtighten.tighten;

import static io.iamtighten.tighten.Scenario.first;
import static io.iamtighten.tighten.Scenario.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.SourceNetwork;
import io.iamtighten.usage.UseContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MinedConditionsTest {
    private static final String EVERYTHING = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";
    private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:jobs";
    private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/0a1b";

    private static Scenario scenario(ConditionKind... kinds) {
        return Scenario.role()
                .inline("Own", statements(EVERYTHING))
                .options(TighteningOptions.standard()
                        .withUnverifiable(Unverifiable.DROP)
                        .withResources(ResourceStrategy.EXACT)
                        .withConditions(List.of(kinds)));
    }

    private static UseContext from(String ip) {
        return context("eu-west-1", new SourceNetwork.Address(ip), Optional.empty());
    }

    private static UseContext context(String region, SourceNetwork source, Optional<String> service) {
        return new UseContext(
                Optional.of(region), Optional.of(source), service, Optional.of(true), Optional.of(true), Map.of());
    }

    private static UseContext by(String service) {
        return context("eu-west-1", new SourceNetwork.Service(service), Optional.of(service));
    }

    private static Scenario did(Scenario scenario, String action, String resource, UseContext context) {
        return scenario.did(action, resource, true, CallOutcome.SUCCEEDED, context, 1, 50, 1);
    }

    /** Returns the proposal, whose proof and replay must hold whatever was added. */
    private static TighteningProposal sound(Scenario scenario) {
        TighteningProposal proposal = scenario.propose();
        assertThat(proposal.proof().verdict()).as(proposal.proof().reason()).isEqualTo(Proof.Verdict.PROVEN);
        assertThat(proposal.replay().lost()).isEmpty();
        assertThat(proposal.replay().allowedAfter()).isEqualTo(proposal.replay().allowedBefore());
        return proposal;
    }

    private static List<String> leftOut(TighteningProposal proposal) {
        return proposal.conditions().leftOut().stream()
                .map(MinedConditions.LeftOut::reason)
                .toList();
    }

    @Test
    void nothingIsAddedUnlessAskedFor() {
        TighteningProposal proposal = sound(did(scenario(), "sqs:GetQueueUrl", QUEUE, from("203.0.113.9")));
        assertThat(first(proposal)).doesNotContain("Condition");
        assertThat(proposal.conditions()).isEqualTo(MinedConditions.none());
    }

    @Test
    void regionsAreThoseOfAllOwnCalls() {
        Scenario scenario = scenario(ConditionKind.REGION);
        did(scenario, "sqs:GetQueueUrl", QUEUE, from("203.0.113.9"));
        did(
                scenario,
                "sns:CreateTopic",
                "arn:aws:sns:us-west-2:123456789012:news",
                context("us-west-2", new SourceNetwork.Address("203.0.113.9"), Optional.empty()));
        TighteningProposal proposal = sound(scenario);
        assertThat(first(proposal))
                .contains("\"StringEquals\":{\"aws:RequestedRegion\":[\"eu-west-1\",\"us-west-2\"]}");
        MinedConditions.Added added = proposal.conditions().added().get(0);
        assertThat(added.actions()).containsExactly("sns:CreateTopic", "sqs:GetQueueUrl");
        assertThat(added.calls()).isEqualTo(100);
        assertThat(added.days()).isEqualTo(50);
    }

    @Test
    void globalServicesGetNoRegion() {
        Scenario scenario = scenario(ConditionKind.REGION);
        did(
                scenario,
                "iam:GetRole",
                "arn:aws:iam::123456789012:role/x",
                context("us-east-1", new SourceNetwork.Address("203.0.113.9"), Optional.empty()));
        did(scenario, "sqs:GetQueueUrl", QUEUE, from("203.0.113.9"));
        TighteningProposal proposal = sound(scenario);
        assertThat(first(proposal))
                .contains("\"aws:RequestedRegion\":\"eu-west-1\"")
                .doesNotContain("us-east-1");
        assertThat(proposal.conditions().leftOut().get(0).actions()).containsExactly("iam:GetRole");
    }

    @Test
    void addressesAreCoveredWithinTheBudget() {
        Scenario scenario = scenario(ConditionKind.NETWORK)
                .options(TighteningOptions.standard()
                        .withUnverifiable(Unverifiable.DROP)
                        .withNetworkRanges(2)
                        .withConditions(Set.of(ConditionKind.NETWORK)));
        for (String ip : List.of("203.0.113.4", "203.0.113.5", "198.51.100.7")) {
            did(scenario, "sqs:GetQueueUrl", QUEUE, from(ip));
        }
        assertThat(first(sound(scenario)))
                .contains("\"IpAddress\":{\"aws:SourceIp\":[\"198.51.100.7/32\",\"203.0.113.4/31\"]}");
    }

    @Test
    void addressesTooFarApartGetNoCondition() {
        Scenario scenario = scenario(ConditionKind.NETWORK)
                .options(TighteningOptions.standard()
                        .withUnverifiable(Unverifiable.DROP)
                        .withNetworkRanges(1)
                        .withConditions(Set.of(ConditionKind.NETWORK)));
        did(scenario, "sqs:GetQueueUrl", QUEUE, from("203.0.113.4"));
        did(scenario, "sqs:GetQueueUrl", QUEUE, from("8.8.8.8"));
        TighteningProposal proposal = sound(scenario);
        assertThat(first(proposal)).doesNotContain("Condition");
        assertThat(leftOut(proposal))
                .containsExactly("2 addresses do not fit in 1 ranges no wider than /16 (IPv6: /32)");
    }

    @Test
    void callsThroughEndpointsGetTheEndpointAndNeverAnAddress() {
        Scenario scenario = scenario(ConditionKind.NETWORK);
        did(
                scenario,
                "sqs:GetQueueUrl",
                QUEUE,
                context(
                        "eu-west-1",
                        new SourceNetwork.VpcEndpoint("vpce-1", Optional.of("10.0.0.4")),
                        Optional.empty()));
        did(scenario, "sns:ListTopics", "*", from("203.0.113.9"));
        TighteningProposal proposal = sound(scenario);
        assertThat(first(proposal)).contains("\"StringEquals\":{\"aws:SourceVpce\":\"vpce-1\"}");
        assertThat(proposal.conditions().added())
                .filteredOn(added -> added.condition().key().equals("aws:SourceIp"))
                .singleElement()
                .satisfies(added -> assertThat(added.actions()).containsExactly("sns:ListTopics"));
    }

    @Test
    void callsByBothWaysOrFromPrivateAddressesGetNoNetwork() {
        Scenario scenario = scenario(ConditionKind.NETWORK);
        did(
                scenario,
                "sqs:GetQueueUrl",
                QUEUE,
                context("eu-west-1", new SourceNetwork.VpcEndpoint("vpce-1", Optional.empty()), Optional.empty()));
        did(scenario, "sqs:GetQueueUrl", QUEUE, from("203.0.113.9"));
        did(scenario, "sns:ListTopics", "*", from("10.1.2.3"));
        TighteningProposal proposal = sound(scenario);
        assertThat(first(proposal)).doesNotContain("Condition");
        assertThat(leftOut(proposal))
                .containsExactly(
                        "some calls came from private addresses, through an endpoint that their records lack",
                        "some calls came through a VPC endpoint and others did not");
    }

    @Test
    void callsThatAServiceMadeGetNoConditionOnTheCaller() {
        Scenario scenario = scenario(ConditionKind.REGION, ConditionKind.NETWORK, ConditionKind.TLS, ConditionKind.MFA);
        did(scenario, "sqs:GetQueueUrl", QUEUE, from("203.0.113.9"));
        did(scenario, "sqs:GetQueueUrl", QUEUE, by("cloudformation.amazonaws.com"));
        did(
                scenario,
                "sns:ListTopics",
                "*",
                context("eu-west-1", new SourceNetwork.Service("AWS Internal"), Optional.empty()));
        TighteningProposal proposal = sound(scenario);
        assertThat(first(proposal)).doesNotContain("Condition");
        assertThat(leftOut(proposal)).hasSize(4).containsOnly("a service made some of its calls for the principal");
    }

    @Test
    void recordsThatDoNotTellGetNoCondition() {
        Scenario scenario = scenario(ConditionKind.TLS, ConditionKind.MFA, ConditionKind.REGION);
        scenario.did("sqs:GetQueueUrl", QUEUE);
        did(
                scenario,
                "sns:ListTopics",
                "*",
                new UseContext(
                        Optional.of("eu-west-1"),
                        Optional.of(new SourceNetwork.Address("203.0.113.9")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
        TighteningProposal proposal = sound(scenario);
        assertThat(leftOut(proposal))
                .contains(
                        "some records do not tell whether a service made the call",
                        "some records do not show TLS",
                        "some calls were made without MFA, or their records do not tell");
        assertThat(proposal.conditions().added())
                .singleElement()
                .satisfies(added -> assertThat(added.actions()).containsExactly("sns:ListTopics"));
    }

    @Test
    void tlsAndMfaAreAskedOfEachActionAlone() {
        Scenario scenario = scenario(ConditionKind.TLS, ConditionKind.MFA);
        did(scenario, "sqs:GetQueueUrl", QUEUE, from("203.0.113.9"));
        did(
                scenario,
                "sns:ListTopics",
                "*",
                new UseContext(
                        Optional.of("eu-west-1"),
                        Optional.of(new SourceNetwork.Address("203.0.113.9")),
                        Optional.empty(),
                        Optional.of(true),
                        Optional.of(false),
                        Map.of()));
        TighteningProposal proposal = sound(scenario);
        assertThat(first(proposal))
                .contains("{\"Bool\":{\"aws:SecureTransport\":\"true\",\"aws:MultiFactorAuthPresent\":\"true\"}}")
                .contains("{\"Bool\":{\"aws:SecureTransport\":\"true\"}}");
    }

    @Test
    void unseenActionsOfTheSameStatementStayAsTheyWere() {
        Scenario scenario = Scenario.role()
                .inline(
                        "Own",
                        statements("{\"Effect\":\"Allow\",\"Action\":[\"sqs:GetQueueUrl\",\"sqs:SendMessage\"],"
                                + "\"Resource\":\"" + QUEUE + "\"}"))
                .options(TighteningOptions.standard().withConditions(List.of(ConditionKind.REGION)));
        did(scenario, "sqs:GetQueueUrl", QUEUE, from("203.0.113.9"));
        TighteningProposal proposal = sound(scenario);
        assertThat(first(proposal))
                .contains("\"Action\":\"sqs:SendMessage\",\"Resource\":\"" + QUEUE + "\"}")
                .contains("aws:RequestedRegion");
        assertThat(leftOut(proposal)).containsExactly("kept although no record shows its use");
    }

    @Test
    void ownConditionOnTheSameKeyStays() {
        Scenario scenario = Scenario.role()
                .inline(
                        "Own",
                        statements("{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\",\"Condition\":"
                                + "{\"StringEquals\":{\"aws:requestedregion\":[\"eu-west-1\",\"eu-west-2\"]}}}"))
                .options(TighteningOptions.standard()
                        .withUnverifiable(Unverifiable.DROP)
                        .withConditions(List.of(ConditionKind.REGION)));
        did(scenario, "sqs:GetQueueUrl", QUEUE, from("203.0.113.9"));
        TighteningProposal proposal = sound(scenario);
        assertThat(first(proposal)).contains("\"aws:requestedregion\":[\"eu-west-1\",\"eu-west-2\"]");
        assertThat(leftOut(proposal)).containsExactly("the statement has a condition on `aws:requestedregion` already");
    }

    @Test
    void passedRolesGetTheirServiceEachRoleItsOwn() {
        Scenario scenario = scenario(ConditionKind.PASSED_TO_SERVICE);
        Map.of("Tasks", "ecs-tasks.amazonaws.com", "Jobs", "lambda.amazonaws.com")
                .forEach((role, service) -> did(
                        scenario,
                        "iam:PassRole",
                        "arn:aws:iam::123456789012:role/" + role,
                        new UseContext(
                                Optional.of("eu-west-1"),
                                Optional.of(new SourceNetwork.Address("203.0.113.9")),
                                Optional.empty(),
                                Optional.of(true),
                                Optional.empty(),
                                Map.of("iam:passedtoservice", service))));
        TighteningProposal proposal = sound(scenario);
        assertThat(first(proposal))
                .contains(
                        "role/Jobs\",\"Condition\":{\"StringEquals\":{\"iam:PassedToService\":\"lambda.amazonaws.com\"")
                .contains(
                        "role/Tasks\",\"Condition\":{\"StringEquals\":{\"iam:PassedToService\":\"ecs-tasks.amazonaws.com\"");
    }

    @Test
    void keysUsedThroughAServiceOnlyGetThatService() {
        Scenario scenario = scenario(ConditionKind.VIA_SERVICE, ConditionKind.NETWORK);
        did(scenario, "kms:Decrypt", KEY, by("s3.amazonaws.com"));
        did(scenario, "kms:Decrypt", KEY + "-own", from("203.0.113.9"));
        did(scenario, "kms:Encrypt", KEY, by("AWS Internal"));
        TighteningProposal proposal = sound(scenario);
        assertThat(first(proposal))
                .contains(
                        "key/0a1b\",\"Condition\":{\"StringEquals\":{\"kms:ViaService\":\"s3.eu-west-1.amazonaws.com\"}}")
                .contains("\"Action\":\"kms:Decrypt\",\"Resource\":\"" + KEY + "-own\"}");
        assertThat(proposal.conditions().added()).hasSize(1);
    }

    @Test
    void heldOutPartShowsWhatAConditionWouldHaveRefused() {
        Scenario scenario = scenario(ConditionKind.NETWORK, ConditionKind.REGION);
        scenario.did("sqs:GetQueueUrl", QUEUE, true, CallOutcome.SUCCEEDED, from("203.0.113.9"), 1, 58, 1);
        scenario.did("sqs:GetQueueUrl", QUEUE, true, CallOutcome.SUCCEEDED, from("198.51.100.1"), 50, 3, 1);
        TighteningProposal proposal = sound(scenario);
        assertThat(proposal.conditions().heldOut()).hasSize(2);
        MinedConditions.HeldOut network = proposal.conditions().heldOut().get(1);
        assertThat(network.kind()).isEqualTo(ConditionKind.NETWORK);
        assertThat(network.from()).isEqualTo("2026-02-11T00:00:00Z");
        assertThat(network.refused()).isEqualTo(3);
        assertThat(network.calls()).isEqualTo(21);
        assertThat(network.examples())
                .containsExactly("sqs:GetQueueUrl on " + QUEUE + " with aws:SourceIp 198.51.100.1 (3)");
        assertThat(proposal.conditions().heldOut().get(0).refused()).isZero();
    }

    @Test
    void tighteningTwiceWithConditionsChangesNothing() {
        Scenario scenario = scenario(ConditionKind.values());
        did(scenario, "sqs:GetQueueUrl", QUEUE, from("203.0.113.9"));
        did(scenario, "kms:Decrypt", KEY, by("s3.amazonaws.com"));
        TighteningProposal once = sound(scenario);
        Scenario again = Scenario.role()
                .inline("Own", once.policies().get(0).after().orElseThrow())
                .options(TighteningOptions.standard()
                        .withUnverifiable(Unverifiable.DROP)
                        .withResources(ResourceStrategy.EXACT)
                        .withConditions(List.of(ConditionKind.values())));
        did(again, "sqs:GetQueueUrl", QUEUE, from("203.0.113.9"));
        did(again, "kms:Decrypt", KEY, by("s3.amazonaws.com"));
        assertThat(sound(again).changes()).isFalse();
    }
}
