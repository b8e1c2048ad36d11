package io.iamtighten.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamtighten.catalog.MappingConfidence;
import io.iamtighten.request.PrincipalType;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads saved summaries. */
final class UsageFileReader {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(1 << 20)
                    .maxNumberLength(30)
                    .build())
            .build());
    /** No writer makes more facts in one file; a file with more is none of ours. */
    private static final long MOST_FACTS = 50L * SummaryLimits.FACTS;

    private long line;
    private String selection = "";
    private String catalog = "";
    private final List<UsagePart> parts = new ArrayList<>();
    private Optional<UsagePart> unfinished = Optional.empty();
    private @Nullable PartBuilder part;
    private long facts;
    private boolean ended;

    private static final class PartBuilder {
        boolean unfinished;
        UsagePart.Folding folding = UsagePart.Folding.ordinary();
        TrailCoverage coverage = TrailCoverage.none();
        final Prints sources = new Prints();
        final Prints old = new Prints();
        final Prints young = new Prints();
        final Prints last = new Prints();
        final List<SourceProblem> problems = new ArrayList<>();
        long moreProblems;
        long moreLosses;
        final List<UseContext> contexts = new ArrayList<>();
        final List<PrincipalUsage> principals = new ArrayList<>();

        @Nullable
        PrincipalBuilder principal;

        void endPrincipal() {
            if (principal != null) {
                principals.add(principal.usage());
                principal = null;
            }
        }
    }

    private static final class PrincipalBuilder {
        final UsagePrincipal principal;
        final long events;
        final boolean sourcesFolded;
        final List<UsageFact> facts = new ArrayList<>();
        final List<UnmappedEvent> unmapped = new ArrayList<>();
        final List<String> possible = new ArrayList<>();
        final List<ActionCount> actions = new ArrayList<>();

        PrincipalBuilder(UsagePrincipal principal, long events, boolean sourcesFolded) {
            this.principal = principal;
            this.events = events;
            this.sourcesFolded = sourcesFolded;
        }

        PrincipalUsage usage() {
            return new PrincipalUsage(principal, events, facts, unmapped, possible, actions, sourcesFolded);
        }
    }

    private static final class Prints {
        private long[] values = new long[0];
        private int size;

        void add(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            int count = bytes.length / 8;
            if (size + count > values.length) {
                values = Arrays.copyOf(values, Math.max(size + count, 2 * values.length));
            }
            for (int i = 0; i < count; i++) {
                values[size++] = buffer.getLong();
            }
        }

        long[] all() {
            return Arrays.copyOf(values, size);
        }
    }

    static SavedUsage read(InputStream in) throws UsageFormatException, IOException {
        UsageFileReader reader = new UsageFileReader();
        try (MappingIterator<JsonNode> lines =
                JSON.readerFor(JsonNode.class).readValues(new GZIPInputStream(in, 1 << 16))) {
            while (lines.hasNextValue()) {
                reader.line++;
                reader.take(lines.nextValue());
            }
        } catch (JsonProcessingException | CharConversionException e) {
            throw reader.broken("not JSON as expected");
        } catch (ZipException e) {
            throw reader.broken("not gzip, or damaged");
        } catch (EOFException e) {
            throw reader.broken("the file ends too early");
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw reader.broken("a value that cannot be");
        }
        if (!reader.ended) {
            throw reader.broken("the file ends too early");
        }
        return new SavedUsage(new UsageSummary(reader.parts), reader.unfinished, reader.selection, reader.catalog);
    }

    private UsageFormatException broken(String what) {
        return new UsageFormatException("not a saved usage summary: " + what + " (line " + line + ")");
    }

    private void take(JsonNode node) throws UsageFormatException {
        if (line == 1) {
            head(node);
            return;
        }
        if (ended || node.size() != 1) {
            throw broken("an object with one member was expected");
        }
        String kind = node.fieldNames().next();
        JsonNode value = node.path(kind);
        if (kind.equals("end")) {
            endPart();
            ended = true;
            return;
        }
        if (kind.equals("part")) {
            endPart();
            startPart(value);
            return;
        }
        if (part == null) {
            throw broken("`part` was expected");
        }
        inPart(part, kind, value);
    }

    private void inPart(PartBuilder into, String kind, JsonNode value) throws UsageFormatException {
        switch (kind) {
            case "coverage" -> into.coverage = coverage(value);
            case "problem" -> into.problems.add(problem(value));
            case "moreProblems" -> {
                into.moreProblems = number(value.path(0));
                into.moreLosses = number(value.path(1));
            }
            case "sources" -> into.sources.add(bytes(value));
            case "seenOld" -> into.old.add(bytes(value));
            case "seenYoung" -> into.young.add(bytes(value));
            case "seenLast" -> into.last.add(bytes(value));
            case "context" -> into.contexts.add(context(value));
            case "principal" -> {
                into.endPrincipal();
                into.principal = principal(value);
            }
            case "fact" -> principal(into).facts.add(fact(value, into.contexts));
            case "unmapped" ->
                principal(into)
                        .unmapped
                        .add(new UnmappedEvent(text(value.path(0)), text(value.path(1)), occurrences(value, 2)));
            // Later writers may add more.
            default -> {}
        }
        if (++facts > MOST_FACTS) {
            throw broken("more lines than any summary has");
        }
    }

    private PrincipalBuilder principal(PartBuilder into) throws UsageFormatException {
        if (into.principal == null) {
            throw broken("`principal` was expected");
        }
        return into.principal;
    }

    private void head(JsonNode node) throws UsageFormatException {
        if (!node.path("iam-tighten").asText("").equals("usage")) {
            throw broken("the first line is not that of one");
        }
        if (node.path("format").asInt() != SavedUsage.FORMAT) {
            throw new UsageFormatException(
                    "the usage summary has format " + node.path("format").asText("?") + "; this version reads format "
                            + SavedUsage.FORMAT + "; make it anew from the logs");
        }
        selection = text(node.path("selection"));
        catalog = text(node.path("catalog"));
    }

    private void startPart(JsonNode value) throws UsageFormatException {
        PartBuilder next = new PartBuilder();
        next.unfinished = value.path("unfinished").asBoolean();
        JsonNode folding = value.path("folding");
        next.folding = new UsagePart.Folding(
                (int) number(folding.path(0)), (int) number(folding.path(1)), (int) number(folding.path(2)), (int)
                        number(folding.path(3)));
        part = next;
    }

    private void endPart() throws UsageFormatException {
        if (part == null) {
            return;
        }
        part.endPrincipal();
        UsagePart done = new UsagePart(
                SourceSet.ofPrints(part.sources.all()),
                part.principals,
                part.coverage,
                new SeenEvents(part.old.all(), part.young.all(), part.last.all()),
                part.folding,
                SourceProblems.of(part.problems, part.moreProblems, part.moreLosses));
        if (!part.unfinished) {
            parts.add(done);
        } else if (unfinished.isEmpty()) {
            unfinished = Optional.of(done);
        } else {
            throw broken("two unfinished parts");
        }
        part = null;
    }

    private SourceProblem problem(JsonNode value) throws UsageFormatException {
        long offset = number(value.path(2));
        return new SourceProblem(
                text(value.path(0)),
                text(value.path(1)),
                offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset),
                text(value.path(3)),
                value.path(4).asBoolean());
    }

    private byte[] bytes(JsonNode value) throws UsageFormatException {
        byte[] bytes = Base64.getDecoder().decode(text(value));
        if (bytes.length % 8 != 0) {
            throw broken("fingerprints have eight bytes");
        }
        return bytes;
    }

    private String text(JsonNode value) throws UsageFormatException {
        if (!value.isTextual()) {
            throw broken("a text was expected");
        }
        return value.textValue();
    }

    private long number(JsonNode value) throws UsageFormatException {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw broken("a whole number was expected");
        }
        return value.longValue();
    }

    private TrailCoverage coverage(JsonNode value) throws UsageFormatException {
        SortedMap<LocalDate, Long> days = new TreeMap<>();
        for (var day : value.path("days").properties()) {
            days.put(LocalDate.ofEpochDay(Long.parseLong(day.getKey())), number(day.getValue()));
        }
        SortedMap<String, SortedSet<String>> regions = new TreeMap<>();
        for (var type : value.path("dataRegions").properties()) {
            SortedSet<String> names = new TreeSet<>();
            for (JsonNode region : type.getValue()) {
                names.add(text(region));
            }
            regions.put(type.getKey(), names);
        }
        return new TrailCoverage(
                value.has("from") ? Optional.of(Instant.ofEpochSecond(number(value.path("from")))) : Optional.empty(),
                value.has("to") ? Optional.of(Instant.ofEpochSecond(number(value.path("to")))) : Optional.empty(),
                number(value.path("files")),
                number(value.path("events")),
                counts(value.path("accounts")),
                counts(value.path("regions")),
                counts(value.path("dataEvents")),
                new CoverageDetail(
                        days,
                        counts(value.path("managementEvents")),
                        regions,
                        number(value.path("read")),
                        number(value.path("write")),
                        number(value.path("network")),
                        number(value.path("service")),
                        number(value.path("untimed")),
                        number(value.path("copies")),
                        counts(value.path("aggregated"))));
    }

    private SortedMap<String, Long> counts(JsonNode value) throws UsageFormatException {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (var entry : value.properties()) {
            counts.put(entry.getKey(), number(entry.getValue()));
        }
        return counts;
    }

    private PrincipalBuilder principal(JsonNode value) throws UsageFormatException {
        PrincipalBuilder builder = new PrincipalBuilder(
                new UsagePrincipal(
                        type(text(value.path("type"))),
                        text(value.path("arn")),
                        value.path("pathKnown").asBoolean(),
                        optional(value, "id"),
                        optional(value, "account")),
                number(value.path("events")),
                value.path("sourcesFolded").asBoolean());
        for (JsonNode action : value.path("possible")) {
            builder.possible.add(text(action));
        }
        for (JsonNode count : value.path("actions")) {
            builder.actions.add(new ActionCount(
                    text(count.path(0)),
                    UseRelation.valueOf(text(count.path(1))),
                    CallOutcome.valueOf(text(count.path(2))),
                    number(count.path(3))));
        }
        return builder;
    }

    private PrincipalType type(String text) throws UsageFormatException {
        for (PrincipalType type : PrincipalType.values()) {
            if (type.text().equals(text)) {
                return type;
            }
        }
        throw broken("an unknown type of principal");
    }

    private Optional<String> optional(JsonNode value, String name) throws UsageFormatException {
        return value.has(name) ? Optional.of(text(value.path(name))) : Optional.empty();
    }

    private Optional<Boolean> flag(JsonNode value, String name) {
        return value.has(name) ? Optional.of(value.path(name).asBoolean()) : Optional.empty();
    }

    private UseContext context(JsonNode value) throws UsageFormatException {
        Optional<SourceNetwork> source = Optional.empty();
        if (value.has("vpce")) {
            source = Optional.of(new SourceNetwork.VpcEndpoint(text(value.path("vpce")), optional(value, "ip")));
        } else if (value.has("ip")) {
            source = Optional.of(new SourceNetwork.Address(text(value.path("ip"))));
        } else if (value.has("service")) {
            source = Optional.of(new SourceNetwork.Service(text(value.path("service"))));
        }
        Map<String, String> keys = new LinkedHashMap<>();
        for (var key : value.path("keys").properties()) {
            keys.put(key.getKey(), text(key.getValue()));
        }
        return new UseContext(
                optional(value, "region"),
                source,
                optional(value, "via"),
                flag(value, "tls"),
                flag(value, "mfa"),
                keys);
    }

    private UsageFact fact(JsonNode value, List<UseContext> contexts) throws UsageFormatException {
        long context = number(value.path(6));
        if (context < 0 || context >= contexts.size()) {
            throw broken("a context that is not there");
        }
        return new UsageFact(
                text(value.path(0)),
                UseRelation.valueOf(text(value.path(1))),
                MappingConfidence.valueOf(text(value.path(2))),
                text(value.path(3)),
                value.path(4).asBoolean(),
                value.path(5).asBoolean(),
                contexts.get((int) context),
                CallOutcome.valueOf(text(value.path(7))),
                occurrences(value, 9),
                value.path(8).isTextual() ? Optional.of(text(value.path(8))) : Optional.empty());
    }

    private Occurrences occurrences(JsonNode value, int at) throws UsageFormatException {
        SortedMap<LocalDate, Long> byDay = new TreeMap<>();
        JsonNode days = value.path(at + 4);
        long day = 0;
        for (int i = 0; i + 1 < days.size(); i += 2) {
            day = Math.addExact(day, number(days.path(i)));
            byDay.put(LocalDate.ofEpochDay(day), number(days.path(i + 1)));
        }
        List<String> samples = new ArrayList<>();
        for (JsonNode sample : value.path(at + 5)) {
            samples.add(text(sample));
        }
        long first = number(value.path(at + 1));
        return new Occurrences(
                number(value.path(at)),
                Instant.ofEpochSecond(first),
                Instant.ofEpochSecond(Math.addExact(first, number(value.path(at + 2)))),
                byDay,
                samples,
                value.path(at + 3).asBoolean());
    }
}
