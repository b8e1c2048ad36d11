package io.iamtighten.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.tighten.PolicyForm;
import io.iamtighten.tighten.TighteningOptions;
import io.iamtighten.tighten.TighteningProposal;
import io.iamtighten.tighten.Unverifiable;
import io.iamtighten.usage.UseContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Applying a proposal and asking again changes nothing, where a single run over the policies would. */
class TighteningTwiceTest {
    private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:a1";

    private static TighteningCase given(
            List<String> statements, TighteningOptions options, List<TighteningCase.Call> calls) {
        return new TighteningCase(
                false,
                List.of(new TighteningCase.Held(TighteningCase.Place.AWS, statements)),
                List.of(),
                List.of(),
                calls,
                false,
                options);
    }

    private static TighteningCase.Call call(String action, String resource) {
        UseContext context = new UseContext(
                Optional.of("eu-west-1"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true),
                Optional.empty(),
                Map.of());
        return new TighteningCase.Call(new TighteningCase.Target(action, resource), 1, 3, true, context);
    }

    private static TighteningProposal stable(TighteningCase given) {
        AccountSnapshot account = given.account();
        TighteningProposal proposal = given.propose(account);
        AccountSnapshot narrowed = TighteningCase.applied(account, given.principal(account), proposal);
        assertThat(given.propose(narrowed).changes()).isFalse();
        return proposal;
    }

    private static List<String> documents(TighteningProposal proposal) {
        return proposal.policies().stream()
                .flatMap(change -> change.after().stream())
                .map(PolicyWriter::minified)
                .toList();
    }

    @Test
    void statementsMergedOverKindsOfResourcesStayMerged() {
        TighteningProposal proposal = stable(given(
                List.of(
                        "{\"Effect\":\"Allow\",\"Action\":[\"sqs:*\",\"dynamodb:*\"],\"Resource\":[\"arn:aws:sqs:*:*:*\",\"arn:aws:dynamodb:*:*:table/*\"]}"),
                TighteningOptions.standard(),
                List.of(
                        call("sqs:GetQueueUrl", QUEUE),
                        call("sqs:GetQueueAttributes", QUEUE),
                        call("dynamodb:DescribeTable", "arn:aws:dynamodb:eu-west-1:123456789012:table/t1"))));
        assertThat(documents(proposal).get(0)).containsPattern("\"sqs:[A-Za-z]+\",\"dynamodb:");
    }

    @Test
    void freshPolicyIsItsOwn() {
        stable(given(
                List.of(
                        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}",
                        "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"sqs:SendMessage\"],\"Resource\":[\"arn:aws:s3:::data/*\",\"arn:aws:sqs:*:*:a*\"]}"),
                TighteningOptions.standard().withForm(PolicyForm.FRESH),
                List.of(
                        call("sqs:GetQueueUrl", QUEUE),
                        call("s3:ListBucket", "arn:aws:s3:::data"),
                        call("dynamodb:DescribeTable", "arn:aws:dynamodb:eu-west-1:123456789012:table/t1"))));
    }

    @Test
    void shortenedPolicyIsItsOwn() {
        TighteningProposal proposal = stable(given(
                List.of("{\"Effect\":\"Allow\",\"Action\":[\"*\"],\"Resource\":\"*\"}"),
                TighteningOptions.standard().withUnverifiable(Unverifiable.KEEP),
                List.of(call("s3:GetObject", "arn:aws:s3:::data/in/a"))));
        assertThat(proposal.shortened()).isNotEmpty();
        assertThat(proposal.policies().size()).isGreaterThan(1);
    }

    @Test
    void copiesOfGroupAndSharedPoliciesStay() {
        TighteningCase given = new TighteningCase(
                true,
                List.of(
                        new TighteningCase.Held(
                                TighteningCase.Place.GROUP_INLINE,
                                List.of("{\"Effect\":\"Allow\",\"Action\":[\"s3:*\",\"sqs:*\"],\"Resource\":\"*\"}")),
                        new TighteningCase.Held(
                                TighteningCase.Place.GROUP_ATTACHED,
                                List.of("{\"Effect\":\"Allow\",\"Action\":\"sqs:Get*\",\"Resource\":\"*\"}")),
                        new TighteningCase.Held(
                                TighteningCase.Place.SHARED,
                                List.of(
                                        "{\"Effect\":\"Allow\",\"Action\":\"sqs:Get*\",\"Resource\":\"arn:aws:sqs:*:*:a*\"}"))),
                List.of(),
                List.of(),
                List.of(call("sqs:GetQueueUrl", QUEUE), call("s3:ListBucket", "arn:aws:s3:::data")),
                false,
                TighteningOptions.standard());
        assertThat(documents(stable(given))).isNotEmpty();
    }
}
