package io.iamtighten.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** Returns the use that a document's text names, ignoring case, or empty when AWS has no such operator. */
    public static Optional<OperatorUse> parse(String text) {
        Quantifier quantifier = Quantifier.NONE;
        String name = text;
        for (Quantifier candidate : List.of(Quantifier.FOR_ALL_VALUES, Quantifier.FOR_ANY_VALUE)) {
            String prefix = candidate.prefix();
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                quantifier = candidate;
                name = name.substring(prefix.length());
                break;
            }
        }
        String suffix = "IfExists";
        int cut = name.length() - suffix.length();
        boolean ifExists = cut > 0 && name.regionMatches(true, cut, suffix, 0, suffix.length());
        Quantifier found = quantifier;
        return ConditionOperator.parse(ifExists ? name.substring(0, cut) : name)
                .map(operator -> new OperatorUse(found, operator, ifExists));
    }

    /** Returns the operator that a misspelt text most likely meant, or empty. */
    static Optional<String> suggest(String text) {
        List<String> names = new ArrayList<>();
        for (ConditionOperator operator : ConditionOperator.values()) {
            for (Quantifier quantifier : Quantifier.values()) {
                names.add(new OperatorUse(quantifier, operator, false).text());
                names.add(new OperatorUse(quantifier, operator, true).text());
            }
        }
        return Nearest.of(text, names);
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
