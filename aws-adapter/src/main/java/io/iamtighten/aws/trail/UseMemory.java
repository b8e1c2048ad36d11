package io.iamtighten.aws.trail;

import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.EventFacts;
import io.iamtighten.usage.MappedCall;
import io.iamtighten.usage.RecordedUse;
import io.iamtighten.usage.UsageMapper;
import io.iamtighten.usage.UsagePrincipal;
import io.iamtighten.usage.UseContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Knows what records add, by the bytes of everything in them that decides it: most records differ from earlier ones in nothing but time
 * and ids. What a call used, who made it and how it ended are remembered apart, and then what the three together add. Bounded; a
 * record that is not remembered is mapped, and what that gives does not depend on what is remembered. Not thread-safe; what is
 * remembered is shared.
 */
final class UseMemory {
    /** The beginning of an ARN holds its partition. */
    private static final int PARTITION = 16;

    private static final byte[] PERFORM = ascii("not authorized to perform: ");
    private static final byte[] NOT_THERE = ascii(" does not exist");
    private static final byte[] INSIGHT = ascii("AwsCloudTrailInsight");
    private static final byte[] INSIGHT_CATEGORY = ascii("Insight");
    private static final byte[] AGGREGATED_TYPE = ascii("AwsAggregatedEvent");
    private static final byte[] AGGREGATED_CATEGORY = ascii("Aggregated");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    private static final List<Optional<Boolean>> FLAGS =
            List.of(Optional.empty(), Optional.of(true), Optional.of(false));

    private final UsageMapper mapper;
    private final Shared shared;
    private final Optional<RoleFilter> role;
    private final KeyBytes key = new KeyBytes();

    /** What is known of records with the same stretches. */
    private final @Nullable Kind[] knownKinds;

    private final @Nullable From[] knownCallers;

    private record Caller(long number, UsagePrincipal principal, UseContext context) {}

    /** A call, and what those who made it added. */
    private static final class Called {
        /** More callers than these are remembered elsewhere. */
        private static final int MOST = 4;

        final long number;
        final MappedCall call;
        /** Two threads at once may lose one of these, which is then made again. */
        private volatile @Nullable Used uses;

        Called(long number, MappedCall call) {
            this.number = number;
            this.call = call;
        }

        /** Returns what a caller's call added, or null. */
        @Nullable
        RecordedUse find(long caller, int how) {
            for (Used used = uses; used != null; used = used.next) {
                if (used.caller == caller && used.how == how) {
                    return used.use;
                }
            }
            return null;
        }

        boolean isFull() {
            Used used = uses;
            return used != null && used.count == MOST;
        }

        void add(long caller, int how, RecordedUse use) {
            Used before = uses;
            uses = new Used(caller, how, use, before == null ? 1 : before.count + 1, before);
        }
    }

    private record Used(
            long caller,
            int how,
            RecordedUse use,
            int count,
            @Nullable Used next) {}

    /**
     * Whom an identity names.
     *
     * @param number the same for identities that differ in nothing that counts
     * @param home the same for all of one account and partition
     * @param other whether it is another role or principal than the one that is asked about
     */
    record Who(long number, long home, boolean other) {}

    /**
     * What kind of call a record shows.
     *
     * @param what with the next four, the stretches that say so
     * @param ordinary whether it is the record of a call, and not to be looked at in full
     */
    record Kind(int what, int region, int how, int howElse, long home, CallKind call, int readOnly, boolean ordinary) {
        boolean isOf(Slices record, long account) {
            return what == record.what()
                    && region == record.region()
                    && how == record.how()
                    && howElse == record.howElse()
                    && home == account;
        }

        static int place(Slices record, long account) {
            long hash = mixed(mixed(account, record.what()), record.region());
            return (int) (mixed(mixed(hash, record.how()), record.howElse()) >>> 40);
        }
    }

    /** Who called from where, as stretches say: of those that say how, only where they may name an endpoint. */
    private record From(long who, int region, int where, int how, int howElse, boolean tls, Caller caller) {
        boolean isOf(Slices record, long number) {
            return who == number
                    && where == record.where()
                    && region == record.region()
                    && tls == isEncrypted(record)
                    && how == how(record)
                    && howElse == howElse(record);
        }

        static int how(Slices record) {
            return record.has(Slices.VPC_ENDPOINT) ? record.how() : 0;
        }

        static int howElse(Slices record) {
            return record.has(Slices.VPC_ENDPOINT) ? record.howElse() : 0;
        }

        static int place(Slices record, long number) {
            long hash = mixed(mixed(number, record.where()), record.region());
            return (int) (mixed(hash, how(record) + (isEncrypted(record) ? 1 : 0)) >>> 40);
        }
    }

    private static long mixed(long hash, int number) {
        long mixed = (hash ^ number) * 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 32;
    }

    private static boolean isEncrypted(Slices record) {
        return record.has(Slices.TLS_VERSION) || record.has(Slices.CIPHER_SUITE);
    }

    /** What is remembered, by all threads that read together. Thread-safe. */
    static final class Shared {
        /** How much is kept at least, twice as much at most. */
        private static final int USES = 48_000;

        private static final int CALLS = 24_000;
        private static final int CALL_BYTES = 6 << 20;
        private static final int CALLERS = 16_000;
        private static final int CALLER_BYTES = 6 << 20;
        private static final int NAMES = 4_096;
        private static final int PRINCIPALS = 1_024;
        private static final int ONCE = 1 << 14;
        /** The texts that repeat are shorter. */
        private static final int MOST_NAME = 64;

        private final ByteCache<CallKind> kinds = new ByteCache<>(CALLS, CALL_BYTES);
        private final ByteCache<Called> calls = new ByteCache<>(CALLS, CALL_BYTES);
        private final ByteCache<Caller> callers = new ByteCache<>(CALLERS, CALLER_BYTES);
        private final ByteCache<Long> homes = new ByteCache<>(CALLERS, CALLER_BYTES);
        private final ByteCache<Who> whos = new ByteCache<>(CALLERS, CALLER_BYTES);
        private final ByteCache<CallOutcome> outcomes = new ByteCache<>(CALLS, CALL_BYTES);
        private final ByteCache<RecordedUse> uses = new ByteCache<>(USES, USES * 4 * Long.BYTES);
        private final Shares<String> names = new Shares<>(NAMES);
        private final Shares<UsagePrincipal> principals = new Shares<>(PRINCIPALS);
        /** Hashes of calls that were met once and are not remembered. */
        private final AtomicLongArray once = new AtomicLongArray(ONCE);

        /** Never given twice, so that what is forgotten is not mistaken. */
        private final AtomicLong lastNumber = new AtomicLong();

        /** Returns whether a hash, or rarely one like it, was asked about before, and not too long ago. */
        private boolean metBefore(long hash) {
            int place = (int) (hash >>> 40) & ONCE - 1;
            if (once.getPlain(place) == hash) {
                return true;
            }
            once.setPlain(place, hash);
            return false;
        }

        private String name(String text) {
            return text.length() <= MOST_NAME ? names.of(text) : text;
        }

        private EventFacts facts(RecordValues values) {
            EventFacts facts = EventBuilder.facts(values);
            return new EventFacts(
                    name(facts.eventSource()),
                    name(facts.eventName()),
                    name(facts.eventType()),
                    name(facts.region()),
                    name(facts.account()),
                    name(facts.partition()),
                    facts.fields(),
                    facts.resources());
        }
    }

    /**
     * Makes a view of what is remembered, with room for so many kinds and callers, a power of two; with a role, what others add is only
     * that they were seen.
     */
    UseMemory(UsageMapper mapper, Shared shared, Optional<RoleFilter> role, int room) {
        this.mapper = mapper;
        this.shared = shared;
        this.role = role;
        this.knownKinds = new @Nullable Kind[room];
        this.knownCallers = new @Nullable From[room];
    }

    /** Returns what an ordinary record of a kind adds. */
    RecordedUse use(Slices record, Kind kind) throws IOException {
        Who who = who(record);
        if (who.other()) {
            return seen(record, kind.call(), kind.readOnly());
        }
        Caller caller = caller(record, who);
        Called called = called(record, kind.call());
        CallOutcome outcome = record.has(Slices.ERROR_CODE) ? outcome(record) : CallOutcome.SUCCEEDED;
        int how = outcome.ordinal() << 2 | kind.readOnly();
        RecordedUse use = called.find(caller.number(), how);
        if (use != null) {
            return use;
        }
        boolean full = called.isFull();
        if (full) {
            key.clear();
            key.add(caller.number());
            key.add(called.number);
            key.add(how);
            use = shared.uses.find(key);
            if (use != null) {
                return use;
            }
        }
        use = mapper.use(called.call, caller.principal(), caller.context(), outcome, FLAGS.get(kind.readOnly()));
        if (full) {
            return shared.uses.put(key, use);
        }
        called.add(caller.number(), how, use);
        return use;
    }

    /** Returns what kind of call a record shows. */
    Kind kind(Slices record) {
        Stretch identity = record.identity();
        if (identity == null) {
            return newKind(record, 0);
        }
        long home = who(record).home();
        int place = Kind.place(record, home) & knownKinds.length - 1;
        Kind kind = knownKinds[place];
        if (kind == null || !kind.isOf(record, home)) {
            kind = newKind(record, home);
            knownKinds[place] = kind;
        }
        return kind;
    }

    private Kind newKind(Slices record, long home) {
        return new Kind(
                record.what(),
                record.region(),
                record.how(),
                record.howElse(),
                home,
                callKind(record),
                flag(record),
                isOrdinary(record));
    }

    private Caller caller(Slices record, Who who) {
        if (record.identity() == null) {
            return caller(record);
        }
        int place = From.place(record, who.number()) & knownCallers.length - 1;
        From from = knownCallers[place];
        if (from == null || !from.isOf(record, who.number())) {
            from = new From(
                    who.number(),
                    record.region(),
                    record.where(),
                    From.how(record),
                    From.howElse(record),
                    isEncrypted(record),
                    caller(record));
            knownCallers[place] = from;
        }
        return from.caller();
    }

    private Who who(Slices record) {
        Stretch identity = record.identity();
        if (identity == null) {
            return findWho(record);
        }
        Who who = identity.who;
        if (who == null) {
            who = findWho(record);
            identity.who = who;
        }
        return who;
    }

    private static boolean isOrdinary(Slices record) {
        return !record.is(Slices.EVENT_TYPE, INSIGHT)
                && !record.is(Slices.EVENT_TYPE, AGGREGATED_TYPE)
                && !record.is(Slices.EVENT_CATEGORY, INSIGHT_CATEGORY)
                && !record.is(Slices.EVENT_CATEGORY, AGGREGATED_CATEGORY)
                && !isNotification(record);
    }

    private static boolean isNotification(Slices record) {
        int at = record.start[Slices.EVENT_SOURCE];
        return record.has(Slices.EVENT_SOURCE)
                && record.text[at] == 'a'
                && record.text(Slices.EVENT_SOURCE).startsWith("aws:");
    }

    private Who findWho(Slices record) {
        key.clear();
        boolean issued = record.isIssued();
        addIdentity(record, issued);
        // Of two roles with the same issuer the sessions' ARNs may differ in their partitions, which decide together
        // with the account.
        addHome(record);
        key.add(issued ? 1 : 0);
        Who who = shared.whos.find(key);
        if (who == null) {
            boolean other = role.isPresent()
                    && (role.get().excludes(record)
                            || !role.get()
                                    .matches(EventBuilder.caller(SliceRecord.caller(record))
                                            .principal()));
            long number = shared.lastNumber.incrementAndGet();
            who = shared.whos.put(key, new Who(number, home(record), other));
        }
        return who;
    }

    private long home(Slices record) {
        KeyBytes place = new KeyBytes();
        int arn = arnOf(record);
        place.add(record.text, record.from(arn), partitionEnd(record, arn));
        place.add(record.text, record.from(Slices.ACCOUNT), record.to(Slices.ACCOUNT));
        Long home = shared.homes.find(place);
        return home == null ? shared.homes.put(place, shared.lastNumber.incrementAndGet()) : home;
    }

    private void addHome(Slices record) {
        int arn = arnOf(record);
        key.add(record.text, record.from(arn), partitionEnd(record, arn));
    }

    private static int arnOf(Slices record) {
        return record.has(Slices.ARN) ? Slices.ARN : Slices.ISSUER_ARN;
    }

    private void addIdentity(Slices record, boolean issued) {
        for (int field = Slices.TYPE; field <= Slices.SOURCE_IDENTITY; field++) {
            // Of a role's session the role decides.
            boolean session =
                    issued && (field == Slices.ARN || field == Slices.PRINCIPAL_ID || field == Slices.USER_NAME);
            if (!session) {
                key.add(record.text, record.from(field), record.to(field));
            }
        }
    }

    /** Returns that a record was seen: parameters do not matter, and of the resources at most their types. */
    private RecordedUse seen(Slices record, CallKind kind, int readOnly) throws IOException {
        RecordedUse use = kind.seenAlways(readOnly, FLAGS.get(readOnly), mapper);
        if (use == null) {
            key.clear();
            key.add(kind.number());
            key.add(readOnly);
            CallKind.addWithoutArns(record.text, record.from(Slices.RESOURCES), record.to(Slices.RESOURCES), key);
            use = shared.uses.find(key);
            if (use == null) {
                use = shared.uses.put(key, kind.seen(record, FLAGS.get(readOnly), mapper));
            }
        }
        return use;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
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
        key.add(record.text, record.from(Slices.AWS_REGION), record.to(Slices.AWS_REGION));
        key.add(record.text, record.from(Slices.SOURCE_IP), record.to(Slices.SOURCE_IP));
        key.add(record.text, record.from(Slices.VPC_ENDPOINT), record.to(Slices.VPC_ENDPOINT));
        addIdentity(record, issued);
        key.add((issued ? 2 : 0) | (isEncrypted(record) ? 1 : 0));
        Caller caller = shared.callers.find(key);
        if (caller == null) {
            RecordValues values = SliceRecord.caller(record);
            values.awsRegion = shared.name(values.awsRegion);
            values.invokedBy = shared.name(values.invokedBy);
            caller = shared.callers.put(
                    key,
                    new Caller(
                            shared.lastNumber.incrementAndGet(),
                            shared.principals.of(EventBuilder.caller(values).principal()),
                            EventBuilder.context(values)));
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
        CallOutcome outcome = shared.outcomes.find(key);
        if (outcome == null) {
            outcome = shared.outcomes.put(
                    key, CallOutcome.of(record.text(Slices.ERROR_CODE), record.text(Slices.ERROR_MESSAGE)));
        }
        return outcome;
    }

    /** What was called, on what: all that the facts of an event are made of. */
    private Called called(Slices record, CallKind kind) throws IOException {
        kind.makeKey(record, key);
        Called called = shared.calls.find(key);
        if (called != null) {
            kind.meetAgain();
            return called;
        }
        called = new Called(shared.lastNumber.incrementAndGet(), kind.map(record, mapper));
        // More may have been looked at than before.
        kind.makeKey(record, key);
        if (kind.isSeldomTheSame() && !shared.metBefore(key.hash())) {
            return called;
        }
        kind.remember();
        return shared.calls.put(key, called);
    }

    private CallKind callKind(Slices record) {
        key.clear();
        for (int field = Slices.EVENT_SOURCE; field <= Slices.RECIPIENT_ACCOUNT; field++) {
            if (field != Slices.READ_ONLY) {
                key.add(record.text, record.from(field), record.to(field));
            }
        }
        addHome(record);
        if (!record.has(Slices.RECIPIENT_ACCOUNT)) {
            key.add(record.text, record.from(Slices.ACCOUNT), record.to(Slices.ACCOUNT));
        }
        CallKind kind = shared.kinds.find(key);
        if (kind == null) {
            RecordValues values = SliceRecord.called(record);
            kind = shared.kinds.put(
                    key,
                    new CallKind(
                            shared.lastNumber.incrementAndGet(),
                            shared.facts(values),
                            EventBuilder.recordedAs(values)));
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
