package io.iamtighten.evaluate;

import io.iamtighten.arn.WildcardReading;
import io.iamtighten.condition.ConditionEvaluator;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.Statement;
import io.iamtighten.policy.StatementRef;
import io.iamtighten.request.AccessRequest;
import java.util.List;
import java.util.Optional;

/** One statement, ready to be matched. */
final class CompiledStatement {
    final Statement statement;
    final StatementRef ref;
    final boolean deny;
    final ActionMatcher actions;
    final ResourceMatcher resources;
    final ConditionEvaluator[] conditions;
    /** The decision that this statement makes, made once. */
    final Decision decision;

    CompiledStatement(
            Statement statement, StatementRef ref, PolicyVersion version, PolicyLayer layer, WildcardReading reading) {
        this.statement = statement;
        this.ref = ref;
        this.deny = statement.effect() == Effect.DENY;
        this.actions = ActionMatcher.of(statement.actions());
        this.resources = ResourceMatcher.of(statement.resources(), version, reading);
        List<io.iamtighten.policy.Condition> lines = statement.conditions();
        this.conditions = new ConditionEvaluator[lines.size()];
        for (int i = 0; i < conditions.length; i++) {
            conditions[i] = ConditionEvaluator.compile(lines.get(i), version);
        }
        this.decision = new Decision(deny ? Outcome.EXPLICIT_DENY : Outcome.ALLOWED, layer, Optional.of(ref));
    }

    boolean conditionsHold(AccessRequest request) {
        for (ConditionEvaluator condition : conditions) {
            if (!condition.evaluate(request.context())) {
                return false;
            }
        }
        return true;
    }

    /**
     * How closely the statement names the caller. A Deny with {@code NotPrincipal} always reaches a caller that has a
     * permissions boundary: reference_policies_elements_notprincipal.
     */
    PrincipalMatch principal(AccessRequest request, boolean callerHasBoundary) {
        if (statement.principal().isEmpty()) {
            return PrincipalMatch.DIRECT;
        }
        if (deny && callerHasBoundary && statement.principal().get().polarity() == Polarity.ALL_BUT) {
            return PrincipalMatch.DIRECT;
        }
        return PrincipalMatcher.match(statement.principal().get(), request.principal());
    }
}
