package io.iamtighten.policy;

import java.util.Optional;

/**
 * What is wrong with a policy's text, and where.
 *
 * @param kind the kind of problem
 * @param position where
 * @param message one line: what was found, what was expected, user's text in backquotes
 */
public record PolicyProblem(Kind kind, Position position, String message) {
    /** Keeps the message on one line: control characters of the user's text are escaped. */
    public PolicyProblem {
        message = oneLine(message);
    }

    private static String oneLine(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                line.append("\\u").append(Integer.toHexString(0x10000 + c), 1, 5);
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }

    /** The kinds of problem. */
    public enum Kind {
        /** The text is not JSON. */
        SYNTAX,
        /** A limit of size or depth is passed. */
        LIMIT,
        /** A key stands twice in one object. */
        DUPLICATE_KEY,
        /** A key that the policy language does not have. */
        UNKNOWN_ELEMENT,
        /** An element that must be there is not. */
        MISSING_ELEMENT,
        /** Elements that exclude each other, such as {@code Action} and {@code NotAction}. */
        CONFLICTING_ELEMENTS,
        /** A JSON value of the wrong type. */
        WRONG_TYPE,
        /** A value outside of its element's closed set, such as an effect or a version. */
        INVALID_VALUE,
        /** A condition operator that AWS does not have. */
        UNKNOWN_OPERATOR
    }

    /** Returns the problem as one line for people, with the name of the source where there is one. */
    public String render(Optional<String> source) {
        return source.map(name -> name + ": ").orElse("") + oneLine(position.toString()) + ": " + message;
    }
}
