package io.iamtighten.policy;

/**
 * The set operator before a condition operator.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html">Set operators</a>
 */
public enum Quantifier {
    /** No set operator. */
    NONE(""),
    /** {@code ForAllValues:}, true for an absent key. */
    FOR_ALL_VALUES("ForAllValues:"),
    /** {@code ForAnyValue:}, false for an absent key. */
    FOR_ANY_VALUE("ForAnyValue:");

    private final String prefix;

    Quantifier(String prefix) {
        this.prefix = prefix;
    }

    /** Returns the text before the operator's name, colon included; empty for {@code NONE}. */
    public String prefix() {
        return prefix;
    }
}
