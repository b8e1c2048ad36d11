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
import java.util.Optional;
import java.util.TreeMap;
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

        assertThat(reading.summary().coverage().events()).isEqualTo(records.size());
        Map<String, Long> expected = new TreeMap<>();
        for (Map<?, ?> record : records) {
            String issuer = PlainTrail.at(record, "userIdentity", "sessionContext", "sessionIssuer", "arn");
            if (!issuer.contains(":role/")
                    || PlainTrail.at(record, "userIdentity", "type").equals("IAMUser")) {
                issuer = PlainTrail.at(record, "userIdentity", "arn");
            }
            if (issuer.contains(":role/") && !PlainTrail.at(record, "eventType").equals("AwsVpceEvent")) {
                expected.merge(issuer, 1L, Long::sum);
            }
        }
        Map<String, Long> actual = new TreeMap<>();
        for (PrincipalUsage usage : reading.summary().principals()) {
            if (usage.principal().pathKnown() && usage.principal().arn().contains(":role/")) {
                actual.merge(usage.principal().arn(), usage.events(), Long::sum);
            }
        }
        assertThat(actual).isEqualTo(expected);
        assertThat(reading.problems())
                .allMatch(problem -> problem.message().contains("eventTime"), "only records without a time");
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
