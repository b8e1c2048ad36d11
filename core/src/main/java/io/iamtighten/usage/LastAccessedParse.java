package io.iamtighten.usage;

import io.iamtighten.policy.Position;
import java.util.List;
import java.util.Optional;

/**
 * The result of reading last-accessed details.
 *
 * @param details what they say, present exactly when there are no problems
 * @param problems what is wrong, in the order of the text
 * @param complete whether the text holds the whole report, and not only some of its pages
 */
public record LastAccessedParse(Optional<LastAccessed> details, List<Problem> problems, boolean complete) {
    /** Copies the list. */
    public LastAccessedParse {
        problems = List.copyOf(problems);
    }

    /**
     * What is wrong, and where.
     *
     * @param position where
     * @param message one line: what was found, what was expected, user's text in backquotes
     */
    public record Problem(Position position, String message) {
        @Override
        public String toString() {
            return position + ": " + message;
        }
    }
}
