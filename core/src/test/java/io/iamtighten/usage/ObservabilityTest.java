package io.iamtighten.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.catalog.ServiceCatalog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ObservabilityTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Observability of(int days, Map<String, Long> regions) {
        return Observability.of(
                new TrailCoverage(
                        Optional.of(START),
                        Optional.of(START.plusSeconds(days * 86_400L)),
                        1,
                        100,
                        new TreeMap<>(Map.of("123456789012", 100L)),
                        new TreeMap<>(regions),
                        new TreeMap<>(),
                        new CoverageDetail(
                                new TreeMap<>(),
                                new TreeMap<>(Map.of("iam.amazonaws.com", 50L, "kms.amazonaws.com", 50L)),
                                new TreeMap<>(),
                                50,
                                50,
                                0,
                                0,
                                0,
                                0,
                                new TreeMap<>())),
                ServiceCatalog.bundled());
    }

    @Test
    void globalServicesRecordInTheRegionOfThePartitionWithMostEvents() {
        Observability fuzzed = of(60, Map.of("us-east-1", 90L, "cn-nowhere-1", 1L, "us-gov-none-1", 1L));
        assertThat(fuzzed.of("iam:CreateUser").sight()).isEqualTo(Observability.Sight.SEEN);
        assertThat(fuzzed.statements()).noneMatch(line -> line.contains("global services"));

        Observability china = of(60, Map.of("cn-northwest-1", 90L));
        assertThat(china.of("iam:CreateUser").sight()).isEqualTo(Observability.Sight.NOT_SEEN);
        assertThat(china.statements()).anyMatch(line -> line.startsWith("no event of cn-north-1 was recorded"));
    }

    @Test
    void aShortTimeIsSaidToBeShort() {
        Map<String, Long> regions = Map.of("us-east-1", 100L);
        assertThat(of(2, regions).statements()).anyMatch(line -> line.startsWith("the records span less than a week"));
        assertThat(of(20, regions).statements())
                .anyMatch(line -> line.startsWith("the records span less than a month"));
        assertThat(of(60, regions).statements()).noneMatch(line -> line.startsWith("the records span"));
    }

    @Test
    void withoutEventsNothingIsUnused() {
        TrailCoverage nothing = new TrailCoverage(
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                CoverageDetail.none());
        assertThat(Observability.of(nothing, ServiceCatalog.bundled()).statements())
                .isEqualTo(List.of("there are no events; nothing can be said to be unused"));
    }
}
