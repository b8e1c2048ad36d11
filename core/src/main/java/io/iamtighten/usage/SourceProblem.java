package io.iamtighten.usage;

import java.util.Comparator;
import java.util.OptionalLong;

/**
 * Something in a file or object of records that could not be read; the rest was.
 *
 * @param kind a word for the kind of problem
 * @param source the file or object
 * @param offset where, in bytes from the start of the decompressed text; empty when it is about the whole source
 * @param message one line: what is wrong, and what it means for the result
 * @param loss whether records may be missing from the summary because of it
 */
public record SourceProblem(String kind, String source, OptionalLong offset, String message, boolean loss)
        implements Comparable<SourceProblem> {
    private static final Comparator<SourceProblem> ORDER = Comparator.comparing(SourceProblem::source)
            .thenComparingLong(problem -> problem.offset.orElse(-1))
            .thenComparing(SourceProblem::message)
            .thenComparing(SourceProblem::kind)
            .thenComparing(SourceProblem::loss);

    /** Returns the problem as one line, with its place. */
    public String line() {
        return source + (offset.isPresent() ? " (offset " + offset.getAsLong() + ")" : "") + ": " + message;
    }

    @Override
    public int compareTo(SourceProblem other) {
        return ORDER.compare(this, other);
    }
}
