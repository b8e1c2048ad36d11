package io.iamtighten.policy;

/**
 * A region of a source text.
 *
 * @param line the first line, from 1
 * @param column the first column, from 1, in UTF-16 units
 * @param endLine the line of the first character behind the region
 * @param endColumn the column of the first character behind the region
 * @param pointer the JSON pointer (RFC 6901) of the value, empty for the document
 */
public record Position(int line, int column, int endLine, int endColumn, String pointer) {
    @Override
    public String toString() {
        return "line " + line + ", column " + column + (pointer.isEmpty() ? "" : " (" + pointer + ")");
    }
}
