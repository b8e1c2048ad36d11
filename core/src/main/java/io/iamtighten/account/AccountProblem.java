package io.iamtighten.account;

import io.iamtighten.policy.Position;

/**
 * What is wrong with a text of an account, and where.
 *
 * @param source the text's name, such as the file
 * @param position where
 * @param message one line: what was found, what was expected, user's text in backquotes
 */
public record AccountProblem(String source, Position position, String message) {
    /** Returns the problem as one line for people. */
    public String line() {
        return source + ": " + position + ": " + message;
    }
}
