package io.iamtighten.effective;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class EquivalentPolicyTest {
    /** The shape of AWS's PowerUserAccess. */
    private static final String POWER_USER = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "NotAction": ["iam:*", "organizations:*"], "Resource": "*"},
              {"Effect": "Allow", "Action": ["iam:ListRoles", "organizations:DescribeOrganization"], "Resource": "*"}]}
            """;

    private static EquivalentPolicy under(String boundary, String identity) {
        AccountSnapshot account = OneRole.account(identity, List.of(), List.of());
        IamRole role = account.roles().get(0);
        PrincipalView view = account.view(role);
        PolicyStack stack = view.stack().withBoundary(new NamedPolicy("boundary", OneRole.policy(boundary)));
        return EquivalentPolicy.of(
                new PrincipalView(role, view.accountId(), view.policies(), view.organization(), stack, view.gaps()),
                WorkLimit.standard());
    }

    @Test
    void aBoundaryOfAllButSomeServicesIsWrittenOut() {
        String everything =
                PolicyWriter.minified(under(POWER_USER, OneRole.FULL).document().orElseThrow());
        assertThat(everything).contains("NotAction").contains("iam:ListRoles").doesNotContain("Deny");
        String some = PolicyWriter.minified(under(POWER_USER, """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                  "Action": ["s3:Get*", "iam:List*", "organizations:*"], "Resource": "*"}]}
                """).document().orElseThrow());
        assertThat(some).contains("s3:Get*").contains("iam:ListRoles").doesNotContain("iam:List*");
    }
}
