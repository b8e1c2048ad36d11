package io.iamtighten.aws.client;

/** AWS refused, or could not be reached. The message is one line for people: what happened, and what to do. */
public final class AwsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why it failed. */
    public enum Kind {
        /** No credentials were found. */
        NO_CREDENTIALS,
        /** The credentials are no longer valid. */
        EXPIRED,
        /** AWS does not know the credentials. */
        BAD_CREDENTIALS,
        /** A permission is missing. */
        DENIED,
        /** Too many requests, whatever was waited for. */
        THROTTLED,
        /** What was asked for does not exist. */
        NOT_FOUND,
        /** The endpoint does not answer, or fails. */
        UNREACHABLE,
        /** The answer makes no sense, such as a page that points at itself. */
        BAD_ANSWER,
        /** The work was cancelled. */
        CANCELLED,
        /** Anything else that AWS said. */
        OTHER
    }

    private final Kind kind;
    private final String action;

    AwsException(Kind kind, String action, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.action = action;
    }

    /**
     * Returns a failure that is not an SDK exception.
     *
     * @param action the IAM action of the call, empty when none
     */
    public static AwsException of(Kind kind, String action, String message) {
        return new AwsException(kind, action, message, new IllegalStateException(message));
    }

    /** Returns why it failed. */
    public Kind kind() {
        return kind;
    }

    /** Returns the IAM action of the call that failed, empty when it was none. */
    public String action() {
        return action;
    }

    /** Returns whether nothing else will work either: the credentials are the problem, or the work was cancelled. */
    public boolean fatal() {
        return switch (kind) {
            case NO_CREDENTIALS, EXPIRED, BAD_CREDENTIALS, CANCELLED -> true;
            case DENIED, THROTTLED, NOT_FOUND, UNREACHABLE, BAD_ANSWER, OTHER -> false;
        };
    }
}
