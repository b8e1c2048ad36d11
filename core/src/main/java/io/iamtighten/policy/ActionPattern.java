package io.iamtighten.policy;

import java.util.Locale;

/**
 * One entry of {@code Action} or {@code NotAction}: {@code *}, or a service prefix and a name with {@code *} and {@code ?}.
 *
 * <p>Actions compare ignoring case; {@link #text()} keeps the author's spelling.
 *
 * <table>
 * <caption>Examples</caption>
 * <tr><th>pattern</th><th>accepts</th><th>refuses</th></tr>
 * <tr><td>{@code s3:Get*}</td><td>{@code s3:GetObject}, {@code S3:getobject}</td><td>{@code s3:PutObject}</td></tr>
 * <tr><td>{@code *}</td><td>everything</td><td></td></tr>
 * </table>
 *
 * @param text the entry as written
 */
public record ActionPattern(String text) {
    /** Returns whether the pattern holds {@code *} or {@code ?}. */
    public boolean hasWildcard() {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** Returns whether the pattern is {@code *} or {@code *:*}: every action of every service. */
    public boolean isEverything() {
        return text.equals("*") || text.equals("*:*");
    }

    /** Returns whether the service prefix holds a wildcard, or is missing. */
    public boolean hasWildcardInService() {
        String service = servicePattern();
        return service.indexOf('*') >= 0 || service.indexOf('?') >= 0;
    }

    /** Returns the part before the colon in lower case, or {@code *} when there is none. It may itself hold wildcards. */
    public String servicePattern() {
        int colon = text.indexOf(':');
        return colon < 0 ? "*" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    /** Returns the part after the colon as written, or {@code *} when there is none. */
    public String namePattern() {
        int colon = text.indexOf(':');
        return colon < 0 ? "*" : text.substring(colon + 1);
    }

    @Override
    public String toString() {
        return text;
    }
}
