package io.iamtighten.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamtighten.catalog.ServiceCatalog;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Any JSON object as a record is mapped to actions of the catalog or listed, in bounded size. Run by {@code src/scripts/fuzz}. */
public final class RecordMappingFuzzer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ServiceCatalog CATALOG = ServiceCatalog.bundled();
    private static final UsageMapper MAPPER = UsageMapper.of(CATALOG);

    private RecordMappingFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) {
        JsonNode node;
        try {
            node = JSON.readTree(input);
        } catch (IOException e) {
            return;
        }
        if (node == null || !node.isObject()) {
            return;
        }
        JsonNode identity = node.path("userIdentity");
        EventFacts facts = new EventFacts(
                text(node, "eventSource"),
                text(node, "eventName"),
                text(node, "eventType"),
                text(node, "awsRegion"),
                text(node, "recipientAccountId"),
                "aws",
                RecordFields.of(map(node.path("requestParameters")), Map.of()),
                List.of());
        UsageEvent event = new UsageEvent(
                Optional.of("i"),
                Optional.empty(),
                Instant.EPOCH,
                new CallerIdentity(
                        text(identity, "type"),
                        text(identity, "arn"),
                        text(identity, "principalId"),
                        text(identity, "accountId"),
                        text(identity, "userName"),
                        text(identity, "invokedBy"),
                        text(identity, "issuer"),
                        ""),
                facts,
                RecordedAs.UNSAID,
                CallOutcome.of(text(node, "errorCode"), text(node, "errorMessage")),
                UseContext.unknown(),
                Optional.empty());
        RecordedUse use = MAPPER.map(event);
        for (FactKey fact : use.facts) {
            if (CATALOG.action(fact.action).isEmpty() || fact.resource.isEmpty() || fact.resource.length() > 2_048) {
                throw new AssertionError("not an action of the catalog, or no proper resource: " + fact.action);
            }
        }
        if (use.facts.isEmpty()
                && use.unmapped.isEmpty()
                && use.seen.call
                && !MAPPER.map(event).possible.isEmpty()) {
            throw new AssertionError("neither mapped nor listed");
        }
        UsageCollector collector = UsageCollector.after(UsageSummary.empty());
        collector.add(use, 1, EventId.of("i"));
        UsageTales.read(UsageTales.bytes(
                new SavedUsage(new UsageSummary(List.of(collector.part())), Optional.empty(), "", "")));
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText("");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(JsonNode node) {
        return node.isObject() ? JSON.convertValue(node, Map.class) : Map.of();
    }
}
