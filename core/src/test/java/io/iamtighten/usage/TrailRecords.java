package io.iamtighten.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The recorded events of the shared folder, read as trees: a plain second reader, for tests only. */
final class TrailRecords {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TrailRecords() {}

    /** One record and the corpus it is from. */
    record Entry(String corpus, JsonNode json) {
        String text(String field) {
            return json.path(field).asText("");
        }

        EventFacts facts() {
            String region = text("awsRegion");
            JsonNode identity = json.path("userIdentity");
            String account = json.path("recipientAccountId")
                    .asText(identity.path("accountId").asText(""));
            String arn = identity.path("arn").asText("");
            String partition = arn.startsWith("arn:aws") ? arn.split(":")[1] : EventFacts.partitionOf(region);
            List<RecordResource> resources = new ArrayList<>();
            for (JsonNode resource : json.path("resources")) {
                resources.add(new RecordResource(
                        optional(resource, "ARN"),
                        optional(resource, "ARNPrefix"),
                        optional(resource, "accountId"),
                        optional(resource, "type")));
            }
            return new EventFacts(
                    text("eventSource"),
                    text("eventName"),
                    text("eventType"),
                    region,
                    account,
                    partition,
                    RecordFields.of(tree(json.path("requestParameters")), tree(json.path("responseElements"))),
                    resources);
        }
    }

    private static Optional<String> optional(JsonNode node, String field) {
        return node.path(field).isTextual() ? Optional.of(node.path(field).asText()) : Optional.empty();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> tree(JsonNode node) {
        return node.isObject() ? JSON.convertValue(node, Map.class) : Map.of();
    }

    /** Returns every record of the corpora whose folder is not excluded, in order of files. */
    static List<Entry> all(Path cloudtrail, String... excluded) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(cloudtrail)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(json|ndjson|jsonl|json\\.gz|ndjson\\.gz)"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            Path relative = cloudtrail.relativize(file);
            String corpus = relative.getName(0).toString();
            if (relative.getNameCount() < 2
                    || corpus.equals("accounts")
                    || List.of(excluded).contains(corpus)
                    || file.endsWith("policy-to-guess.json")) {
                continue;
            }
            read(file, corpus, entries);
        }
        return entries;
    }

    private static void read(Path file, String corpus, List<Entry> into) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            try (JsonParser parser = JSON.createParser(gzip ? new GZIPInputStream(raw) : raw);
                    MappingIterator<JsonNode> documents =
                            JSON.readerFor(JsonNode.class).readValues(parser)) {
                while (documents.hasNext()) {
                    take(documents.next(), corpus, into);
                }
            }
        }
    }

    private static void take(JsonNode node, String corpus, List<Entry> into) {
        if (node.isArray()) {
            node.forEach(item -> take(item, corpus, into));
        } else if (node.path("Records").isArray()) {
            take(node.path("Records"), corpus, into);
        } else if (node.path("Events").isArray()) {
            take(node.path("Events"), corpus, into);
        } else if (node.has("CloudTrailEvent")) {
            try {
                take(JSON.readTree(node.path("CloudTrailEvent").asText()), corpus, into);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else if (node.path("detail") instanceof ObjectNode detail) {
            take(detail, corpus, into);
        } else if (node.has("eventName")) {
            into.add(new Entry(corpus, node));
        }
    }
}
