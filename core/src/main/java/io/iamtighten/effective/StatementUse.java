package io.iamtighten.effective;

import io.iamtighten.evaluate.PolicyLayer;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Statement;
import io.iamtighten.policy.StatementRef;
import java.util.List;

/**
 * A statement that bears on an action.
 *
 * @param layer the kind of policy that it stands in
 * @param level the id of the organization's level for service and resource control policies; empty for other kinds
 * @param ref names the statement
 * @param statement the statement
 * @param conditions its conditions that the principal alone does not settle; empty means that it always applies to its resources
 */
public record StatementUse(
        PolicyLayer layer, String level, StatementRef ref, Statement statement, List<Condition> conditions) {
    /** Copies the list. */
    public StatementUse {
        conditions = List.copyOf(conditions);
    }
}
