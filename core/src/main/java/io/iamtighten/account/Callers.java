package io.iamtighten.account;

import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a principal of a snapshot appears in requests. */
final class Callers {
    private Callers() {}

    static RequestPrincipal of(IamPrincipal principal, String accountId, String sessionName) {
        if (principal instanceof IamRole role) {
            String partition = role.arn().split(":", 3)[1];
            return new RequestPrincipal(
                    PrincipalType.ASSUMED_ROLE,
                    Optional.of("arn:" + partition + ":sts::" + accountId + ":assumed-role/" + role.name() + "/"
                            + sessionName),
                    Optional.of(accountId),
                    role.serviceLinked());
        }
        return RequestPrincipal.of(PrincipalType.IAM_USER, principal.arn(), accountId);
    }

    static Map<String, List<String>> context(PrincipalView view, String sessionName) {
        IamPrincipal principal = view.principal();
        Map<String, List<String>> keys = new TreeMap<>();
        keys.put("aws:PrincipalArn", List.of(principal.arn()));
        keys.put("aws:PrincipalAccount", List.of(view.accountId()));
        // Present in every signed request; true only for calls that a service makes as itself.
        keys.put("aws:PrincipalIsAWSService", List.of("false"));
        if (principal instanceof IamUser) {
            keys.put("aws:PrincipalType", List.of("User"));
            keys.put("aws:username", List.of(principal.name()));
            principal.id().ifPresent(id -> keys.put("aws:userid", List.of(id)));
        } else {
            keys.put("aws:PrincipalType", List.of("AssumedRole"));
            principal.id().ifPresent(id -> keys.put("aws:userid", List.of(id + ":" + sessionName)));
        }
        principal.tags().forEach((key, value) -> keys.put("aws:PrincipalTag/" + key, List.of(value)));
        view.organization()
                .flatMap(AccountPlace::organizationId)
                .ifPresent(id -> keys.put("aws:PrincipalOrgID", List.of(id)));
        view.organization()
                .flatMap(AccountPlace::path)
                .ifPresent(path -> keys.put("aws:PrincipalOrgPaths", List.of(path)));
        return keys;
    }
}
