package io.iamtighten.aws.trail;

import static io.iamtighten.aws.trail.TrailText.events;
import static io.iamtighten.aws.trail.TrailText.id;
import static io.iamtighten.aws.trail.TrailText.messages;
import static io.iamtighten.aws.trail.TrailText.read;
import static io.iamtighten.aws.trail.TrailText.record;
import static io.iamtighten.aws.trail.TrailText.records;
import static io.iamtighten.aws.trail.TrailText.uses;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.request.PrincipalType;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.SourceNetwork;
import io.iamtighten.usage.UnmappedEvent;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.usage.UsagePrincipal;
import io.iamtighten.usage.UseContext;
import io.iamtighten.usage.UseRelation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a record says is what the summary says. */
class TrailFidelityTest {
    private static String call(String identity) {
        return call(identity, "");
    }

    private static String call(String identity, String more) {
        return "{\"eventVersion\":\"1.09\",\"userIdentity\":" + identity
                + ",\"eventTime\":\"2026-03-01T10:20:30Z\",\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"ListUsers\","
                + "\"awsRegion\":\"us-east-1\",\"sourceIPAddress\":\"2001:db8::7\",\"requestParameters\":null," + more
                + "\"eventID\":\"" + id(identity.hashCode() & 0xffff) + "\",\"eventType\":\"AwsApiCall\","
                + "\"recipientAccountId\":\"111122223333\"}";
    }

    private static UsagePrincipal principal(String identity) {
        TrailReading reading = read(records(call(identity)));
        assertThat(messages(reading)).isEmpty();
        assertThat(reading.summary().principals()).hasSize(1);
        return reading.summary().principals().get(0).principal();
    }

    private static UsageFact onlyFact(String record) {
        TrailReading reading = read(records(record));
        assertThat(messages(reading)).isEmpty();
        assertThat(reading.summary().principals()).hasSize(1);
        List<UsageFact> facts = reading.summary().principals().get(0).facts();
        assertThat(facts).hasSize(1);
        return facts.get(0);
    }

    @Test
    void allSessionsOfARoleAreTheRoleWithItsPath() {
        UsagePrincipal role = principal(
                "{\"type\":\"AssumedRole\",\"principalId\":\"AROAEXAMPLEEXAMPLE123:s\",\"arn\":"
                        + "\"arn:aws:sts::111122223333:assumed-role/Deploy/s\",\"accountId\":\"111122223333\",\"sessionContext\":"
                        + "{\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"AROAEXAMPLEEXAMPLE123\",\"arn\":"
                        + "\"arn:aws:iam::111122223333:role/app/x/Deploy\"},\"webIdFederationData\":{\"federatedProvider\":\"p\"}}}");
        assertThat(role.type()).isEqualTo(PrincipalType.IAM_ROLE);
        assertThat(role.arn()).isEqualTo("arn:aws:iam::111122223333:role/app/x/Deploy");
        assertThat(role.pathKnown()).isTrue();
        assertThat(role.id()).contains("AROAEXAMPLEEXAMPLE123");
        assertThat(role.accountId()).contains("111122223333");
    }

    @Test
    void aSessionWithoutIssuerNamesTheRoleWithoutItsPath() {
        UsagePrincipal role = principal("{\"type\":\"AssumedRole\",\"principalId\":\"AROA****************:s\",\"arn\":"
                + "\"arn:aws-us-gov:sts::111122223333:assumed-role/Deploy/s\",\"accountId\":\"111122223333\"}");
        assertThat(role.arn()).isEqualTo("arn:aws-us-gov:iam::111122223333:role/Deploy");
        assertThat(role.pathKnown()).isFalse();
        assertThat(role.id()).as("a masked id tells nothing").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::1:user/p/u\",\"principalId\":\"AIDAEXAMPLEEXAMPLE123\"} | IAM_USER | arn:aws:iam::1:user/p/u",
                "{\"type\":\"Root\",\"arn\":\"arn:aws:iam::1:root\",\"accountId\":\"1\"} | ROOT_USER | arn:aws:iam::1:root",
                "{\"type\":\"Root\",\"accountId\":\"1\"} | ROOT_USER | Root:1",
                "{\"type\":\"FederatedUser\",\"arn\":\"arn:aws:sts::1:federated-user/f\",\"sessionContext\":{\"sessionIssuer\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::1:user/u\"}}} | FEDERATED_USER | arn:aws:sts::1:federated-user/f",
                "{\"type\":\"SAMLUser\",\"principalId\":\"x:y\",\"userName\":\"alice\",\"identityProvider\":\"idp\"} | SAML | SAMLUser",
                "{\"type\":\"WebIdentityUser\",\"principalId\":\"token\",\"userName\":\"sub\"} | WEB_IDENTITY | WebIdentityUser",
                "{\"type\":\"AWSService\",\"invokedBy\":\"config.amazonaws.com\"} | AWS_SERVICE | config.amazonaws.com",
                "{\"type\":\"AWSAccount\",\"principalId\":\"AIDAX\",\"accountId\":\"444455556666\"} | ANONYMOUS | AWSAccount:444455556666",
                "{\"type\":\"AWSAccount\",\"accountId\":\"ANONYMOUS_PRINCIPAL\"} | ANONYMOUS | anonymous",
                "{\"type\":\"IdentityCenterUser\",\"accountId\":\"1\",\"onBehalfOf\":{\"userId\":\"u\"}} | ANONYMOUS | IdentityCenterUser:1",
                "{\"type\":\"Role\",\"arn\":\"arn:aws:iam::1:role/p/R\",\"accountId\":\"1\"} | IAM_ROLE | arn:aws:iam::1:role/p/R",
                "{\"type\":\"Unknown\"} | ANONYMOUS | Unknown",
                "null | ANONYMOUS | Unknown"
            })
    void everyKindOfIdentityIsToldApart(String identity, PrincipalType type, String arn) {
        UsagePrincipal principal = principal(identity);
        assertThat(principal.type()).isEqualTo(type);
        assertThat(principal.arn()).isEqualTo(arn);
    }

    @Test
    void assumingARoleIsAUseOfTheCallerAndTheSessionIsTheNextRoles() {
        String assume = record(
                id(1),
                "sts.amazonaws.com",
                "AssumeRole",
                "{\"roleArn\":\"arn:aws:iam::444455556666:role/Next\",\"roleSessionName\":\"s\"}");
        String next = call(
                "{\"type\":\"AssumedRole\",\"arn\":\"arn:aws:sts::444455556666:assumed-role/Next/s\",\"accountId\":"
                        + "\"444455556666\",\"sessionContext\":{\"sessionIssuer\":{\"arn\":\"arn:aws:iam::444455556666:role/Next\"}}}");
        TrailReading reading = read(records(assume, next));
        PrincipalUsage caller = reading.summary().principal(TrailText.ROLE).orElseThrow();
        assertThat(caller.facts()).singleElement().satisfies(fact -> {
            assertThat(fact.action()).isEqualTo("sts:AssumeRole");
            assertThat(fact.resource()).isEqualTo("arn:aws:iam::444455556666:role/Next");
        });
        assertThat(reading.summary()
                        .principal("arn:aws:iam::444455556666:role/Next")
                        .orElseThrow()
                        .facts())
                .singleElement()
                .satisfies(fact -> assertThat(fact.action()).isEqualTo("iam:ListUsers"));
    }

    @Test
    void contextIsKept() {
        UseContext context = onlyFact(record(
                        id(1),
                        "iam.amazonaws.com",
                        "ListUsers",
                        "null",
                        "\"vpcEndpointId\":\"vpce-1\",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\"},\"readOnly\":true,"))
                .context();
        assertThat(context.region()).contains("eu-west-1");
        assertThat(context.source()).contains(new SourceNetwork.VpcEndpoint("vpce-1", Optional.of("203.0.113.7")));
        assertThat(context.secureTransport()).contains(true);
        assertThat(context.mfa()).contains(false);
        UseContext v6 =
                onlyFact(call("{\"type\":\"Root\",\"accountId\":\"1\"}")).context();
        assertThat(v6.source()).contains(new SourceNetwork.Address("2001:db8::7"));
        assertThat(v6.secureTransport()).isEmpty();
    }

    @Test
    void sourceIdentityAndTagsOfTheSessionAreKept() {
        String identity = "{\"type\":\"AssumedRole\",\"arn\":\"arn:aws:sts::1:assumed-role/R/s\",\"accountId\":\"1\","
                + "\"sessionContext\":{\"sourceIdentity\":\"alice\",\"sessionIssuer\":{\"arn\":\"arn:aws:iam::1:role/R\"}}}";
        UseContext context = onlyFact(
                        call(
                                identity,
                                "\"eventContext\":{\"tagContext\":{\"principalTags\":{\"Team\":\"blue\"},\"resourceTags\":[]}},"))
                .context();
        assertThat(context.keys()).isEqualTo(Map.of("aws:sourceidentity", "alice", "aws:principaltag/team", "blue"));
    }

    @Test
    void aCallThatAServiceMadeForTheCallerIsMarked() {
        String decrypt = record(
                        id(1),
                        "kms.amazonaws.com",
                        "Decrypt",
                        "{\"encryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"}",
                        "\"resources\":[{\"accountId\":\"111122223333\",\"type\":\"AWS::KMS::Key\",\"ARN\":"
                                + "\"arn:aws:kms:eu-west-1:111122223333:key/k\"}],")
                .replace("\"203.0.113.7\"", "\"secretsmanager.amazonaws.com\"")
                .replace("\"attributes\":", "\"x\":")
                .replace("}},\"eventTime\"", "},\"invokedBy\":\"secretsmanager.amazonaws.com\"},\"eventTime\"");
        UsageFact fact = onlyFact(decrypt);
        assertThat(fact.action()).isEqualTo("kms:Decrypt");
        assertThat(fact.resource()).isEqualTo("arn:aws:kms:eu-west-1:111122223333:key/k");
        assertThat(fact.context().viaService()).contains("secretsmanager.amazonaws.com");
        assertThat(fact.context().source()).contains(new SourceNetwork.Service("secretsmanager.amazonaws.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', SUCCEEDED",
        "Client.DryRunOperation, SUCCEEDED",
        "AccessDenied, REFUSED",
        "AccessDeniedException, REFUSED",
        "Client.UnauthorizedOperation, REFUSED",
        "UnauthorizedOperation, REFUSED",
        "UnauthorizedException, REFUSED",
        "AuthorizationError, REFUSED",
        "NotAuthorizedException, REFUSED",
        "KMS.AccessDeniedException, REFUSED",
        "VpceAccessDenied, REFUSED",
        "NoSuchBucketPolicy, FAILED_AUTHORISED",
        "ReplicationConfigurationNotFoundError, FAILED_AUTHORISED",
        "ConflictException, FAILED_AUTHORISED",
        "ResourceNotFoundException, NOT_FOUND",
        "NoSuchBucket, NOT_FOUND",
        "Client.InvalidInstanceID.NotFound, NOT_FOUND",
        "AWS.SimpleQueueService.NonExistentQueue, NOT_FOUND",
        "ThrottlingException, FAILED_EARLY",
        "ValidationException, FAILED_EARLY",
        "Client.VcpuLimitExceeded, FAILED_EARLY",
        "Client.InvalidParameterValue, FAILED_EARLY",
        "InternalFailure, UNKNOWN",
        "ServiceUnavailable, UNKNOWN"
    })
    void errorsFallIntoTheirClasses(String code, CallOutcome outcome) {
        String error = code.isEmpty() ? "" : "\"errorCode\":\"" + code + "\",\"errorMessage\":\"m\",";
        assertThat(onlyFact(record(id(1), "iam.amazonaws.com", "ListUsers", "null", error))
                        .outcome())
                .isEqualTo(outcome);
    }

    @Test
    void aCallAcrossAccountsCountsOnceAndKeepsWhatOnlyOneRecordTells() {
        String callers = record(
                id(1),
                "sqs.amazonaws.com",
                "PurgeQueue",
                "{\"queueUrl\":\"q\"}",
                "\"sharedEventID\":\"" + id(9) + "\",");
        String owners = record(
                        id(2),
                        "sqs.amazonaws.com",
                        "PurgeQueue",
                        "{\"queueUrl\":\"q\"}",
                        "\"resources\":[{\"ARN\":\"arn:aws:sqs:eu-west-1:444455556666:q\",\"type\":\"AWS::SQS::Queue\"}],"
                                + "\"sharedEventID\":\"" + id(9) + "\",")
                .replace("\"recipientAccountId\":\"111122223333\"", "\"recipientAccountId\":\"444455556666\"");
        for (TrailReading reading : List.of(read(records(callers, owners)), read(records(owners, callers)))) {
            assertThat(events(reading)).isEqualTo(1);
            PrincipalUsage usage = reading.summary().principal(TrailText.ROLE).orElseThrow();
            assertThat(usage.events()).isEqualTo(1);
            assertThat(usage.actions())
                    .singleElement()
                    .satisfies(count -> assertThat(count.calls()).isEqualTo(1));
            assertThat(usage.facts()).extracting(UsageFact::resource).contains("arn:aws:sqs:eu-west-1:444455556666:q");
        }
        assertThat(events(read(records(callers, callers)))).isEqualTo(1);
    }

    @Test
    void theOwnersRecordThatHidesTheCallerIsNobodysUse() {
        String callers = record(id(1), "iam.amazonaws.com", "ListUsers", "null", "\"sharedEventID\":\"s\",");
        String owners = call(
                "{\"type\":\"AWSAccount\",\"principalId\":\"AROAX:s\",\"accountId\":\"111122223333\"}",
                "\"sharedEventID\":\"s\",");
        for (TrailReading reading : List.of(read(records(callers, owners)), read(records(owners, callers)))) {
            assertThat(reading.summary().principal(TrailText.ROLE).orElseThrow().events())
                    .isEqualTo(1);
            assertThat(reading.summary().principals()).hasSize(2);
        }
    }

    @Test
    void theRecordOfAVpcEndpointIsNoSecondUse() {
        String api = record(id(1), "iam.amazonaws.com", "ListUsers", "null", "\"sharedEventID\":\"s\",");
        String endpoint = record(
                        id(2),
                        "iam.amazonaws.com",
                        "ListUsers",
                        "null",
                        "\"sharedEventID\":\"s\",\"eventCategory\":\"NetworkActivity\",")
                .replace("AwsApiCall", "AwsVpceEvent");
        for (TrailReading reading : List.of(read(records(api, endpoint)), read(records(endpoint, api)))) {
            assertThat(events(reading)).isEqualTo(2);
            assertThat(reading.summary().coverage().detail().networkEvents()).isEqualTo(1);
            assertThat(reading.summary().principal(TrailText.ROLE).orElseThrow().events())
                    .isEqualTo(1);
        }
    }

    @Test
    void copiesCountOnceAndCorrectionsReplaceNothingTwice() {
        String one = record(id(1), "iam.amazonaws.com", "ListUsers", "null");
        String corrected = record(
                id(3),
                "iam.amazonaws.com",
                "ListUsers",
                "null",
                "\"addendum\":{\"reason\":\"UPDATED_DATA\",\"originalEventID\":\"" + id(1) + "\"},");
        TrailReading reading = read(records(one, one, corrected));
        assertThat(events(reading)).isEqualTo(1);
        assertThat(reading.summary().coverage().detail().copies()).isEqualTo(2);
        String without = one.replace("\"eventID\":\"" + id(1) + "\",", "");
        assertThat(events(read(records(without, without, without.replace("aws-cli", "boto3")))))
                .as("only the whole record can tell")
                .isEqualTo(2);
    }

    @Test
    void passingARoleIsSeenInTheCallThatTookIt() {
        TrailReading reading = read(records(record(
                id(1),
                "lambda.amazonaws.com",
                "CreateFunction20150331",
                "{\"functionName\":\"f\",\"role\":\"arn:aws:iam::111122223333:role/Run\"}")));
        UsageFact passed = reading.summary().principal(TrailText.ROLE).orElseThrow().facts().stream()
                .filter(fact -> fact.relation() == UseRelation.PASS_ROLE)
                .findFirst()
                .orElseThrow();
        assertThat(passed.action()).isEqualTo("iam:PassRole");
        assertThat(passed.resource()).isEqualTo("arn:aws:iam::111122223333:role/Run");
        assertThat(passed.context().keys()).isEqualTo(Map.of("iam:passedtoservice", "lambda.amazonaws.com"));
        assertThat(uses(reading)).contains("lambda:CreateFunction arn:aws:lambda:eu-west-1:111122223333:function:f");
    }

    @Test
    void whatCannotBeMappedIsCountedAndListed() {
        TrailReading reading = read(records(
                record(id(1), "new.amazonaws.com", "DoThing", "null"),
                record(id(2), "new.amazonaws.com", "DoThing", "null"),
                record(id(3), "sts.amazonaws.com", "GetCallerIdentity", "null")));
        PrincipalUsage usage = reading.summary().principal(TrailText.ROLE).orElseThrow();
        assertThat(usage.events()).isEqualTo(3);
        assertThat(usage.unmapped()).hasSize(1);
        UnmappedEvent event = usage.unmapped().get(0);
        assertThat(event.eventSource() + "/" + event.eventName()).isEqualTo("new.amazonaws.com/DoThing");
        assertThat(event.occurrences().count()).isEqualTo(2);
    }

    @Test
    void timesOfExportsAreUnderstood() {
        for (String time : List.of(
                "2026-03-01T10:20:30Z",
                "2026-03-01 10:20:30",
                "2026-03-01T10:20:30.123Z",
                "2026-03-01T12:20:30+02:00",
                "2026-03-01 10:20:30.000 UTC",
                "1772360430",
                "1772360430000")) {
            String record =
                    record(id(1), "iam.amazonaws.com", "ListUsers", "null").replace("2026-03-01T10:20:30Z", time);
            assertThat(onlyFact(record).occurrences().first()).as(time).hasToString("2026-03-01T10:20:30Z");
        }
        TrailReading untimed = read(records(
                record(id(1), "iam.amazonaws.com", "ListUsers", "null").replace("2026-03-01T10:20:30Z", "yesterday")));
        assertThat(events(untimed)).isEqualTo(1);
        assertThat(untimed.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(TrailProblem.Kind.UNTIMED));
        assertThat(untimed.summary().losses()).isEmpty();
    }

    @Test
    void anotherMajorVersionIsAReasonToStop() {
        TrailReading reading = read(records(
                record(id(1), "iam.amazonaws.com", "ListUsers", "null"),
                record(id(2), "iam.amazonaws.com", "ListUsers", "null").replace("\"1.09\"", "\"2.0\"")));
        assertThat(events(reading)).isEqualTo(1);
        assertThat(messages(reading)).singleElement().asString().contains("version `2.0`");
        assertThat(reading.summary().losses()).singleElement().asString().contains("version `2.0`");
    }
}
