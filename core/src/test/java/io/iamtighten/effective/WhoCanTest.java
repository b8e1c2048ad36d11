package io.iamtighten.effective;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.request.AccessRequest;
import java.util.List;
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

    private static ActionAccess group(EffectiveAccess access, String action) {
        return access.groups().stream()
                .filter(group -> group.actions().contains(action))
                .findFirst()
                .orElseThrow();
    }
}
