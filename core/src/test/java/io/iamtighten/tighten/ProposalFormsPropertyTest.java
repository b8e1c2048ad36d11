package io.iamtighten.tighten;

import static io.iamtighten.tighten.Scenario.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.SourceNetwork;
import io.iamtighten.usage.UseContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the policies, the use, the form and the conditions asked for: proven, replayed, and the same on every run. */
class ProposalFormsPropertyTest {
    private static final String REGION = ",\"Condition\":{\"StringEquals\":{\"aws:RequestedRegion\":\"eu-west-1\"}}";
    private static final String OFFICE = ",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}}";
    private static final List<String> STATEMENTS = List.of(
            "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}",
            "{\"Sid\":\"S3\",\"Effect\":\"Allow\",\"Action\":[\"s3:*\",\"sqs:Get*\"],\"Resource\":\"*\"}",
            "{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\",\"s3:Delete*\"],\"Resource\":\"*\"" + REGION + "}",
            "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"NotResource\":\"arn:aws:s3:::secret/*\"" + OFFICE + "}",
            "{\"Effect\":\"Allow\",\"Action\":[\"iam:PassRole\",\"kms:*\"],\"Resource\":\"*\"}",
            "{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":[\"arn:aws:sqs:*:123456789012:a*\",\"arn:aws:sqs:*:*:b\"]}",
            "{\"Sid\":\"Home\",\"Effect\":\"Allow\",\"Action\":\"s3:*Object\",\"Resource\":\"arn:aws:s3:::home/${aws:userid}/*\"}",
            "{\"Sid\":\"No\",\"Effect\":\"Deny\",\"Action\":\"s3:DeleteObject\",\"Resource\":\"*\"}",
            "{\"Effect\":\"Deny\",\"Action\":\"sqs:*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}");

    private record Call(String action, String resource) {}

    private static final List<Call> CALLS = List.of(
            new Call("s3:GetObject", "arn:aws:s3:::data/2026-01-01/a"),
            new Call("s3:GetObject", "arn:aws:s3:::data/2026-01-02/b"),
            new Call("s3:DeleteObject", "arn:aws:s3:::data/x"),
            new Call("s3:PutBucketPolicy", "arn:aws:s3:::data"),
            new Call("sqs:GetQueueUrl", "arn:aws:sqs:eu-west-1:123456789012:a1"),
            new Call("sqs:GetQueueUrl", "arn:aws:sqs:us-east-1:123456789012:b"),
            new Call("ec2:DescribeVpcs", "*"),
            new Call("iam:PassRole", "arn:aws:iam::123456789012:role/Tasks"),
            new Call("iam:PassRole", "arn:aws:iam::123456789012:role/Jobs"),
            new Call("kms:Decrypt", "arn:aws:kms:eu-west-1:123456789012:key/1"));

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static UseContext context(Random random, String action) {
        boolean service = random.nextInt(5) == 0;
        Optional<SourceNetwork> source = service
                ? Optional.of(new SourceNetwork.Service("s3.amazonaws.com"))
                : one(
                        random,
                        List.of(
                                Optional.empty(),
                                Optional.of(new SourceNetwork.Address("203.0.113." + random.nextInt(256))),
                                Optional.of(new SourceNetwork.Address("2001:db8::" + random.nextInt(9))),
                                Optional.of(new SourceNetwork.Address("10.0.0." + random.nextInt(9))),
                                Optional.of(
                                        new SourceNetwork.VpcEndpoint("vpce-" + random.nextInt(2), Optional.empty()))));
        List<Optional<Boolean>> flags =
                List.of(Optional.of(true), Optional.of(true), Optional.of(false), Optional.empty());
        return new UseContext(
                Optional.of(random.nextInt(4) == 0 ? "us-east-1" : "eu-west-1"),
                source,
                service ? Optional.of("s3.amazonaws.com") : Optional.empty(),
                random.nextBoolean() ? Optional.of(true) : Optional.empty(),
                one(random, flags),
                action.equals("iam:PassRole") && random.nextInt(4) > 0
                        ? Map.of(
                                "iam:passedtoservice",
                                one(random, List.of("ecs-tasks.amazonaws.com", "lambda.amazonaws.com")))
                        : Map.of());
    }

    private static void policies(Scenario scenario, Random random) {
        int policies = 1 + random.nextInt(3);
        for (int i = 0; i < policies; i++) {
            List<String> chosen = new ArrayList<>();
            for (int k = 1 + random.nextInt(3); k > 0; k--) {
                chosen.add(one(random, STATEMENTS).replace("\"Sid\":\"", "\"Sid\":\"N" + k));
            }
            if (random.nextBoolean()) {
                scenario.inline("P" + i, statements(chosen.toArray(String[]::new)));
            } else {
                scenario.attached("arn:aws:iam::123456789012:policy/P" + i, statements(chosen.toArray(String[]::new)));
            }
        }
    }

    private static void usage(Scenario scenario, Random random) {
        for (int i = random.nextInt(12); i > 0; i--) {
            Call call = one(random, CALLS);
            scenario.did(
                    call.action(),
                    call.resource(),
                    true,
                    random.nextInt(8) == 0 ? CallOutcome.REFUSED : CallOutcome.SUCCEEDED,
                    context(random, call.action()),
                    1 + random.nextInt(40),
                    1 + random.nextInt(10),
                    1);
        }
    }

    private static TighteningOptions options(Random random) {
        EnumSet<ConditionKind> kinds = EnumSet.noneOf(ConditionKind.class);
        for (ConditionKind kind : ConditionKind.values()) {
            if (random.nextBoolean()) {
                kinds.add(kind);
            }
        }
        return TighteningOptions.standard()
                .withUnverifiable(one(random, List.of(Unverifiable.USED, Unverifiable.DROP)))
                .withResources(one(random, List.of(ResourceStrategy.values())))
                .withForm(one(random, List.of(PolicyForm.values())))
                .withNetworkRanges(1 + random.nextInt(5))
                .withConditions(kinds);
    }

    private static TighteningProposal sound(Scenario scenario) {
        TighteningProposal proposal = scenario.propose();
        assertThat(proposal.proof().verdict())
                .as(proposal.proof().reason() + " " + proposal.proof().witness())
                .isEqualTo(Proof.Verdict.PROVEN);
        assertThat(proposal.replay().lost()).isEmpty();
        assertThat(proposal.replay().allowedAfter()).isEqualTo(proposal.replay().allowedBefore());
        assertThat(proposal.escalation().before().open())
                .containsAll(proposal.escalation().after().open());
        return proposal;
    }

    @Property(tries = 60)
    void provenReplayedAndTheSameOnEveryRun(@ForAll long seed) {
        Random random = new Random(seed);
        Scenario scenario = Scenario.role();
        policies(scenario, random);
        usage(scenario, random);
        scenario.options(options(random));
        assertThat(sound(scenario)).isEqualTo(scenario.propose());
    }
}
