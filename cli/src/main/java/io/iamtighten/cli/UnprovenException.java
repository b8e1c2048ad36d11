package io.iamtighten.cli;

/** Nothing is shown that is not proven, unless it is forced: one line for the user, exit code 3. */
final class UnprovenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnprovenException() {
        super(
                "the proposal is not proven, so that nothing to apply is shown; --format text says why, --force shows it");
    }
}
