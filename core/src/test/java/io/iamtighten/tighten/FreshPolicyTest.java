package io.iamtighten.tighten;

import static io.iamtighten.tighten.Scenario.policy;
import static io.iamtighten.tighten.Scenario.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.account.AttachedPolicy;
import io.iamtighten.account.InlinePolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreshPolicyTest {
    private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:jobs";
    private static final TighteningOptions FRESH = TighteningOptions.standard()
            .withUnverifiable(Unverifiable.DROP)
            .withResources(ResourceStrategy.EXACT)
            .withForm(PolicyForm.FRESH);

    private static TighteningProposal sound(Scenario scenario) {
        TighteningProposal proposal = scenario.propose();
        assertThat(proposal.proof().verdict()).as(proposal.proof().reason()).isEqualTo(Proof.Verdict.PROVEN);
        assertThat(proposal.replay().lost()).isEmpty();
        return proposal;
    }

    private static PolicyDocument created(TighteningProposal proposal) {
        return proposal.policies().stream()
                .filter(change -> change.action() == PolicyChange.Action.CREATE)
                .findFirst()
                .orElseThrow()
                .after()
                .orElseThrow();
    }

    private static Scenario three() {
        return Scenario.role()
                .options(FRESH)
                .inline(
                        "Own",
                        statements(
                                "{\"Sid\":\"Q\",\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}",
                                "{\"Sid\":\"No\",\"Effect\":\"Deny\",\"Action\":\"sqs:DeleteQueue\",\"Resource\":\"*\"}"))
                .attached(
                        "arn:aws:iam::aws:policy/PowerUserAccess",
                        statements("{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}"))
                .attached(
                        "arn:aws:iam::123456789012:policy/Mine",
                        statements("{\"Effect\":\"Allow\",\"Action\":\"sns:*\",\"Resource\":\"*\",\"Condition\":"
                                + "{\"StringEquals\":{\"aws:RequestedRegion\":\"eu-west-1\"}}}"));
    }

    @Test
    void oneNewPolicyTakesThePlaceOfAllAndDeniesAndConditionsComeAlong() {
        TighteningProposal proposal =
                sound(three().did("sqs:GetQueueUrl", QUEUE).did("ec2:DescribeVpcs", "*"));
        assertThat(proposal.policies())
                .extracting(change -> change.action().text() + " " + change.name())
                .containsExactly("detach Own", "detach PowerUserAccess", "detach Mine", "create App-tightened");
        assertThat(PolicyWriter.minified(created(proposal)))
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":["
                        + "{\"Sid\":\"Ec2\",\"Effect\":\"Allow\",\"Action\":\"ec2:DescribeVpcs\",\"Resource\":\"*\"},"
                        + "{\"Sid\":\"Sqs\",\"Effect\":\"Allow\",\"Action\":\"sqs:GetQueueUrl\",\"Resource\":\"" + QUEUE
                        + "\"},"
                        + "{\"Sid\":\"No\",\"Effect\":\"Deny\",\"Action\":\"sqs:DeleteQueue\",\"Resource\":\"*\"}]}");
    }

    @Test
    void whatGoesThroughAConditionKeepsIt() {
        Scenario scenario = Scenario.role()
                .options(FRESH)
                .inline(
                        "A",
                        statements("{\"Effect\":\"Allow\",\"Action\":\"sns:*\",\"Resource\":\"*\",\"Condition\":"
                                + "{\"StringEquals\":{\"aws:RequestedRegion\":\"eu-west-1\"}}}"))
                .inline("B", statements("{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}"));
        TighteningProposal proposal =
                sound(scenario.didFrom("203.0.113.9", "sns:ListTopics", "*").did("sqs:GetQueueUrl", QUEUE));
        assertThat(PolicyWriter.minified(created(proposal)))
                .contains("\"Action\":\"sns:ListTopics\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":"
                        + "{\"aws:RequestedRegion\":\"eu-west-1\"}}");
    }

    @Test
    void statementsThatDifferInOneElementBecomeOne() {
        Scenario scenario = Scenario.role()
                .options(FRESH)
                .inline("A", statements("{\"Effect\":\"Allow\",\"Action\":\"ec2:Describe*\",\"Resource\":\"*\"}"))
                .inline(
                        "B",
                        statements(
                                "{\"Effect\":\"Allow\",\"Action\":\"ec2:GetConsoleOutput\",\"Resource\":\"*\"}",
                                "{\"Effect\":\"Allow\",\"Action\":\"sns:ListTopics\",\"Resource\":\"*\"}"))
                .did("ec2:DescribeVpcs", "*")
                .did("ec2:DescribeSubnets", "*")
                .did("sns:ListTopics", "*");
        PolicyDocument document = created(sound(scenario));
        assertThat(document.statements()).hasSize(1);
        assertThat(PolicyWriter.minified(document))
                .contains("[\"ec2:DescribeSubnets\",\"ec2:DescribeVpcs\",\"sns:ListTopics\"]");
    }

    @Test
    void oldLanguageKeepsItsMeaning() {
        PolicyDocument old = policy("{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                + "[\"sqs:GetQueueUrl\",\"sns:*\"],\"Resource\":\"arn:aws:sqs:eu-west-1:123456789012:${x}*\"}]}");
        Scenario scenario = Scenario.role()
                .options(FRESH)
                .inline("Old", old)
                .did("sqs:GetQueueUrl", "arn:aws:sqs:eu-west-1:123456789012:${x}-1");
        assertThat(PolicyWriter.minified(created(sound(scenario)))).contains(":${$}{x}-1\"");
    }

    @Test
    void groupThatStaysAsItIsIsNotLeft() {
        Scenario scenario = Scenario.user()
                .options(FRESH)
                .inline("Own", statements("{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}"))
                .group(
                        "guards",
                        List.of(new InlinePolicy(
                                "Guard",
                                statements("{\"Effect\":\"Deny\",\"Action\":\"sqs:DeleteQueue\",\"Resource\":\"*\"}"))),
                        List.of(new AttachedPolicy[0]))
                .group(
                        "wide",
                        List.of(new InlinePolicy(
                                "Wide", statements("{\"Effect\":\"Allow\",\"Action\":\"sns:*\",\"Resource\":\"*\"}"))),
                        List.of())
                .did("sqs:GetQueueUrl", QUEUE)
                .did("sns:ListTopics", "*");
        TighteningProposal proposal = sound(scenario);
        assertThat(proposal.policies())
                .extracting(change -> change.action().text() + " " + change.name())
                .containsExactly("detach Own", "keep Guard", "detach Wide", "create alice-tightened");
        assertThat(proposal.steps()).singleElement().asString().contains("from the group `wide`");
    }

    @Test
    void nothingChangesWhereNothingWouldBeNarrower() {
        Scenario scenario = Scenario.role()
                .options(FRESH)
                .inline("A", statements("{\"Effect\":\"Allow\",\"Action\":\"ec2:DescribeVpcs\",\"Resource\":\"*\"}"))
                .did("ec2:DescribeVpcs", "*");
        assertThat(sound(scenario).changes()).isFalse();
    }

    @Test
    void appliedAndTightenedAgainItStays() {
        TighteningProposal once = sound(three().did("sqs:GetQueueUrl", QUEUE)
                .did("ec2:DescribeVpcs", "*")
                .didFrom("203.0.113.9", "sns:ListTopics", "*"));
        Scenario again = Scenario.role()
                .options(FRESH)
                .attached("arn:aws:iam::123456789012:policy/App-tightened", created(once))
                .did("sqs:GetQueueUrl", QUEUE)
                .did("ec2:DescribeVpcs", "*")
                .didFrom("203.0.113.9", "sns:ListTopics", "*");
        assertThat(sound(again).changes()).isFalse();
    }

    @Test
    void withoutAnyUseEverythingIsDetachedAndOnlyDeniesAreWritten() {
        TighteningProposal proposal = sound(three());
        assertThat(created(proposal).statements()).hasSize(1);
        TighteningProposal none = sound(Scenario.role()
                .options(FRESH)
                .inline("A", statements("{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}")));
        assertThat(none.policies())
                .singleElement()
                .satisfies(change -> assertThat(change.note()).isEqualTo("nothing of it is left"));
    }
}
