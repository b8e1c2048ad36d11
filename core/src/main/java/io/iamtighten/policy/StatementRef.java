package io.iamtighten.policy;

import java.util.Optional;

/**
 * Names one statement of one policy, for explanations and evidence.
 *
 * @param policy the policy's name
 * @param index the statement's index in the document, from 0
 * @param sid the statement's id, or empty
 */
public record StatementRef(String policy, int index, Optional<String> sid) {
    /** Returns {@code policy, statement `Sid`} or {@code policy, statement 3} (counted from 1). */
    @Override
    public String toString() {
        return policy + ", statement "
                + sid.filter(s -> !s.isEmpty()).map(s -> "`" + s + "`").orElse(String.valueOf(index + 1));
    }
}
