package io.iamtighten.testkit;

import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.Decision;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsCoverage;
import net.jqwik.api.statistics.StatisticsReport;

/** Properties that never meet an interesting case prove nothing: each outcome has its share. */
class DistributionPropertyTest {
    @Provide
    Arbitrary<AccessCase> cases() {
        return StackArbitraries.cases();
    }

    @Provide
    Arbitrary<AccessCase> identityCases() {
        return StackArbitraries.identityCases();
    }

    @StatisticsReport(onFailureOnly = true)
    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void everyOutcomeIsCommonForWholeStacks(@ForAll("cases") AccessCase given) {
        Decision decision = Authorizer.compile(given.stack()).decide(given.request());
        Statistics.label("outcome").collect(decision.outcome()).coverage(DistributionPropertyTest::common);
        Statistics.label("layer").collect(decision.layer());
    }

    @StatisticsReport(onFailureOnly = true)
    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void everyOutcomeIsCommonForIdentityPolicies(@ForAll("identityCases") AccessCase given) {
        Decision decision = Authorizer.compile(given.stack()).decide(given.request());
        Statistics.label("outcome").collect(decision.outcome()).coverage(DistributionPropertyTest::common);
    }

    private static void common(StatisticsCoverage coverage) {
        for (io.iamtighten.evaluate.Outcome outcome : io.iamtighten.evaluate.Outcome.values()) {
            coverage.check(outcome).percentage(p -> p > 15);
        }
    }
}
