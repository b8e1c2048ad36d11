package io.iamtighten.tighten;

import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.IamRole;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.PrincipalKind;
import io.iamtighten.policy.Statement;
import java.util.List;
import java.util.Locale;

/** The services that may assume a role, and so do things with its permissions; none for a user. */
final class TrustedServices {
    private final List<String> names;
    private final boolean all;

    TrustedServices(IamPrincipal principal) {
        List<PrincipalElement> elements = principal instanceof IamRole role
                ? role.trustPolicy().statements().stream()
                        .filter(statement -> statement.effect() == Effect.ALLOW)
                        .map(Statement::principal)
                        .flatMap(java.util.Optional::stream)
                        .toList()
                : List.of();
        this.all = elements.stream().anyMatch(e -> e.anyone() || e.polarity() == Polarity.ALL_BUT);
        this.names = elements.stream()
                .flatMap(e -> e.entries().stream())
                .filter(entry -> entry.kind() == PrincipalKind.SERVICE)
                .map(entry -> entry.value().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Returns whether the role trusts a service of this prefix: {@code s3} for {@code batchoperations.s3.amazonaws.com}, say. */
    boolean contains(String prefix) {
        return all
                || names.stream().anyMatch(name -> name.startsWith(prefix + ".") || name.contains("." + prefix + "."));
    }
}
