package io.iamtighten.aws.trail;

import io.iamtighten.aws.trail.TrailSink.StopReading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a log file, {@code {"Records":[...]}}, record by record in one buffer that is used again for each file. Whatever else
 * it comes upon it leaves, from there on, to {@link TrailDocument}.
 */
final class RecordStream {
    private static final byte[] HEAD = "{\"Records\":[".getBytes(StandardCharsets.US_ASCII);
    private static final int PADDING = JsonBytes.PADDING;
    private static final int SIZE = 1 << 18;
    /** More white space is left to the full reader. */
    private static final int MAX_SPACE = 1 << 14;

    /** Larger than any record of a trail; the full parser looks at how many values it has. */
    private static final int MAX_ORDINARY = 1 << 19;

    private static final int END = -1;
    private static final int OTHER = -2;

    private final Slices slices;
    private byte[] buffer = new byte[SIZE + PADDING];
    /** Up to here everything was taken. */
    private int done;

    private int position;
    private int limit;
    private long base;
    private boolean ended;
    private @Nullable IOException failure;
    private InputStream in = InputStream.nullInputStream();

    /** Makes a reader that remembers so many stretches of each kind, a power of two. */
    RecordStream(int remembered) {
        slices = new Slices(remembered);
    }

    /** Takes the records. */
    interface Taker {
        /**
         * A record with nothing unusual.
         *
         * @param offset where it starts in the file
         */
        void take(Slices record, int from, int to, long offset) throws IOException, StopReading;

        /** A record to be parsed in full; returns whether that went well. */
        boolean parse(byte[] text, int from, int to, long offset) throws IOException, StopReading;
    }

    /** Returns whether a text begins like that of a log file; white space may stand between its signs. */
    static boolean isHead(byte[] beginning) {
        int at = 0;
        for (int i = 0; i < HEAD.length; i++) {
            // Within the quotes it may not.
            boolean quoted = i > 1 && i <= 9;
            while (!quoted && at < beginning.length && JsonBytes.isSpace(beginning[at])) {
                at++;
            }
            if (at >= beginning.length || beginning[at++] != HEAD[i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads a text that has the head. */
    void read(InputStream text, Taker taker, TrailSink sink) throws IOException, StopReading {
        in = text;
        done = 0;
        position = 0;
        limit = 0;
        base = 0;
        ended = false;
        failure = null;
        fill();
        while (buffer[position++] != '[') {
            // The head is there.
        }
        boolean any = false;
        while (next() == '{') {
            int end = record(taker);
            if (end < 0) {
                break;
            }
            any = true;
            position = end;
            done = end;
            int mark = next();
            if (mark == ',') {
                position++;
            } else if (mark == ']' && isEnd()) {
                return;
            } else {
                break;
            }
        }
        leave(any, sink);
    }

    /** Returns whether nothing but the object's closing brace follows the list's bracket. */
    private boolean isEnd() throws IOException {
        position++;
        if (next() != '}') {
            return false;
        }
        position++;
        return next() == END;
    }

    /** Scans one record, with as much text as it needs; returns where it ends, or a negative number when the rest is to be left. */
    private int record(Taker taker) throws IOException, StopReading {
        int end = slices.scan(position);
        while (end == JsonBytes.INCOMPLETE && limit - position <= TrailDocument.MAX_RECORD && fill()) {
            end = slices.scan(position);
        }
        if (end < 0 || end - position > TrailDocument.MAX_RECORD) {
            return JsonBytes.BROKEN;
        }
        if (slices.isOrdinary() && end - position <= MAX_ORDINARY) {
            taker.take(slices, position, end, base + position);
        } else if (!taker.parse(buffer, position, end, base + position)) {
            return JsonBytes.BROKEN;
        }
        return end;
    }

    /** Goes to the next byte that is not white space; returns it, {@link #END}, or something else when there is very much space. */
    private int next() throws IOException {
        while (position - done < MAX_SPACE) {
            if (position == limit && !fill()) {
                return END;
            }
            byte b = buffer[position];
            if (!JsonBytes.isSpace(b)) {
                return b & 0xff;
            }
            position++;
        }
        return OTHER;
    }

    /**
     * Gets more text, keeping what is not done, which moves to the front; returns whether there is more. What came before a failure is read
     * first.
     */
    private boolean fill() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (ended) {
            return false;
        }
        int kept = limit - done;
        boolean larger = kept >= (buffer.length - PADDING) / 2;
        byte[] to = larger ? new byte[(buffer.length - PADDING) * 2 + PADDING] : buffer;
        System.arraycopy(buffer, done, to, 0, kept);
        buffer = to;
        base += done;
        position -= done;
        done = 0;
        limit = kept;
        try {
            while (!ended && limit < buffer.length - PADDING) {
                int count = in.read(buffer, limit, buffer.length - PADDING - limit);
                ended = count < 0;
                limit += Math.max(0, count);
            }
        } catch (IOException e) {
            if (limit == kept) {
                throw e;
            }
            failure = e;
        }
        Arrays.fill(buffer, limit, limit + PADDING, (byte) 0);
        slices.text = buffer;
        slices.limit = limit;
        return limit > kept;
    }

    /** Leaves what is not done to the full reader. */
    private void leave(boolean any, TrailSink sink) throws IOException, StopReading {
        InputStream rest =
                new SequenceInputStream(new ByteArrayInputStream(Arrays.copyOfRange(buffer, done, limit)), new Rest());
        if (any) {
            TrailDocument.readOn(rest, base + done, sink);
        } else {
            TrailDocument.read(rest, sink);
        }
    }

    /** What is not in the buffer yet. */
    private final class Rest extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (failure != null) {
                throw failure;
            }
            return ended ? -1 : in.read(into, offset, length);
        }
    }

    /** Frees a buffer that one large record made grow. */
    void settle() {
        if (buffer.length > 1 << 22) {
            buffer = new byte[SIZE + PADDING];
        }
    }
}
