package io.iamtighten.effective;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.ResourcePolicy;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.request.AccessRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WhoCanTest {
    private static ActionAccess access(String identity, String action, String resource) {
        WhoCan answer = AccountAccess.compile(OneRole.account(identity, List.of(), List.of()), ServiceCatalog.bundled())
                .whoCan(action, resource);
        assertThat(answer.holders()).hasSize(1);
        return answer.holders().get(0).access();
    }

    @Test
    void theTagThatAPatternNamesGetsTheValueThatTheResourceWants() {
        ActionAccess access = access("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:PassRole",
                  "Resource": "arn:aws:iam::*:role/${aws:PrincipalTag/RoleName}",
                  "Condition": {"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}",
                    "iam:PassedToService": "glue.amazonaws.com"}}}]}
                """, "iam:PassRole", "arn:aws:iam::111122223333:role/batch");
        assertThat(access.reach()).isEqualTo(Reach.UNDER_CONDITIONS);
        AccessRequest witness = access.witness().orElseThrow();
        assertThat(witness.context().single("aws:PrincipalTag/RoleName")).contains("batch");
        assertThat(witness.context().single("aws:ResourceAccount")).contains("111122223333");
    }

    @Test
    void aWildcardIsFilledWithWhatTheActionsResourcesNeed() {
        WhoCan answer = AccountAccess.compile(OneRole.account("""
                                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                                  "Action": "logs:GetLogEvents",
                                  "Resource": "arn:aws:logs:*:*:log-group:/aws/lambda/*"}]}
                                """, List.of(), List.of()), ServiceCatalog.bundled())
                .whoCan("logs:GetLogEvents");
        ActionAccess access = answer.holders().get(0).access();
        assertThat(access.reach()).isEqualTo(Reach.SOME_RESOURCES);
        assertThat(access.witness().orElseThrow().resource()).contains(":log-stream:");
    }

    @Test
    void resourceControlPoliciesBlockActionsOfTheServicesTheyCover() {
        AccountSnapshot account = OneRole.withRcp(OneRole.account(OneRole.FULL, List.of(OneRole.FULL), List.of()), """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*",
                  "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-2"}}}]}
                """);
        EffectiveAccess access = AccountAccess.effective(
                account, account.roles().get(0), ServiceCatalog.bundled(), WorkLimit.standard());
        assertThat(access.resourceControls()).containsExactly("perimeter");
        ActionAccess read = group(access, "s3:GetObject");
        assertThat(read.reach()).isEqualTo(Reach.BLOCKED);
        assertThat(read.blockers().toString()).contains("perimeter");
        assertThat(group(access, "ec2:RunInstances").reach()).isEqualTo(Reach.EVERYWHERE);
        assertThat(group(access, "kms:RetireGrant").reach()).isEqualTo(Reach.EVERYWHERE);
        WhoCan who = AccountAccess.compile(account, ServiceCatalog.bundled()).whoCan("s3:GetObject");
        assertThat(who.holders().get(0).access().reach()).isEqualTo(Reach.BLOCKED);
    }

    /** Nobody changes AWS's own policies, whatever is allowed; reading them is another matter. */
    @Test
    void whatAwsOwnsCanBeReadAlthoughNotChanged() {
        AccountSnapshot account = OneRole.account("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:*",
                  "Resource": "arn:aws:iam::aws:policy/*"}]}
                """, List.of(), List.of());
        EffectiveAccess access = AccountAccess.effective(
                account, account.roles().get(0), ServiceCatalog.bundled(), WorkLimit.standard());
        assertThat(group(access, "iam:GetPolicy").reach()).isEqualTo(Reach.SOME_RESOURCES);
        assertThat(group(access, "iam:DeletePolicy").reach()).isLessThan(Reach.SOME_RESOURCES);
    }

    private static final String NOTHING = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}
            """;

    private static WhoCan onBucket(String identity, List<String> scps, String statements) {
        ResourcePolicy bucket = new ResourcePolicy(
                "arn:aws:s3:::b",
                Optional.of(OneRole.ACCOUNT),
                new NamedPolicy(
                        "bucket policy",
                        OneRole.policy("{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}")));
        return AccountAccess.compile(OneRole.account(identity, scps, List.of(bucket)), ServiceCatalog.bundled())
                .whoCan("s3:GetObject", "arn:aws:s3:::b/k");
    }

    /** A session that a resource's policy names is granted directly, whatever the role's own policies leave out. */
    @Test
    void aRoleHasWhatAResourcePolicyGivesToOneOfItsSessions() {
        WhoCan who = onBucket(NOTHING, List.of(), """
                {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
                  "Principal": {"AWS": "arn:aws:sts::111122223333:assumed-role/app/admin"}}
                """);
        assertThat(who.holders()).hasSize(1);
        ActionAccess access = who.holders().get(0).access();
        assertThat(access.reach()).isEqualTo(Reach.UNDER_CONDITIONS);
        assertThat(access.witness().orElseThrow().principal().arn())
                .contains("arn:aws:sts::111122223333:assumed-role/app/admin");
        assertThat(access.through()).hasSize(1);
    }

    @Test
    void aRoleIsNotBlockedWhereADenySparesOneOfItsSessions() {
        String spared = """
                {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*",
                  "NotPrincipal": {"AWS": "arn:aws:sts::111122223333:assumed-role/app/admin"}}
                """;
        assertThat(onBucket(OneRole.FULL, List.of(), spared)
                        .holders()
                        .get(0)
                        .access()
                        .reach())
                .isEqualTo(Reach.UNDER_CONDITIONS);
        String denied = spared.replace("NotPrincipal", "Principal");
        assertThat(onBucket(OneRole.FULL, List.of(), denied)
                        .holders()
                        .get(0)
                        .access()
                        .reach())
                .isEqualTo(Reach.UNDER_CONDITIONS);
    }

    @Test
    void aFederatedUserOfTheOwnAccountIsNamedByItsSession() {
        String federated = """
                {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
                  "Principal": {"AWS": "arn:aws:sts::111122223333:federated-user/bob"}}
                """;
        WhoCan who = onBucket(NOTHING, List.of(), federated);
        assertThat(who.outsiders()).hasSize(1);
        assertThat(who.outsiders().get(0).reach()).isEqualTo(Reach.EVERYWHERE);
        assertThat(who.outsiders().get(0).needsOwnPermission()).isFalse();
        String only = NOTHING.replace("sqs:*", "ec2:*");
        assertThat(onBucket(NOTHING, List.of(only), federated).outsiders())
                .noneMatch(outsider -> outsider.reach().allowed());
    }

    private static ActionAccess group(EffectiveAccess access, String action) {
        return access.groups().stream()
                .filter(group -> group.actions().contains(action))
                .findFirst()
                .orElseThrow();
    }
}
