package io.iamtighten.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.Explanation;
import io.iamtighten.evaluate.Outcome;
import io.iamtighten.request.AccessRequest;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** An explanation tells what the decision did. */
class ExplanationPropertyTest {
    @Provide
    Arbitrary<AccessCase> cases() {
        return StackArbitraries.cases();
    }

    @Property(tries = 1_500, edgeCases = EdgeCasesMode.NONE)
    void explanationsAreTrue(@ForAll("cases") AccessCase given) {
        Authorizer authorizer = Authorizer.compile(given.stack());
        Explanation explanation = authorizer.explain(given.request());
        assertThat(explanation.decision()).isEqualTo(authorizer.decide(given.request()));
        explanation
                .decision()
                .statement()
                .ifPresent(statement -> assertThat(explanation.matched())
                        .anyMatch(applied -> applied.statement().equals(statement)
                                && applied.layer() == explanation.decision().layer()));
        if (explanation.decision().layer() != io.iamtighten.evaluate.PolicyLayer.SERVICE_RULE) {
            boolean denied = explanation.layers().stream().anyMatch(l -> l.answer() == Explanation.Answer.DENIES);
            assertThat(denied).isEqualTo(explanation.decision().outcome() == Outcome.EXPLICIT_DENY);
        }
        for (Explanation.NearMiss miss : explanation.nearMisses()) {
            assertThat(miss.mismatches().stream()
                            .map(Explanation.Mismatch::element)
                            .distinct())
                    .hasSize(1);
        }
        for (Explanation.Alternative alternative : explanation.alternatives()) {
            AccessRequest changed = given.request();
            for (var entry : alternative.context().entrySet()) {
                assertThat(changed.context().get(entry.getKey())).isEmpty();
                changed = changed.withContext(changed.context().with(entry.getKey(), entry.getValue()));
            }
            assertThat(authorizer.decide(changed).outcome())
                    .isEqualTo(alternative.outcome())
                    .isNotEqualTo(explanation.decision().outcome());
        }
        assertThat(explanation.render())
                .startsWith(explanation.decision().outcome().text());
    }
}
