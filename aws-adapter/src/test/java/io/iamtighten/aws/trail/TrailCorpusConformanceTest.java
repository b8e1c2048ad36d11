package io.iamtighten.aws.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.ActionCount;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UsageSummary;
import io.iamtighten.usage.UseRelation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded events, counted by the product and by a small reader that shares nothing with it. */
class TrailCorpusConformanceTest {
    private static final TrailReader READER = TrailReader.of(ServiceCatalog.bundled());
    private static final Path CORPORA = Path.of(System.getProperty("shared.dir", "../shared"), "cloudtrail");

    @BeforeEach
    void shared() {
        assumeTrue(Files.isDirectory(CORPORA), "no recorded events at " + CORPORA);
    }

    private static TrailReading read(String corpus) {
        return READER.read(List.of(CORPORA.resolve(corpus)), TrailOptions.all());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws-docs-examples",
                "custodian-eventbridge",
                "grycap-2018",
                "invictus-2023",
                "opensearch-2021",
                "panther-tests",
                "plaso-lookup-events",
                "stratus-2024",
                "traildiscover-2026",
                "trailscraper-2017"
            })
    void countsEqualAnIndependentCount(String corpus) throws IOException {
        TrailReading reading = read(corpus);
        List<Map<?, ?>> records = PlainTrail.distinct(CORPORA.resolve(corpus));
        PlainCount expected = new PlainCount(CORPORA.resolveSibling("reference"));
        records.forEach(expected::add);

        assertThat(reading.summary().coverage().events()).isEqualTo(records.size());
        Map<String, Long> principals = new TreeMap<>();
        Map<String, Long> actions = new TreeMap<>();
        Map<String, Long> unmapped = new TreeMap<>();
        for (PrincipalUsage usage : reading.summary().principals()) {
            String arn = usage.principal().arn();
            principals.merge(arn, usage.events(), Long::sum);
            for (ActionCount count : usage.actions()) {
                if (count.relation() == UseRelation.MAIN) {
                    actions.merge(arn + " " + count.action() + " " + count.outcome(), count.calls(), Long::sum);
                }
            }
            usage.unmapped()
                    .forEach(event -> unmapped.merge(
                            arn + " " + event.eventSource() + "/" + event.eventName(),
                            event.occurrences().count(),
                            Long::sum));
        }
        assertThat(differences(principals, expected.principals)).isEmpty();
        assertThat(differences(unmapped, expected.unmapped)).isEmpty();
        assertThat(differences(actions, expected.actions)).isEmpty();
        assertThat(reading.problems())
                .allMatch(problem -> problem.kind() == TrailProblem.Kind.UNTIMED, "only records without a time");
    }

    private static List<String> differences(Map<String, Long> ours, Map<String, Long> expected) {
        Set<String> keys = new TreeSet<>(ours.keySet());
        keys.addAll(expected.keySet());
        return keys.stream()
                .filter(key -> !Objects.equals(ours.get(key), expected.get(key)))
                .map(key -> key + ": " + ours.get(key) + " against " + expected.get(key))
                .toList();
    }

    @Test
    void theRolesOfTheDrillsAreFound() {
        UsageSummary summary = read("invictus-2023").summary();
        PrincipalUsage steal =
                role(summary, "arn:aws:iam::123837392027:role/stratus-red-team-ec2-steal-credentials-role");
        assertThat(steal.events()).isEqualTo(15);
        assertThat(calls(steal, "ssm:UpdateInstanceInformation", CallOutcome.SUCCEEDED))
                .isEqualTo(4);
        PrincipalUsage refused =
                role(summary, "arn:aws:iam::123837392027:role/stratus-red-team-ec2-get-password-data-role");
        assertThat(calls(refused, "ec2:GetPasswordData", CallOutcome.REFUSED)).isEqualTo(29);
        assertThat(refused.facts()).noneMatch(fact -> fact.outcome().isUse());
    }

    @Test
    void sessionsWithoutIssuerBelongToTheRoleOfTheirName() {
        UsageSummary summary = read("traildiscover-2026").summary();
        String arn =
                "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/us-east-2/AWSReservedSSO_AdministratorAccess_1b74cd717d47002b";
        assertThat(summary.principal(arn).orElseThrow().events()).isEqualTo(51);
        assertThat(role(summary, arn).events()).isEqualTo(52);
    }

    private static PrincipalUsage role(UsageSummary summary, String arn) {
        return summary.role(arn, Optional.empty()).orElseThrow();
    }

    private static long calls(PrincipalUsage usage, String action, CallOutcome outcome) {
        return usage.actions().stream()
                .filter(count -> count.action().equals(action) && count.outcome() == outcome)
                .filter(count -> count.relation() == UseRelation.MAIN)
                .mapToLong(ActionCount::calls)
                .sum();
    }
}
