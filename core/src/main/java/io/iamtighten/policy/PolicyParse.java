package io.iamtighten.policy;

import java.util.List;
import java.util.Optional;

/**
 * The result of parsing a policy's text.
 *
 * @param document the document, present exactly when there are no problems
 * @param problems what is wrong, in document order
 * @param positions where each element stands in the text
 */
public record PolicyParse(Optional<PolicyDocument> document, List<PolicyProblem> problems, SourceMap positions) {
    /** Copies the list. */
    public PolicyParse {
        problems = List.copyOf(problems);
    }

    /**
     * Returns the document.
     *
     * @throws IllegalArgumentException when there are problems, naming the first
     */
    public PolicyDocument orElseThrow() {
        return document.orElseThrow(
                () -> new IllegalArgumentException(problems.get(0).render(Optional.empty())));
    }
}
