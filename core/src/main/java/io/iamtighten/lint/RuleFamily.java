package io.iamtighten.lint;

import java.util.Optional;

/** What a rule is about. */
public enum RuleFamily {
    /** What AWS refuses, or what can have no effect. */
    VALIDITY("validity"),
    /** Wildcards and inverted elements: what they reach, today and tomorrow. */
    WILDCARDS("wildcards"),
    /** Conditions on addresses, VPCs and endpoints. */
    NETWORK("network"),
    /** Ways to more permissions than the policy names. */
    ESCALATION("escalation"),
    /** Who else gets in, and what can be carried out. */
    EXPOSURE("exposure"),
    /** A user's own rules. */
    CUSTOM("custom");

    private final String text;

    RuleFamily(String text) {
        this.text = text;
    }

    /** Returns the name used in output, such as {@code wildcards}. */
    public String text() {
        return text;
    }

    /** Returns the family with this name, or empty. */
    public static Optional<RuleFamily> parse(String text) {
        for (RuleFamily family : values()) {
            if (family.text.equals(text)) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }
}
