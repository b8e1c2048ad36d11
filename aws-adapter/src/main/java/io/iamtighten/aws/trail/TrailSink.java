package io.iamtighten.aws.trail;

import com.fasterxml.jackson.databind.JsonNode;

/** Takes what a document of records holds. */
interface TrailSink {
    /**
     * A record.
     *
     * @param record the record
     * @param fallbackTime a time that the record's wrapping tells, for records without one; or empty text
     * @param offset where it starts
     * @throws StopReading when the rest is not wanted
     */
    void record(JsonNode record, String fallbackTime, long offset) throws StopReading;

    /** Something that is no record but belongs to a trail: a digest, an Insight. */
    void other(Other what);

    /** A record that counts data events of a source without telling who did what. */
    void aggregated(String eventSource);

    /**
     * Something that cannot be read.
     *
     * @throws StopReading when the rest is not wanted
     */
    void problem(TrailProblem.Kind kind, long offset, String message) throws StopReading;

    /** What stands in trails besides records of calls. */
    enum Other {
        DIGEST,
        INSIGHT,
        AGGREGATED,
        CONTROL,
        /** A JSON value that has nothing to do with a trail. */
        FOREIGN
    }

    /** Says that the rest of the source is not to be read. */
    final class StopReading extends Exception {
        private static final long serialVersionUID = 1;

        StopReading() {
            super("stop", null, false, false);
        }
    }
}
