package io.iamtighten.usage;

import io.iamtighten.arn.Arn;
import io.iamtighten.request.PrincipalType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds everything that is one role's among the principals of a summary. */
record RoleSearch(Optional<PrincipalUsage> usage, List<String> predecessors) {
    static RoleSearch in(List<PrincipalUsage> principals, String arn, Optional<String> id) {
        Set<String> shared = sharedIds(principals);
        boolean tellable = id.isPresent() && !shared.contains(id.get());
        List<PrincipalUsage> found = new ArrayList<>();
        Set<String> predecessors = new TreeSet<>();
        for (PrincipalUsage usage : principals) {
            UsagePrincipal principal = usage.principal();
            if (principal.type() != PrincipalType.IAM_ROLE) {
                continue;
            }
            Optional<String> other = principal.id().filter(i -> !shared.contains(i));
            boolean sameName =
                    principal.arn().equals(arn) || (!principal.pathKnown() && sameAccountAndName(principal.arn(), arn));
            boolean sameId = tellable && other.equals(id);
            if (sameName && tellable && other.isPresent() && !sameId) {
                predecessors.add(other.get());
            } else if (sameName || sameId) {
                found.add(usage);
            }
        }
        return new RoleSearch(merged(found, arn, id), List.copyOf(predecessors));
    }

    /** Anonymised logs give several roles one id; such an id tells nothing. */
    private static Set<String> sharedIds(List<PrincipalUsage> principals) {
        Map<String, String> names = new HashMap<>();
        Set<String> shared = new HashSet<>();
        for (PrincipalUsage usage : principals) {
            UsagePrincipal principal = usage.principal();
            if (principal.type() == PrincipalType.IAM_ROLE && principal.id().isPresent()) {
                String name = accountAndName(principal.arn());
                String before = names.putIfAbsent(principal.id().get(), name);
                if (before != null && !before.equals(name)) {
                    shared.add(principal.id().get());
                }
            }
        }
        return shared;
    }

    private static boolean sameAccountAndName(String one, String other) {
        return accountAndName(one).equals(accountAndName(other));
    }

    private static String accountAndName(String arn) {
        return Arn.parse(arn).map(a -> a.account() + "/" + a.name()).orElse(arn);
    }

    private static Optional<PrincipalUsage> merged(List<PrincipalUsage> found, String arn, Optional<String> id) {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.size() == 1 && found.get(0).principal().arn().equals(arn)) {
            return Optional.of(found.get(0));
        }
        PrincipalTally tally = new PrincipalTally(SummaryLimits.STANDARD, found);
        found.forEach(tally::add);
        UsagePrincipal role = new UsagePrincipal(
                PrincipalType.IAM_ROLE,
                arn,
                true,
                id.or(() -> found.stream()
                        .flatMap(usage -> usage.principal().id().stream())
                        .findFirst()),
                Arn.parse(arn).map(Arn::account).filter(account -> !account.isEmpty()));
        return Optional.of(tally.usage(role));
    }
}
