package io.iamtighten.aws.trail;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses gzip, member after member, checking each one's sum. Unlike the JDK's stream it does not ask {@code available()}
 * whether another member follows, which streams from the network answer with 0.
 */
final class Gunzip extends InputStream {
    private static final int MAGIC = 0x1f;

    /** How much compressed data is read at once. */
    static final int BUFFER = 1 << 16;

    /** Logs are compressed to a seventh or so; ids and times in them leave no way to a hundredth. */
    private static final int MOST_EXPANSION = 200;

    private static final long EXPANSION_COUNTS_FROM = 256L << 20;

    private final InputStream in;
    private final Inflate inflate;
    private final CRC32 sum = new CRC32();
    private long inMember;
    private long produced;
    private boolean done;
    /** What was wrong, told again to who reads on. */
    private @Nullable IOException failure;

    /** Reads from a stream whose first two bytes are gzip's. */
    Gunzip(InputStream in) throws IOException {
        this(in, new Inflate(BUFFER));
    }

    /** Reads from a stream whose first two bytes are gzip's, by a decompressor that nobody else uses meanwhile. */
    Gunzip(InputStream in, Inflate inflate) throws IOException {
        this.in = in;
        this.inflate = inflate;
        inflate.open(in);
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
        if (failure != null) {
            throw failure;
        }
        try {
            return next(into, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private int next(byte[] into, int offset, int length) throws IOException {
        while (!done) {
            int count = inflate.read(into, offset, length);
            if (count > 0) {
                sum.update(into, offset, count);
                inMember += count;
                produced += count;
                if (produced > EXPANSION_COUNTS_FROM && produced / MOST_EXPANSION > inflate.consumed()) {
                    throw new ZipException("the compressed data expand to more than " + MOST_EXPANSION
                            + " times their size, as no log does");
                }
                return count;
            }
            trailer();
        }
        return -1;
    }

    /** Returns how many bytes were decompressed so far. */
    long produced() {
        return produced;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void header() throws IOException {
        if (inflate.next() != MAGIC || inflate.next() != 0x8b) {
            throw new ZipException("not gzip");
        }
        if (inflate.next() != 8) {
            throw new ZipException("an unknown method of compression");
        }
        int flags = inflate.next();
        skip(6);
        if ((flags & 4) != 0) {
            skip(inflate.next() | inflate.next() << 8);
        }
        for (int text = 8; text <= 16; text <<= 1) {
            if ((flags & text) != 0) {
                int c;
                do {
                    c = inflate.next();
                } while (c != 0);
            }
        }
        if ((flags & 2) != 0) {
            skip(2);
        }
        inflate.begin();
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
        while (inflate.peek() == 0) {
            inflate.next();
        }
        if (inflate.peek() == MAGIC) {
            header();
        } else if (inflate.peek() < 0) {
            done = true;
        } else {
            throw new ZipException("what follows the compressed data is not gzip");
        }
    }

    private long word() throws IOException {
        return inflate.next() | inflate.next() << 8 | inflate.next() << 16 | (long) inflate.next() << 24;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            inflate.next();
        }
    }
}
