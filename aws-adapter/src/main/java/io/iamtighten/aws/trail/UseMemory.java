package io.iamtighten.aws.trail;

import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.MappedCall;
import io.iamtighten.usage.ParameterReads;
import io.iamtighten.usage.RecordedUse;
import io.iamtighten.usage.UsageMapper;
import io.iamtighten.usage.UsagePrincipal;
import io.iamtighten.usage.UseContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Knows what records add, by the bytes of everything in them that decides it: most records differ from earlier ones in nothing but time
 * and ids. What a call used, who made it and how it ended are remembered apart, and then what the three together add. Bounded; a
 * record that is not remembered is mapped, and what that gives does not depend on what is remembered. Not thread-safe.
 */
final class UseMemory {
    /** How much all memories at work together keep at least, twice as much at most. */
    private static final int USES = 32_000;

    private static final int CALLS = 16_000;
    private static final int CALL_BYTES = 4 << 20;
    private static final int CALLERS = 16_000;
    private static final int CALLER_BYTES = 6 << 20;

    /** The beginning of an ARN holds its partition. */
    private static final int PARTITION = 16;

    private static final byte[] NOT_THERE = " does not exist".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PERFORM = "not authorized to perform: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private static final List<Optional<Boolean>> FLAGS =
            List.of(Optional.empty(), Optional.of(true), Optional.of(false));

    private final UsageMapper mapper;
    private final ByteCache<CallKind> kinds;
    private final ByteCache<Called> calls;
    private final ByteCache<Caller> callers;
    private final ByteCache<CallOutcome> outcomes;
    private final ByteCache<RecordedUse> uses;
    private final Optional<RoleFilter> role;
    private final KeyBytes key = new KeyBytes();
    /** Never given twice, so that what is forgotten is not mistaken. */
    private long lastNumber;

    private record Caller(long number, UsagePrincipal principal, UseContext context) {}

    private record Called(long number, MappedCall call) {}

    /** Makes an empty memory, one of so many at work; with a role, what others add is only that they were seen. */
    UseMemory(UsageMapper mapper, int memories, Optional<RoleFilter> role) {
        this.mapper = mapper;
        this.role = role;
        kinds = new ByteCache<>(CALLS / memories, CALL_BYTES / memories);
        calls = new ByteCache<>(CALLS / memories, CALL_BYTES / memories);
        callers = new ByteCache<>(CALLERS / memories, CALLER_BYTES / memories);
        outcomes = new ByteCache<>(CALLS / memories, CALL_BYTES / memories);
        uses = new ByteCache<>(USES / memories, USES / memories * 4 * Long.BYTES);
    }

    /** Returns what an ordinary record adds. */
    RecordedUse use(Slices record) throws IOException {
        if (role.isPresent() && role.get().excludes(record)) {
            return seen(record);
        }
        Caller caller = caller(record);
        if (role.isPresent() && !role.get().matches(caller.principal())) {
            return seen(record);
        }
        Called called = called(record);
        CallOutcome outcome = record.has(Slices.ERROR_CODE) ? outcome(record) : CallOutcome.SUCCEEDED;
        int readOnly = flag(record);
        key.clear();
        key.add(caller.number());
        key.add(called.number());
        key.add(outcome.ordinal() << 2 | readOnly);
        RecordedUse use = uses.find(key);
        if (use == null) {
            use = mapper.use(called.call(), caller.principal(), caller.context(), outcome, FLAGS.get(readOnly));
            uses.put(key, use);
        }
        return use;
    }

    /** Returns that a record was seen: parameters do not matter, and of the resources only their types. */
    private RecordedUse seen(Slices record) throws IOException {
        CallKind kind = kind(record);
        int readOnly = flag(record);
        key.clear();
        key.add(kind.number());
        key.add(readOnly);
        CallKind.addWithoutArns(record.text, record.from(Slices.RESOURCES), record.to(Slices.RESOURCES), key);
        RecordedUse use = uses.find(key);
        if (use == null) {
            RecordValues values = SliceRecord.called(record, ParameterReads.none());
            use = mapper.seen(
                    mapper.call(EventBuilder.facts(values), EventBuilder.recordedAs(values)), FLAGS.get(readOnly));
            uses.put(key, use);
        }
        return use;
    }

    private static int flag(Slices record) {
        if (record.is(Slices.READ_ONLY, TRUE)) {
            return 1;
        }
        if (record.is(Slices.READ_ONLY, FALSE)) {
            return 2;
        }
        return EventBuilder.flag(record.text(Slices.READ_ONLY))
                .map(is -> is ? 1 : 2)
                .orElse(0);
    }

    /** Who called from where: all that an event's principal and context are made of. */
    private Caller caller(Slices record) {
        key.clear();
        boolean issued = record.isIssued();
        for (int field = Slices.AWS_REGION; field <= Slices.SOURCE_IDENTITY; field++) {
            boolean other = field > Slices.AWS_REGION && field < Slices.SOURCE_IP;
            // Of a role's session the role decides.
            boolean session =
                    issued && (field == Slices.ARN || field == Slices.PRINCIPAL_ID || field == Slices.USER_NAME);
            if (!other && !session) {
                key.add(record.text, record.from(field), record.to(field));
            }
        }
        key.add((issued ? 2 : 0) | (record.has(Slices.TLS_VERSION) || record.has(Slices.CIPHER_SUITE) ? 1 : 0));
        Caller caller = callers.find(key);
        if (caller == null) {
            RecordValues values = SliceRecord.caller(record);
            caller = new Caller(++lastNumber, EventBuilder.caller(values).principal(), EventBuilder.context(values));
            callers.put(key, caller);
        }
        return caller;
    }

    private CallOutcome outcome(Slices record) {
        key.clear();
        key.add(record.text, record.from(Slices.ERROR_CODE), record.to(Slices.ERROR_CODE));
        // Messages without these words say nothing.
        if (record.indexOf(Slices.ERROR_MESSAGE, PERFORM) >= 0
                || record.indexOf(Slices.ERROR_MESSAGE, NOT_THERE) >= 0) {
            key.add(record.text, record.from(Slices.ERROR_MESSAGE), record.to(Slices.ERROR_MESSAGE));
        }
        CallOutcome outcome = outcomes.find(key);
        if (outcome == null) {
            outcome = CallOutcome.of(record.text(Slices.ERROR_CODE), record.text(Slices.ERROR_MESSAGE));
            outcomes.put(key, outcome);
        }
        return outcome;
    }

    /** What was called, on what: all that the facts of an event are made of. */
    private Called called(Slices record) throws IOException {
        CallKind kind = kind(record);
        kind.makeKey(record, key);
        Called called = calls.find(key);
        if (called == null) {
            ParameterReads reads = ParameterReads.none();
            RecordValues values = SliceRecord.called(record, reads);
            called = new Called(++lastNumber, mapper.call(EventBuilder.facts(values), EventBuilder.recordedAs(values)));
            if (kind.add(reads)) {
                kind.makeKey(record, key);
            }
            calls.put(key, called);
        }
        return called;
    }

    private CallKind kind(Slices record) {
        key.clear();
        for (int field = Slices.EVENT_SOURCE; field <= Slices.RECIPIENT_ACCOUNT; field++) {
            if (field != Slices.READ_ONLY) {
                key.add(record.text, record.from(field), record.to(field));
            }
        }
        int arn = record.has(Slices.ARN) ? Slices.ARN : Slices.ISSUER_ARN;
        key.add(record.text, record.from(arn), partitionEnd(record, arn));
        if (!record.has(Slices.RECIPIENT_ACCOUNT)) {
            key.add(record.text, record.from(Slices.ACCOUNT), record.to(Slices.ACCOUNT));
        }
        CallKind kind = kinds.find(key);
        if (kind == null) {
            kind = new CallKind(++lastNumber);
            kinds.put(key, kind);
        }
        return kind;
    }

    /** Returns where the partition in an ARN ends; the ARN's end when that is not near. */
    private static int partitionEnd(Slices record, int arn) {
        int to = record.to(arn);
        int near = Math.min(to, record.from(arn) + PARTITION);
        for (int i = record.from(arn) + 4; i < near; i++) {
            if (record.text[i] == ':') {
                return i + 1;
            }
        }
        return to;
    }
}
