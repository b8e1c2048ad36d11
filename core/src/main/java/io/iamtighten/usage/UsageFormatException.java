package io.iamtighten.usage;

/** A saved usage summary that cannot be read. */
public final class UsageFormatException extends Exception {
    private static final long serialVersionUID = 1;

    UsageFormatException(String message) {
        super(message);
    }
}
