package io.iamtighten.aws.trail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** Finds the next line that may hold a record. */
final class Lines {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private long skipped;

    Lines(InputStream in) {
        this.in = in;
    }

    /**
     * Goes behind the end of the line; returns whether the next line begins with an opening brace. The lines of a record that is spread
     * over several begin with spaces or quotes.
     */
    boolean skipToRecord() throws IOException {
        while (fill()) {
            for (int i = start; i < end; i++) {
                if (buffer[i] == '\n') {
                    skipped += i + 1 - start;
                    start = i + 1;
                    return fill() && buffer[start] == '{';
                }
            }
            skipped += end - start;
            start = end;
        }
        return false;
    }

    private boolean fill() throws IOException {
        if (start < end) {
            return true;
        }
        start = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    long skipped() {
        return skipped;
    }

    /** Returns the text from the line found on. */
    InputStream rest() {
        return new SequenceInputStream(new ByteArrayInputStream(buffer, start, end - start), in);
    }
}
