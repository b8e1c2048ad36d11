package io.iamtighten.policy;

/**
 * One entry of {@code Resource} or {@code NotResource}: {@code *} or an ARN with {@code *}, {@code ?} and, in version
 * 2012-10-17, policy variables. Case-sensitive.
 *
 * @param text the entry as written
 */
public record ResourcePattern(String text) {
    /** Returns whether the pattern holds {@code *} or {@code ?} outside of a {@code ${...}} escape or variable. */
    public boolean hasWildcard() {
        return TextParts.hasWildcard(text);
    }

    /** Returns whether the pattern is the single {@code *}. */
    public boolean isEverything() {
        return text.equals("*");
    }

    /** Returns whether the text holds <code>&#36;{</code>, the start of a variable or escape. */
    public boolean hasVariable() {
        return text.contains("${");
    }

    @Override
    public String toString() {
        return text;
    }
}
