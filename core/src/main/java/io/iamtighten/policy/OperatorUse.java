package io.iamtighten.policy;

/**
 * A condition operator as a document uses it, such as {@code ForAnyValue:StringLikeIfExists}.
 *
 * @param quantifier the set operator
 * @param operator the operator
 * @param ifExists whether {@code IfExists} follows: true for an absent key
 */
public record OperatorUse(Quantifier quantifier, ConditionOperator operator, boolean ifExists) {
    /** Returns the plain use of an operator. */
    public static OperatorUse of(ConditionOperator operator) {
        return new OperatorUse(Quantifier.NONE, operator, false);
    }

    /** Returns the text that a document carries. */
    public String text() {
        return quantifier.prefix() + operator.text() + (ifExists ? "IfExists" : "");
    }

    @Override
    public String toString() {
        return text();
    }
}
