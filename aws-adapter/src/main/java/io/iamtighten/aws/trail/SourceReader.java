package io.iamtighten.aws.trail;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamtighten.usage.EventId;
import io.iamtighten.usage.RecordedUse;
import io.iamtighten.usage.UsageEvent;
import io.iamtighten.usage.UsageMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one source: decompresses it, tells its shape, and makes uses of its records. */
final class SourceReader implements TrailSink, RecordStream.Taker {
    /** Problems of one source beyond this many are only counted. */
    static final int MAX_PROBLEMS = 20;

    private static final int HEAD = 1 << 12;
    private static final int MAX_SOURCES = 1_000;
    private static final int MAX_NAME = 256;
    /** How much all readers at work together remember of what records have in common. */
    private static final int MAX_STRETCHES = 1 << 11;

    private static final int MAX_KNOWN = 1 << 13;
    private static final int MAX_ROOMS = 8;

    private final UsageMapper mapper;
    private final TrailOptions options;
    private final long since;
    private final long until;

    private final Scan scan;
    private final RecordStream stream;
    private final UseMemory memory;
    private final Optional<RoleFilter> role;
    private final boolean everywhere;
    private final List<TrailProblem> problems = new ArrayList<>();
    private final Map<Other, Long> others = new EnumMap<>(Other.class);
    private final SortedMap<String, Long> aggregated = new TreeMap<>();
    private String name = "";
    private String keyAccount = "";
    private long moreProblems;
    private long records;
    private long scanned;
    private Receiver receiver = (use, time, id) -> {};
    private final Inflate inflate = new Inflate(Gunzip.BUFFER);

    /** Takes the uses of one source. */
    interface Receiver {
        void take(RecordedUse use, long epochSecond, EventId id);

        /** The same for an id that is a UUID in lower case, by its halves. */
        default void take(RecordedUse use, long epochSecond, long high, long low) {
            take(use, epochSecond, EventId.ofUuid(high, low));
        }
    }

    /** Whether files of a trail are scanned, or parsed like everything else: the result is the same. */
    enum Scan {
        FAST,
        PLAIN
    }

    /** Makes a reader that remembers together with others. */
    SourceReader(UsageMapper mapper, TrailOptions options, UseMemory.Shared shared) {
        this(mapper, options, shared, Scan.FAST);
    }

    SourceReader(UsageMapper mapper, TrailOptions options, UseMemory.Shared shared, Scan scan) {
        this.scan = scan;
        this.mapper = mapper;
        this.role = options.role().map(RoleFilter::new);
        this.stream = new RecordStream(MAX_STRETCHES / rooms(options.threads()));
        this.memory = new UseMemory(mapper, shared, role, MAX_KNOWN / rooms(options.threads()));
        this.options = options;
        this.since = options.since().map(t -> t.getEpochSecond()).orElse(Long.MIN_VALUE);
        this.everywhere = options.accounts().isEmpty() && options.regions().isEmpty();
        this.until = options.until().map(t -> t.getEpochSecond()).orElse(Long.MAX_VALUE);
    }

    /** Returns among how many readers the memory is shared out: a power of two. */
    private static int rooms(int threads) {
        return Integer.highestOneBit(2 * Math.min(threads, MAX_ROOMS) - 1);
    }

    /**
     * What one source held.
     *
     * @param records how many records, those outside the window included
     * @param aggregated how many records only count data events, by event source
     * @param failed whether it could not be read at all, so that it is to be tried again another time
     * @param identity what tells the source from every other
     */
    record Result(
            List<TrailProblem> problems,
            long moreProblems,
            long records,
            SortedMap<String, Long> aggregated,
            boolean failed,
            String identity) {
        Result {
            problems = List.copyOf(problems);
            aggregated = new TreeMap<>(aggregated);
        }
    }

    Result read(TrailEntry entry, Receiver into) {
        TrailSource source = entry.source();
        boolean named = entry.named();
        problems.clear();
        others.clear();
        aggregated.clear();
        moreProblems = 0;
        records = 0;
        name = source.name();
        keyAccount = entry.key().account();
        receiver = into;
        boolean foreign = false;
        boolean failed = false;
        @Nullable Gunzip gunzip = null;
        Optional<String> identity = source.identity();
        Optional<MessageDigest> digest = identity.isPresent() ? Optional.empty() : Optional.of(contentDigest());
        try (InputStream stored = source.open()) {
            InputStream raw = digest.isPresent() ? new DigestInputStream(stored, digest.get()) : stored;
            PushbackInputStream in = new PushbackInputStream(raw, HEAD);
            byte[] magic = in.readNBytes(2);
            in.unread(magic);
            InputStream text = in;
            if (magic.length == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
                gunzip = new Gunzip(in, inflate);
                text = gunzip;
            }
            try {
                foreign = !readText(text, named);
            } catch (StopReading e) {
                // The sink has told why.
            }
            if (digest.isPresent()) {
                raw.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            failed = records == 0 && aggregated.isEmpty();
            tell(
                    TrailProblem.Kind.UNREADABLE,
                    gunzip == null ? OptionalLong.empty() : OptionalLong.of(gunzip.produced()),
                    "cannot be read to its end: " + TrailFiles.why(e)
                            + (records == 0 ? "" : "; the " + records + " records before are counted"));
        }
        if (records == 0 && problems.isEmpty() && named && isForeign()) {
            tell(
                    TrailProblem.Kind.EMPTY,
                    OptionalLong.empty(),
                    foreign ? "not a CloudTrail file; JSON or gzip was expected" : "holds no CloudTrail records");
        }
        return new Result(
                problems,
                moreProblems,
                records,
                aggregated,
                failed,
                identity.orElseGet(
                        () -> HexFormat.of().formatHex(digest.orElseThrow().digest())));
    }

    /** Returns how many records of all sources were taken as they were scanned, without being parsed. */
    long scanned() {
        return scanned;
    }

    private static MessageDigest contentDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** Returns the identity that a source without one gets from its content; empty when it cannot be read. */
    static Optional<String> contentIdentity(TrailSource source) {
        if (source instanceof OpenSource) {
            return Optional.empty();
        }
        MessageDigest digest = contentDigest();
        try (InputStream in = new DigestInputStream(source.open(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Only fails. */
    private static final class Failing extends InputStream {
        private final IOException fault;

        Failing(IOException fault) {
            this.fault = fault;
        }

        @Override
        public int read() throws IOException {
            throw fault;
        }
    }

    private boolean isForeign() {
        return aggregated.isEmpty() && others.keySet().stream().allMatch(other -> other == Other.FOREIGN);
    }

    /** Returns whether the text may hold records. */
    private boolean readText(InputStream text, boolean named) throws IOException, StopReading {
        byte[] buffer = new byte[HEAD];
        int size = 0;
        @Nullable IOException fault = null;
        try {
            for (int count = 0; count >= 0 && size < HEAD; count = text.read(buffer, size, HEAD - size)) {
                size += count;
            }
        } catch (IOException e) {
            fault = e;
        }
        byte[] head = Arrays.copyOf(buffer, size);
        InputStream in;
        if (fault == null) {
            PushbackInputStream whole = new PushbackInputStream(text, HEAD);
            whole.unread(head);
            in = whole;
        } else {
            // What came before the fault is read first.
            in = new SequenceInputStream(new ByteArrayInputStream(head), new Failing(fault));
        }
        int first = 0;
        while (first < head.length && isSpace(head[first])) {
            first++;
        }
        if (first == head.length && fault != null) {
            throw fault;
        }
        if (first == head.length && head.length < HEAD) {
            if (named) {
                tell(TrailProblem.Kind.EMPTY, OptionalLong.empty(), "the file is empty");
            }
            return false;
        }
        if (scan == Scan.FAST && RecordStream.isHead(head)) {
            stream.read(in, this, this);
            stream.settle();
            return true;
        }
        if (isUtf16(head)) {
            tell(
                    TrailProblem.Kind.MALFORMED,
                    OptionalLong.of(0),
                    "the text is UTF-16, as PowerShell writes it; save it as UTF-8");
            return false;
        }
        if (first == head.length || head[first] == '{' || head[first] == '[') {
            TrailDocument.read(in, this);
            return true;
        }
        if (CsvRows.isHead(new String(head, StandardCharsets.UTF_8))) {
            CsvRows.read(in, this);
            return true;
        }
        return false;
    }

    private static boolean isUtf16(byte[] head) {
        int mark = head.length < 2 ? 0 : (head[0] & 0xff) << 8 | head[1] & 0xff;
        // JSON has no zero byte; the second of a text in UTF-16 without a mark is one.
        return mark == 0xfffe || mark == 0xfeff || mark == '{' << 8 || mark == '[' << 8;
    }

    /** White space, and the bytes of byte order marks. */
    private static boolean isSpace(byte b) {
        return b == ' '
                || b == '\n'
                || b == '\r'
                || b == '\t'
                || b == (byte) 0xef
                || b == (byte) 0xbb
                || b == (byte) 0xbf;
    }

    @Override
    public boolean parse(byte[] text, int from, int to, long offset) throws IOException, StopReading {
        return TrailDocument.record(text, from, to, this, offset);
    }

    @Override
    public void take(Slices record, int from, int to, long offset) throws IOException, StopReading {
        UseMemory.Kind kind = memory.kind(record);
        boolean ordinary = kind.ordinary()
                && record.has(Slices.EVENT_ID)
                && !record.has(Slices.ADDENDUM)
                && isFirstVersion(record);
        long time = ordinary ? record.plainTime() : -1;
        if (time < 0) {
            TrailDocument.record(record.text, from, to, this, offset);
            return;
        }
        records++;
        scanned++;
        if (time >= since && time < until && (everywhere || wanted(record))) {
            take(record, memory.use(record, kind), time);
        }
    }

    private void take(Slices record, RecordedUse use, long time) {
        boolean shared = record.has(Slices.SHARED_EVENT_ID);
        boolean uuid = record.parseId();
        if (uuid && !shared) {
            receiver.take(use, time, record.idHigh, record.idLow);
            return;
        }
        EventId own = uuid ? EventId.ofUuid(record.idHigh, record.idLow) : EventId.of(record.text(Slices.EVENT_ID));
        receiver.take(use, time, shared ? EventBuilder.sharedId(SliceRecord.shared(record), own) : own);
    }

    private static boolean isFirstVersion(Slices record) {
        int at = record.start[Slices.EVENT_VERSION];
        int length = record.end[Slices.EVENT_VERSION] - at;
        return !record.has(Slices.EVENT_VERSION)
                || record.text[at] == '1' && (length == 1 || record.text[at + 1] == '.');
    }

    private boolean wanted(Slices record) {
        boolean account = options.accounts().isEmpty()
                || options.accounts().contains(keyAccount)
                || options.accounts().contains(record.text(Slices.ACCOUNT))
                || options.accounts().contains(record.text(Slices.RECIPIENT_ACCOUNT));
        return account && (options.regions().isEmpty() || options.regions().contains(record.text(Slices.AWS_REGION)));
    }

    @Override
    public void record(JsonNode record, String fallbackTime, long offset) throws StopReading {
        records++;
        RecordValues values = TreeRecord.values(record);
        EventId id = values.eventId.isEmpty()
                ? EventId.ofRecord(record.toString().getBytes(StandardCharsets.UTF_8))
                : EventId.of(values.eventId);
        take(values, id, fallbackTime, offset);
    }

    private void take(RecordValues values, EventId id, String fallbackTime, long offset) throws StopReading {
        if (isOtherMajor(values.eventVersion)) {
            problem(
                    TrailProblem.Kind.RECORD,
                    offset,
                    "the record has version `" + values.eventVersion
                            + "`; versions 1.x are known, so the rest of the file is left out");
            throw new StopReading();
        }
        OptionalLong time = EventTime.parse(values.eventTime);
        if (time.isEmpty()) {
            time = EventTime.parse(fallbackTime);
        }
        if (time.isEmpty()) {
            problem(
                    TrailProblem.Kind.UNTIMED,
                    offset,
                    "the record's `eventTime` is " + (values.eventTime.isEmpty() ? "missing" : "not a time")
                            + "; it is counted without a time");
        } else if (time.getAsLong() < since || time.getAsLong() >= until) {
            return;
        }
        if (!wanted(values)) {
            return;
        }
        UsageEvent event = EventBuilder.event(values, time);
        EventId own = values.originalEventId.isEmpty() ? id : EventId.of(values.originalEventId);
        boolean other = role.isPresent() && !role.get().matches(event.caller().principal());
        RecordedUse use = other ? mapper.seen(event.facts(), event.recordedAs(), event.readOnly()) : mapper.map(event);
        receiver.take(use, event.time().getEpochSecond(), EventBuilder.sharedId(values, own));
    }

    private boolean wanted(RecordValues values) {
        boolean account = options.accounts().isEmpty()
                || options.accounts().contains(keyAccount)
                || options.accounts().contains(values.accountId)
                || options.accounts().contains(values.recipientAccountId);
        return account && (options.regions().isEmpty() || options.regions().contains(values.awsRegion));
    }

    private static boolean isOtherMajor(String version) {
        int dot = version.indexOf('.');
        String major = dot < 0 ? version : version.substring(0, dot);
        return !major.isEmpty() && !major.equals("1") && major.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public void other(Other what) {
        others.merge(what, 1L, Long::sum);
    }

    @Override
    public void aggregated(String eventSource) {
        String name = aggregated.size() < MAX_SOURCES || aggregated.containsKey(eventSource) ? eventSource : "(others)";
        aggregated.merge(name.substring(0, Math.min(name.length(), MAX_NAME)), 1L, Long::sum);
    }

    @Override
    public void problem(TrailProblem.Kind kind, long offset, String message) throws StopReading {
        tell(kind, OptionalLong.of(offset), message);
        if (options.onProblem() == TrailOptions.OnProblem.STOP) {
            throw new StopReading();
        }
    }

    private void tell(TrailProblem.Kind kind, OptionalLong offset, String message) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new TrailProblem(kind, name, offset, message));
        } else {
            moreProblems++;
        }
    }
}
