package io.iamtighten.usage;

import io.iamtighten.policy.Position;
import java.util.List;
import java.util.Optional;

/**
 * The result of reading a trail's event selectors.
 *
 * @param selection what they select, present exactly when there are no problems
 * @param problems what is wrong, in the order of the text
 */
public record DataSelectionParse(Optional<DataSelection> selection, List<Problem> problems) {
    /** Copies the list. */
    public DataSelectionParse {
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
