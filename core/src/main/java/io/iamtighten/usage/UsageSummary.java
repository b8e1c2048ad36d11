package io.iamtighten.usage;

import java.util.List;
import java.util.Optional;

/**
 * What principals did, and what the records can show.
 *
 * @param principals the principals seen, in order of their ARNs
 * @param coverage what the records can show
 */
public record UsageSummary(List<PrincipalUsage> principals, TrailCoverage coverage) {
    /** Copies the list. */
    public UsageSummary {
        principals = List.copyOf(principals);
    }

    /** Returns what the principal of an ARN did, or empty when no call of it was seen. */
    public Optional<PrincipalUsage> principal(String arn) {
        return principals.stream()
                .filter(usage -> usage.principal().arn().equals(arn))
                .findFirst();
    }
}
