package io.iamtighten.tighten;

import static io.iamtighten.tighten.Scenario.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.UseContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private static final ServiceCatalog CATALOG = ServiceCatalog.bundled();

    /** Lets the scenario's principal use so many actions, each on up to so many resources, on and off over 60 days. */
    private static void busy(Scenario scenario, int actions, int resources, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < actions; i++) {
            ServiceAction action = CATALOG.action(random.nextInt(CATALOG.actionCount()));
            List<ArnTemplate> templates = action.resourceTypes().stream()
                    .flatMap(type -> CATALOG.resourceType(action.prefix(), type.type()).stream())
                    .map(ResourceType::arnTemplates)
                    .flatMap(List::stream)
                    .toList();
            int count = templates.isEmpty() ? 1 : 1 + random.nextInt(resources);
            for (int r = 0; r < count; r++) {
                String resource =
                        templates.isEmpty() ? "*" : fill(templates.get(random.nextInt(templates.size())), random);
                scenario.did(
                        action.qualifiedName(),
                        resource,
                        true,
                        CallOutcome.SUCCEEDED,
                        UseContext.unknown(),
                        random.nextInt(50),
                        1 + random.nextInt(3),
                        3);
            }
        }
    }

    private static String fill(ArnTemplate template, Random random) {
        Map<String, String> values = new HashMap<>();
        template.variables()
                .forEach(v -> values.put(v, v.toLowerCase(java.util.Locale.ROOT) + "-" + random.nextInt(1000)));
        values.put("Partition", "aws");
        values.put("Region", "eu-west-1");
        values.put("Account", Scenario.ACCOUNT);
        return template.fill(values).orElseThrow();
    }

    private static void fits(TighteningProposal proposal) {
        assertThat(proposal.warnings()).noneMatch(w -> w.contains("quotas"));
        assertThat(proposal.proof().verdict()).as(proposal.proof().reason()).isEqualTo(Proof.Verdict.PROVEN);
        assertThat(proposal.replay().lost()).isEmpty();
        assertThat(proposal.policies().stream()
                        .filter(change -> change.kind() == PolicyChange.Kind.MANAGED)
                        .filter(change -> change.after().isPresent()))
                .hasSizeLessThanOrEqualTo(10)
                .allMatch(change -> PolicyWriter.quotaSize(change.after().orElseThrow()) <= 6_144);
    }

    @Test
    void administratorWithFourHundredActionsFits() {
        Scenario scenario = Scenario.role()
                .attached(
                        "arn:aws:iam::aws:policy/AdministratorAccess",
                        statements("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"));
        busy(scenario, 400, 3, 1);
        TighteningProposal proposal = scenario.propose();
        fits(proposal);
        assertThat(proposal.policies().size()).isGreaterThan(1);
        assertThat(proposal.after().actions()).isGreaterThanOrEqualTo(390);
    }

    @Test
    void whatCannotBeDividedIsShortenedAndSaysWhatThatGaveAway() {
        Scenario scenario = Scenario.role()
                .attached(
                        "arn:aws:iam::aws:policy/AdministratorAccess",
                        statements("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"));
        busy(scenario, 1_000, 6, 2);
        TighteningProposal proposal = scenario.propose();
        fits(proposal);
        assertThat(proposal.shortened()).isNotEmpty();
        assertThat(proposal.after().actions()).isLessThan(10_000);
    }

    @Test
    void embeddedPoliciesTooLongTogetherBecomeManaged() {
        Scenario scenario =
                Scenario.user().inline("Big", statements("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"));
        busy(scenario, 60, 3, 3);
        TighteningProposal proposal = scenario.propose();
        fits(proposal);
        assertThat(proposal.policies().get(0).action()).isEqualTo(PolicyChange.Action.CREATE);
        assertThat(proposal.policies().get(0).replaces()).contains("Big");
    }

    @Test
    void freshPolicyTooLargeForOneIsDividedAndReplacesNothingByName() {
        Scenario scenario = Scenario.role()
                .options(TighteningOptions.standard().withForm(PolicyForm.FRESH))
                .inline("Own", statements("{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}"))
                .attached(
                        "arn:aws:iam::aws:policy/AdministratorAccess",
                        statements("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"));
        busy(scenario, 400, 3, 1);
        TighteningProposal proposal = scenario.propose();
        fits(proposal);
        assertThat(proposal.policies().stream().filter(change -> change.action() == PolicyChange.Action.CREATE))
                .hasSizeGreaterThan(1)
                .allMatch(change -> change.replaces().isEmpty() && change.name().startsWith("App-tightened"));
        assertThat(proposal).isEqualTo(scenario.propose());
    }
}
