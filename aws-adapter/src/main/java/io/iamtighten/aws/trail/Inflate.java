package io.iamtighten.aws.trail;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses the deflate format (RFC 1951) about twice as fast as the JDK does for the texts of logs: it takes as many symbols as it can
 * from each eight bytes, and copies eight bytes at once. It accepts what zlib accepts, and refuses what zlib refuses.
 *
 * <p>Also gives out single bytes of the compressed stream, where no block is being read: the head and the trailer of gzip.
 */
final class Inflate {
    /** How far back a match can reach. */
    private static final int WINDOW = 1 << 15;

    private static final int PIECE = 1 << 16;
    /** Matches from here on are copied by the JDK. */
    private static final int LONG = 150;

    /** Beyond the end of a piece: three literals, the longest match, and what a copy in whole words writes behind it. */
    private static final int SLACK = 3 + 258 + 48;

    /** One turn of the loop reads less than this behind the place where it starts. */
    private static final int MARGIN = 32;

    /** So many zeros follow the end of the compressed bytes. */
    private static final int ZEROS = MARGIN + 2 * Long.BYTES;

    private static final int LITERAL_BITS = 11;
    private static final int DISTANCE_BITS = 8;
    private static final int LENGTH_BITS = 7;
    private static final int LITERAL_MASK = (1 << LITERAL_BITS) - 1;
    private static final int DISTANCE_MASK = (1 << DISTANCE_BITS) - 1;
    private static final int MAX_BITS = 15;
    private static final int LITERALS = 288;
    private static final int DISTANCES = 32;
    private static final int END_OF_BLOCK = 256;

    // An entry of a table. Bits 0-5: how many bits the code and its extra bits have. Bits 8-11: how many of these the
    // code has. Bits
    // 16-30: the literal, the least length or distance, or where the second table starts; then bits 8-11 are the bits
    // of its index.
    private static final int LITERAL = 1 << 31;
    private static final int EXCEPTION = 1 << 15;
    private static final int SECOND = 1 << 14;
    private static final int END = 1 << 13;
    private static final int INVALID = EXCEPTION;

    private static final int[] LITERAL_ENTRIES = new int[LITERALS];
    private static final int[] DISTANCE_ENTRIES = new int[DISTANCES];
    private static final int[] LENGTH_ENTRIES = new int[19];
    private static final byte[] LENGTH_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private static final int[] FIXED_LITERALS;
    private static final int[] FIXED_DISTANCES;

    static {
        for (int i = 0; i < 256; i++) {
            LITERAL_ENTRIES[i] = LITERAL | 1 << 24 | i << 8;
        }
        LITERAL_ENTRIES[END_OF_BLOCK] = EXCEPTION | END;
        int least = 3;
        for (int i = 0; i < 28; i++) {
            int extra = i < 8 ? 0 : i / 4 - 1;
            LITERAL_ENTRIES[257 + i] = least << 16 | extra;
            least += 1 << extra;
        }
        LITERAL_ENTRIES[285] = 258 << 16;
        LITERAL_ENTRIES[286] = INVALID;
        LITERAL_ENTRIES[287] = INVALID;
        least = 1;
        for (int i = 0; i < 30; i++) {
            int extra = i < 4 ? 0 : i / 2 - 1;
            DISTANCE_ENTRIES[i] = least << 16 | extra;
            least += 1 << extra;
        }
        DISTANCE_ENTRIES[30] = INVALID;
        DISTANCE_ENTRIES[31] = INVALID;
        for (int i = 0; i < 19; i++) {
            LENGTH_ENTRIES[i] = i << 16;
        }
        byte[] lengths = new byte[LITERALS];
        Arrays.fill(lengths, 0, 144, (byte) 8);
        Arrays.fill(lengths, 144, 256, (byte) 9);
        Arrays.fill(lengths, 256, 280, (byte) 7);
        Arrays.fill(lengths, 280, 288, (byte) 8);
        Table literals = new Table(LITERAL_BITS, LITERALS, true);
        literals.build(lengths, 0, LITERALS, LITERAL_ENTRIES, false);
        FIXED_LITERALS = literals.entries;
        Arrays.fill(lengths, (byte) 5);
        Table distances = new Table(DISTANCE_BITS, DISTANCES, false);
        distances.build(lengths, 0, DISTANCES, DISTANCE_ENTRIES, false);
        FIXED_DISTANCES = distances.entries;
    }

    private enum State {
        BLOCK,
        STORED,
        SYMBOLS,
        DONE
    }

    private InputStream in = InputStream.nullInputStream();
    private final byte[] packed;
    private int at;
    private int have;
    private boolean ended;
    private long consumed;
    // The bits taken from the compressed bytes and not used yet, lowest first; those above the count are right, too, or
    // zero.
    private long bits;
    private int count;

    private final byte[] window = new byte[WINDOW + PIECE + SLACK];
    /** From here on a match can reach. */
    private int reach;

    private int filled;
    private int given;
    private State state = State.DONE;
    private boolean last;
    private int stored;
    private int[] literals = FIXED_LITERALS;
    private int[] distances = FIXED_DISTANCES;
    private final Table ownLiterals = new Table(LITERAL_BITS, LITERALS, true);
    private final Table ownDistances = new Table(DISTANCE_BITS, DISTANCES, false);
    private final Table ownLengths = new Table(LENGTH_BITS, LENGTH_ENTRIES.length, false);
    private final byte[] lengths = new byte[LITERALS + DISTANCES];
    private @Nullable IOException failure;

    /** Makes one that reads so many compressed bytes at once, or somewhat less. */
    Inflate(int buffer) {
        this.packed = new byte[buffer];
    }

    /** Begins with a stream. */
    void open(InputStream stream) {
        in = stream;
        at = 0;
        have = 0;
        ended = false;
        consumed = 0;
        toByte();
        filled = 0;
        given = 0;
        reach = 0;
        state = State.DONE;
        failure = null;
    }

    /** Returns how many compressed bytes were taken from the stream. */
    long consumed() {
        return consumed;
    }

    /** Returns the next byte of the compressed stream without taking it; -1 at its end. */
    int peek() throws IOException {
        return at < have || more() ? packed[at] & 0xff : -1;
    }

    /** Takes the next byte of the compressed stream. */
    int next() throws IOException {
        int value = peek();
        if (value < 0) {
            throw truncated();
        }
        at++;
        return value;
    }

    /** Begins with data that start here and do not refer to those before. */
    void begin() {
        state = State.BLOCK;
        reach = filled;
        last = false;
    }

    /** Decompresses into an array; returns how many bytes, at least one, or -1 at the end of the data. What came before a fault is given first. */
    int read(byte[] into, int offset, int length) throws IOException {
        if (given == filled) {
            piece();
            if (given == filled) {
                return -1;
            }
        }
        int size = Math.min(length, filled - given);
        System.arraycopy(window, given, into, offset, size);
        given += size;
        return size;
    }

    private void piece() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (filled >= WINDOW + PIECE) {
            int gone = filled - WINDOW;
            System.arraycopy(window, gone, window, 0, WINDOW);
            filled = WINDOW;
            given = WINDOW;
            reach = Math.max(0, reach - gone);
        }
        try {
            while (state != State.DONE && filled < WINDOW + PIECE) {
                switch (state) {
                    case BLOCK -> block();
                    case STORED -> copy();
                    default -> symbols();
                }
            }
        } catch (IOException e) {
            if (given == filled) {
                throw e;
            }
            failure = e;
        }
    }

    private static EOFException truncated() {
        return new EOFException("the file ends in the middle of its compressed data");
    }

    private static ZipException damaged(String how) {
        return new ZipException("the compressed data are damaged (" + how + ")");
    }

    /** Gets more compressed bytes behind those that are there, which move to the front, and some before them; returns whether there are more. */
    private boolean more() throws IOException {
        if (ended) {
            return false;
        }
        // Bytes whose bits are not used yet may be given back.
        int kept = Math.min(at, Long.BYTES);
        System.arraycopy(packed, at - kept, packed, 0, have - at + kept);
        have -= at - kept;
        at = kept;
        int size = in.read(packed, have, packed.length - ZEROS - have);
        if (size < 0) {
            ended = true;
            Arrays.fill(packed, have, have + ZEROS, (byte) 0);
            return false;
        }
        have += size;
        consumed += size;
        return true;
    }

    /** Takes bytes until there are so many bits, or the stream ends. */
    private void ask(int wanted) throws IOException {
        while (count < wanted && (at < have || more())) {
            bits |= (packed[at++] & 0xffL) << count;
            count += Byte.SIZE;
        }
    }

    private void drop(int used) throws IOException {
        if (used > count) {
            throw truncated();
        }
        bits >>>= used;
        count -= used;
    }

    private int take(int wanted) throws IOException {
        ask(wanted);
        int value = (int) bits & (1 << wanted) - 1;
        drop(wanted);
        return value;
    }

    private void block() throws IOException {
        if (last) {
            toByte();
            state = State.DONE;
            return;
        }
        last = take(1) != 0;
        switch (take(2)) {
            case 0 -> {
                toByte();
                stored = next() | next() << 8;
                if ((stored ^ 0xffff) != (next() | next() << 8)) {
                    throw damaged("the length of a block");
                }
                state = State.STORED;
            }
            case 1 -> {
                literals = FIXED_LITERALS;
                distances = FIXED_DISTANCES;
                state = State.SYMBOLS;
            }
            case 2 -> {
                tables();
                literals = ownLiterals.entries;
                distances = ownDistances.entries;
                state = State.SYMBOLS;
            }
            default -> throw damaged("the type of a block");
        }
    }

    /** Leaves the bits of a byte that was begun. */
    private void toByte() {
        bits = 0;
        count = 0;
    }

    private void copy() throws IOException {
        if (stored > 0 && at == have && !more()) {
            throw truncated();
        }
        int size = Math.min(stored, Math.min(have - at, WINDOW + PIECE - filled));
        System.arraycopy(packed, at, window, filled, size);
        at += size;
        filled += size;
        stored -= size;
        if (stored == 0) {
            state = State.BLOCK;
        }
    }

    /** Reads the codes of a block. */
    private void tables() throws IOException {
        int ofLiterals = take(5) + 257;
        int ofDistances = take(5) + 1;
        int ofLengths = take(4) + 4;
        if (ofLiterals > 286 || ofDistances > 30) {
            throw damaged("the number of codes of a block");
        }
        Arrays.fill(lengths, 0, LENGTH_ENTRIES.length, (byte) 0);
        for (int i = 0; i < ofLengths; i++) {
            lengths[LENGTH_ORDER[i]] = (byte) take(3);
        }
        if (!ownLengths.build(lengths, 0, LENGTH_ENTRIES.length, LENGTH_ENTRIES, false)) {
            throw damaged("the codes of lengths");
        }
        int i = 0;
        int all = ofLiterals + ofDistances;
        while (i < all) {
            ask(LENGTH_BITS);
            int entry = ownLengths.entries[(int) bits & (1 << LENGTH_BITS) - 1];
            drop(entry & 63);
            int symbol = entry >>> 16;
            if (symbol < 16) {
                lengths[i++] = (byte) symbol;
                continue;
            }
            if (symbol == 16 && i == 0) {
                throw damaged("a repetition of nothing");
            }
            byte length = symbol == 16 ? lengths[i - 1] : 0;
            int times = switch (symbol) {
                case 16 -> 3 + take(2);
                case 17 -> 3 + take(3);
                default -> 11 + take(7);
            };
            if (times > all - i) {
                throw damaged("a repetition of lengths");
            }
            Arrays.fill(lengths, i, i + times, length);
            i += times;
        }
        if (lengths[END_OF_BLOCK] == 0) {
            throw damaged("a block without an end");
        }
        if (!ownLiterals.build(lengths, 0, ofLiterals, LITERAL_ENTRIES, true)) {
            throw damaged("the codes of literals");
        }
        if (!ownDistances.build(lengths, ofLiterals, ofDistances, DISTANCE_ENTRIES, true)) {
            throw damaged("the codes of distances");
        }
    }

    /** Decompresses symbols until the block ends, the piece is full, or both the compressed bytes and the stream end. */
    private void symbols() throws IOException {
        while (!ended && have - at <= MARGIN) {
            more();
        }
        // Close to the end of the stream it is seen symbol by symbol whether that is passed.
        int before = filled;
        boolean going = symbols(ended ? before + 1 : WINDOW + PIECE, ended ? Integer.MAX_VALUE : have - MARGIN);
        // Bytes that were not needed are given back.
        at -= count >>> 3;
        count &= 7;
        bits &= (1L << count) - 1;
        if (at > have) {
            at = have;
            filled = before;
            throw truncated();
        }
        if (!going) {
            throw damaged("a code or a distance that does not exist");
        }
    }

    /** Returns whether nothing is wrong. Written out without loops and calls for the sake of speed: each turn takes at least one symbol. */
    private boolean symbols(int full, int enough) {
        byte[] from = packed;
        byte[] to = window;
        int[] first = literals;
        int[] second = distances;
        long word = bits;
        int left = count;
        int source = at;
        int target = filled;
        boolean right = true;
        word |= Bytes.longAt(from, source) << left;
        source += 63 - left >>> 3;
        left |= 56;
        int entry = first[(int) word & LITERAL_MASK];
        do {
            if (entry < 0) {
                word >>>= entry;
                left -= entry & 63;
                Bytes.putShort(to, target, (short) (entry >>> 8));
                target += entry >>> 24 & 3;
                entry = first[(int) word & LITERAL_MASK];
                if (entry < 0) {
                    word >>>= entry;
                    left -= entry & 63;
                    Bytes.putShort(to, target, (short) (entry >>> 8));
                    target += entry >>> 24 & 3;
                    entry = first[(int) word & LITERAL_MASK];
                    if (entry < 0) {
                        word >>>= entry;
                        left -= entry & 63;
                        Bytes.putShort(to, target, (short) (entry >>> 8));
                        target += entry >>> 24 & 3;
                        word |= Bytes.longAt(from, source) << left;
                        source += 63 - left >>> 3;
                        left |= 56;
                        entry = first[(int) word & LITERAL_MASK];
                        continue;
                    }
                }
                word |= Bytes.longAt(from, source) << left;
                source += 63 - left >>> 3;
                left |= 56;
            }
            if ((entry & EXCEPTION) != 0) {
                if ((entry & SECOND) != 0) {
                    entry = first[(entry >>> 16) + ((int) (word >>> LITERAL_BITS) & (1 << (entry >>> 8 & 15)) - 1)];
                    if (entry < 0) {
                        word >>>= entry;
                        left -= entry & 63;
                        to[target++] = (byte) (entry >>> 8);
                        word |= Bytes.longAt(from, source) << left;
                        source += 63 - left >>> 3;
                        left |= 56;
                        entry = first[(int) word & LITERAL_MASK];
                        continue;
                    }
                }
                if ((entry & EXCEPTION) != 0) {
                    right = (entry & END) != 0;
                    word >>>= entry;
                    left -= entry & 63;
                    state = State.BLOCK;
                    break;
                }
            }
            int length = (entry >>> 16) + (int) ((word & ~(-1L << entry)) >>> (entry >>> 8 & 15));
            word >>>= entry;
            left -= entry & 63;
            entry = second[(int) word & DISTANCE_MASK];
            if ((entry & EXCEPTION) != 0) {
                if ((entry & SECOND) != 0) {
                    entry = second[(entry >>> 16) + ((int) (word >>> DISTANCE_BITS) & (1 << (entry >>> 8 & 15)) - 1)];
                }
                if ((entry & EXCEPTION) != 0) {
                    right = false;
                    break;
                }
            }
            int distance = (entry >>> 16) + (int) ((word & ~(-1L << entry)) >>> (entry >>> 8 & 15));
            word >>>= entry;
            left -= entry & 63;
            int match = target - distance;
            if (match < reach) {
                right = false;
                break;
            }
            // Looked up ahead of the copy, which does not wait for it.
            word |= Bytes.longAt(from, source) << left;
            source += 63 - left >>> 3;
            left |= 56;
            entry = first[(int) word & LITERAL_MASK];
            copy(to, match, target, length);
            target += length;
        } while (target < full && source <= enough);
        bits = word;
        count = left;
        at = source;
        filled = target;
        return right;
    }

    /** Copies a match, which may reach into its own copy; writes up to 31 bytes behind it, too. */
    private static void copy(byte[] bytes, int from, int to, int length) {
        int distance = to - from;
        if (distance < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                bytes[to + i] = bytes[from + i];
            }
            return;
        }
        Bytes.putLong(bytes, to, Bytes.longAt(bytes, from));
        Bytes.putLong(bytes, to + 8, Bytes.longAt(bytes, from + 8));
        if (length <= 16) {
            return;
        }
        Bytes.putLong(bytes, to + 16, Bytes.longAt(bytes, from + 16));
        Bytes.putLong(bytes, to + 24, Bytes.longAt(bytes, from + 24));
        if (length > LONG && distance >= length) {
            System.arraycopy(bytes, from + 32, bytes, to + 32, length - 32);
            return;
        }
        for (int i = 32; i < length; i += Long.BYTES) {
            Bytes.putLong(bytes, to + i, Bytes.longAt(bytes, from + i));
        }
    }

    /** Decodes the symbols of a canonical prefix code by their next bits, lowest first. */
    private static final class Table {
        private final int width;
        private final boolean pairs;
        final int[] entries;
        private final short[] sorted;
        private final int[] counts = new int[MAX_BITS + 1];
        private final int[] starts = new int[MAX_BITS + 2];

        Table(int width, int symbols, boolean pairs) {
            this.pairs = pairs;
            this.width = width;
            this.sorted = new short[symbols];
            // In a code without gaps at least two symbols share what follows the first bits.
            this.entries = new int[(1 << width) + (symbols / 2 << MAX_BITS - width)];
        }

        /** Makes the table of symbols whose codes have these lengths; returns whether they are the lengths of a code. */
        boolean build(byte[] lengths, int from, int symbols, int[] meanings, boolean gap) {
            Arrays.fill(counts, 0);
            for (int i = 0; i < symbols; i++) {
                counts[lengths[from + i]]++;
            }
            counts[0] = 0;
            int most = MAX_BITS;
            while (most > 0 && counts[most] == 0) {
                most--;
            }
            int room = 1;
            starts[1] = 0;
            for (int length = 1; length <= MAX_BITS; length++) {
                room = (room << 1) - counts[length];
                if (room < 0) {
                    return false;
                }
                starts[length + 1] = starts[length] + counts[length];
            }
            if (room > 0) {
                // zlib puts up with a single code, of one bit, and with none.
                if (!gap || most > 1) {
                    return false;
                }
                Arrays.fill(entries, 0, 1 << width, INVALID | 1);
            }
            for (int i = 0; i < symbols; i++) {
                int length = lengths[from + i];
                if (length > 0) {
                    sorted[starts[length]++] = (short) i;
                }
            }
            place(meanings, most);
            if (pairs) {
                pair();
            }
            return true;
        }

        /** Lets entries of a literal have the next one, too, where the bits suffice to tell it. */
        private void pair() {
            // From above, so that the entries looked at are still those of one literal: their index is smaller.
            for (int i = (1 << width) - 1; i >= 0; i--) {
                int entry = entries[i];
                if (entry < 0) {
                    int used = entry & 63;
                    int next = entries[i >>> used];
                    if (next < 0 && used + (next & 63) <= width) {
                        entries[i] =
                                LITERAL | 2 << 24 | (next >>> 8 & 0xff) << 16 | entry & 0xff00 | used + (next & 63);
                    }
                }
            }
        }

        private void place(int[] meanings, int most) {
            int code = 0;
            int at = 0;
            int free = 1 << width;
            int prefix = -1;
            int begin = 0;
            for (int length = 1; length <= most; length++) {
                for (int i = 0; i < counts[length]; i++, code++) {
                    int meaning = meanings[sorted[at++]];
                    int entry = meaning < 0 ? meaning + length : meaning + length | length << 8;
                    int reversed = Integer.reverse(code) >>> 32 - length;
                    if (length <= width) {
                        for (int place = reversed; place < 1 << width; place += 1 << length) {
                            entries[place] = entry;
                        }
                        continue;
                    }
                    int shared = reversed & (1 << width) - 1;
                    if (shared != prefix) {
                        prefix = shared;
                        begin = free;
                        free += 1 << most - width;
                        entries[shared] = EXCEPTION | SECOND | begin << 16 | most - width << 8 | width;
                    }
                    for (int place = reversed >>> width; place < 1 << most - width; place += 1 << length - width) {
                        entries[begin + place] = entry;
                    }
                }
                code <<= 1;
            }
        }
    }
}
