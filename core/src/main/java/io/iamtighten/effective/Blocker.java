package io.iamtighten.effective;

import io.iamtighten.evaluate.PolicyLayer;
import java.util.List;

/** What keeps a granted action from going through. */
public sealed interface Blocker {
    /**
     * A Deny statement.
     *
     * @param statement the statement
     */
    record DeniedBy(StatementUse statement) implements Blocker {}

    /**
     * A layer that would have to allow and does not.
     *
     * @param layer the kind of policy
     * @param level the id of the organization's level; empty for other kinds
     * @param policies the names of the policies of the layer
     */
    record NotAllowedBy(PolicyLayer layer, String level, List<String> policies) implements Blocker {
        /** Copies the list. */
        public NotAllowedBy {
            policies = List.copyOf(policies);
        }
    }
}
