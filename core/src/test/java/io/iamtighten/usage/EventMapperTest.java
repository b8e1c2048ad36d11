package io.iamtighten.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.catalog.MappingConfidence;
import io.iamtighten.catalog.MappingKind;
import io.iamtighten.catalog.ServiceCatalog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventMapperTest {
    private static final EventMapper MAPPER = EventMapper.of(ServiceCatalog.bundled());

    private static EventFacts event(String source, String name, Map<String, Object> request, String... ownArns) {
        return new EventFacts(
                source + ".amazonaws.com",
                name,
                "AwsApiCall",
                "eu-west-1",
                "123456789012",
                "aws",
                RecordFields.of(request, Map.of()),
                List.of(ownArns).stream().map(RecordResource::of).toList());
    }

    private static List<String> uses(EventFacts facts) {
        return MAPPER.map(facts).uses().stream()
                .map(use -> use.relation() + " " + use.action() + " " + use.resources())
                .toList();
    }

    @Test
    void fillsTheArnOfAnObject() {
        assertThat(uses(event("s3", "GetObject", Map.of("bucketName", "b", "key", "a/b c"))))
                .containsExactly("MAIN s3:GetObject [arn:aws:s3:::b/a/b c]");
    }

    @Test
    void aVersionOfAnObjectHasItsOwnAction() {
        assertThat(uses(event("s3", "GetObject", Map.of("bucketName", "b", "key", "k", "versionId", "v1"))))
                .containsExactly("MAIN s3:GetObjectVersion [arn:aws:s3:::b/k]");
    }

    @Test
    void aCopyReadsItsSource() {
        Map<String, Object> request = Map.of(
                "bucketName",
                "to",
                "key",
                "new",
                "x-amz-copy-source",
                "/from/old%20one?versionId=7",
                "x-amz-tagging",
                "a=b");
        assertThat(uses(event("s3", "CopyObject", request, "arn:aws:s3:::to/new")))
                .containsExactlyInAnyOrder(
                        "MAIN s3:PutObject [arn:aws:s3:::to/new]",
                        "MAIN s3:GetObjectVersion [arn:aws:s3:::from/old one]",
                        "ALSO s3:PutObjectTagging [arn:aws:s3:::to/new]");
    }

    @Test
    void aCopyWhoseSourceIsNoTextReadsSomethingUnknown() {
        for (Object source : List.of(List.of("***"), Map.of("aws:s3:arn", "1"), List.of(List.of()))) {
            assertThat(uses(event(
                            "s3",
                            "CopyObject",
                            Map.of("bucketName", "to", "key", "new", "x-amz-copy-source", source),
                            "arn:aws:s3:::to/new")))
                    .contains("MAIN s3:PutObject [arn:aws:s3:::to/new]")
                    .anyMatch(use -> use.startsWith("MAIN s3:GetObject ") && !use.contains("to/new"));
        }
    }

    @Test
    void withoutABucketThePublicAccessBlockIsTheAccounts() {
        assertThat(uses(event("s3", "PutPublicAccessBlock", Map.of("Host", "123456789012.s3-control.amazonaws.com"))))
                .containsExactly("MAIN s3:PutAccountPublicAccessBlock [*]");
        assertThat(uses(event("s3", "PutPublicAccessBlock", Map.of("bucketName", "b"))))
                .containsExactly("MAIN s3:PutBucketPublicAccessBlock [arn:aws:s3:::b]");
    }

    @Test
    void theNameOfASecretDoesNotTellTheEndOfItsArn() {
        String secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:";
        assertThat(uses(event("secretsmanager", "GetSecretValue", Map.of("secretId", "shop/db-secret"))))
                .containsExactly("MAIN secretsmanager:GetSecretValue [" + secret + "shop/db-secret-??????]");
        assertThat(uses(event("secretsmanager", "GetSecretValue", Map.of("secretId", secret + "shop/db"))))
                .containsExactly("MAIN secretsmanager:GetSecretValue [" + secret + "shop/db-??????]");
        assertThat(uses(event("secretsmanager", "GetSecretValue", Map.of("secretId", secret + "shop/db-AbC123"))))
                .containsExactly("MAIN secretsmanager:GetSecretValue [" + secret + "shop/db-AbC123]");
    }

    @Test
    void ec2IdentifiersTellTheirTypes() {
        Map<String, Object> request = Map.of(
                "instancesSet",
                Map.of(
                        "items",
                        List.of(
                                Map.of("instanceId", "i-0123456789abcdef0"),
                                Map.of("instanceId", "i-0a" + "bcdef1234567890"))));
        assertThat(uses(event("ec2", "StopInstances", request)))
                .containsExactly(
                        "MAIN ec2:StopInstances [arn:aws:ec2:eu-west-1:123456789012:instance/i-0123456789abcdef0,"
                                + " arn:aws:ec2:eu-west-1:123456789012:instance/i-0abcdef1234567890]");
    }

    @Test
    void whatACallCreatesHasNoIdentifierYet() {
        Map<String, Object> request = Map.of(
                "vpcId",
                "vpc-06fe1a64761a0f720",
                "tagSpecificationSet",
                Map.of(
                        "items",
                        List.of(Map.of("resourceType", "subnet", "tags", List.of(Map.of("key", "a", "value", "b"))))));
        assertThat(uses(event("ec2", "CreateSubnet", request)))
                .containsExactly(
                        "MAIN ec2:CreateSubnet [arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-06fe1a64761a0f720,"
                                + " arn:aws:ec2:eu-west-1:123456789012:subnet/*]",
                        "ALSO ec2:CreateTags [arn:aws:ec2:eu-west-1:123456789012:subnet/*]");
    }

    @Test
    void aWrappedRequestIsRead() {
        Map<String, Object> request = Map.of(
                "DeleteFlowLogsRequest", Map.of("FlowLogId", Map.of("content", "fl-0a1b2c3d4e5f60718", "tag", 1)));
        assertThat(uses(event("ec2", "DeleteFlowLogs", request)))
                .containsExactly(
                        "MAIN ec2:DeleteFlowLogs [arn:aws:ec2:eu-west-1:123456789012:vpc-flow-log/fl-0a1b2c3d4e5f60718]");
    }

    @Test
    void aCreatedRoleHasItsPath() {
        assertThat(uses(event("iam", "CreateRole", Map.of("roleName", "app", "path", "/team/"))))
                .containsExactly("MAIN iam:CreateRole [arn:aws:iam::123456789012:role/team/app]");
    }

    @Test
    void aliasesDoNotTellTheirKey() {
        ActionUse use = MAPPER.map(event("kms", "GenerateDataKey", Map.of("keyId", "alias/app")))
                .uses()
                .get(0);
        assertThat(use.resources()).isEmpty();
        assertThat(use.complete()).isFalse();
        assertThat(uses(event(
                        "kms",
                        "GenerateDataKey",
                        Map.of("keyId", "alias/app"),
                        "arn:aws:kms:eu-west-1:123456789012:key/1234abcd")))
                .containsExactly("MAIN kms:GenerateDataKey [arn:aws:kms:eu-west-1:123456789012:key/1234abcd]");
    }

    @Test
    void aWholeArnAmongTheParametersIsTaken() {
        assertThat(uses(event(
                        "eks",
                        "ListTagsForResource",
                        Map.of("resourceArn", "arn%3Aaws%3Aeks%3Aeu-west-1%3A123456789012%3Acluster%2Fweb"))))
                .containsExactly("MAIN eks:ListTagsForResource [arn:aws:eks:eu-west-1:123456789012:cluster/web]");
        assertThat(uses(event(
                        "lambda",
                        "Invoke",
                        Map.of("functionName", "arn:aws:lambda:eu-west-1:123456789012:function:f"))))
                .containsExactly("MAIN lambda:InvokeFunction [arn:aws:lambda:eu-west-1:123456789012:function:f]");
    }

    @Test
    void anArnOfAnotherTypeGivesItsPart() {
        Map<String, Object> request =
                Map.of("cluster", "arn:aws:ecs:eu-west-1:123456789012:cluster/web", "service", "api");
        assertThat(uses(event("ecs", "UpdateService", request)))
                .containsExactly("MAIN ecs:UpdateService [arn:aws:ecs:eu-west-1:123456789012:service/web/api]");
        assertThat(uses(event("ecs", "UpdateService", Map.of("service", "api"))))
                .containsExactly("MAIN ecs:UpdateService [arn:aws:ecs:eu-west-1:123456789012:service/default/api]");
    }

    @Test
    void logGroupsAreCheckedWithTheirStreams() {
        assertThat(uses(event("logs", "DeleteLogGroup", Map.of("logGroupName", "/app"))))
                .containsExactly(
                        "MAIN logs:DeleteLogGroup [arn:aws:logs:eu-west-1:123456789012:log-group:/app:log-stream:]");
    }

    @Test
    void anAwsDocumentHasNoAccount() {
        Map<String, Object> request =
                Map.of("documentName", "AWS-RunShellScript", "instanceIds", List.of("i-0123456789abcdef0"));
        assertThat(uses(event("ssm", "SendCommand", request)).get(0))
                .contains("arn:aws:ssm:eu-west-1::document/AWS-RunShellScript")
                .contains("arn:aws:ec2:eu-west-1:123456789012:instance/i-0123456789abcdef0");
    }

    @Test
    void aRoleHandedOverIsPassed() {
        MappedEvent event = MAPPER.map(event(
                "lambda",
                "CreateFunction20150331",
                Map.of("functionName", "f", "role", "arn:aws:iam::123456789012:role/x/app")));
        ActionUse pass = event.uses().get(1);
        assertThat(pass.action()).isEqualTo("iam:PassRole");
        assertThat(pass.relation()).isEqualTo(UseRelation.PASS_ROLE);
        assertThat(pass.resources()).containsExactly("arn:aws:iam::123456789012:role/x/app");
        assertThat(pass.context()).containsEntry("iam:PassedToService", "lambda.amazonaws.com");
        assertThat(event.possible()).doesNotContain("iam:PassRole");
    }

    @Test
    void twoRolesMayGoToTwoServices() {
        MappedEvent event = MAPPER.map(event(
                "ecs",
                "RegisterTaskDefinition",
                Map.of("family", "f", "taskRoleArn", "arn:aws:iam::123456789012:role/task")));
        assertThat(event.uses())
                .filteredOn(use -> use.relation() == UseRelation.PASS_ROLE)
                .singleElement()
                .satisfies(use ->
                        assertThat(use.context()).containsEntry("iam:PassedToService", "ecs-tasks.amazonaws.com"));
    }

    @Test
    void anInstanceProfileHidesItsRole() {
        MappedEvent event = MAPPER.map(event(
                "ec2",
                "RunInstances",
                Map.of(
                        "instancesSet",
                        Map.of("items", List.of(Map.of("imageId", "ami-0123456789abcdef0"))),
                        "iamInstanceProfile",
                        Map.of("name", "web"))));
        assertThat(event.instanceProfiles()).containsExactly("arn:aws:iam::123456789012:instance-profile/web");
        assertThat(event.uses())
                .filteredOn(use -> use.action().equals("iam:PassRole"))
                .singleElement()
                .satisfies(use -> assertThat(use.complete()).isFalse());
    }

    @Test
    void assumingOrAttachingARoleDoesNotPassIt() {
        assertThat(uses(event("sts", "AssumeRole", Map.of("roleArn", "arn:aws:iam::999999999999:role/other"))))
                .containsExactly("MAIN sts:AssumeRole [arn:aws:iam::999999999999:role/other]");
    }

    @Test
    void sessionTagsNeedTagSession() {
        Map<String, Object> request = Map.of(
                "roleArn",
                "arn:aws:iam::123456789012:role/r",
                "tags",
                List.of(Map.of("key", "k", "value", "v")),
                "sourceIdentity",
                "me");
        assertThat(uses(event("sts", "AssumeRole", request)))
                .containsExactly(
                        "MAIN sts:AssumeRole [arn:aws:iam::123456789012:role/r]",
                        "ALSO sts:TagSession [arn:aws:iam::123456789012:role/r]",
                        "ALSO sts:SetSourceIdentity [arn:aws:iam::123456789012:role/r]");
    }

    @Test
    void aTransactionNeedsTheActionsOfItsOperations() {
        Map<String, Object> request = Map.of(
                "requestItems",
                List.of(Map.of("operation", "Put", "tableName", "a"), Map.of("operation", "Check", "tableName", "b")));
        assertThat(uses(event("dynamodb", "TransactWriteItems", request)))
                .containsExactly(
                        "MAIN dynamodb:PutItem [arn:aws:dynamodb:eu-west-1:123456789012:table/a]",
                        "MAIN dynamodb:ConditionCheckItem [arn:aws:dynamodb:eu-west-1:123456789012:table/b]");
    }

    @Test
    void aStatementsVerbDecides() {
        assertThat(uses(event(
                        "dynamodb",
                        "ExecuteStatement",
                        Map.of("statement", "SELECT * FROM \"Music\".\"ix\" WHERE a=1"))))
                .containsExactly("MAIN dynamodb:PartiQLSelect [arn:aws:dynamodb:eu-west-1:123456789012:table/Music]");
    }

    @Test
    void aServicesOwnEventUsesNothing() {
        EventFacts facts = new EventFacts(
                "bedrock.amazonaws.com",
                "InvokeModelWithResponseStream",
                "AwsServiceEvent",
                "eu-west-1",
                "123456789012",
                "aws",
                RecordFields.empty(),
                List.of());
        MappedEvent event = MAPPER.map(facts);
        assertThat(event.uses()).isEmpty();
        assertThat(event.mapping().kind()).isEqualTo(MappingKind.NONE_NEEDED);
    }

    @Test
    void anUnknownEventSaysSo() {
        MappedEvent event = MAPPER.map(event("s3", "NoSuchThing", Map.of()));
        assertThat(event.uses()).isEmpty();
        assertThat(event.mapping().confidence()).isEqualTo(MappingConfidence.UNKNOWN);
    }

    @Test
    void anotherPartitionFollowsTheRegion() {
        EventFacts facts = new EventFacts(
                "sqs.amazonaws.com",
                "SendMessage",
                "AwsApiCall",
                "cn-north-1",
                "123456789012",
                EventFacts.partitionOf("cn-north-1"),
                RecordFields.of(
                        Map.of("queueUrl", "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/jobs"), Map.of()),
                List.of());
        assertThat(uses(facts)).containsExactly("MAIN sqs:SendMessage [arn:aws-cn:sqs:cn-north-1:123456789012:jobs]");
    }

    @Test
    void aPrefixOfArnsCoversWhatItBegins() {
        EventFacts facts = new EventFacts(
                "s3.amazonaws.com",
                "ListObjects",
                "AwsApiCall",
                "eu-west-1",
                "123456789012",
                "aws",
                RecordFields.of(Map.of("bucketName", "b"), Map.of()),
                List.of(new RecordResource(
                        Optional.empty(),
                        Optional.of("arn:aws:s3:::b/"),
                        Optional.empty(),
                        Optional.of("AWS::S3::Object"))));
        assertThat(uses(facts)).containsExactly("MAIN s3:ListBucket [arn:aws:s3:::b]");
    }
}
