package io.iamtighten.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.account.IamRole;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.tighten.TighteningOptions;
import io.iamtighten.tighten.TighteningProposal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Proposals for recorded accounts, held against an SMT solver. */
class SolverOracleIT {
    private static List<NamedPolicy> allow(String action, String resource) {
        return List.of(new NamedPolicy(
                "p",
                PolicyDocument.of(
                        List.of(Statement.of(Effect.ALLOW, ActionElement.of(action), ResourceElement.of(resource))))));
    }

    @Test
    void theSolverTellsTheReadingsApart() {
        try (SolverOracle parts = new SolverOracle(SolverOracle.Reading.PART_BY_PART);
                SolverOracle whole = new SolverOracle(SolverOracle.Reading.WHOLE_TEXT)) {
            List<NamedPolicy> narrow = allow("s3:GetObject", "arn:aws:s3:::b/k");
            List<NamedPolicy> wide = allow("S3:Get*", "arn:aws:s3:::b/*");
            assertThat(parts.witness(narrow, wide)).isEmpty();
            assertThat(parts.witness(wide, narrow)).isPresent();
            List<NamedPolicy> across = allow("sqs:*", "arn:aws:sqs:*:1:q");
            List<NamedPolicy> longer = allow("sqs:*", "arn:aws:sqs:a:b:1:q");
            assertThat(whole.witness(longer, across)).isEmpty();
            assertThat(parts.witness(longer, across)).isPresent();
        }
    }

    @TestFactory
    Stream<DynamicTest> theSolverFindsNothingThatAProposalAddsAndWhatItTakes() {
        List<DynamicTest> tests = new ArrayList<>();
        for (RecordedAccount recorded : RecordedAccount.all()) {
            for (IamRole role : recorded.rolesWithEvents()) {
                tests.add(DynamicTest.dynamicTest(role.arn(), () -> check(recorded, role)));
            }
        }
        return tests.stream();
    }

    private static void check(RecordedAccount recorded, IamRole role) {
        TighteningProposal proposal = recorded.propose(role, TighteningOptions.standard());
        List<NamedPolicy> before = recorded.before(role);
        List<NamedPolicy> after = RecordedAccount.after(proposal);
        for (SolverOracle.Reading reading : SolverOracle.Reading.values()) {
            try (SolverOracle oracle = new SolverOracle(reading)) {
                assertThat(oracle.witness(after, before)).isEmpty();
                if (proposal.after().actions() < proposal.before().actions()) {
                    assertThat(oracle.witness(before, after)).isPresent();
                }
            }
        }
    }
}
