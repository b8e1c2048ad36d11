package io.iamtighten.json;

/**
 * What is wrong with a JSON text.
 *
 * @param kind the kind of problem
 * @param offset where, in UTF-16 units from the start of the text
 * @param pointer the JSON pointer of the value being read
 * @param message one line for people
 */
public record JsonProblem(Kind kind, int offset, String pointer, String message) {
    /** The kinds of problem. */
    public enum Kind {
        /** Not JSON. */
        SYNTAX,
        /** A key stands twice in one object. */
        DUPLICATE_KEY,
        /** Too deep or too long. */
        LIMIT
    }
}
