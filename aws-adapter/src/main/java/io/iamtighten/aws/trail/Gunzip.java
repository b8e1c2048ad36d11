package io.iamtighten.aws.trail;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decompresses gzip, member after member, checking each one's sum. Unlike the JDK's stream it does not ask {@code available()}
 * whether another member follows, which streams from the network answer with 0.
 */
final class Gunzip extends InputStream {
    /** How much compressed data is read at once. */
    static final int BUFFER = 1 << 16;

    /** Logs are compressed to a seventh or so; ids and times in them leave no way to a hundredth. */
    private static final int MOST_EXPANSION = 200;

    private static final long EXPANSION_COUNTS_FROM = 256L << 20;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 sum = new CRC32();
    private final byte[] buffer;
    private int start;
    private int end;
    private long inMember;
    private long produced;
    private long consumed;
    private boolean done;

    /** Reads from a stream whose first two bytes are gzip's. */
    Gunzip(InputStream in) throws IOException {
        this(in, new byte[BUFFER]);
    }

    /** Reads from a stream whose first two bytes are gzip's, through a buffer that nobody else uses meanwhile. */
    Gunzip(InputStream in, byte[] buffer) throws IOException {
        this.in = in;
        this.buffer = buffer;
        header();
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
        while (!done) {
            int count;
            try {
                count = inflater.inflate(into, offset, length);
            } catch (DataFormatException e) {
                throw new ZipException("the compressed data are damaged"
                        + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"));
            }
            if (count > 0) {
                sum.update(into, offset, count);
                inMember += count;
                produced += count;
                if (produced > EXPANSION_COUNTS_FROM && produced / MOST_EXPANSION > consumed) {
                    throw new ZipException("the compressed data expand to more than " + MOST_EXPANSION
                            + " times their size, as no log does");
                }
                return count;
            }
            if (inflater.finished()) {
                start = end - inflater.getRemaining();
                trailer();
            } else if (inflater.needsDictionary()) {
                throw new ZipException("the compressed data ask for a dictionary, which gzip does not have");
            } else if (inflater.needsInput()) {
                start = 0;
                end = in.read(buffer);
                if (end <= 0) {
                    end = 0;
                    throw new EOFException("the file ends in the middle of its compressed data");
                }
                consumed += end;
                inflater.setInput(buffer, 0, end);
            }
        }
        return -1;
    }

    /** Returns how many bytes were decompressed so far. */
    long produced() {
        return produced;
    }

    /** Frees the memory outside the heap; the stream below stays open. */
    void end() {
        inflater.end();
    }

    @Override
    public void close() throws IOException {
        end();
        in.close();
    }

    private void header() throws IOException {
        if (next() != 0x1f || next() != 0x8b) {
            throw new ZipException("not gzip");
        }
        if (next() != 8) {
            throw new ZipException("an unknown method of compression");
        }
        int flags = next();
        skip(6);
        if ((flags & 4) != 0) {
            skip(next() | next() << 8);
        }
        for (int text = 8; text <= 16; text <<= 1) {
            if ((flags & text) != 0) {
                int c;
                do {
                    c = next();
                } while (c != 0);
            }
        }
        if ((flags & 2) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(buffer, start, end - start);
        sum.reset();
        inMember = 0;
    }

    private void trailer() throws IOException {
        long expected = word();
        long length = word();
        if (expected != sum.getValue() || length != (inMember & 0xffffffffL)) {
            throw new ZipException("the compressed data are damaged: their check sum differs");
        }
        // What follows is another member, padding, or nothing.
        int first = peek();
        if (first == 0x1f) {
            header();
        } else {
            done = true;
        }
    }

    private long word() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private int peek() throws IOException {
        if (start >= end) {
            start = 0;
            end = Math.max(0, in.read(buffer));
            consumed += end;
            if (end == 0) {
                return -1;
            }
        }
        return buffer[start] & 0xff;
    }

    private int next() throws IOException {
        int value = peek();
        if (value < 0) {
            throw new EOFException("the file ends in the middle of its compressed data");
        }
        start++;
        return value;
    }
}
