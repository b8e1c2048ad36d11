package io.iamtighten.effective;

import io.iamtighten.account.IamRole;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.arn.Arn;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PrincipalEntry;
import io.iamtighten.policy.PrincipalKind;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The role sessions that a resource's policy names one by one. Such a session is treated otherwise than the role's others: what
 * names it grants it directly, and what leaves it out of a Deny spares it alone.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principal element</a>
 */
final class NamedSessions {
    private static final String ASSUMED = "assumed-role/";

    private NamedSessions() {}

    /** Returns the names of a principal's sessions that a policy names, in its order; none for a user. */
    static List<String> of(PolicyDocument policy, PrincipalView view) {
        List<String> names = new ArrayList<>();
        if (!(view.principal() instanceof IamRole role)) {
            return names;
        }
        for (Statement statement : policy.statements()) {
            if (statement.principal().isPresent()) {
                for (PrincipalEntry entry : statement.principal().get().entries()) {
                    if (entry.kind() == PrincipalKind.AWS && entry.value().contains(ASSUMED)) {
                        Arn.parse(entry.value())
                                .filter(arn -> arn.service().equals("sts")
                                        && arn.account().equals(view.accountId())
                                        && arn.resource().startsWith(ASSUMED + role.name() + "/"))
                                .map(arn -> arn.resource()
                                        .substring(
                                                ASSUMED.length() + role.name().length() + 1))
                                .filter(name -> !names.contains(name))
                                .ifPresent(names::add);
                    }
                }
            }
        }
        return names;
    }
}
