package io.iamtighten.cli;

import io.iamtighten.policy.Nearest;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UsagePrincipal;
import io.iamtighten.usage.UsageSummary;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Finds a role or user among those that records show, where no account was given. */
final class TrailPrincipals {
    private TrailPrincipals() {}

    static UsagePrincipal find(UsageSummary usage, Optional<String> role, Optional<String> user) {
        PrincipalType type = role.isPresent() ? PrincipalType.IAM_ROLE : PrincipalType.IAM_USER;
        String name = role.or(() -> user).orElseThrow();
        List<UsagePrincipal> known = usage.principals().stream()
                .map(PrincipalUsage::principal)
                .filter(principal -> principal.type() == type)
                .toList();
        TreeSet<String> matches = new TreeSet<>();
        known.stream()
                .filter(principal -> principal.arn().equals(name)
                        || principal.arn().endsWith("/" + name)
                        || principal.arn().endsWith(":role" + name)
                        || principal.arn().endsWith(":user" + name))
                .forEach(principal -> matches.add(principal.arn()));
        if (matches.size() > 1) {
            throw new InputException("the trail has several principals of that name; name one by its ARN: "
                    + String.join(", ", matches));
        }
        return known.stream()
                .filter(principal -> matches.contains(principal.arn()))
                .findFirst()
                .orElseThrow(() -> new UnknownPrincipalException("the trail has no event of a "
                        + (role.isPresent() ? "role" : "user") + " `" + name + "`"
                        + Nearest.hint(
                                name,
                                known.stream()
                                        .map(p -> p.arn().substring(p.arn().lastIndexOf('/') + 1))
                                        .distinct()
                                        .toList(),
                                3)));
    }
}
