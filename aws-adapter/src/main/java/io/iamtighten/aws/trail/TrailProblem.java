package io.iamtighten.aws.trail;

import io.iamtighten.usage.SourceProblem;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Something that could not be read; the rest was.
 *
 * @param kind what kind of problem
 * @param source the file or object
 * @param offset where, in bytes from the start of the decompressed text; empty when it is about the whole source
 * @param message one line: what is wrong, and what it means for the result
 */
public record TrailProblem(Kind kind, String source, OptionalLong offset, String message) {
    /** The kinds of problem. */
    public enum Kind {
        /** There is no such file. */
        MISSING,
        /** The source cannot be opened or read to its end. */
        UNREADABLE,
        /** The text is not JSON, or not of a shape that CloudTrail writes. */
        MALFORMED,
        /** One record lacks something or has something impossible. */
        RECORD,
        /** A record has no time that can be read; it is counted. */
        UNTIMED,
        /** Something is larger or deeper than is read. */
        LIMIT,
        /** The source holds no records. */
        EMPTY;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns whether it concerns single records, the rest of the source being fine. */
    public boolean ofSingleRecords() {
        return kind == Kind.RECORD || kind == Kind.UNTIMED;
    }

    static TrailProblem of(SourceProblem problem) {
        Kind kind = Kind.RECORD;
        for (Kind each : Kind.values()) {
            kind = each.word().equals(problem.kind()) ? each : kind;
        }
        return new TrailProblem(kind, problem.source(), problem.offset(), problem.message());
    }

    SourceProblem saved() {
        return new SourceProblem(kind.word(), source, offset, message, kind != Kind.UNTIMED && kind != Kind.EMPTY);
    }

    /** Returns the problem as one line, with its place. */
    public String line() {
        return source + (offset.isPresent() ? " (offset " + offset.getAsLong() + ")" : "") + ": " + message;
    }
}
