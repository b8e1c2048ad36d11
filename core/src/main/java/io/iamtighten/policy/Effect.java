package io.iamtighten.policy;

/** Whether a statement allows or denies what it matches. */
public enum Effect {
    /** The statement allows what it matches. */
    ALLOW("Allow"),
    /** The statement denies what it matches, whatever else allows it. */
    DENY("Deny");

    private final String text;

    Effect(String text) {
        this.text = text;
    }

    /** Returns the text that a document carries: {@code Allow} or {@code Deny}. */
    public String text() {
        return text;
    }
}
