package io.iamtighten.evaluate;

/** The three answers that IAM gives. */
public enum Outcome {
    /** The request goes through. */
    ALLOWED("allowed"),
    /** A Deny statement matched. */
    EXPLICIT_DENY("explicitDeny"),
    /** Nothing that had to allow the request did. */
    IMPLICIT_DENY("implicitDeny");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /** Returns the name used in vectors and machine-readable output, such as {@code implicitDeny}. */
    public String text() {
        return text;
    }
}
