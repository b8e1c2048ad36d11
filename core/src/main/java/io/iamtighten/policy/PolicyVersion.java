package io.iamtighten.policy;

import java.util.Optional;

/**
 * A version of the policy language.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html">Version element</a>
 */
public enum PolicyVersion {
    /** The language of 2008: policy variables are plain text. Also what a document without a Version element is read as. */
    V2008_10_17("2008-10-17"),
    /** The current language, with policy variables. */
    V2012_10_17("2012-10-17");

    private final String text;

    PolicyVersion(String text) {
        this.text = text;
    }

    /** Returns the text that a document carries, such as {@code 2012-10-17}. */
    public String text() {
        return text;
    }

    /** Returns whether {@code ${...}} is a policy variable in this version. */
    public boolean hasVariables() {
        return this == V2012_10_17;
    }

    /** Returns the version that has this text, or empty. */
    public static Optional<PolicyVersion> parse(String text) {
        for (PolicyVersion version : values()) {
            if (version.text.equals(text)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }
}
