package io.iamtighten.access;

import io.iamtighten.arn.WildcardReading;
import java.util.Optional;

/** Answers questions about sets under every reading. */
final class Questions {
    private Questions() {}

    static Containment empty(AccessSet set, WorkLimit limit) {
        Optional<String> doubt = Optional.empty();
        for (WildcardReading reading : WildcardReading.values()) {
            Solver.Answer answer = set.solve(reading, limit, null);
            if (answer.witness().isPresent()) {
                return new Containment.Refuted(
                        new Witness(set.request(answer.witness().get()), Optional.empty()));
            }
            if (doubt.isEmpty()) {
                doubt = answer.doubt();
            }
        }
        return doubt.<Containment>map(Containment.Unknown::new).orElseGet(Containment.Proven::new);
    }
}
