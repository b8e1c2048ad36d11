package io.iamtighten.tighten;

import static io.iamtighten.tighten.Scenario.first;
import static io.iamtighten.tighten.Scenario.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.LastAccessed;
import io.iamtighten.usage.UseContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The scenario's window is 60 days from 2026-01-01. */
class SecondEvidenceTest {
    private static final Instant END = Instant.parse("2026-03-02T00:00:00Z");
    private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:jobs";

    private static LastAccessed.Service unused(String namespace) {
        return new LastAccessed.Service(namespace, Optional.empty(), Optional.empty(), List.of());
    }

    private static LastAccessed.Service used(String namespace, String action, String last) {
        Instant at = Instant.parse(last);
        return new LastAccessed.Service(
                namespace,
                Optional.of(at),
                Optional.of("eu-west-1"),
                List.of(new LastAccessed.Action(namespace + ":" + action, Optional.of(at))));
    }

    private static TighteningProposal propose(Scenario scenario, Instant asOf, LastAccessed.Service... services) {
        TighteningProposal proposal = Tightener.of(ServiceCatalog.bundled())
                .propose(
                        scenario.account(),
                        scenario.principal(),
                        scenario.usage(),
                        new LastAccessed(scenario.principal().arn(), Optional.of(asOf), List.of(services)),
                        TighteningOptions.standard());
        assertThat(proposal.proof().verdict()).as(proposal.proof().reason()).isEqualTo(Proof.Verdict.PROVEN);
        assertThat(proposal.replay().lost()).isEmpty();
        return proposal;
    }

    private static Scenario named(String... actions) {
        return Scenario.role()
                .inline(
                        "Own",
                        statements("{\"Effect\":\"Allow\",\"Action\":[\"sqs:GetQueueUrl\",\""
                                + String.join("\",\"", actions) + "\"],\"Resource\":\"*\"}"))
                .did("sqs:GetQueueUrl", QUEUE);
    }

    @Test
    void namedDataActionOfAServiceNeverUsedGoes() {
        Scenario scenario = named("dynamodb:GetItem");
        assertThat(first(scenario.propose())).contains("dynamodb:GetItem");
        TighteningProposal proposal =
                propose(scenario, END, unused("dynamodb"), used("sqs", "GetQueueUrl", "2026-01-02T00:00:00Z"));
        assertThat(first(proposal)).doesNotContain("dynamodb");
        assertThat(proposal.secondEvidence().orElseThrow().notUsed()).containsExactly("dynamodb:GetItem");
        assertThat(proposal.removed())
                .filteredOn(removed -> removed.action().equals("dynamodb:GetItem"))
                .singleElement()
                .satisfies(removed -> {
                    assertThat(removed.because()).isEqualTo(RemovedPermission.Removal.UNUSED);
                    assertThat(removed.reason()).contains("IAM saw no attempt to use its service");
                });
        assertThat(proposal.blindSpots()).noneMatch(spot -> spot.action().equals("dynamodb:GetItem"));
    }

    @Test
    void evidenceFromBeforeTheEndOfTheHistoryTakesNothing() {
        TighteningProposal proposal =
                propose(named("dynamodb:GetItem"), Instant.parse("2026-02-01T00:00:00Z"), unused("dynamodb"));
        assertThat(first(proposal)).contains("dynamodb:GetItem");
        assertThat(proposal.secondEvidence().orElseThrow().notes())
                .singleElement()
                .asString()
                .contains("before the history ends");
    }

    @Test
    void serviceThatTheReportDoesNotListSaysNothing() {
        assertThat(first(propose(named("dynamodb:GetItem"), END, unused("s3")))).contains("dynamodb:GetItem");
    }

    @Test
    void permissionsWithinOtherCallsAndOfOwnProtocolsStay() {
        TighteningProposal proposal = propose(
                named("iam:PassRole", "rds-db:connect", "elasticfilesystem:ClientMount", "kms:Decrypt"),
                END,
                unused("iam"),
                unused("rds-db"),
                unused("elasticfilesystem"),
                unused("kms"));
        assertThat(first(proposal)).contains("iam:PassRole", "rds-db:connect", "elasticfilesystem:ClientMount");
    }

    @Test
    void actionThatAUsedCallMayNeedStays() {
        TighteningProposal proposal =
                propose(named("dynamodb:GetItem").possible("dynamodb:GetItem"), END, unused("dynamodb"));
        assertThat(first(proposal)).contains("dynamodb:GetItem");
    }

    @Test
    void keepAllKeepsAll() {
        Scenario scenario = named("dynamodb:GetItem");
        TighteningProposal proposal = Tightener.of(ServiceCatalog.bundled())
                .propose(
                        scenario.account(),
                        scenario.principal(),
                        scenario.usage(),
                        new LastAccessed(Scenario.ROLE, Optional.of(END), List.of(unused("dynamodb"))),
                        TighteningOptions.standard().withUnverifiable(Unverifiable.KEEP));
        assertThat(first(proposal)).contains("dynamodb:GetItem");
    }

    @Test
    void actionTriedInTheWindowThatNoRecordShowsIsKeptAndNamed() {
        Scenario scenario = named("s3:PutBucketPolicy", "s3:DeleteBucket");
        assertThat(first(scenario.propose())).doesNotContain("PutBucketPolicy");
        TighteningProposal proposal = propose(scenario, END, used("s3", "PutBucketPolicy", "2026-02-03T00:00:00Z"));
        assertThat(first(proposal)).contains("s3:PutBucketPolicy").doesNotContain("DeleteBucket");
        SecondEvidence evidence = proposal.secondEvidence().orElseThrow();
        assertThat(evidence.kept())
                .isEqualTo(new TreeMap<>(Map.of("s3:PutBucketPolicy", Instant.parse("2026-02-03T00:00:00Z"))));
        assertThat(evidence.unrecorded()).containsOnlyKeys("s3");
        assertThat(proposal.kept())
                .filteredOn(kept -> kept.action().equals("s3:PutBucketPolicy"))
                .singleElement()
                .satisfies(kept -> assertThat(kept.because()).isEqualTo(Keeping.LAST_ACCESSED));
    }

    @Test
    void actionTriedBeforeTheWindowGoes() {
        TighteningProposal proposal =
                propose(named("s3:PutBucketPolicy"), END, used("s3", "PutBucketPolicy", "2025-12-03T00:00:00Z"));
        assertThat(first(proposal)).doesNotContain("PutBucketPolicy");
    }

    @Test
    void attemptThatTheRecordsShowRefusedIsExplained() {
        Scenario scenario = named("s3:PutBucketPolicy")
                .did("s3:PutBucketPolicy", "arn:aws:s3:::b", true, CallOutcome.REFUSED, UseContext.unknown(), 33, 1, 1);
        assertThat(first(propose(scenario, END, used("s3", "PutBucketPolicy", "2026-02-03T00:30:00Z"))))
                .doesNotContain("PutBucketPolicy");
        assertThat(first(propose(scenario, END, used("s3", "PutBucketPolicy", "2026-02-09T00:00:00Z"))))
                .contains("PutBucketPolicy");
    }

    @Test
    void actionThatTodaysPoliciesDoNotAllowIsNotAdded() {
        TighteningProposal proposal =
                propose(named("s3:DeleteBucket"), END, used("s3", "PutBucketPolicy", "2026-02-03T00:00:00Z"));
        assertThat(first(proposal)).doesNotContain("PutBucketPolicy");
        assertThat(proposal.secondEvidence().orElseThrow().kept()).isEmpty();
    }

    @Test
    void recordedUseStaysWhateverIamSays() {
        TighteningProposal proposal = propose(named("dynamodb:GetItem"), END, unused("sqs"));
        assertThat(first(proposal)).contains("sqs:GetQueueUrl");
    }
}
