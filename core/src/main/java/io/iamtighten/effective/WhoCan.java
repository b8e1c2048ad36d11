package io.iamtighten.effective;

import io.iamtighten.account.IamPrincipal;
import java.util.List;
import java.util.Optional;

/**
 * Who can do one thing, over an account.
 *
 * @param action the action
 * @param resource the resource; empty when any is meant
 * @param holders the users and roles that statements grant it, in the snapshot's order, those included that are blocked
 * @param outsiders callers that are not users or roles of the account, as the resource's own policy lets them in
 * @param gaps what is not known and could change the answer, one line each
 */
public record WhoCan(
        String action, Optional<String> resource, List<Holder> holders, List<Outsider> outsiders, List<String> gaps) {
    /**
     * A user or role.
     *
     * @param principal the user or role
     * @param access how far it gets, and through what
     */
    public record Holder(IamPrincipal principal, ActionAccess access) {}

    /** Copies the lists. */
    public WhoCan {
        holders = List.copyOf(holders);
        outsiders = List.copyOf(outsiders);
        gaps = List.copyOf(gaps);
    }
}
