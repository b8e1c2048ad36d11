package io.iamtighten.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Any operator on any values: an answer, never an exception, and the same one twice; negation never accepts what its positive does. */
public final class ConditionEvaluatorFuzzer {
    private ConditionEvaluatorFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length < 3) {
            return;
        }
        ConditionOperator[] operators = ConditionOperator.values();
        ConditionOperator operator = operators[Math.floorMod(bytes[0], operators.length)];
        Quantifier quantifier = Quantifier.values()[Math.floorMod(bytes[1], 3)];
        int cut = 3 + Math.floorMod(bytes[2], bytes.length - 2);
        String policy = new String(bytes, 3, cut - 3, StandardCharsets.UTF_8);
        String value = new String(bytes, cut, bytes.length - cut, StandardCharsets.UTF_8);
        for (PolicyVersion version : PolicyVersion.values()) {
            RequestContext context =
                    RequestContext.of(Map.of("k", new ContextValues(List.of(value), quantifier != Quantifier.NONE)));
            boolean answer = holds(new OperatorUse(quantifier, operator, false), policy, version, context);
            assertThat(holds(new OperatorUse(quantifier, operator, false), policy, version, context))
                    .isEqualTo(answer);
            if (operator != ConditionOperator.NULL) {
                assertThat(holds(new OperatorUse(quantifier, operator, true), policy, version, context))
                        .isEqualTo(answer);
            }
            if (operator.negated() && answer) {
                ConditionOperator positive = ConditionOperator.parse(
                                operator.text().replace("Not", ""))
                        .orElseThrow();
                assertThat(holds(new OperatorUse(quantifier, positive, false), policy, version, context))
                        .isFalse();
            }
        }
    }

    private static boolean holds(OperatorUse use, String policy, PolicyVersion version, RequestContext context) {
        return ConditionEvaluator.compile(new Condition(use, "K", List.of(policy)), version)
                .evaluate(context);
    }
}
