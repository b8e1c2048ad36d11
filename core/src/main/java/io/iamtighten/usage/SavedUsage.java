package io.iamtighten.usage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A usage summary as a file: gzip of JSON objects, one a line, described in {@code src/docs/usage-file.md}. The same summary gives the
 * same bytes.
 *
 * @param summary the summary
 * @param unfinished a part that a run had not finished, with all that {@link UsageCollector#resume} needs; empty in a finished file
 * @param selection what of the history was taken: a text of whoever made the summary; summaries of different selections do not add up
 * @param catalog the version of the catalog that mapped the events
 */
public record SavedUsage(UsageSummary summary, Optional<UsagePart> unfinished, String selection, String catalog) {
    /** The version of the format that is written; readers refuse others. */
    public static final int FORMAT = 1;
    /** What the text of a saved summary begins with, decompressed. */
    public static final String BEGINNING = "{\"iam-tighten\":\"usage\"";

    /**
     * Writes the file.
     *
     * @throws IOException when the stream fails
     */
    public void write(OutputStream out) throws IOException {
        UsageWriter.write(this, out);
    }

    /**
     * Reads a file.
     *
     * @throws UsageFormatException when it is not a whole file of this format
     * @throws IOException when the stream fails
     */
    public static SavedUsage read(InputStream in) throws UsageFormatException, IOException {
        return UsageFileReader.read(in);
    }
}
