package io.iamtighten.tighten;

import java.util.Optional;

/**
 * Whether the proposal allows nothing that today's policies do not.
 *
 * @param verdict the answer
 * @param reason how it was established, or why it could not be
 * @param witness a request that only the proposal allows; present when refuted
 */
public record Proof(Verdict verdict, String reason, Optional<String> witness) {
    /** The answers. */
    public enum Verdict {
        /** Proven. */
        PROVEN("proven"),
        /** Not decided. */
        UNKNOWN("unknown"),
        /** There is a request that only the proposal allows. */
        REFUTED("refuted");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** Returns the name in machine-readable output, such as {@code proven}. */
        public String text() {
            return text;
        }
    }
}
