package io.iamtighten.account;

import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user or role of a snapshot with everything that bears on what it may do.
 *
 * @param principal the user or role
 * @param accountId the account
 * @param policies the identity-based policies that apply, in the snapshot's order: inline, attached, then by group
 * @param organization the account's place in its organization, or empty when unknown
 * @param stack all policies that apply whatever the resource: identity-based policies, boundary, SCP levels; {@code identity} has the
 *     documents of {@code policies} in the same order
 * @param gaps what the snapshot does not know about this principal, one line each, such as a managed policy without its document
 */
public record PrincipalView(
        IamPrincipal principal,
        String accountId,
        List<HeldPolicy> policies,
        Optional<AccountPlace> organization,
        PolicyStack stack,
        List<String> gaps) {
    /** Copies the lists. */
    public PrincipalView {
        policies = List.copyOf(policies);
        gaps = List.copyOf(gaps);
    }

    /**
     * Returns the caller that this principal is in a request: the user, or a session of the role.
     *
     * @param sessionName the role session's name; not used for a user
     */
    public RequestPrincipal caller(String sessionName) {
        return Callers.of(principal, accountId, sessionName);
    }

    /**
     * Returns the context keys that AWS derives from the principal alone, with the spelling of the IAM guide: {@code aws:PrincipalArn},
     * {@code aws:PrincipalAccount}, {@code aws:PrincipalIsAWSService}, {@code aws:PrincipalType}, {@code aws:userid}, {@code aws:username}, {@code aws:PrincipalTag/...},
     * {@code aws:PrincipalOrgID} and {@code aws:PrincipalOrgPaths} where the organization is known.
     *
     * @param sessionName the role session's name; not used for a user
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Global condition context keys</a>
     */
    public Map<String, List<String>> derivedContext(String sessionName) {
        return Callers.context(this, sessionName);
    }
}
