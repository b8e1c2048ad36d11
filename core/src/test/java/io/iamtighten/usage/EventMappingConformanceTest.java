package io.iamtighten.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iamtighten.catalog.EventActions;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What AWS recorded against what the catalog's tables make of it. */
class EventMappingConformanceTest {
    private static final ServiceCatalog CATALOG = ServiceCatalog.bundled();
    private static final EventMapper MAPPER = EventMapper.of(CATALOG);
    private static List<TrailRecords.Entry> calls = List.of();

    @BeforeAll
    static void read() throws IOException {
        Path shared = shared();
        assumeTrue(Files.isDirectory(shared), "no recorded events at " + shared);
        calls = TrailRecords.all(shared.resolve("cloudtrail"), "panther-tests").stream()
                .filter(e ->
                        e.text("eventType").isEmpty() || e.text("eventType").equals("AwsApiCall"))
                .toList();
        assertThat(calls).hasSizeGreaterThan(4_000);
    }

    private static Path shared() {
        return Path.of(System.getProperty("shared.dir", "../shared"));
    }

    @Test
    void almostEveryKindOfCallIsKnown() {
        Set<String> pairs = new TreeSet<>();
        Set<String> unknown = new TreeSet<>();
        for (TrailRecords.Entry entry : calls) {
            EventActions mapping = CATALOG.eventMapping(entry.text("eventSource"), entry.text("eventName"));
            String pair = entry.text("eventSource") + "/" + entry.text("eventName");
            pairs.add(pair);
            if (!mapping.known()) {
                unknown.add(pair);
            }
        }
        assertThat((double) unknown.size())
                .as("of %d kinds of calls, unknown: %s", pairs.size(), unknown)
                .isLessThanOrEqualTo(pairs.size() * 0.02);
    }

    @Test
    void theServiceNamesTheSameActionWhenItRefuses() throws IOException {
        List<String> differing = new ArrayList<>();
        List<String> lines = Files.readAllLines(shared().resolve("cloudtrail/denied-actions.tsv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] row = line.split("\t", -1);
            EventActions mapping = CATALOG.eventMapping(row[0], row[1]);
            if (mapping.actions().stream().noneMatch(action -> action.equalsIgnoreCase(row[3]))) {
                differing.add(row[0] + "/" + row[1] + ": " + row[3] + " against " + mapping.actions());
            }
        }
        assertThat(lines).hasSizeGreaterThan(190);
        assertThat(differing).isEmpty();
    }

    @Test
    void callsThatCarryThePartsGiveFullArns() {
        int carrying = 0;
        Map<String, Integer> missing = new TreeMap<>();
        for (TrailRecords.Entry entry : calls) {
            EventFacts facts = entry.facts();
            if (facts.fields().withoutRequest() && facts.resources().isEmpty()) {
                continue;
            }
            for (ActionUse use : MAPPER.map(facts).uses()) {
                ServiceAction action = CATALOG.action(use.action()).orElseThrow();
                if (use.relation() != UseRelation.MAIN || !action.supportsResourceLevel()) {
                    continue;
                }
                carrying++;
                boolean open = use.resources().stream().anyMatch(arn -> arn.contains("*"));
                if (!use.complete() || (open && !PartRules.creates(action))) {
                    missing.merge(facts.eventSource() + "/" + facts.eventName(), 1, Integer::sum);
                }
            }
        }
        int without = missing.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(carrying).isGreaterThan(2_500);
        assertThat(without)
                .as("of %d calls with parameters, without a full ARN: %s", carrying, missing)
                .isLessThanOrEqualTo(carrying / 10);
    }

    @Test
    void ownResourcesAreTakenAsTheyStand() {
        int named = 0;
        for (TrailRecords.Entry entry : calls) {
            EventFacts facts = entry.facts();
            for (ActionUse use : MAPPER.map(facts).uses()) {
                if (use.relation() == UseRelation.MAIN && !isCopySource(facts, use)) {
                    for (String arn : ownArns(facts, use.action())) {
                        named++;
                        assertThat(use.resources()).as(facts.eventName()).contains(arn);
                    }
                }
            }
        }
        assertThat(named).isGreaterThan(1_000);
    }

    /** The other object of a copy stands in {@code resources[]} too, without a mark which is which. */
    private static boolean isCopySource(EventFacts facts, ActionUse use) {
        return facts.eventName().equals("CopyObject") && use.action().startsWith("s3:GetObject")
                || facts.eventSource().startsWith("dynamodb.");
    }

    @Test
    void recipesNeverContradictOwnResources() {
        int compared = 0;
        List<String> differing = new ArrayList<>();
        for (TrailRecords.Entry entry : calls) {
            EventFacts facts = entry.facts();
            for (ActionUse use :
                    MAPPER.map(facts, EventResources.OwnResources.IGNORE).uses()) {
                ServiceAction action = CATALOG.action(use.action()).orElseThrow();
                if (use.relation() != UseRelation.MAIN || isCopySource(facts, use)) {
                    continue;
                }
                for (String arn : ownArns(facts, use.action())) {
                    List<ResourceType> types = CATALOG.resourceTypesOf(action, arn);
                    List<String> ours = use.resources().stream()
                            .filter(a -> CATALOG.resourceTypesOf(action, a).equals(types))
                            .toList();
                    if (!ours.isEmpty()) {
                        compared++;
                        if (ours.stream().noneMatch(a -> sameThing(a, arn))) {
                            differing.add(
                                    facts.eventSource() + "/" + facts.eventName() + ": " + arn + " against " + ours);
                        }
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(1_000);
        // A call on an S3 Outposts object in a documentation page whose own ARN lacks the word `object`, and the key
        // that
        // ReEncrypt reads from, which its parameters do not name.
        assertThat(differing).hasSizeLessThanOrEqualTo(3);
    }

    /** Documentation examples have accounts and regions that do not fit together; the resource itself must be the same. */
    private static boolean sameThing(String ours, String own) {
        String pattern = resourceOf(ours);
        return pattern.equals(resourceOf(own))
                || pattern.endsWith("*") && resourceOf(own).startsWith(pattern.substring(0, pattern.length() - 1));
    }

    private static String resourceOf(String arn) {
        return arn.split(":", 6)[5];
    }

    private static List<String> ownArns(EventFacts facts, String action) {
        ServiceAction found = CATALOG.action(action).orElseThrow();
        return facts.resources().stream()
                .flatMap(resource -> resource.arn().stream())
                .filter(arn -> !CATALOG.resourceTypesOf(found, arn).isEmpty())
                .toList();
    }

    @Test
    void refusalMessagesNameOurResources() {
        int compared = 0;
        List<String> differing = new ArrayList<>();
        for (TrailRecords.Entry entry : calls) {
            Optional<RefusalMessage> refusal = RefusalMessage.parse(entry.text("errorMessage"));
            EventFacts facts = entry.facts();
            if (refusal.isEmpty() || facts.fields().withoutRequest()) {
                continue;
            }
            String named = refusal.get().resource().orElse("");
            if (!named.startsWith("arn:")) {
                continue;
            }
            for (ActionUse use : MAPPER.map(facts).uses()) {
                if (use.action().equalsIgnoreCase(refusal.get().action())
                        && use.resources().stream().anyMatch(arn -> arn.startsWith("arn:"))) {
                    compared++;
                    if (use.resources().stream().noneMatch(arn -> sameThing(arn, named) || sameThing(named, arn))) {
                        differing.add(use.action() + ": " + named + " against " + use.resources());
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(50);
        // EC2 writes `*/*` when it refuses before it looks at what the call names.
        assertThat(differing).allMatch(line -> line.contains(":*/* against"));
    }
}
