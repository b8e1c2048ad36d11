package io.iamtighten.tighten;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamRole;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.PrincipalEntry;
import io.iamtighten.policy.PrincipalKind;
import io.iamtighten.policy.Statement;
import java.util.List;

/**
 * The roles that can be passed to a service at all: those whose trust policy lets a service assume them. Service-linked roles cannot
 * be passed.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html">Passing a role to a service</a>
 */
final class PassableRoles {
    /** Beyond this many, roles are not listed one by one. */
    private static final int MAX_LISTED = 20;

    private final List<String> arns;
    private final boolean listed;

    /**
     * @param whole whether the account holds all of its roles
     */
    PassableRoles(AccountSnapshot account, boolean whole) {
        this.arns = account.roles().stream()
                .filter(role -> !role.serviceLinked() && !role.awsReserved() && trustsAService(role))
                .map(IamRole::arn)
                .sorted()
                .toList();
        this.listed = whole && arns.size() <= MAX_LISTED;
    }

    private static boolean trustsAService(IamRole role) {
        for (Statement statement : role.trustPolicy().statements()) {
            if (statement.principal().isPresent()) {
                PrincipalElement principal = statement.principal().get();
                boolean service = principal.anyone()
                        || principal.polarity() == io.iamtighten.policy.Polarity.ALL_BUT
                        || principal.entries().stream()
                                .map(PrincipalEntry::kind)
                                .anyMatch(k -> k == PrincipalKind.SERVICE);
                if (service && statement.effect() == io.iamtighten.policy.Effect.ALLOW) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns whether the roles are few and known well enough to be listed. */
    boolean listed() {
        return listed;
    }

    List<String> arns() {
        return arns;
    }
}
