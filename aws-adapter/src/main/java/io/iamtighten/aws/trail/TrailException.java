package io.iamtighten.aws.trail;

/** A file that keeps a summary cannot be used; the message is one line that says what to do. */
public final class TrailException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TrailException(String message) {
        super(message);
    }
}
