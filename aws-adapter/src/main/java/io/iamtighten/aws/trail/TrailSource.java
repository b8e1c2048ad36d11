package io.iamtighten.aws.trail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A named stream of CloudTrail records: a file, an object in S3, standard input. Opened by the thread that reads it.
 */
public interface TrailSource {
    /** Returns the name under which problems are reported: a path, or {@code s3://BUCKET/KEY}. S3's key layout in it is understood. */
    String name();

    /** Returns the size in bytes as stored, or -1 when unknown. */
    long size();

    /**
     * Returns what tells the source from every other and stays the same as long as its content does, such as an object's key, size and
     * entity tag; empty to take the content itself, which is then read once more where it may have been read before.
     */
    default Optional<String> identity() {
        return Optional.empty();
    }

    /**
     * Opens the stream, compressed or not.
     *
     * @throws IOException when it cannot be opened
     */
    InputStream open() throws IOException;

    /** Returns a source for a file. */
    static TrailSource of(Path file) {
        return new FileSource(file);
    }

    /** Returns a source for a stream that is already open and that the reader closes, such as standard input. */
    static TrailSource of(String name, InputStream stream) {
        return new OpenSource(name, stream);
    }
}
