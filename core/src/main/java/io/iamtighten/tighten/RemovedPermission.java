package io.iamtighten.tighten;

/**
 * One action that today's policies allow and the proposal does not.
 *
 * @param action the action in the catalog's spelling
 * @param because why it goes
 * @param reason the same as one sentence
 */
public record RemovedPermission(String action, Removal because, String reason) {
    /** Why a permission goes. */
    public enum Removal {
        /** A boundary, an SCP or a deny blocks it anyway. */
        BLOCKED("blocked"),
        /** The records would show its use and show none. */
        UNUSED("unused"),
        /** Its use cannot be seen, and nothing suggests it. */
        NOT_VERIFIABLE("not-verifiable");

        private final String text;

        Removal(String text) {
            this.text = text;
        }

        /** Returns the name in machine-readable output, such as {@code not-verifiable}. */
        public String text() {
            return text;
        }
    }
}
