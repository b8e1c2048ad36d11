package io.iamtighten.tighten;

import static io.iamtighten.tighten.Scenario.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainmentProofTest {
    private static final PolicyDocument TODAY = statements(
            "{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"arn:aws:sqs:*:*:a*\"}",
            "{\"Effect\":\"Allow\",\"Action\":\"sns:*\",\"Resource\":\"*\"}",
            "{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"arn:aws:sqs:*:*:b\"}",
            "{\"Effect\":\"Deny\",\"Action\":\"sns:Delete*\",\"Resource\":\"*\"}");
    private static final String DENY = "{\"Effect\":\"Deny\",\"Action\":\"sns:Delete*\",\"Resource\":\"*\"}";

    private static Proof.Verdict check(String... after) {
        return ContainmentProof.check(
                        List.of(new NamedPolicy("Today", TODAY)), List.of(new NamedPolicy("After", statements(after))))
                .verdict();
    }

    @Test
    void statementMadeOfPartsOfSeveralIsProvenPairByPair() {
        assertThat(check(
                        "{\"Effect\":\"Allow\",\"Action\":[\"sqs:SendMessage\",\"sns:Publish\"],\"Resource\":"
                                + "[\"arn:aws:sqs:*:*:a1\",\"arn:aws:sqs:*:*:b\"]}",
                        DENY))
                .isEqualTo(Proof.Verdict.PROVEN);
    }

    @Test
    void onePairOutsideOfAllIsNotProven() {
        assertThat(check(
                        "{\"Effect\":\"Allow\",\"Action\":[\"sqs:SendMessage\",\"sns:Publish\"],\"Resource\":"
                                + "[\"arn:aws:sqs:*:*:a1\",\"arn:aws:sqs:*:*:c\"]}",
                        DENY))
                .isEqualTo(Proof.Verdict.UNKNOWN);
    }

    @Test
    void lostDenyIsNotProven() {
        assertThat(check("{\"Effect\":\"Allow\",\"Action\":\"sns:Publish\",\"Resource\":\"*\"}"))
                .isEqualTo(Proof.Verdict.UNKNOWN);
    }
}
