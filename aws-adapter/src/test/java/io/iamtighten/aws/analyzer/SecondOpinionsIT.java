package io.iamtighten.aws.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.aws.fake.Sessions;
import io.iamtighten.aws.fake.WireModel;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.testsupport.FakeAws;
import io.iamtighten.testsupport.FakeAws.Answer;
import io.iamtighten.usage.LastAccessed;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecondOpinionsIT {
    private static final String ROLE = "arn:aws:iam::111122223333:role/Deploy";
    private static final PolicyDocument POLICY = PolicyParser.parse("""
                    {"Version": "2012-10-17", "Statement": [
                      {"Sid": "A", "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}]}
                    """).orElseThrow();

    private FakeAws aws;

    @BeforeEach
    void start() throws IOException {
        aws = FakeAws.start().checkedBy(WireModel::problems);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void findingsOfValidatePolicyComeFromAllPagesWithTheirPlaces() {
        String finding = """
                {"findingDetails": "Using the iam:PassRole action with wildcards (*) in the resource can be overly permissive.",
                 "findingType": "SECURITY_WARNING", "issueCode": "PASS_ROLE_WITH_STAR_IN_RESOURCE",
                 "learnMoreLink": "https://docs.aws.amazon.com/IAM/latest/UserGuide/x.html",
                 "locations": [{"path": [{"value": "Statement"}, {"index": 0}, {"value": "Resource"}],
                   "span": {"start": {"line": 1, "column": 5, "offset": 5}, "end": {"line": 1, "column": 8, "offset": 8}}}]}
                """;
        aws.answer(
                "ValidatePolicy",
                Answer.json("{\"findings\": [" + finding + "], \"nextToken\": \"more\"}"),
                Answer.json("{\"findings\": [" + finding + "]}"));
        try (AwsSession session = Sessions.open(aws)) {
            List<PolicyFinding> findings = AccessAnalyzerReader.of(session).validate(POLICY);
            assertThat(findings).hasSize(2);
            assertThat(findings.get(0).kind()).isEqualTo(PolicyFinding.Kind.SECURITY_WARNING);
            assertThat(findings.get(0).places()).containsExactly("/Statement/0/Resource");
        }
        assertThat(aws.requests().get(0).body()).contains("IDENTITY_POLICY").contains("iam:PassRole");
    }

    @Test
    void customChecksPassFailAndNeverGuess() {
        aws.answer(
                "CheckNoNewAccess",
                Answer.json("{\"result\": \"PASS\", \"message\": \"no new access\", \"reasons\": []}"),
                Answer.json("""
                        {"result": "FAIL", "message": "new access", "reasons":
                          [{"description": "New access in the statement with index: 0.", "statementIndex": 0}]}
                        """),
                Answer.json("{\"message\": \"?\"}"));
        try (AwsSession session = Sessions.open(aws)) {
            AccessAnalyzerReader reader = AccessAnalyzerReader.of(session);
            assertThat(reader.checkNoNewAccess(List.of(POLICY), List.of(POLICY)).result())
                    .isEqualTo(AccessCheck.Result.PASS);
            AccessCheck failed = reader.checkNoNewAccess(List.of(POLICY), List.of(POLICY, POLICY));
            assertThat(failed.result()).isEqualTo(AccessCheck.Result.FAIL);
            assertThat(failed.reasons()).containsExactly("New access in the statement with index: 0. (statement 1)");
            assertThat(reader.checkNoNewAccess(List.of(POLICY), List.of(POLICY)).result())
                    .isEqualTo(AccessCheck.Result.UNDECIDED);
        }
        assertThat(aws.requests().get(0).body()).doesNotContain("Sid");
    }

    @Test
    void manyActionsAreAskedAboutInSeveralChecksAndOneFailureIsEnough() {
        aws.answer(
                "CheckAccessNotGranted",
                Answer.json("{\"result\": \"PASS\", \"message\": \"not granted\"}"),
                Answer.json("{\"result\": \"FAIL\", \"message\": \"granted\"}"),
                Answer.json("{\"result\": \"PASS\", \"message\": \"not granted\"}"));
        List<String> actions =
                IntStream.range(0, 250).mapToObj(i -> "ec2:Action" + i).toList();
        try (AwsSession session = Sessions.open(aws)) {
            assertThat(AccessAnalyzerReader.of(session)
                            .checkAccessNotGranted(List.of(POLICY), actions)
                            .result())
                    .isEqualTo(AccessCheck.Result.FAIL);
        }
        assertThat(aws.requests()).hasSize(3);
    }

    @Test
    void theNewestGeneratedPolicyIsTakenAndNoneIsAskedFor() {
        aws.answer("ListPolicyGenerations", Answer.json("""
                        {"policyGenerations": [
                          {"jobId": "old", "principalArn": "%1$s", "status": "SUCCEEDED", "startedOn": "2026-01-01T00:00:00Z"},
                          {"jobId": "new", "principalArn": "%1$s", "status": "SUCCEEDED", "startedOn": "2026-02-01T00:00:00Z",
                           "completedOn": "2026-02-01T00:10:00Z"},
                          {"jobId": "failed", "principalArn": "%1$s", "status": "FAILED", "startedOn": "2026-03-01T00:00:00Z"}]}
                        """.formatted(ROLE)));
        aws.answer("GetGeneratedPolicy", Answer.json("""
                        {"jobDetails": {"jobId": "new", "status": "SUCCEEDED", "startedOn": "2026-02-01T00:00:00Z"},
                         "generatedPolicyResult": {"properties": {"isComplete": true, "principalArn": "%s"},
                           "generatedPolicies": [{"policy": "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Action\\":\\"s3:ListAllMyBuckets\\",\\"Resource\\":\\"*\\"}]}"}]}}
                        """.formatted(ROLE)));
        try (AwsSession session = Sessions.open(aws)) {
            GeneratedPolicy policy =
                    AccessAnalyzerReader.of(session).generatedPolicy(ROLE).orElseThrow();
            assertThat(policy.job()).isEqualTo("new");
            assertThat(policy.complete()).isTrue();
            assertThat(policy.policies()).hasSize(1);
        }
    }

    @Test
    void unusedAccessComesFromTheAnalyzerOfUnusedAccessOnly() {
        aws.answer("ListAnalyzers", Answer.json("""
                        {"analyzers": [
                          {"arn": "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/outside", "name": "outside", "type": "ACCOUNT",
                           "createdAt": "2026-01-01T00:00:00Z", "status": "ACTIVE"},
                          {"arn": "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/unused", "name": "unused",
                           "type": "ACCOUNT_UNUSED_ACCESS", "createdAt": "2026-01-01T00:00:00Z", "status": "ACTIVE"}]}
                        """));
        aws.answer("ListFindingsV2", Answer.json("""
                        {"findings": [{"id": "f1", "analyzedAt": "2026-01-01T00:00:00Z", "createdAt": "2026-01-01T00:00:00Z",
                          "updatedAt": "2026-01-01T00:00:00Z", "resourceType": "AWS::IAM::Role", "resource": "%s",
                          "resourceOwnerAccount": "111122223333", "status": "ACTIVE", "findingType": "UnusedPermission"}]}
                        """.formatted(ROLE)));
        aws.answer("GetFindingV2", Answer.json("""
                        {"id": "f1", "analyzedAt": "2026-01-01T00:00:00Z", "createdAt": "2026-01-01T00:00:00Z",
                         "updatedAt": "2026-01-01T00:00:00Z", "resourceType": "AWS::IAM::Role", "resourceOwnerAccount": "111122223333",
                         "status": "ACTIVE", "findingDetails": [
                           {"unusedPermissionDetails": {"serviceNamespace": "sqs"}},
                           {"unusedPermissionDetails": {"serviceNamespace": "s3", "actions": [{"action": "DeleteBucket"}]}}]}
                        """));
        try (AwsSession session = Sessions.open(aws)) {
            UnusedAccess unused =
                    AccessAnalyzerReader.of(session).unusedAccess(ROLE).orElseThrow();
            assertThat(unused.analyzer()).endsWith("/unused");
            assertThat(unused.services()).containsExactly("sqs");
            assertThat(unused.actions()).containsExactly("s3:DeleteBucket");
            assertThat(unused.wholePrincipal()).isFalse();
        }
    }

    @Test
    void lastAccessedInformationIsWaitedForAndReadToItsLastPage() {
        aws.answer(
                "GenerateServiceLastAccessedDetails",
                Answer.xml("GenerateServiceLastAccessedDetails", "<JobId>job</JobId>"));
        aws.answer(
                "GetServiceLastAccessedDetails",
                Answer.xml("GetServiceLastAccessedDetails", "<JobStatus>IN_PROGRESS</JobStatus>"),
                Answer.xml(
                        "GetServiceLastAccessedDetails",
                        "<JobStatus>COMPLETED</JobStatus><JobCompletionDate>2026-01-02T00:00:00Z</JobCompletionDate>"
                                + "<IsTruncated>true</IsTruncated><Marker>m</Marker><ServicesLastAccessed><member>"
                                + "<ServiceName>Amazon S3</ServiceName><ServiceNamespace>s3</ServiceNamespace>"
                                + "<LastAuthenticated>2026-01-01T00:00:00Z</LastAuthenticated>"
                                + "<LastAuthenticatedRegion>eu-west-1</LastAuthenticatedRegion>"
                                + "<TrackedActionsLastAccessed><member><ActionName>GetBucketPolicy</ActionName>"
                                + "<LastAccessedTime>2025-12-31T00:00:00Z</LastAccessedTime></member>"
                                + "<member><ActionName>DeleteBucket</ActionName></member></TrackedActionsLastAccessed>"
                                + "</member></ServicesLastAccessed>"),
                Answer.xml(
                        "GetServiceLastAccessedDetails",
                        "<JobStatus>COMPLETED</JobStatus><IsTruncated>false</IsTruncated><ServicesLastAccessed><member>"
                                + "<ServiceName>Amazon EC2</ServiceName><ServiceNamespace>ec2</ServiceNamespace></member>"
                                + "</ServicesLastAccessed>"));
        try (AwsSession session = Sessions.open(aws)) {
            LastAccessed read = LastAccessedReader.of(session).of(ROLE);
            assertThat(read.asOf()).contains(Instant.parse("2026-01-02T00:00:00Z"));
            assertThat(read.services())
                    .extracting(LastAccessed.Service::namespace)
                    .containsExactly("ec2", "s3");
            assertThat(read.usedServices()).containsOnlyKeys("s3");
            assertThat(read.usedActions())
                    .containsOnlyKeys("s3:GetBucketPolicy")
                    .containsEntry("s3:GetBucketPolicy", Instant.parse("2025-12-31T00:00:00Z"));
        }
    }

    @Test
    void aMarkerThatPointsAtItselfEnds() {
        aws.answer(
                "GenerateServiceLastAccessedDetails",
                Answer.xml("GenerateServiceLastAccessedDetails", "<JobId>job</JobId>"));
        aws.answer(
                "GetServiceLastAccessedDetails",
                Answer.xml(
                        "GetServiceLastAccessedDetails",
                        "<JobStatus>COMPLETED</JobStatus><IsTruncated>true</IsTruncated><Marker>m</Marker>"
                                + "<ServicesLastAccessed/>"));
        try (AwsSession session = Sessions.open(aws)) {
            assertThatThrownBy(() -> LastAccessedReader.of(session).of(ROLE))
                    .isInstanceOf(AwsException.class)
                    .hasMessageContaining("same page twice");
        }
    }

    @Test
    void aMissingRightNamesTheActionAsIamSpellsIt() {
        aws.answer("ValidatePolicy", Answer.jsonError(403, "AccessDeniedException", "not authorized"));
        try (AwsSession session = Sessions.open(aws)) {
            assertThatThrownBy(() -> AccessAnalyzerReader.of(session).validate(POLICY))
                    .hasMessageContaining("access-analyzer:ValidatePolicy");
        }
    }
}
