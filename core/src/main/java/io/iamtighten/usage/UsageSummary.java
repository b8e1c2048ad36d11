package io.iamtighten.usage;

import java.util.List;
import java.util.Optional;

/**
 * What principals did, and what the records can show.
 *
 * @param principals the principals seen, in order of their ARNs; a role made again under its name is there once for each of its ids
 * @param coverage what the records can show
 */
public record UsageSummary(List<PrincipalUsage> principals, TrailCoverage coverage) {
    /** Copies the list. */
    public UsageSummary {
        principals = List.copyOf(principals);
    }

    /**
     * Returns what the principal of an ARN did, or empty when no call of it was seen. A role of which some records lack the path, or
     * that had predecessors of the same name, is found in full by {@link #role}.
     */
    public Optional<PrincipalUsage> principal(String arn) {
        return principals.stream()
                .filter(usage -> usage.principal().arn().equals(arn))
                .findFirst();
    }

    /**
     * Returns what a role did, or empty when no call of it was seen: the calls under its ARN with the path, those under its id, and
     * those of sessions whose records name the account and the role's name only. Calls of a predecessor, a role of the same name
     * with another id, are not counted where both ids are known.
     *
     * @param arn the role's ARN with its path
     * @param id the role's id, or empty when unknown
     */
    public Optional<PrincipalUsage> role(String arn, Optional<String> id) {
        return RoleSearch.in(principals, arn, id).usage();
    }

    /**
     * Returns the ids of roles that had this ARN, or this account and name, and are not this one.
     *
     * @param arn the role's ARN with its path
     * @param id the role's id, or empty when unknown: then there is nothing to tell them by
     */
    public List<String> predecessors(String arn, Optional<String> id) {
        return RoleSearch.in(principals, arn, id).predecessors();
    }
}
