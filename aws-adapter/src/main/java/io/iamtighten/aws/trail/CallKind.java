package io.iamtighten.aws.trail;

import io.iamtighten.usage.EventFacts;
import io.iamtighten.usage.MappedCall;
import io.iamtighten.usage.ParameterReads;
import io.iamtighten.usage.RecordedAs;
import io.iamtighten.usage.RecordedUse;
import io.iamtighten.usage.UsageMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A kind of call, and what the mapping looked at so far among the parameters of such calls. Of two calls of the kind that agree in that,
 * what one used the other used as well. Thread-safe.
 */
final class CallKind {
    /** So many calls tell what those of a kind are like. */
    private static final int ENOUGH = 64;

    private final long number;
    /** What every call of the kind has in common: parameters and resources are left out. */
    private final EventFacts facts;

    private final RecordedAs recordedAs;
    private volatile Looked looked = Looked.NOTHING;
    /** The first call of the kind, with which others share what is equal. */
    private volatile @Nullable MappedCall first;

    /** What a record of somebody else's call adds, where resources make no difference: by whether it says that it only reads. */
    private final AtomicReferenceArray<@Nullable RecordedUse> onlySeen = new AtomicReferenceArray<>(3);

    // How many calls of the kind were remembered, and how many others were the same as one of these, up to as many.
    // Threads may lose some.
    private int remembered;
    private int again;

    /** A parameter of which only some texts were looked at. */
    private record Within(byte[] name, byte[][] members) {
        boolean has(byte[] text, int from, int to) {
            return contains(members, text, from, to);
        }
    }

    /**
     * What was looked at so far. Only grows, so that its {@link #state} tells what was looked at when.
     *
     * @param names the parameters looked at in full
     * @param within those of which only some texts were
     */
    private record Looked(
            Set<String> known,
            Map<String, Set<String>> knownWithin,
            byte[][] names,
            Within[] within,
            boolean any,
            boolean roles,
            boolean arns,
            boolean all) {
        static final Looked NOTHING =
                new Looked(Set.of(), Map.of(), new byte[0][], new Within[0], false, false, false, false);

        long state() {
            long size = names.length;
            for (Within inner : within) {
                size += 1 + inner.members().length;
            }
            return size << 4 | (any ? 1 : 0) | (roles ? 2 : 0) | (arns ? 4 : 0) | (all ? 8 : 0);
        }

        boolean covers(ParameterReads reads) {
            return (any || !reads.any())
                    && (roles || !reads.roles())
                    && (arns || !reads.arns())
                    && (all || !reads.all())
                    && known.containsAll(reads.names())
                    && coversWithin(reads);
        }

        private boolean coversWithin(ParameterReads reads) {
            for (Map.Entry<String, SortedSet<String>> inner : reads.within().entrySet()) {
                Set<String> members = knownWithin.get(inner.getKey());
                if (members == null || !members.containsAll(inner.getValue())) {
                    return false;
                }
            }
            return true;
        }

        Looked and(ParameterReads reads) {
            Set<String> more = new TreeSet<>(known);
            more.addAll(reads.names());
            Map<String, Set<String>> moreWithin = new TreeMap<>(knownWithin);
            reads.within().forEach((name, members) -> {
                Set<String> both = new TreeSet<>(moreWithin.getOrDefault(name, Set.of()));
                both.addAll(members);
                moreWithin.put(name, both);
            });
            return new Looked(
                    Set.copyOf(more),
                    moreWithin,
                    bytes(more),
                    moreWithin.entrySet().stream()
                            .map(inner -> new Within(bytes(inner.getKey()), bytes(inner.getValue())))
                            .toArray(Within[]::new),
                    any | reads.any(),
                    roles | reads.roles(),
                    arns | reads.arns(),
                    all | reads.all());
        }

        private static byte[][] bytes(Set<String> texts) {
            return texts.stream().map(Looked::bytes).toArray(byte[][]::new);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        boolean has(byte[] text, int from, int to) {
            return contains(names, text, from, to);
        }

        /** Returns what was looked at within a parameter, if only that was; else null. */
        @Nullable
        Within within(byte[] text, int from, int to) {
            for (Within inner : within) {
                if (Arrays.equals(inner.name(), 0, inner.name().length, text, from, to)) {
                    return inner;
                }
            }
            return null;
        }
    }

    private static boolean contains(byte[][] names, byte[] text, int from, int to) {
        for (byte[] name : names) {
            if (Arrays.equals(name, 0, name.length, text, from, to)) {
                return true;
            }
        }
        return false;
    }

    CallKind(long number, EventFacts facts, RecordedAs recordedAs) {
        this.number = number;
        this.facts = facts;
        this.recordedAs = recordedAs;
    }

    long number() {
        return number;
    }

    /** Takes note that a call was remembered. */
    void remember() {
        remembered++;
    }

    /** Takes note that a call was the same as one that was remembered. */
    void meetAgain() {
        if (again < remembered) {
            again++;
        }
    }

    /** Returns whether calls of the kind are hardly ever the same as earlier ones: each has another object, stream or key, say. */
    boolean isSeldomTheSame() {
        return remembered >= ENOUGH && again < remembered / 4;
    }

    /** Maps a call of the kind, and takes note of what is looked at. */
    MappedCall map(Slices record, UsageMapper mapper) throws IOException {
        ParameterReads reads = ParameterReads.none();
        EventFacts whole = new EventFacts(
                facts.eventSource(),
                facts.eventName(),
                facts.eventType(),
                facts.region(),
                facts.account(),
                facts.partition(),
                SliceRecord.parameters(record, reads),
                SliceRecord.resources(record));
        MappedCall earlier = first;
        MappedCall call = earlier == null ? mapper.call(whole, recordedAs) : mapper.call(whole, recordedAs, earlier);
        if (earlier == null) {
            first = call;
        }
        add(reads);
        return call;
    }

    /** Returns what a record adds that is only seen, where resources make no difference; else null. */
    @Nullable
    RecordedUse seenAlways(int flag, Optional<Boolean> readOnly, UsageMapper mapper) {
        RecordedUse use = onlySeen.get(flag);
        if (use == null && !mapper.seesResources(facts, recordedAs)) {
            use = mapper.seen(facts, recordedAs, readOnly);
            onlySeen.set(flag, use);
        }
        return use;
    }

    /** Returns what a record adds that is only seen. */
    RecordedUse seen(Slices record, Optional<Boolean> readOnly, UsageMapper mapper) throws IOException {
        return mapper.seen(facts.withResources(SliceRecord.resources(record)), recordedAs, readOnly);
    }

    private void add(ParameterReads reads) {
        if (!looked.covers(reads)) {
            synchronized (this) {
                looked = looked.and(reads);
            }
        }
    }

    /** Makes the key of everything about a call of this kind that was looked at. */
    void makeKey(Slices record, KeyBytes key) {
        Looked now = looked;
        key.clear();
        key.add(number);
        key.add(now.state());
        key.add(record.text, record.from(Slices.RESOURCES), record.to(Slices.RESOURCES));
        if (now.all || record.parameters > Slices.MAX_PARAMETERS) {
            key.add(record.text, record.from(Slices.REQUEST), record.to(Slices.REQUEST));
        } else if (now.any) {
            for (int i = 0; i < 4 * record.parameters; i += 4) {
                addParameter(record.text, record.parameter, i, now, key);
            }
        }
    }

    private static void addParameter(byte[] text, int[] places, int at, Looked looked, KeyBytes key) {
        int from = places[at + 2];
        int to = places[at + 3];
        key.add(text, places[at], places[at + 1]);
        if (looked.has(text, places[at], places[at + 1])) {
            key.add(text, from, to);
            return;
        }
        // A parameter that is null is as good as none.
        key.add(text[from] == 'n' ? -1 : -2);
        Within within = looked.within(text, places[at], places[at + 1]);
        if (within != null || looked.roles || looked.arns) {
            addTexts(text, from, to, looked.arns, within, key);
        }
    }

    /**
     * Adds the texts of a value that may be ARNs, and those that were looked at within it, and with them the names and everything between.
     */
    private static void addTexts(byte[] text, int from, int to, boolean arns, @Nullable Within within, KeyBytes key) {
        if (text[from] == '"') {
            if (mayCount(text, from + 1, to - 1, arns)) {
                key.add(text, from, to);
            }
            return;
        }
        if (text[from] != '{' && text[from] != '[') {
            return;
        }
        int start = from;
        int i = from;
        boolean lookedAt = false;
        while (i < to) {
            if (text[i] != '"') {
                i++;
                continue;
            }
            int close = i + 1;
            boolean plain = true;
            while (text[close] != '"') {
                plain &= text[close] != '\\';
                close += text[close] == '\\' ? 2 : 1;
            }
            int behind = close + 1;
            while (JsonBytes.isSpace(text[behind])) {
                behind++;
            }
            if (text[behind] == ':') {
                // A name with escapes may be any.
                lookedAt = within != null && (!plain || within.has(text, i + 1, close));
            } else {
                if (!lookedAt && !mayCount(text, i + 1, close, arns)) {
                    key.add(text, start, i);
                    start = close + 1;
                }
                lookedAt = false;
            }
            i = close + 1;
        }
        key.add(text, start, to);
    }

    /** Adds a JSON value, without the texts in it that begin with {@code arn:}. */
    static void addWithoutArns(byte[] text, int from, int to, KeyBytes key) {
        int start = from;
        int i = from;
        while (i < to) {
            if (text[i] != '"') {
                i++;
                continue;
            }
            int close = i + 1;
            boolean plain = true;
            while (text[close] != '"') {
                plain &= text[close] != '\\';
                close += text[close] == '\\' ? 2 : 1;
            }
            if (plain && text[i + 1] == 'a' && text[i + 2] == 'r' && text[i + 3] == 'n' && text[i + 4] == ':') {
                key.add(text, start, i);
                start = close + 1;
            }
            i = close + 1;
        }
        key.add(text, start, to);
    }

    /** Returns whether a text may be an ARN that was looked at; one with escapes may. */
    private static boolean mayCount(byte[] text, int from, int to, boolean arns) {
        boolean arn = to - from > 3
                && (text[from] | 0x20) == 'a'
                && (text[from + 1] | 0x20) == 'r'
                && (text[from + 2] | 0x20) == 'n';
        for (int i = from; i < to; i++) {
            byte c = text[i];
            boolean role = c == '%'
                    || c == 'r' && text[i + 1] == 'o' && text[i + 2] == 'l' && text[i + 3] == 'e' && i + 4 <= to;
            if (c == '\\' || arn && (arns || role)) {
                return true;
            }
        }
        return false;
    }
}
