package io.iamtighten.effective;

import java.util.Optional;

/**
 * On what an action is asked about.
 *
 * @param shape the resources on which the action acts
 * @param resource the one that is meant, or empty when any is
 * @param account the account that owns the resource
 */
record Target(ResourceShape shape, Optional<String> resource, Optional<String> account) {
    /** Any resource of the principal's own account. */
    static Target any(ResourceShape shape, IndexedPrincipal who) {
        return new Target(shape, Optional.empty(), who.caller.accountId());
    }
}
