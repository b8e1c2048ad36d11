package io.iamtighten.cli;

/** Input that cannot be used: one line for the user, exit code 2. */
class InputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String line;

    InputException(String message) {
        super(message);
        this.line = message;
    }

    /** Returns the message. */
    String line() {
        return line;
    }
}
