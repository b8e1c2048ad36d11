package io.iamtighten.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamRole;
import io.iamtighten.aws.account.AccountFiles;
import io.iamtighten.aws.trail.TrailOptions;
import io.iamtighten.aws.trail.TrailReader;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.cli.render.Documents;
import io.iamtighten.cli.render.ProposalJson;
import io.iamtighten.testsupport.TestData;
import io.iamtighten.tighten.ConditionKind;
import io.iamtighten.tighten.PolicyChange;
import io.iamtighten.tighten.PolicyForm;
import io.iamtighten.tighten.Proof;
import io.iamtighten.tighten.ResourceStrategy;
import io.iamtighten.tighten.Tightener;
import io.iamtighten.tighten.TighteningOptions;
import io.iamtighten.tighten.TighteningProposal;
import io.iamtighten.tighten.Unverifiable;
import io.iamtighten.usage.UsageSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Recorded histories with the accounts that go with them. */
class TightenConformanceTest {
    private static final String INVICTUS = "123837392027-invictus.json";

    private static JsonNode tighten(String role, String account, String trail) {
        CommandRun run = CommandRun.of(
                role,
                "--account",
                TestData.shared("cloudtrail/accounts/" + account).toString(),
                "--trail",
                TestData.shared("cloudtrail/" + trail).toString(),
                "--format",
                "json");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return run.json();
    }

    private static Set<String> texts(JsonNode array, String field) {
        Set<String> texts = new TreeSet<>();
        array.forEach(each -> texts.add(each.get(field).asText()));
        return texts;
    }

    private static Set<String> documentActions(JsonNode proposal) {
        Set<String> actions = new TreeSet<>();
        for (JsonNode policy : proposal.get("policies")) {
            for (JsonNode statement : policy.path("document").path("Statement")) {
                JsonNode action = statement.path("Action");
                Stream<JsonNode> entries =
                        action.isTextual() ? Stream.of(action) : StreamSupport.stream(action.spliterator(), false);
                entries.forEach(entry -> actions.add(entry.asText()));
            }
        }
        return actions;
    }

    @Test
    void everySuccessfulEventOfTheInstanceRoleStaysAllowedAndNothingIsNew() {
        JsonNode proposal = tighten("stratus-red-team-ec2-steal-credentials-role", INVICTUS, "invictus-2023");
        assertThat(proposal.at("/format").asInt()).isEqualTo(1);
        assertThat(proposal.at("/proof/verdict").asText()).isEqualTo("proven");
        assertThat(proposal.at("/replay/lost")).isEmpty();
        assertThat(proposal.at("/replay/allowedAfter").asLong())
                .isEqualTo(proposal.at("/replay/allowedBefore").asLong())
                .isPositive();
        assertThat(proposal.at("/window/events").asLong()).isEqualTo(15);
        assertThat(documentActions(proposal))
                .contains("ec2:DescribeInstances", "ssm:UpdateInstanceInformation", "ssm:ListInstanceAssociations")
                .doesNotContain("ec2:Describe*", "ssm:GetParameter");
        assertThat(texts(proposal.get("removed"), "action")).doesNotContainAnyElementsOf(documentActions(proposal));
    }

    @Test
    void whatWasOnlyRefusedIsNotGranted() {
        JsonNode proposal = tighten("stratus-red-team-ec2-get-password-data-role", INVICTUS, "invictus-2023");
        assertThat(proposal.toString().contains("\"ec2:GetPasswordData\"")).isFalse();
        assertThat(documentActions(proposal)).isEmpty();
        assertThat(proposal.at("/policies/0/action").asText()).isEqualTo("detach");
    }

    @Test
    void administratorOfIdentityCenterIsReportedAlthoughNobodyEditsItInIam() {
        JsonNode proposal = tighten(
                "AWSReservedSSO_AdministratorAccess_1b74cd717d47002b",
                "111111111111-traildiscover.json",
                "traildiscover-2026");
        assertThat(proposal.at("/editable").asText()).isEqualTo("aws-reserved");
        assertThat(proposal.at("/before/actions").asInt()).isGreaterThan(22_000);
        assertThat(proposal.at("/after/actions").asInt()).isLessThan(100);
        assertThat(documentActions(proposal)).contains("lambda:ListFunctions", "aoss:ListCollections");
        assertThat(texts(proposal.get("unmapped"), "eventName")).containsExactly("GetListingView");
        assertThat(proposal.at("/after/wildcardActions").asInt()).isZero();
    }

    @Test
    void serviceLinkedRoleIsReportedAlthoughNobodyEditsIt() {
        JsonNode proposal = tighten("AWSServiceRoleForConfig", "347283850106-opensearch.json", "opensearch-2021");
        assertThat(proposal.at("/editable").asText()).isEqualTo("service-linked");
        assertThat(documentActions(proposal)).contains("s3:GetReplicationConfiguration", "s3:GetBucketCORS");
        assertThat(proposal.at("/unmapped")).isEmpty();
        assertThat(proposal.at("/replay/allowedAfter").asLong()).isGreaterThanOrEqualTo(716);
    }

    /** An account, and the trail that goes with it. */
    private record Recorded(String account, String trail) {}

    @TestFactory
    List<DynamicTest> everyRoleIsProvenReplayedAndTheSameOnEveryRun() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Recorded recorded : List.of(
                new Recorded(INVICTUS, "invictus-2023"),
                new Recorded("111111111111-traildiscover.json", "traildiscover-2026"),
                new Recorded("347283850106-opensearch.json", "opensearch-2021"))) {
            Path file = TestData.shared("cloudtrail/accounts/" + recorded.account());
            AccountSnapshot account = AccountFiles.read(file).snapshot().orElseThrow();
            UsageSummary usage = TrailReader.of(ServiceCatalog.bundled())
                    .read(List.of(TestData.shared("cloudtrail/" + recorded.trail())), TrailOptions.all())
                    .summary();
            for (IamRole role : account.roles()) {
                tests.add(DynamicTest.dynamicTest(role.arn(), () -> checked(account, role, usage)));
            }
        }
        return tests;
    }

    private static void checked(AccountSnapshot account, IamRole role, UsageSummary usage) {
        Tightener tightener = Tightener.of(ServiceCatalog.bundled());
        for (TighteningOptions options : options()) {
            TighteningProposal proposal = tightener.propose(account, role, usage, options);
            assertThat(proposal.proof().verdict()).as(proposal.proof().reason()).isEqualTo(Proof.Verdict.PROVEN);
            assertThat(proposal.replay().lost()).isEmpty();
            assertThat(proposal.after().actions())
                    .isLessThanOrEqualTo(proposal.before().actions());
            assertThat(proposal.warnings()).noneMatch(warning -> warning.contains("quotas"));
            assertThat(proposal.policies())
                    .allMatch(change -> change.after().isPresent() || change.action() == PolicyChange.Action.DETACH);
        }
        TighteningOptions standard = TighteningOptions.standard();
        assertThat(ProposalJson.render(tightener.propose(account, role, usage, standard), Documents.SHOWN))
                .isEqualTo(ProposalJson.render(tightener.propose(account, role, usage, standard), Documents.SHOWN));
    }

    private static List<TighteningOptions> options() {
        List<TighteningOptions> all = new ArrayList<>();
        for (ResourceStrategy strategy : ResourceStrategy.values()) {
            for (Unverifiable unverifiable : Unverifiable.values()) {
                if (unverifiable != Unverifiable.KEEP || strategy == ResourceStrategy.BALANCED) {
                    all.add(TighteningOptions.standard().withResources(strategy).withUnverifiable(unverifiable));
                }
            }
        }
        TighteningOptions conditions = TighteningOptions.standard().withConditions(List.of(ConditionKind.values()));
        all.add(conditions);
        all.add(conditions.withForm(PolicyForm.FRESH));
        all.add(TighteningOptions.standard().withForm(PolicyForm.FRESH));
        return all;
    }
}
