package io.iamtighten.tighten;

import io.iamtighten.account.IamRole;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UsagePrincipal;
import java.util.List;
import java.util.Optional;

/** The usage of a principal of which nothing was seen. */
final class NoUsage {
    private NoUsage() {}

    static PrincipalUsage of(PrincipalView view) {
        return new PrincipalUsage(
                new UsagePrincipal(
                        view.principal() instanceof IamRole ? PrincipalType.IAM_ROLE : PrincipalType.IAM_USER,
                        view.principal().arn(),
                        true,
                        view.principal().id(),
                        Optional.of(view.accountId())),
                0,
                List.of(),
                List.of(),
                List.of());
    }
}
