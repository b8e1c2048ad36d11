package io.iamtighten.access;

import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.RequestPrincipal;
import java.util.Optional;

/**
 * Which requests a set speaks of: those of one caller to resources of one account, for actions that support resource-level
 * permissions or {@code *} as resource.
 *
 * @param principal the caller
 * @param resourceAccount the account that owns the resources; empty where it is not known, which counts as the caller's own
 * @param options what the evaluation takes as given; its reading of wildcards is not used, answers hold for every reading
 */
public record AccessScope(RequestPrincipal principal, Optional<String> resourceAccount, EvaluationOptions options) {
    /** Returns the requests of a caller to resources of the caller's own account, under the standard options. */
    public static AccessScope ownAccount(RequestPrincipal principal) {
        return new AccessScope(principal, principal.accountId(), EvaluationOptions.standard());
    }

    /** Returns this scope with other options. */
    public AccessScope withOptions(EvaluationOptions changed) {
        return new AccessScope(principal, resourceAccount, changed);
    }

    /** Returns whether a request is one of those that sets of this scope speak of. */
    public boolean covers(AccessRequest request) {
        return request.principal().equals(principal)
                && request.resourceAccount().equals(resourceAccount);
    }

    /** Whether sets of the two scopes speak of the same requests. */
    boolean sameRequests(AccessScope other) {
        return principal.equals(other.principal) && resourceAccount.equals(other.resourceAccount);
    }
}
