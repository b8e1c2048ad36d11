package io.iamtighten.request;

import java.util.Optional;

/**
 * Who makes a request.
 *
 * @param type the kind of caller
 * @param arn the caller's ARN (a service's name for {@code AWS_SERVICE}); empty for anonymous callers
 * @param accountId the caller's account, empty where there is none
 * @param serviceLinkedRole whether the caller is a session of a service-linked role
 */
public record RequestPrincipal(
        PrincipalType type, Optional<String> arn, Optional<String> accountId, boolean serviceLinkedRole) {
    /** Returns a caller that has an ARN and an account. */
    public static RequestPrincipal of(PrincipalType type, String arn, String accountId) {
        return new RequestPrincipal(type, Optional.of(arn), Optional.of(accountId), false);
    }

    /** Returns an unsigned caller. */
    public static RequestPrincipal anonymous() {
        return new RequestPrincipal(PrincipalType.ANONYMOUS, Optional.empty(), Optional.empty(), false);
    }
}
