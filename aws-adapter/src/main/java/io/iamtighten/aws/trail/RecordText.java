package io.iamtighten.aws.trail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text of records that can be taken up again behind a broken place. Remembers the last bytes read, so that a parser's reading ahead can
 * be undone.
 */
final class RecordText extends InputStream {
    /** More than a parser reads ahead, and a bit. */
    private static final int REMEMBERED = 1 << 15;
    /** White space between the brace and the name of a record's first member. */
    private static final int MAX_SPACE = 1 << 10;

    private static final byte[] FIRST_MEMBER = "\"eventVersion\"".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final long start;
    /** The last bytes read: the byte at position p is at p modulo the length. */
    private final byte[] ring = new byte[REMEMBERED];

    private long position;
    /** Invariant: not before {@code position}; bytes between are in the ring and are read again. */
    private long fetched;

    /** Reads a text of which so many bytes have been read already. */
    RecordText(InputStream in, long start) {
        this.in = in;
        this.start = start;
        position = start;
        fetched = start;
    }

    /** Returns how many bytes were read so far. */
    long position() {
        return position;
    }

    /** Returns the earliest position that can be read again. */
    long earliest() {
        return Math.max(start, fetched - REMEMBERED);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position < fetched) {
            int from = (int) (position % REMEMBERED);
            int count = (int) Math.min(Math.min(length, fetched - position), REMEMBERED - from);
            System.arraycopy(ring, from, into, offset, count);
            position += count;
            return count;
        }
        int count = in.read(into, offset, Math.min(length, REMEMBERED / 2));
        if (count <= 0) {
            return -1;
        }
        int to = (int) (position % REMEMBERED);
        int first = Math.min(count, REMEMBERED - to);
        System.arraycopy(into, offset, ring, to, first);
        System.arraycopy(into, offset + first, ring, 0, count - first);
        position += count;
        fetched = position;
        return count;
    }

    /** Goes back to a position not before {@link #earliest}. */
    void back(long to) {
        if (to < earliest() || to > position) {
            throw new IllegalArgumentException("position " + to + " is no longer there");
        }
        position = to;
    }

    /**
     * Where the text goes on.
     *
     * @param position where the next record starts, or the end of the text
     * @param end whether there is no record any more
     * @param listed whether the record is one of a list, so that a comma or bracket follows it
     * @param onlyMarks whether nothing but white space, commas and closing brackets was skipped
     */
    record Next(long position, boolean end, boolean listed, boolean onlyMarks) {}

    /**
     * Goes on to the next record: an opening brace that begins a line, or one that is followed by {@code "eventVersion"}, the first
     * member of every record that CloudTrail writes. Quotes within JSON texts are escaped, so that this is never found inside of one.
     */
    Next skipToRecord() throws IOException {
        byte[] buffer = new byte[1 << 13];
        boolean onlyMarks = true;
        byte before = 0;
        boolean lineStart = false;
        while (true) {
            long start = position;
            int count = read(buffer, 0, buffer.length);
            if (count < 0) {
                return new Next(position, true, false, onlyMarks);
            }
            for (int i = 0; i < count; i++) {
                byte b = buffer[i];
                if (b == '{') {
                    long at = start + i;
                    boolean listed = before == ',' || before == '[';
                    // A parser would take a text in which a zero byte follows for UTF-16.
                    boolean line = lineStart && i + 1 < count && buffer[i + 1] != 0;
                    if (line || isRecord(buffer, i, count, at)) {
                        back(at);
                        return new Next(at, false, listed, onlyMarks);
                    }
                }
                if (b == '\n') {
                    lineStart = true;
                } else {
                    // Lines of a record that is spread over several begin with spaces or quotes.
                    lineStart = false;
                    onlyMarks &= isSpace(b) || b == ',' || b == ']' || b == '}';
                }
                before = isSpace(b) ? before : b;
            }
        }
    }

    /** Returns whether the first member's name follows a brace; stays where it was. */
    private boolean isRecord(byte[] buffer, int brace, int count, long at) throws IOException {
        int name = brace + 1;
        while (name < count && isSpace(buffer[name]) && name - brace <= MAX_SPACE) {
            name++;
        }
        if (name + FIRST_MEMBER.length <= count) {
            return Arrays.equals(buffer, name, name + FIRST_MEMBER.length, FIRST_MEMBER, 0, FIRST_MEMBER.length);
        }
        // The end of what was read ahead: look further.
        long stay = position;
        back(at + 1);
        byte[] ahead = readNBytes(MAX_SPACE + FIRST_MEMBER.length);
        back(stay);
        int start = 0;
        while (start < ahead.length && isSpace(ahead[start])) {
            start++;
        }
        int end = start + FIRST_MEMBER.length;
        return end <= ahead.length && Arrays.equals(ahead, start, end, FIRST_MEMBER, 0, FIRST_MEMBER.length);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
