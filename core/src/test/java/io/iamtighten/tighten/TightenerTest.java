package io.iamtighten.tighten;

import static io.iamtighten.tighten.Scenario.first;
import static io.iamtighten.tighten.Scenario.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.account.AttachedPolicy;
import io.iamtighten.account.InlinePolicy;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.DataSelection;
import io.iamtighten.usage.UseContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class TightenerTest {
    private static final String ALLOW_ALL = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";

    private static void sound(TighteningProposal proposal) {
        assertThat(proposal.proof().verdict()).as(proposal.proof().reason()).isEqualTo(Proof.Verdict.PROVEN);
        assertThat(proposal.replay().lost()).isEmpty();
    }

    private static String document(String statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
    }

    @Test
    void whatWasNotUsedGoesAndConditionsSidsAndDeniesStay() {
        TighteningProposal proposal = Scenario.role()
                .inline("P", statements("""
                                {"Sid":"Queues","Effect":"Allow","Action":["sqs:CreateQueue","sqs:DeleteQueue*"],
                                 "Resource":"arn:aws:sqs:*:123456789012:app-*",
                                 "Condition":{"Bool":{"aws:SecureTransport":"true"}}}""", """
                                {"Sid":"No","Effect":"Deny","Action":"sqs:PurgeQueue","Resource":"*"}"""))
                .did("sqs:CreateQueue", "arn:aws:sqs:eu-west-1:123456789012:app-a")
                .propose();
        assertThat(first(proposal))
                .isEqualTo(document("{\"Sid\":\"Queues\",\"Effect\":\"Allow\",\"Action\":\"sqs:CreateQueue\","
                        + "\"Resource\":\"arn:aws:sqs:eu-west-1:123456789012:app-a\","
                        + "\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}},"
                        + "{\"Sid\":\"No\",\"Effect\":\"Deny\",\"Action\":\"sqs:PurgeQueue\",\"Resource\":\"*\"}"));
        assertThat(proposal.policies().get(0).action()).isEqualTo(PolicyChange.Action.REPLACE);
        sound(proposal);
    }

    @Test
    void refusedCallsAreNoUseAndFailedOnesAre() {
        TighteningProposal proposal = Scenario.role()
                .inline(
                        "P",
                        statements(
                                "{\"Effect\":\"Allow\",\"Action\":[\"ec2:GetPasswordData\",\"ec2:StopInstances\"],\"Resource\":\"*\"}"))
                .did(
                        "ec2:GetPasswordData",
                        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
                        true,
                        CallOutcome.REFUSED,
                        UseContext.unknown())
                .did(
                        "ec2:StopInstances",
                        "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
                        true,
                        CallOutcome.FAILED_AUTHORISED,
                        UseContext.unknown())
                .propose();
        assertThat(first(proposal))
                .isEqualTo(document("{\"Effect\":\"Allow\",\"Action\":\"ec2:StopInstances\","
                        + "\"Resource\":\"arn:aws:ec2:eu-west-1:123456789012:instance/i-1\"}"));
        sound(proposal);
    }

    @Test
    void actionsWithDifferentResourcesAreNotCrossed() {
        TighteningProposal proposal = Scenario.role()
                .dataEvents("s3.amazonaws.com")
                .inline("P", statements("{\"Sid\":\"S\",\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}"))
                .did("s3:GetObject", "arn:aws:s3:::in/a")
                .did("s3:PutObject", "arn:aws:s3:::out/b")
                .did("s3:ListBucket", "arn:aws:s3:::in")
                .options(TighteningOptions.standard()
                        .withResources(ResourceStrategy.EXACT)
                        .withUnverifiable(Unverifiable.DROP))
                .propose();
        assertThat(first(proposal))
                .isEqualTo(
                        document(
                                "{\"Sid\":\"S\",\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:ListBucket\"],"
                                        + "\"Resource\":[\"arn:aws:s3:::in\",\"arn:aws:s3:::in/a\"]},"
                                        + "{\"Sid\":\"S2\",\"Effect\":\"Allow\",\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::out/b\"}"));
        sound(proposal);
    }

    @Test
    void unchangedPoliciesStayEvenWhenAwsManagesThem() {
        TighteningProposal proposal = Scenario.role()
                .attached(
                        "arn:aws:iam::aws:policy/Small",
                        statements("{\"Effect\":\"Allow\",\"Action\":\"ec2:DescribeInstances\",\"Resource\":\"*\"}"))
                .did("ec2:DescribeInstances", "*")
                .propose();
        assertThat(proposal.changes()).isFalse();
        assertThat(proposal.policies().get(0).action()).isEqualTo(PolicyChange.Action.KEEP);
        sound(proposal);
    }

    @Test
    void awsManagedPolicyBecomesOnesOwnOnlyWhenItChanges() {
        TighteningProposal proposal = Scenario.role()
                .attached("arn:aws:iam::aws:policy/AdministratorAccess", statements(ALLOW_ALL))
                .did("ec2:DescribeInstances", "*")
                .propose();
        PolicyChange change = proposal.policies().get(0);
        assertThat(change.action()).isEqualTo(PolicyChange.Action.CREATE);
        assertThat(change.name()).isEqualTo("AdministratorAccess-App");
        assertThat(change.replaces()).contains("arn:aws:iam::aws:policy/AdministratorAccess");
        assertThat(first(proposal))
                .isEqualTo(document("{\"Effect\":\"Allow\",\"Action\":\"ec2:DescribeInstances\",\"Resource\":\"*\"}"));
        sound(proposal);
    }

    @Test
    void policyThatOthersHoldIsNotNarrowedForThem() {
        String arn = "arn:aws:iam::123456789012:policy/Shared";
        TighteningProposal proposal = Scenario.role()
                .attached(arn, statements("{\"Effect\":\"Allow\",\"Action\":\"ec2:*\",\"Resource\":\"*\"}"))
                .otherRole("Other", "/", List.of(new AttachedPolicy("Shared", arn)), List.of())
                .did("ec2:DescribeInstances", "*")
                .propose();
        assertThat(proposal.policies().get(0).action()).isEqualTo(PolicyChange.Action.CREATE);
        assertThat(proposal.policies().get(0).note()).contains("others hold it");
        sound(proposal);
    }

    @Test
    void policyWithoutUseIsDetached() {
        TighteningProposal proposal = Scenario.role()
                .inline(
                        "P",
                        statements("{\"Effect\":\"Allow\",\"Action\":\"ec2:DescribeInstances\",\"Resource\":\"*\"}"))
                .propose();
        assertThat(proposal.policies().get(0).action()).isEqualTo(PolicyChange.Action.DETACH);
        assertThat(proposal.policies().get(0).after()).isEmpty();
        assertThat(proposal.removed()).extracting(RemovedPermission::action).containsExactly("ec2:DescribeInstances");
        sound(proposal);
    }

    @Test
    void userLeavesTheGroupWhosePolicyIsTooWide() {
        TighteningProposal proposal = Scenario.user()
                .group(
                        "Devs",
                        List.of(new InlinePolicy("G", statements(ALLOW_ALL))),
                        List.of(new AttachedPolicy("Small", "arn:aws:iam::aws:policy/Small")))
                .managed(
                        "arn:aws:iam::aws:policy/Small",
                        statements("{\"Effect\":\"Allow\",\"Action\":\"ec2:DescribeVpcs\",\"Resource\":\"*\"}"))
                .did("ec2:DescribeVpcs", "*")
                .did("ec2:DescribeInstances", "*")
                .propose();
        assertThat(proposal.steps()).anyMatch(s -> s.contains("remove the user `alice` from the group `Devs`"));
        assertThat(proposal.policies())
                .extracting(PolicyChange::action)
                .containsExactly(PolicyChange.Action.CREATE, PolicyChange.Action.KEEP);
        sound(proposal);
    }

    @Test
    void namedActionThatNoRecordShowsStaysAndAnUnnamedOneIsListed() {
        Scenario scenario = Scenario.role()
                .inline(
                        "P",
                        statements(
                                "{\"Sid\":\"A\",\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:DeleteBucket\"],\"Resource\":\"arn:aws:s3:::b*\"}",
                                "{\"Sid\":\"B\",\"Effect\":\"Allow\",\"Action\":\"logs:*\",\"Resource\":\"*\"}"));
        TighteningProposal proposal = scenario.propose();
        assertThat(first(proposal))
                .isEqualTo(
                        document(
                                "{\"Sid\":\"A\",\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b*\"}"));
        assertThat(proposal.blindSpots())
                .anyMatch(b -> b.action().equals("s3:GetObject") && b.kept())
                .anyMatch(b -> b.action().equals("logs:PutLogEvents") && !b.kept());
        assertThat(proposal.removed())
                .anyMatch(r -> r.action().equals("s3:DeleteBucket") && r.because() == RemovedPermission.Removal.UNUSED)
                .anyMatch(r -> r.action().equals("logs:PutLogEvents")
                        && r.because() == RemovedPermission.Removal.NOT_VERIFIABLE);
        sound(proposal);

        TighteningProposal dropped = scenario.options(
                        TighteningOptions.standard().withUnverifiable(Unverifiable.DROP))
                .propose();
        assertThat(dropped.policies().get(0).action()).isEqualTo(PolicyChange.Action.DETACH);

        TighteningProposal kept = scenario.options(TighteningOptions.standard().withUnverifiable(Unverifiable.KEEP))
                .propose();
        assertThat(first(kept)).contains("logs:PutLogEvents").doesNotContain("s3:DeleteBucket");
        sound(kept);
    }

    private static final String OBJECTS_OF_B =
            "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/*\"}";

    @Test
    void objectActionIsUnusedWhereTheTrailRecordsItsBucket() {
        TighteningProposal proposal = Scenario.role()
                .dataEvents("s3.amazonaws.com")
                .somebodyDid("s3:GetObject", "arn:aws:s3:::b/x")
                .inline("P", statements(OBJECTS_OF_B))
                .propose();
        assertThat(proposal.policies().get(0).action()).isEqualTo(PolicyChange.Action.DETACH);
        assertThat(proposal.removed())
                .anyMatch(r -> r.action().equals("s3:GetObject") && r.because() == RemovedPermission.Removal.UNUSED);
    }

    @Test
    void dataEventsOfOneBucketSayNothingOfAnother() {
        Scenario scenario = Scenario.role()
                .dataEvents("s3.amazonaws.com")
                .somebodyDid("s3:GetObject", "arn:aws:s3:::a/x")
                .inline("P", statements(OBJECTS_OF_B));
        TighteningProposal proposal = scenario.propose();
        assertThat(first(proposal)).isEqualTo(document(OBJECTS_OF_B));
        assertThat(proposal.blindSpots())
                .anyMatch(b -> b.action().equals("s3:GetObject")
                        && b.kept()
                        && b.reason().contains("arn:aws:s3:::a"));
        TighteningProposal dropped = scenario.options(
                        TighteningOptions.standard().withUnverifiable(Unverifiable.DROP))
                .propose();
        assertThat(dropped.removed())
                .anyMatch(r ->
                        r.action().equals("s3:GetObject") && r.because() == RemovedPermission.Removal.NOT_VERIFIABLE);
        sound(proposal);
    }

    @Test
    void dataEventsThatReadSayNothingOfWrites() {
        TighteningProposal proposal = Scenario.role()
                .dataEvents("s3.amazonaws.com")
                .did("s3:GetObject", "arn:aws:s3:::b/x")
                .inline(
                        "P",
                        statements(
                                "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\",\"s3:GetObjectTagging\"],\"Resource\":\"arn:aws:s3:::b/*\"}"))
                .propose();
        assertThat(proposal.removed())
                .anyMatch(r ->
                        r.action().equals("s3:GetObjectTagging") && r.because() == RemovedPermission.Removal.UNUSED)
                .noneMatch(r -> r.action().equals("s3:PutObject"));
        sound(proposal);
    }

    @Test
    void tableOfWhichTheTrailCarriesNoDataEventsKeepsThemWhereItWasUsed() {
        String table = "arn:aws:dynamodb:eu-west-1:123456789012:table/";
        TighteningProposal proposal = Scenario.role()
                .dataEvents("dynamodb.amazonaws.com")
                .inline("P", statements("{\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\",\"Resource\":\"*\"}"))
                .did("dynamodb:GetItem", table + "a")
                .did("dynamodb:DescribeTable", table + "a")
                .did("dynamodb:DescribeTable", table + "b")
                .propose();
        assertThat(proposal.kept())
                .filteredOn(k -> k.action().equals("dynamodb:GetItem"))
                .singleElement()
                .satisfies(k -> assertThat(k.resources()).containsExactly(table + "a", table + "b"));
        assertThat(proposal.kept())
                .filteredOn(k -> k.action().equals("dynamodb:Query"))
                .singleElement()
                .satisfies(k -> assertThat(k.resources()).containsExactly(table + "b", table + "b/index/*"));
        sound(proposal);
    }

    @Test
    void serviceThatATrailCanLeaveOutIsNotUnusedWithoutItsEvents() {
        String decrypt = "{\"Effect\":\"Allow\",\"Action\":\"kms:DescribeKey\",\"Resource\":\"*\"}";
        assertThat(first(Scenario.role()
                        .inline("P", statements(decrypt))
                        .withoutEventsOf("kms.amazonaws.com")
                        .propose()))
                .isEqualTo(document(decrypt));
        assertThat(first(Scenario.role().inline("P", statements(decrypt)).propose()))
                .isEmpty();
    }

    private static final String TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/t";

    private static Scenario tables() {
        return Scenario.role()
                .inline("P", statements("{\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\",\"Resource\":\"*\"}"));
    }

    @Test
    void permissionWithoutACallStaysWithUseOfItsKindAndLevelOnly() {
        assertThat(tables().did("dynamodb:UpdateTable", TABLE).propose().kept())
                .filteredOn(k -> k.action().equals("dynamodb:StartAwsBackupJob"))
                .singleElement()
                .satisfies(k -> assertThat(k.resources()).containsExactly(TABLE))
                .satisfies(k -> assertThat(k.because()).isEqualTo(Keeping.BELONGS));
        assertThat(tables().did("dynamodb:DescribeTable", TABLE).propose().kept())
                .noneMatch(k -> k.action().equals("dynamodb:StartAwsBackupJob"));
    }

    @Test
    void permissionOfAServiceStaysWithItsNameOnly() {
        assertThat(tables().did("dynamodb:DescribeTable", TABLE).propose().kept())
                .noneMatch(k -> k.action().equals("dynamodb:ReadDataForReplication"));
        assertThat(Scenario.role()
                        .inline(
                                "P",
                                statements(
                                        "{\"Effect\":\"Allow\",\"Action\":\"dynamodb:ReadDataForReplication\",\"Resource\":\"*\"}"))
                        .did("dynamodb:DescribeTable", TABLE)
                        .propose()
                        .kept())
                .anyMatch(k -> k.action().equals("dynamodb:ReadDataForReplication"));
    }

    @Test
    void actionWithoutAKnownEventStaysOnlyWhereSomeCallOfTheServiceIsUnknown() {
        TighteningProposal proposal =
                tables().did("dynamodb:DescribeTable", TABLE).propose();
        assertThat(proposal.kept()).noneMatch(k -> k.action().equals("dynamodb:SearchVectors"));
        assertThat(proposal.blindSpots()).anyMatch(b -> b.action().equals("dynamodb:SearchVectors") && !b.kept());
        assertThat(tables().did("dynamodb:DescribeTable", TABLE)
                        .didUnknown("dynamodb.amazonaws.com", "NewCall")
                        .propose()
                        .kept())
                .anyMatch(k -> k.action().equals("dynamodb:SearchVectors"));
    }

    @Test
    void managingPermissionsDoesNotStayByMereAssociation() {
        TighteningProposal proposal = Scenario.role()
                .inline("P", statements("{\"Effect\":\"Allow\",\"Action\":\"lambda:*\",\"Resource\":\"*\"}"))
                .did("lambda:AddPermission", "arn:aws:lambda:eu-west-1:123456789012:function:f")
                .propose();
        assertThat(proposal.kept()).noneMatch(k -> k.action().equals("lambda:PutResourcePolicy"));
        assertThat(proposal.blindSpots()).anyMatch(b -> b.action().equals("lambda:PutResourcePolicy") && !b.kept());
    }

    @Test
    void whatAServiceDoesByItselfStaysWithTheRoleThatTrustsIt() {
        String s3 = "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::copy/*\"}";
        Scenario scenario = Scenario.role().inline("P", statements(s3));
        assertThat(scenario.propose().kept()).noneMatch(k -> k.action().equals("s3:ReplicateObject"));
        assertThat(scenario.trusts("s3.amazonaws.com").propose().kept())
                .filteredOn(k -> k.action().equals("s3:ReplicateObject"))
                .singleElement()
                .satisfies(k -> assertThat(k.resources()).containsExactly("arn:aws:s3:::copy/*"));
    }

    @Test
    void unseenActionStaysWhereItsKindOfResourceWasUsed() {
        TighteningProposal proposal = Scenario.role()
                .inline("P", statements("{\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\",\"Resource\":\"*\"}"))
                .did("dynamodb:DescribeTable", "arn:aws:dynamodb:eu-west-1:123456789012:table/t")
                .propose();
        assertThat(first(proposal))
                .contains("dynamodb:GetItem")
                .contains("\"Resource\":\"arn:aws:dynamodb:eu-west-1:123456789012:table/t\"")
                .doesNotContain("dynamodb:DeleteTable\"")
                .doesNotContain("dynamodb:DeleteTableReplica");
        assertThat(proposal.kept())
                .anyMatch(k -> k.action().equals("dynamodb:GetItem") && k.because() == Keeping.BELONGS);
        sound(proposal);
    }

    @Test
    void actionThatAUsedCallMayNeedStays() {
        TighteningProposal proposal = Scenario.role()
                .inline("P", statements("{\"Effect\":\"Allow\",\"Action\":[\"kms:*\",\"rds:*\"],\"Resource\":\"*\"}"))
                .did("rds:CreateDBInstance", "arn:aws:rds:eu-west-1:123456789012:db:a")
                .possible("kms:Decrypt")
                .propose();
        assertThat(proposal.kept())
                .anyMatch(k -> k.action().equals("kms:Decrypt") && k.because() == Keeping.MAY_BE_NEEDED);
        assertThat(first(proposal)).doesNotContain("kms:ScheduleKeyDeletion");
        sound(proposal);
    }

    @Test
    void actionThatAUsedCallMayNeedOnTheSameObjectsStaysOnThose() {
        TighteningProposal proposal = Scenario.role()
                .dataEvents("s3.amazonaws.com")
                .inline(
                        "P",
                        statements("{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::shop-*\"}"))
                .did("s3:PutObject", "arn:aws:s3:::shop-orders/1.json")
                .possible("s3:PutObjectAcl")
                .propose();
        assertThat(proposal.kept())
                .filteredOn(k -> k.action().equals("s3:PutObjectAcl"))
                .singleElement()
                .satisfies(k -> assertThat(k.resources()).containsExactly("arn:aws:s3:::shop-orders/1.json"))
                .satisfies(k -> assertThat(k.because()).isEqualTo(Keeping.MAY_BE_NEEDED));
        sound(proposal);
    }

    @Test
    void actionThatOnlyARefusedCallMayHaveNeededIsNoUse() {
        TighteningProposal proposal = Scenario.role()
                .inline(
                        "P",
                        statements(
                                "{\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":\"*\"}",
                                "{\"Effect\":\"Allow\",\"Action\":[\"iam:*\"],\"Resource\":\"*\"}"))
                .did(
                        "ec2:RunInstances",
                        "arn:aws:ec2:eu-west-1:123456789012:instance/*",
                        true,
                        CallOutcome.REFUSED,
                        UseContext.unknown())
                .possible("iam:PassRole")
                .propose();
        assertThat(proposal.kept()).noneMatch(k -> k.because() == Keeping.MAY_BE_NEEDED);
        sound(proposal);
    }

    @Test
    void useThroughAConditionThatNoRecordTellsIsKeptThroughIt() {
        String tagged =
                "{\"Sid\":\"Tagged\",\"Effect\":\"Allow\",\"Action\":\"ec2:*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"ec2:ResourceTag/team\":\"x\"}}}";
        TighteningProposal proposal = Scenario.role()
                .inline("P", statements(tagged))
                .did("ec2:StopInstances", "arn:aws:ec2:eu-west-1:123456789012:instance/i-1")
                .propose();
        assertThat(first(proposal)).contains("ec2:StopInstances").contains("ec2:ResourceTag/team");
        assertThat(proposal.replay().allowedBefore()).isEqualTo(1);
        sound(proposal);
    }

    @Test
    void conditionThatTheRecordContradictsTakesNoPart() {
        TighteningProposal proposal = Scenario.role()
                .inline(
                        "P",
                        statements(
                                "{\"Sid\":\"Office\",\"Effect\":\"Allow\",\"Action\":\"ec2:*\",\"Resource\":\"*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}}}",
                                "{\"Sid\":\"Other\",\"Effect\":\"Allow\",\"Action\":\"ec2:*\",\"Resource\":\"*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"198.51.100.0/24\"}}}"))
                .didFrom("203.0.113.7", "ec2:DescribeVpcs", "*")
                .propose();
        assertThat(first(proposal)).contains("Office").doesNotContain("Other");
        assertThat(proposal.sourceConditions())
                .extracting(SourceCondition::inside)
                .containsExactly(List.of("203.0.113.7"), List.of());
        sound(proposal);
    }

    @Test
    void passedRoleIsNarrowedByTheRecordAndTheSnapshot() {
        TighteningProposal proposal = Scenario.role()
                .otherRole("Worker", "/team/", List.of(), List.of("arn:aws:iam::123456789012:instance-profile/x/Prof"))
                .otherRole("Fn", "/service/", List.of(), List.of())
                .inline("P", statements("{\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":\"*\"}"))
                .passedProfile("arn:aws:iam::123456789012:instance-profile/Prof")
                .did("iam:PassRole", "arn:aws:iam::123456789012:role/Fn")
                .propose();
        assertThat(first(proposal))
                .isEqualTo(
                        document(
                                "{\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":["
                                        + "\"arn:aws:iam::123456789012:role/service/Fn\",\"arn:aws:iam::123456789012:role/team/Worker\"]}"));
        sound(proposal);
    }

    @Test
    void withoutUsageOnlyWhatIsBlockedAnywayGoes() {
        TighteningProposal proposal = Scenario.role()
                .managed(
                        "arn:aws:iam::123456789012:policy/Bound",
                        statements("{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}"))
                .boundary("arn:aws:iam::123456789012:policy/Bound")
                .inline(
                        "P",
                        statements(
                                "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"ec2:*\"],\"Resource\":\"arn:aws:s3:::b/*\"}"))
                .proposeWithoutUsage();
        assertThat(first(proposal))
                .isEqualTo(document(
                        "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/*\"}"));
        assertThat(proposal.removed()).allMatch(r -> r.because() == RemovedPermission.Removal.BLOCKED);
        sound(proposal);
    }

    @Test
    void boundaryWhoseDocumentIsUnknownBlocksNothing() {
        TighteningProposal proposal = Scenario.role()
                .boundary("arn:aws:iam::123456789012:policy/Gone")
                .inline("P", statements("{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}"))
                .proposeWithoutUsage();
        assertThat(proposal.changes()).isFalse();
        assertThat(proposal.warnings()).anyMatch(w -> w.contains("boundary"));
    }

    @Test
    void whatScpsRefuseGoesFirst() {
        TighteningProposal proposal = Scenario.role()
                .scp(statements(ALLOW_ALL, "{\"Effect\":\"Deny\",\"Action\":\"ec2:*\",\"Resource\":\"*\"}"))
                .inline(
                        "P",
                        statements(
                                "{\"Effect\":\"Allow\",\"Action\":[\"ec2:*\",\"sqs:CreateQueue\"],\"Resource\":\"*\"}"))
                .proposeWithoutUsage();
        assertThat(first(proposal))
                .isEqualTo(document("{\"Effect\":\"Allow\",\"Action\":\"sqs:CreateQueue\",\"Resource\":\"*\"}"));
    }

    @Test
    void everythingButIsRewrittenIntoWhatWasUsed() {
        TighteningProposal proposal = Scenario.role()
                .inline(
                        "P",
                        statements(
                                "{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"NotResource\":\"arn:aws:s3:::secret/*\"}"))
                .did("ec2:DescribeVpcs", "*")
                .did("s3:GetObject", "arn:aws:s3:::open/a")
                .did("iam:CreateUser", "arn:aws:iam::123456789012:user/bob")
                .options(TighteningOptions.standard()
                        .withResources(ResourceStrategy.EXACT)
                        .withUnverifiable(Unverifiable.DROP))
                .propose();
        assertThat(first(proposal))
                .isEqualTo(
                        document(
                                "{\"Effect\":\"Allow\",\"Action\":\"ec2:DescribeVpcs\",\"NotResource\":\"arn:aws:s3:::secret/*\"},"
                                        + "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::open/a\"}"));
        assertThat(proposal.warnings()).anyMatch(w -> w.contains("iam:CreateUser"));
        sound(proposal);
    }

    @Test
    void patternWithAVariableStays() {
        TighteningProposal proposal = Scenario.user()
                .dataEvents("s3.amazonaws.com")
                .inline(
                        "P",
                        statements(
                                "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":[\"arn:aws:s3:::home/${aws:username}/*\",\"arn:aws:s3:::x/*\"]}"))
                .did("s3:GetObject", "arn:aws:s3:::home/alice/a")
                .options(TighteningOptions.standard().withUnverifiable(Unverifiable.DROP))
                .propose();
        assertThat(first(proposal))
                .isEqualTo(
                        document(
                                "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::home/${aws:username}/*\"}"));
        sound(proposal);
    }

    @Test
    void callsOfAnEarlierRoleOfTheSameNameAreNoUse() {
        TighteningProposal proposal = Scenario.role()
                .inline("P", statements("{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}"))
                .did("sqs:PurgeQueue", "arn:aws:sqs:eu-west-1:123456789012:old")
                .roleWasMadeAnew()
                .did("sqs:GetQueueAttributes", "arn:aws:sqs:eu-west-1:123456789012:new")
                .propose();
        assertThat(first(proposal)).contains("sqs:GetQueueAttributes").doesNotContain("PurgeQueue", ":old");
        assertThat(proposal.warnings())
                .anyMatch(w -> w.contains("another role that had this name") && w.contains("AROA0"));
        sound(proposal);
    }

    @Test
    void callsOfSessionsWhoseRecordsLackTheRolesPathAreUse() {
        TighteningProposal proposal = Scenario.role()
                .path("/service/")
                .inline("P", statements("{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}"))
                .did("sqs:GetQueueAttributes", "arn:aws:sqs:eu-west-1:123456789012:q")
                .didWithoutPath("sqs:PurgeQueue", "arn:aws:sqs:eu-west-1:123456789012:q")
                .propose();
        assertThat(first(proposal)).contains("sqs:GetQueueAttributes", "sqs:PurgeQueue");
        sound(proposal);
    }

    @Test
    void tighteningTwiceChangesNothing() {
        Scenario scenario = Scenario.role()
                .inline(
                        "P",
                        statements(ALLOW_ALL, "{\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\",\"Resource\":\"*\"}"))
                .did("dynamodb:DescribeTable", "arn:aws:dynamodb:eu-west-1:123456789012:table/t")
                .did("ec2:RunInstances", "*", false, CallOutcome.SUCCEEDED, UseContext.unknown())
                .did("ec2:DescribeVpcs", "*");
        TighteningProposal once = scenario.propose();
        Scenario again = Scenario.role()
                .inline("P", once.policies().get(0).after().orElseThrow())
                .did("dynamodb:DescribeTable", "arn:aws:dynamodb:eu-west-1:123456789012:table/t")
                .did("ec2:RunInstances", "*", false, CallOutcome.SUCCEEDED, UseContext.unknown())
                .did("ec2:DescribeVpcs", "*");
        assertThat(first(again.propose())).isEqualTo(first(once));
        assertThat(scenario.propose()).isEqualTo(once);
    }

    @Test
    void resourcesMayBeAllOfTheirTypeButNeverOutsideOfTheOwnPattern() {
        Scenario scenario = Scenario.role()
                .inline(
                        "Own",
                        statements(
                                "{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}",
                                "{\"Effect\":\"Allow\",\"Action\":\"sns:*\",\"Resource\":\"arn:aws:sns:*:*:app-*\"}"))
                .options(TighteningOptions.standard()
                        .withUnverifiable(Unverifiable.DROP)
                        .withResources(ResourceStrategy.SERVICE))
                .did("sqs:GetQueueUrl", "arn:aws:sqs:eu-west-1:123456789012:jobs")
                .did("sns:GetTopicAttributes", "arn:aws:sns:eu-west-1:123456789012:app-news");
        TighteningProposal proposal = scenario.propose();
        sound(proposal);
        assertThat(Scenario.first(proposal))
                .contains("\"Resource\":\"arn:aws:sqs:eu-west-1:123456789012:*\"")
                .doesNotContain("arn:aws:sns:eu-west-1:123456789012:*\"");
    }

    @Test
    void ofABucketOfWhichTheTrailSelectsAPartOnlyThatPartIsCalledUnused() {
        Scenario scenario = Scenario.role()
                .dataEvents("s3.amazonaws.com")
                .inline(
                        "P",
                        statements(
                                "{\"Sid\":\"Config\",\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::data/config/*\"},"
                                        + "{\"Sid\":\"Rest\",\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::data/rest/*\"}"))
                .did("s3:GetObject", "arn:aws:s3:::data/config/app.json")
                .byAnother();
        TighteningProposal unknown = scenario.propose();
        assertThat(unknown.kept()).isEmpty();
        assertThat(unknown.removed())
                .singleElement()
                .satisfies(gone -> assertThat(gone.reason()).contains("a trail that selects only some names"));
        assertThat(unknown.observability()).anyMatch(line -> line.startsWith("which data events the trail selects"));

        DataSelection part = new DataSelection(
                List.of(DataSelection.basic("All", "AWS::S3::Object", List.of("arn:aws:s3:::data/config/"))));
        TighteningProposal known = Tightener.of(ServiceCatalog.bundled())
                .knowing(part)
                .propose(scenario.account(), scenario.principal(), scenario.usage(), TighteningOptions.standard());
        assertThat(known.kept()).singleElement().satisfies(kept -> {
            assertThat(kept.because()).isEqualTo(Keeping.NAMED);
            assertThat(kept.resources()).containsExactly("arn:aws:s3:::data/rest/*");
        });
        assertThat(known.observability())
                .contains("as it is set now, the trail records data events of AWS::S3::Object (reads and writes) on"
                        + " arn:aws:s3:::data/config/*");
        sound(known);
    }

    @Test
    void callsThatAnScpSurelyRefusesTodayAreNotLost() {
        TighteningProposal proposal = Scenario.role()
                .inline("Own", statements("{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}"))
                .scp(statements(
                        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}",
                        "{\"Effect\":\"Deny\",\"Action\":\"s3:PutBucketPolicy\",\"Resource\":\"*\"}"))
                .did("s3:PutBucketPolicy", "arn:aws:s3:::data")
                .did("s3:ListBucket", "arn:aws:s3:::data")
                .propose();
        sound(proposal);
        assertThat(proposal.replay().allowedBefore()).isEqualTo(1);
    }
}
