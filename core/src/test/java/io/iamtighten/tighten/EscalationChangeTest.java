package io.iamtighten.tighten;

import static io.iamtighten.tighten.Scenario.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.lint.EscalationPaths;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.UseContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EscalationChangeTest {
    private static final String EVERYTHING = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";
    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:f";

    private static List<String> ids(EscalationPaths paths) {
        return paths.open().stream().map(EscalationPaths.Path::id).toList();
    }

    @Test
    void administratorHasAllKnownWaysAndTheProposalOnlyThoseOfWhatWasDone() {
        EscalationChange change = Scenario.role()
                .inline("Own", statements(EVERYTHING))
                .options(TighteningOptions.standard().withUnverifiable(Unverifiable.DROP))
                .did("lambda:UpdateFunctionCode", FUNCTION)
                .propose()
                .escalation();
        assertThat(change.before().open()).hasSize(EscalationPaths.known());
        assertThat(change.after().open())
                .isNotEmpty()
                .allMatch(path ->
                        path.permissions().stream().allMatch(action -> action.equals("lambda:UpdateFunctionCode")));
        assertThat(change.closed())
                .hasSize(EscalationPaths.known() - change.after().open().size());
        assertThat(change.before().undecided()).isEmpty();
    }

    @Test
    void roleThatOnlyOneServiceCanGetOpensThatServicesWaysOnly() {
        UseContext context = new UseContext(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of("iam:passedtoservice", "lambda.amazonaws.com"));
        Scenario scenario = Scenario.role()
                .inline("Own", statements(EVERYTHING))
                .did("iam:PassRole", "arn:aws:iam::123456789012:role/r", true, CallOutcome.SUCCEEDED, context)
                .did("cloudformation:CreateStack", "arn:aws:cloudformation:eu-west-1:123456789012:stack/s/*");
        TighteningOptions options = TighteningOptions.standard().withUnverifiable(Unverifiable.DROP);
        assertThat(ids(scenario.options(options).propose().escalation().after()))
                .contains("cloudformation-001");
        assertThat(ids(scenario.options(options.withConditions(List.of(ConditionKind.PASSED_TO_SERVICE)))
                        .propose()
                        .escalation()
                        .after()))
                .doesNotContain("cloudformation-001");
    }

    @Test
    void boundaryThatBlocksAWayCountsOnBothSides() {
        EscalationChange change = Scenario.role()
                .inline("Own", statements(EVERYTHING))
                .managed(
                        "arn:aws:iam::123456789012:policy/Boundary",
                        statements("{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}"))
                .boundary("arn:aws:iam::123456789012:policy/Boundary")
                .did("sqs:GetQueueUrl", "arn:aws:sqs:eu-west-1:123456789012:jobs")
                .propose()
                .escalation();
        assertThat(change.before().open()).isEmpty();
        assertThat(change.after().open()).isEmpty();
    }
}
