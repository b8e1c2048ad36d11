package io.iamtighten.effective;

import io.iamtighten.policy.StatementRef;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement that names the action in question, as it applies to one principal.
 *
 * @param layer where it stands
 * @param policy the number of its policy in the layer
 * @param statement the statement
 * @param open its conditions that the principal does not settle
 */
record Candidate(
        IndexedPrincipal.Layer layer, int policy, IndexedStatement statement, List<IndexedStatement.Line> open) {
    boolean conditional() {
        return !open.isEmpty();
    }

    /** Whether the statement applies to every request for the action. */
    boolean plain() {
        return statement.everyResource && open.isEmpty();
    }

    StatementUse use() {
        List<io.iamtighten.policy.Condition> conditions = new ArrayList<>();
        open.forEach(line -> conditions.add(line.condition()));
        return new StatementUse(
                layer.kind(),
                layer.level(),
                new StatementRef(layer.policies().get(policy).name(), statement.index, statement.statement.sid()),
                statement.statement,
                conditions);
    }
}
