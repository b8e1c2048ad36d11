package io.iamtighten.tighten;

import static io.iamtighten.tighten.Scenario.first;
import static io.iamtighten.tighten.Scenario.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.UseContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeverFoundTest {
    private static final String MISSPELT = "arn:aws:s3:::exprots";
    private static final String READS =
            "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetBucketVersioning\",\"s3:ListBucket\","
                    + "\"s3:GetObject\"],\"Resource\":\"*\"}";

    private static Scenario lookedFor(Scenario scenario, String action, String resource) {
        return scenario.did(action, resource, true, CallOutcome.NOT_FOUND, UseContext.unknown());
    }

    private static Scenario role() {
        return Scenario.role().inline("P", statements(READS));
    }

    @Test
    void aNameThatNoCallFoundStaysAndIsNamed() {
        TighteningProposal proposal = lookedFor(role(), "s3:GetBucketVersioning", MISSPELT)
                .did("s3:GetBucketVersioning", "arn:aws:s3:::exports")
                .propose();
        assertThat(proposal.neverFound()).singleElement().satisfies(each -> {
            assertThat(each.resource()).isEqualTo(MISSPELT);
            assertThat(each.actions()).containsExactly("s3:GetBucketVersioning");
            assertThat(each.calls()).isEqualTo(1);
            assertThat(each.samples()).isEqualTo(List.of("event-1"));
        });
        assertThat(first(proposal)).contains(MISSPELT);
        assertThat(proposal.replay().complete()).isTrue();
    }

    @Test
    void nothingUnseenBelongsWithWhatWasNeverFound() {
        PolicyDocument all = statements("{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}");
        TighteningProposal proposal = lookedFor(Scenario.role().inline("P", all), "s3:GetBucketVersioning", MISSPELT)
                .propose();
        assertThat(proposal.kept()).extracting(KeptPermission::action).containsExactly("s3:GetBucketVersioning");
    }

    @Test
    void anybodysCallThatFoundItClearsIt() {
        assertThat(lookedFor(
                                role().did("s3:GetObject", MISSPELT + "/a.csv").byAnother(),
                                "s3:GetBucketVersioning",
                                MISSPELT)
                        .propose()
                        .neverFound())
                .isEmpty();
        assertThat(lookedFor(role(), "s3:GetBucketVersioning", MISSPELT)
                        .did("s3:ListBucket", MISSPELT)
                        .propose()
                        .neverFound())
                .isEmpty();
    }

    @Test
    void aNeighbourWithALongerNameOrARefusedCallClearsNothing() {
        assertThat(lookedFor(role(), "s3:GetBucketVersioning", MISSPELT)
                        .did("s3:ListBucket", MISSPELT + "-old")
                        .did("s3:ListBucket", MISSPELT, true, CallOutcome.REFUSED, UseContext.unknown())
                        .propose()
                        .neverFound())
                .hasSize(1);
    }

    @Test
    void whatTodaysPoliciesRefuseIsNotNamed() {
        assertThat(lookedFor(role(), "sqs:GetQueueUrl", "arn:aws:sqs:eu-west-1:123456789012:gone")
                        .propose()
                        .neverFound())
                .isEmpty();
    }

    @Test
    void whatIamHasIsThere() {
        Scenario scenario = Scenario.role()
                .inline("P", statements("{\"Effect\":\"Allow\",\"Action\":\"iam:GetRolePolicy\",\"Resource\":\"*\"}"));
        String own = scenario.principal().arn();
        assertThat(lookedFor(scenario, "iam:GetRolePolicy", own).propose().neverFound())
                .isEmpty();
    }
}
