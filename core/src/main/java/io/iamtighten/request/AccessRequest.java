package io.iamtighten.request;

import java.util.Optional;

/**
 * One request: who asks for which action on what, with which context.
 *
 * @param principal the caller
 * @param action the action, such as {@code s3:GetObject}; case does not matter
 * @param resource the resource's ARN, or {@code *} for an action without a resource
 * @param resourceAccount the account that owns the resource, where it is known
 * @param context the complete request context: nothing is derived from the other parts
 * @param resourceLevel whether the action supports resource-level permissions
 */
public record AccessRequest(
        RequestPrincipal principal,
        String action,
        String resource,
        Optional<String> resourceAccount,
        RequestContext context,
        ResourceLevel resourceLevel) {
    /** Whether an action can be limited to resources. */
    public enum ResourceLevel {
        /** The {@code Resource} element is matched against the request's resource. */
        SUPPORTED,
        /** Only {@code *} in a policy's {@code Resource} matches. */
        WILDCARD_ONLY
    }

    /** Returns a request by a caller on a resource of the caller's own account. */
    public static AccessRequest of(RequestPrincipal principal, String action, String resource, RequestContext context) {
        return new AccessRequest(principal, action, resource, principal.accountId(), context, ResourceLevel.SUPPORTED);
    }

    /** Returns this request with another context. */
    public AccessRequest withContext(RequestContext changed) {
        return new AccessRequest(principal, action, resource, resourceAccount, changed, resourceLevel);
    }
}
