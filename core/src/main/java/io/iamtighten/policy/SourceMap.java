package io.iamtighten.policy;

import java.util.Optional;

/** Where each element of a parsed document stands in its text. */
public interface SourceMap {
    /**
     * Returns the region of the value at a JSON pointer. {@code /Statement/0} and {@code /Statement/0/Action/0} also
     * find the single forms {@code "Statement": {...}} and {@code "Action": "..."}.
     */
    Optional<Position> at(String pointer);

    /** Returns the region of the key that names the value at a JSON pointer; empty for list elements. */
    Optional<Position> keyAt(String pointer);
}
