package io.iamtighten.catalog;

import java.util.Locale;

/**
 * A condition key as the catalog knows it.
 *
 * <table>
 * <caption>Examples</caption>
 * <tr><th>name</th><th>matches</th><th>does not match</th></tr>
 * <tr><td>{@code s3:prefix}</td><td>{@code S3:Prefix}</td><td>{@code s3:prefix/a}</td></tr>
 * <tr><td>{@code aws:RequestTag/${TagKey}}</td><td>{@code aws:requesttag/team}</td><td>{@code aws:RequestTag/}</td></tr>
 * </table>
 *
 * @param name the name in AWS's spelling; may hold one or more variable parts such as {@code ${TagKey}}
 * @param type the type of its values
 */
public record ConditionKey(String name, ContextKeyType type) {
    /** Returns whether the key is a set of values. */
    public boolean multivalued() {
        return type.multivalued();
    }

    /** Returns whether the name has variable parts. */
    public boolean hasVariable() {
        return variableStart(name, 0) >= 0;
    }

    /** Returns whether a concrete key is this one, ignoring case; a variable part stands for one or more characters. */
    public boolean matches(String key) {
        return matches(name.toLowerCase(Locale.ROOT), 0, key.toLowerCase(Locale.ROOT), 0);
    }

    private static boolean matches(String pattern, int p, String key, int k) {
        int variable = variableStart(pattern, p);
        if (variable < 0) {
            return key.length() - k == pattern.length() - p && key.startsWith(pattern.substring(p), k);
        }
        if (!key.startsWith(pattern.substring(p, variable), k)) {
            return false;
        }
        int rest = variableEnd(pattern, variable);
        for (int from = k + (variable - p) + 1; from <= key.length(); from++) {
            if (matches(pattern, rest, key, from)) {
                return true;
            }
        }
        return false;
    }

    /** Returns where the next {@code ${...}} or {@code <...>} (S3's older spelling) starts, or -1. */
    private static int variableStart(String text, int from) {
        int dollar = text.indexOf("${", from);
        int angle = text.indexOf('<', from);
        if (dollar < 0 || angle < 0) {
            return Math.max(dollar, angle);
        }
        return Math.min(dollar, angle);
    }

    private static int variableEnd(String text, int start) {
        int end = text.indexOf(text.charAt(start) == '<' ? '>' : '}', start);
        return end < 0 ? text.length() : end + 1;
    }
}
