package io.iamtighten.effective;

import java.util.List;

/**
 * The result of reading an invariants file.
 *
 * @param invariants the invariants, in the file's order; empty when there are problems
 * @param problems what is wrong, one line each with line, column and JSON pointer, in the file's order
 */
public record InvariantParse(List<Invariant> invariants, List<String> problems) {
    /** Copies the lists. */
    public InvariantParse {
        invariants = List.copyOf(invariants);
        problems = List.copyOf(problems);
    }
}
