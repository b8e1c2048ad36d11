package io.iamtighten.usage;

import io.iamtighten.request.PrincipalType;
import java.util.Optional;

/**
 * Who used something.
 *
 * @param type the kind of caller; {@link PrincipalType#IAM_ROLE} for all sessions of a role together
 * @param arn the user's ARN, or the role's with its path; for other callers whatever the record has
 * @param pathKnown whether the ARN has the path; not so for a role of which only session ARNs were seen
 * @param id the stable id ({@code AROA...}), empty when unknown or masked
 * @param accountId the caller's account, empty when unknown
 */
public record UsagePrincipal(
        PrincipalType type, String arn, boolean pathKnown, Optional<String> id, Optional<String> accountId) {}
