package io.iamtighten.lint;

import java.util.Optional;

/** How bad a finding is, from least to worst; above the first, the classes of Access Analyzer's policy validation. */
public enum Severity {
    /** Nothing is wrong: what a part of the policy comes to, for those who go through it part by part. */
    NOTE("note"),
    /** The policy does what it says, and could say it better. */
    SUGGESTION("suggestion"),
    /** The policy may not do what its author meant. */
    WARNING("warning"),
    /** The policy gives access that is wider than its author is likely to want. */
    SECURITY("security"),
    /** AWS refuses the policy, or a part of it can never have an effect. */
    ERROR("error");

    private final String text;

    Severity(String text) {
        this.text = text;
    }

    /** Returns the name used in output, such as {@code security}. */
    public String text() {
        return text;
    }

    /** Returns whether this is as bad as another one, or worse. */
    public boolean atLeast(Severity other) {
        return compareTo(other) >= 0;
    }

    /** Returns the severity with this name, or empty. */
    public static Optional<Severity> parse(String text) {
        for (Severity severity : values()) {
            if (severity.text.equals(text)) {
                return Optional.of(severity);
            }
        }
        return Optional.empty();
    }
}
