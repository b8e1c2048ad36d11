package io.iamtighten.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets in from outside by resources' and roles' policies, whatever form the conditions have. */
class ExposureTest {
    private static final LintContext OURS = new LintContext(
            Optional.of("111122223333"), Set.of("222233334444"), Optional.empty(), List.of(), List.of());
    private static final Linter LINTER =
            Linter.standard(ServiceCatalog.bundled()).given(OURS);
    private static final Set<String> RULES = Set.of(
            "public-access",
            "public-access-weak-condition",
            "cross-account-access",
            "trust-without-external-id",
            "trust-service-for-anybody",
            "oidc-stranger-token",
            "restrict-access-to-service-principal",
            "recommended-condition-key-for-service-principal");

    private static String document(String statements) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [" + statements.replace('\'', '"') + "]}";
    }

    /** Returns the rules of this family that find something; each of their witnesses is confirmed. */
    private static List<String> found(PolicyType type, String statements) {
        LintedPolicy policy = LintedPolicy.of("example", type, PolicyParser.parse(document(statements)));
        LintReport report = LINTER.lint(policy);
        assertThat(report.notices()).isEmpty();
        return report.findings().stream()
                .filter(f -> RULES.contains(f.rule()))
                .peek(f -> assertThat(confirmed(policy.document().orElseThrow(), f))
                        .as(f.toString())
                        .isTrue())
                .map(Finding::rule)
                .toList();
    }

    private static boolean confirmed(PolicyDocument document, Finding finding) {
        Statement all = Statement.of(Effect.ALLOW, ActionElement.of("*"), ResourceElement.of("*"));
        PolicyStack stack = PolicyStack.ofIdentity(List.of(new NamedPolicy("own", PolicyDocument.of(List.of(all)))))
                .withResource(Optional.of(new NamedPolicy("example", document)));
        return Authorizer.compile(stack).decide(finding.witness().orElseThrow()).allowed();
    }

    private static final String BUCKET =
            "{'Effect': 'Allow', 'Principal': %s, 'Action': 's3:GetObject', 'Resource': 'arn:aws:s3:::reports/*'%s}";

    private static String bucket(String conditions) {
        return BUCKET.formatted("'*'", conditions.isEmpty() ? "" : ", 'Condition': {" + conditions + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'StringEquals': {'aws:PrincipalOrgID': 'o-a1b2c3d4e5'} |",
                "'StringLike': {'aws:PrincipalOrgID': 'o-*'} | public-access-weak-condition",
                "'StringEqualsIfExists': {'aws:PrincipalOrgID': 'o-a1b2c3d4e5'} | public-access-weak-condition",
                "'StringNotEquals': {'aws:PrincipalOrgID': 'o-a1b2c3d4e5'} | public-access-weak-condition",
                "'ForAllValues:StringLike': {'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*'} | public-access-weak-condition",
                "'ForAnyValue:StringLike': {'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*'} |",
                "'StringEquals': {'aws:PrincipalAccount': '222233334444'} |",
                "'StringEquals': {'aws:ResourceAccount': '${aws:PrincipalAccount}'} |",
                "'StringEquals': {'aws:ResourceOrgID': '${aws:PrincipalOrgID}'} |",
                "'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::222233334444:role/*'} |",
                "'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/Deploy'} | public-access-weak-condition",
                "'StringEquals': {'aws:PrincipalTag/team': 'reports'} | public-access-weak-condition",
                "'StringLike': {'aws:userid': 'AROAEXAMPLE1234567890:*'} |",
                "'StringLike': {'aws:userid': '*:session'} | public-access-weak-condition",
                "'Bool': {'aws:SecureTransport': 'true'} | public-access-weak-condition",
                "'IpAddress': {'aws:SourceIp': '203.0.113.0/24'} |",
                "'IpAddress': {'aws:SourceIp': '0.0.0.0/1'} | public-access-weak-condition",
                "'IpAddress': {'aws:SourceIp': '10.0.0.0/8'} |",
                "'IpAddressIfExists': {'aws:SourceIp': '203.0.113.0/24'} | public-access-weak-condition",
                "'NotIpAddress': {'aws:SourceIp': '203.0.113.0/24'} | public-access-weak-condition",
                "'IpAddress': {'aws:VpcSourceIp': '10.0.0.0/8'} | public-access-weak-condition",
                "'StringEquals': {'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718'} |",
                "'StringLike': {'aws:SourceVpce': 'vpce-*'} | public-access-weak-condition",
                "'StringEquals': {'aws:SourceVpc': 'vpc-0a1b2c3d4e5f60718'}, 'IpAddress': {'aws:VpcSourceIp': '10.0.0.0/8'} |",
                "'ArnLike': {'aws:SourceArn': 'arn:aws:sns:*:111122223333:alarms'} |",
                "'ArnLike': {'aws:SourceArn': 'arn:aws:sns:*:*:*'} | public-access-weak-condition",
                "'StringEquals': {'s3:DataAccessPointAccount': '111122223333'} |",
            })
    void aConditionOfAStatementForEverybody(String conditions, String rule) {
        assertThat(found(PolicyType.RESOURCE, bucket(conditions))).isEqualTo(rule == null ? List.of() : List.of(rule));
    }

    @Test
    void aDenyShutsOutWhatAnAllowLetsIn() {
        String deny = ", {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': '*', 'Condition':"
                + " {'StringNotEquals': {'aws:PrincipalOrgID': 'o-a1b2c3d4e5'}}}";
        assertThat(found(PolicyType.RESOURCE, bucket(""))).containsExactly("public-access");
        assertThat(found(PolicyType.RESOURCE, bucket("") + deny)).isEmpty();
        // The Deny holds for writing alone, so reading stays open.
        assertThat(found(PolicyType.RESOURCE, bucket("") + deny.replace("s3:*", "s3:Put*")))
                .containsExactly("public-access");
    }

    @Test
    void everybodyButSomeIsEverybody() {
        String statement = "{'Effect': 'Allow', 'NotPrincipal': {'AWS': '222233334444'}, 'Action': 'sqs:SendMessage',"
                + " 'Resource': 'arn:aws:sqs:eu-west-1:111122223333:jobs'}";
        assertThat(found(PolicyType.RESOURCE, statement)).containsExactly("public-access");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'AWS': '111122223333'} |",
                "{'AWS': 'arn:aws:iam::111122223333:role/Reader'} |",
                "{'AWS': 'arn:aws:iam::222233334444:root'} |",
                "{'AWS': '444455556666'} | cross-account-access",
                "{'AWS': 'arn:aws:iam::444455556666:root'} | cross-account-access",
                "{'AWS': 'arn:aws:iam::444455556666:user/anna'} | cross-account-access",
                "{'AWS': 'arn:aws:sts::444455556666:assumed-role/Reader/job'} | cross-account-access",
                "{'Service': 'cloudtrail.amazonaws.com'} | restrict-access-to-service-principal",
            })
    void aPrincipalOfABucketsPolicy(String principal, String rule) {
        assertThat(found(PolicyType.RESOURCE, BUCKET.formatted(principal, "")))
                .isEqualTo(rule == null ? List.of() : List.of(rule));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'StringEquals': {'aws:SourceAccount': '111122223333'} |",
                "'StringLike': {'aws:SourceAccount': '*'} | restrict-access-to-service-principal",
                "'ArnLike': {'aws:SourceArn': 'arn:aws:s3:::uploads'} |",
                "'ArnLike': {'aws:SourceArn': 'arn:aws:s3:::*'} | restrict-access-to-service-principal",
                "'ArnLike': {'aws:SourceArn': 'arn:aws:cloudfront::111122223333:distribution/*'} |",
                "'StringEquals': {'aws:SourceOrgID': 'o-a1b2c3d4e5'} |",
                "'StringEqualsIfExists': {'aws:SourceAccount': '111122223333'} | restrict-access-to-service-principal",
                "'StringEquals': {'s3:x-amz-acl': 'bucket-owner-full-control'} | restrict-access-to-service-principal",
                "'StringEquals': {'aws:PrincipalServiceName': 'sns.amazonaws.com'} |",
                "'StringLike': {'aws:UserAgent': 'curl*'} | recommended-condition-key-for-service-principal",
            })
    void aServiceIsADeputyUnlessAConditionSaysForWhom(String conditions, String rule) {
        String statement =
                BUCKET.formatted("{'Service': 'cloudfront.amazonaws.com'}", ", 'Condition': {" + conditions + "}");
        assertThat(found(PolicyType.RESOURCE, statement)).isEqualTo(rule == null ? List.of() : List.of(rule));
    }

    private static final String TRUST = "{'Effect': 'Allow', 'Principal': {'Federated': '%s'}, 'Action':"
            + " 'sts:AssumeRoleWithWebIdentity', 'Condition': {%s}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "token.actions.githubusercontent.com | 'StringEquals': {'H:sub': 'repo:octo-org/reports:ref:refs/heads/main'} |",
                "token.actions.githubusercontent.com | 'StringLike': {'H:sub': 'repo:octo-org/*'} |",
                "token.actions.githubusercontent.com | 'StringLike': {'H:sub': 'repo:octo-org@123456/reports@78:*'} |",
                "token.actions.githubusercontent.com | 'StringLike': {'H:sub': 'repo:octo-org*'} | oidc-stranger-token",
                "token.actions.githubusercontent.com | 'StringLike': {'H:sub': 'repo:*/reports:*'} | oidc-stranger-token",
                "token.actions.githubusercontent.com | 'StringLike': {'H:sub': '*octo-org/reports*'} | oidc-stranger-token",
                "token.actions.githubusercontent.com | 'ForAllValues:StringLike': {'H:sub': 'repo:octo-org/*'},"
                        + " 'StringEquals': {'H:environment': 'prod'} |",
                "token.actions.githubusercontent.com | 'StringEquals': {'H:repository': 'octo-org/reports'} |",
                "token.actions.githubusercontent.com | 'StringEquals': {'H:repository_owner_id': '123456'} |",
                "token.actions.githubusercontent.com | 'StringEquals':"
                        + " {'H:job_workflow_ref': 'octo-org/flows/.github/workflows/a.yml@refs/heads/main'} | oidc-stranger-token",
                "gitlab.com | 'StringEquals': {'H:aud': 'https://gitlab.com'} | oidc-stranger-token",
                "gitlab.com | 'StringLike': {'H:sub': 'project_path:group/*:ref_type:branch:ref:main'} |",
                "gitlab.com | 'StringLike': {'H:sub': 'project_path:group*:ref_type:branch:ref:main'} | oidc-stranger-token",
                "app.terraform.io | 'StringEquals': {'H:aud': 'aws.workload.identity'} | oidc-stranger-token",
                "app.terraform.io | 'StringLike': {'H:sub': 'organization:acme:project:*:workspace:*:run_phase:*'} |",
                "app.terraform.io | 'StringLike': {'H:sub': 'organization:*:project:prod:*'} | oidc-stranger-token",
                "agent.buildkite.com | 'StringLike': {'H:sub': 'organization:acme:pipeline:deploy:*'} |",
                "oidc.vercel.com | 'StringEquals': {'H:aud': 'https://vercel.com/acme'} |",
                "oidc.vercel.com | 'StringLike': {'H:sub': 'owner:*:project:site:*'} | oidc-stranger-token",
                "accounts.google.com | 'StringEquals': {'H:aud': '1234.apps.googleusercontent.com'} |",
                "accounts.google.com | 'StringLike': {'H:aud': '*.apps.googleusercontent.com'} | oidc-stranger-token",
                "cognito-identity.amazonaws.com | 'ForAnyValue:StringLike': {'H:amr': 'authenticated'} | oidc-stranger-token",
                "cognito-identity.amazonaws.com | 'StringEquals': {'H:aud': 'eu-west-1:1234'},"
                        + " 'ForAnyValue:StringLike': {'H:amr': 'authenticated'} |",
                "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE | 'StringEquals': {'H:aud': 'sts.amazonaws.com'} |",
            })
    void aTokenOfAProviderThatEverybodyUses(String host, String conditions, String rule) {
        String provider = host.equals("accounts.google.com") || host.startsWith("cognito")
                ? host
                : "arn:aws:iam::111122223333:oidc-provider/" + host;
        assertThat(found(PolicyType.TRUST, TRUST.formatted(provider, conditions.replace("H:", host + ":"))))
                .isEqualTo(rule == null ? List.of() : List.of(rule));
    }

    @Test
    void aForeignAccountNeedsAnExternalId() {
        String trust = "{'Effect': 'Allow', 'Principal': {'AWS': '%s'}, 'Action': 'sts:AssumeRole'%s}";
        String id = ", 'Condition': {'StringEquals': {'sts:ExternalId': 'customer-4711'}}";
        assertThat(found(PolicyType.TRUST, trust.formatted("444455556666", "")))
                .containsExactly("cross-account-access", "trust-without-external-id");
        assertThat(found(PolicyType.TRUST, trust.formatted("444455556666", id)))
                .containsExactly("cross-account-access");
        assertThat(found(
                        PolicyType.TRUST,
                        trust.formatted("444455556666", id.replace("StringEquals", "StringEqualsIfExists"))))
                .containsExactly("cross-account-access", "trust-without-external-id");
        assertThat(found(PolicyType.TRUST, trust.formatted("222233334444", ""))).isEmpty();
        assertThat(found(PolicyType.TRUST, trust.formatted("111122223333", ""))).isEmpty();
    }

    @Test
    void aRoleForAServiceThatWorksForAnybody() {
        String trust = "{'Effect': 'Allow', 'Principal': {'Service': '%s'}, 'Action': 'sts:AssumeRole'%s}";
        assertThat(found(PolicyType.TRUST, trust.formatted("scheduler.amazonaws.com", "")))
                .containsExactly("trust-service-for-anybody");
        assertThat(found(
                        PolicyType.TRUST,
                        trust.formatted(
                                "scheduler.amazonaws.com",
                                ", 'Condition': {'StringEquals': {'aws:SourceAccount': '111122223333'}}")))
                .isEmpty();
        // No key says for whom EC2 calls: only the owner can pass the role to an instance.
        assertThat(found(PolicyType.TRUST, trust.formatted("ec2.amazonaws.com", "")))
                .isEmpty();
    }

    @Test
    void whoIsForeignIsUnknownWithoutTheOwner() {
        Linter linter = Linter.standard(ServiceCatalog.bundled());
        LintedPolicy bucket = LintedPolicy.of(
                "example",
                PolicyType.RESOURCE,
                PolicyParser.parse(document(BUCKET.formatted("{'AWS': '444455556666'}", ""))));
        assertThat(linter.lint(bucket).of("cross-account-access")).isEmpty();
        assertThat(linter.lint(bucket.onResource("arn:aws:s3:::reports")).of("cross-account-access"))
                .isEmpty();
        // The ARN of a queue has its account.
        LintedPolicy queue = LintedPolicy.of(
                "example",
                PolicyType.RESOURCE,
                PolicyParser.parse(document("{'Effect': 'Allow', 'Principal': {'AWS': '444455556666'}, 'Action':"
                        + " 'sqs:SendMessage', 'Resource': 'arn:aws:sqs:eu-west-1:111122223333:jobs'}")));
        List<Finding> found = linter.lint(queue).of("cross-account-access");
        assertThat(found).hasSize(1);
        assertThat(found.get(0).message())
                .isEqualTo("all of account 444455556666 can use sqs:SendMessage by statement 1");
        assertThat(found.get(0).witness().orElseThrow().resource())
                .isEqualTo("arn:aws:sqs:eu-west-1:111122223333:jobs");
    }
}
