package io.iamtighten.usage;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.zip.GZIPOutputStream;

/** Writes saved summaries. */
final class UsageWriter {
    /** Fingerprints in one line. */
    private static final int CHUNK = 8_192;

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;
    private final Map<UseContext, Integer> contexts = new HashMap<>();

    private UsageWriter(JsonGenerator json) {
        this.json = json;
    }

    static void write(SavedUsage saved, OutputStream out) throws IOException {
        GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16);
        JsonGenerator json = FACTORY.createGenerator(gzip, JsonEncoding.UTF8);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        UsageWriter writer = new UsageWriter(json);
        writer.head(saved);
        for (UsagePart part : saved.summary().parts()) {
            writer.part(part, false);
        }
        if (saved.unfinished().isPresent()) {
            writer.part(saved.unfinished().get(), true);
        }
        json.writeStartObject();
        json.writeBooleanField("end", true);
        json.writeEndObject();
        json.close();
        gzip.finish();
    }

    private void head(SavedUsage saved) throws IOException {
        json.writeStartObject();
        json.writeStringField("iam-tighten", "usage");
        json.writeNumberField("format", SavedUsage.FORMAT);
        json.writeStringField("selection", saved.selection());
        json.writeStringField("catalog", saved.catalog());
        json.writeEndObject();
    }

    private void part(UsagePart part, boolean unfinished) throws IOException {
        contexts.clear();
        json.writeStartObject();
        json.writeObjectFieldStart("part");
        json.writeBooleanField("unfinished", unfinished);
        json.writeArrayFieldStart("folding");
        json.writeNumber(part.folding().resources());
        json.writeNumber(part.folding().beginnings());
        json.writeNumber(part.folding().sources());
        json.writeNumber(part.folding().days());
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        coverage(part.coverage());
        problems(part.problems());
        prints("sources", part.sources().prints());
        prints("seenOld", part.seen().old);
        prints("seenYoung", part.seen().young);
        prints("seenLast", part.seen().last);
        for (PrincipalUsage usage : part.principals()) {
            principal(usage);
        }
    }

    private void problems(SourceProblems problems) throws IOException {
        for (SourceProblem problem : problems.listed()) {
            json.writeStartObject();
            json.writeArrayFieldStart("problem");
            json.writeString(problem.kind());
            json.writeString(problem.source());
            json.writeNumber(problem.offset().orElse(-1));
            json.writeString(problem.message());
            json.writeBoolean(problem.loss());
            json.writeEndArray();
            json.writeEndObject();
        }
        if (problems.more() > 0) {
            json.writeStartObject();
            json.writeArrayFieldStart("moreProblems");
            json.writeNumber(problems.more());
            json.writeNumber(problems.moreLosses());
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void prints(String name, long[] values) throws IOException {
        for (int start = 0; start < values.length; start += CHUNK) {
            int count = Math.min(CHUNK, values.length - start);
            ByteBuffer bytes = ByteBuffer.allocate(8 * count);
            for (int i = 0; i < count; i++) {
                bytes.putLong(values[start + i]);
            }
            json.writeStartObject();
            json.writeStringField(name, Base64.getEncoder().encodeToString(bytes.array()));
            json.writeEndObject();
        }
    }

    private void coverage(TrailCoverage coverage) throws IOException {
        CoverageDetail detail = coverage.detail();
        json.writeStartObject();
        json.writeObjectFieldStart("coverage");
        if (coverage.from().isPresent()) {
            json.writeNumberField("from", coverage.from().get().getEpochSecond());
        }
        if (coverage.to().isPresent()) {
            json.writeNumberField("to", coverage.to().get().getEpochSecond());
        }
        json.writeNumberField("files", coverage.files());
        json.writeNumberField("events", coverage.events());
        counts("accounts", coverage.eventsByAccount());
        counts("regions", coverage.eventsByRegion());
        counts("dataEvents", coverage.dataEvents());
        counts("managementEvents", detail.managementEvents());
        json.writeObjectFieldStart("days");
        for (var day : detail.eventsByDay().entrySet()) {
            json.writeNumberField(Long.toString(day.getKey().toEpochDay()), day.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("dataRegions");
        for (var type : detail.dataRegions().entrySet()) {
            json.writeArrayFieldStart(type.getKey());
            for (String region : type.getValue()) {
                json.writeString(region);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeNumberField("read", detail.readEvents());
        json.writeNumberField("write", detail.writeEvents());
        json.writeNumberField("network", detail.networkEvents());
        json.writeNumberField("service", detail.serviceEvents());
        json.writeNumberField("untimed", detail.untimed());
        json.writeNumberField("copies", detail.copies());
        counts("aggregated", detail.aggregated());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void counts(String name, SortedMap<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (var entry : counts.entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private void principal(PrincipalUsage usage) throws IOException {
        UsagePrincipal principal = usage.principal();
        json.writeStartObject();
        json.writeObjectFieldStart("principal");
        json.writeStringField("type", principal.type().text());
        json.writeStringField("arn", principal.arn());
        json.writeBooleanField("pathKnown", principal.pathKnown());
        optional("id", principal.id());
        optional("account", principal.accountId());
        json.writeNumberField("events", usage.events());
        json.writeBooleanField("sourcesFolded", usage.sourcesFolded());
        json.writeArrayFieldStart("possible");
        for (String action : usage.possible()) {
            json.writeString(action);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("actions");
        for (ActionCount count : usage.actions()) {
            json.writeStartArray();
            json.writeString(count.action());
            json.writeString(count.relation().name());
            json.writeString(count.outcome().name());
            json.writeNumber(count.calls());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        for (UsageFact fact : usage.facts()) {
            fact(fact);
        }
        for (UnmappedEvent event : usage.unmapped()) {
            json.writeStartObject();
            json.writeArrayFieldStart("unmapped");
            json.writeString(event.eventSource());
            json.writeString(event.eventName());
            occurrences(event.occurrences());
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void optional(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }

    private void fact(UsageFact fact) throws IOException {
        Integer context = contexts.get(fact.context());
        if (context == null) {
            context = contexts.size();
            contexts.put(fact.context(), context);
            context(fact.context());
        }
        json.writeStartObject();
        json.writeArrayFieldStart("fact");
        json.writeString(fact.action());
        json.writeString(fact.relation().name());
        json.writeString(fact.confidence().name());
        json.writeString(fact.resource());
        json.writeBoolean(fact.complete());
        json.writeBoolean(fact.folded());
        json.writeNumber(context);
        json.writeString(fact.outcome().name());
        if (fact.instanceProfile().isPresent()) {
            json.writeString(fact.instanceProfile().get());
        } else {
            json.writeNull();
        }
        occurrences(fact.occurrences());
        json.writeEndArray();
        json.writeEndObject();
    }

    private void context(UseContext context) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("context");
        optional("region", context.region());
        if (context.source().isPresent()) {
            SourceNetwork source = context.source().get();
            if (source instanceof SourceNetwork.Address address) {
                json.writeStringField("ip", address.ip());
            } else if (source instanceof SourceNetwork.VpcEndpoint endpoint) {
                json.writeStringField("vpce", endpoint.id());
                optional("ip", endpoint.ip());
            } else if (source instanceof SourceNetwork.Service service) {
                json.writeStringField("service", service.name());
            }
        }
        optional("via", context.viaService());
        if (context.secureTransport().isPresent()) {
            json.writeBooleanField("tls", context.secureTransport().get());
        }
        if (context.mfa().isPresent()) {
            json.writeBooleanField("mfa", context.mfa().get());
        }
        json.writeObjectFieldStart("keys");
        for (Map.Entry<String, String> key : context.keys().entrySet()) {
            json.writeStringField(key.getKey(), key.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Days are written as differences: most follow each other. */
    private void occurrences(Occurrences occurrences) throws IOException {
        json.writeNumber(occurrences.count());
        json.writeNumber(occurrences.first().getEpochSecond());
        json.writeNumber(
                occurrences.last().getEpochSecond() - occurrences.first().getEpochSecond());
        json.writeBoolean(occurrences.byMonth());
        json.writeStartArray();
        long before = 0;
        for (var day : occurrences.byDay().entrySet()) {
            json.writeNumber(day.getKey().toEpochDay() - before);
            json.writeNumber(day.getValue());
            before = day.getKey().toEpochDay();
        }
        json.writeEndArray();
        json.writeStartArray();
        for (String sample : List.copyOf(occurrences.samples())) {
            json.writeString(sample);
        }
        json.writeEndArray();
    }
}
