package io.iamtighten.arn;

import io.iamtighten.glob.Glob;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pattern over ARNs, in both readings of its wildcards.
 *
 * <table>
 * <caption>Examples, part by part</caption>
 * <tr><th>pattern</th><th>accepts</th><th>refuses</th></tr>
 * <tr><td>{@code arn:aws:s3:::b/*}</td><td>{@code arn:aws:s3:::b/a/c}</td><td>{@code arn:aws:s3:::b}</td></tr>
 * <tr><td>{@code arn:aws:sqs:*:1:q}</td><td>{@code arn:aws:sqs:us-east-1:1:q}</td><td>{@code arn:aws:sqs:a:b:1:q}</td></tr>
 * <tr><td>{@code arn:aws:waf:*}</td><td>every ARN of {@code waf}</td><td>ARNs of other services</td></tr>
 * </table>
 */
public final class ArnPattern {
    private static final int PARTS = 6;

    private final Glob whole;
    /** How many parts the pattern spells out, at most six. */
    private final int partCount;
    /** The parts, made when first needed; fewer than six means open at the end. Written by any thread, always alike. */
    private @Nullable Parts parts;
    /**
     * Whether a wildcard stands where a resource type before a colon and a literal name is expected, as in
     * {@code *:12345}: a wildcard cannot stand for the resource type (reference-arns), so part by part it matches nothing.
     */
    private final boolean wildcardType;
    /** What every accepted text starts with, in both readings: most patterns are ruled out by it. */
    private final String literalPrefix;
    /** Whether the first five of six parts are literal: then both readings accept the same ARNs, but for the resource type. */
    private final boolean oneReading;

    /** The parts behind one final field, so that they can be published without a lock. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Parts(Glob[] globs) {}

    private ArnPattern(Glob whole) {
        this.whole = whole;
        int[] tokens = whole.tokens();
        int count = 1;
        int last = 0;
        for (int i = 0; i < tokens.length && count < PARTS; i++) {
            if (tokens[i] == ':') {
                count++;
                last = i + 1;
            }
        }
        this.partCount = count;
        this.literalPrefix = whole.literalPrefix();
        this.oneReading = count == PARTS && last <= literalPrefix.length();
        this.wildcardType = count == PARTS && hasWildcardType(tokens, last);
    }

    private Glob[] parts() {
        Parts known = parts;
        if (known == null) {
            known = new Parts(split(whole.tokens()));
            parts = known;
        }
        return known.globs();
    }

    private static Glob[] split(int[] tokens) {
        Glob[] parts = new Glob[PARTS];
        int count = 0;
        int from = 0;
        for (int i = 0; i <= tokens.length && count < PARTS; i++) {
            if (i == tokens.length || (tokens[i] == ':' && count < PARTS - 1)) {
                parts[count++] = Glob.ofTokens(Arrays.copyOfRange(tokens, from, i), false);
                from = i + 1;
            }
        }
        return Arrays.copyOf(parts, count);
    }

    private static boolean hasWildcardType(int[] tokens, int from) {
        boolean wildcard = false;
        for (int i = from; i < tokens.length; i++) {
            if (tokens[i] == '/') {
                return false;
            }
            if (tokens[i] == ':') {
                for (int j = i + 1; j < tokens.length; j++) {
                    wildcard &= tokens[j] >= 0;
                }
                return wildcard;
            }
            wildcard |= tokens[i] < 0;
        }
        return false;
    }

    /** Returns the pattern of a text in which {@code *} and {@code ?} are wildcards. */
    public static ArnPattern parse(String text) {
        return of(Glob.of(text));
    }

    static ArnPattern of(Glob whole) {
        return new ArnPattern(whole);
    }

    /** Returns the pattern of these glob tokens: characters, and {@code -1} for {@code ?}, {@code -2} for {@code *}. */
    public static ArnPattern ofTokens(int[] tokens) {
        return of(Glob.ofTokens(tokens, false));
    }

    /** Returns whether the pattern has all six parts. */
    public boolean isComplete() {
        return partCount == PARTS;
    }

    /** Returns whether the pattern accepts every ARN, in every reading. */
    public boolean isEverything() {
        return whole.isUniversal();
    }

    /** Returns whether the pattern, read part by part, matches nothing because a wildcard stands for the resource type. */
    public boolean hasWildcardForType() {
        return wildcardType;
    }

    /** Returns whether the pattern has no wildcard. */
    public boolean isLiteral() {
        return whole.isLiteral();
    }

    /** Returns whether the pattern accepts a resource's ARN (or {@code *}, the resource of actions that have none). */
    public boolean matches(String resource, WildcardReading reading) {
        if (!resource.startsWith(literalPrefix)) {
            return false;
        }
        if (reading == WildcardReading.WHOLE_TEXT || whole.isUniversal() || !resource.startsWith("arn:")) {
            return whole.matches(resource);
        }
        if (oneReading) {
            return !wildcardType && whole.matches(resource);
        }
        return matchesParts(resource, true);
    }

    /** Returns whether a complete pattern accepts a complete ARN part by part, as the ARN condition operators do. */
    public boolean matchesArn(String arn) {
        return isComplete() && matchesParts(arn, false);
    }

    private boolean matchesParts(String text, boolean open) {
        Glob[] own = parts();
        int from = 0;
        for (int p = 0; p < own.length; p++) {
            int end = p == PARTS - 1 ? text.length() : text.indexOf(':', from);
            if (end < 0) {
                // Fewer parts than the pattern has: only the last part that the text does have can be the rest of it.
                return false;
            }
            if (!own[p].matches(text, from, end)) {
                return false;
            }
            from = end + 1;
        }
        return partCount == PARTS ? !wildcardType : open;
    }

    /** Returns the pattern of one part, from 0 (the literal {@code arn}) to 5 (the resource); every text for missing parts. */
    public String part(int index) {
        return index < partCount ? parts()[index].toString() : "*";
    }

    /** Returns how many parts the pattern spells out, at most six. */
    public int partCount() {
        return partCount;
    }

    /** Returns whether this pattern accepts every ARN that the other accepts, under a reading; may be false for some that it does. */
    public boolean contains(ArnPattern other, WildcardReading reading) {
        if (isEverything()) {
            return true;
        }
        if (reading == WildcardReading.WHOLE_TEXT) {
            return whole.contains(other.whole);
        }
        Glob[] own = parts();
        for (int p = 0; p < own.length; p++) {
            Glob theirs = p < other.partCount ? other.parts()[p] : Glob.universal();
            if (!own[p].contains(theirs)) {
                return false;
            }
        }
        return !other.isEverything();
    }

    /** Returns whether some ARN is accepted by both patterns, under a reading. */
    public boolean intersects(ArnPattern other, WildcardReading reading) {
        if (reading == WildcardReading.WHOLE_TEXT) {
            return whole.intersects(other.whole);
        }
        if (isEverything() || other.isEverything()) {
            return true;
        }
        for (int p = 0; p < Math.min(partCount, other.partCount); p++) {
            if (!parts()[p].intersects(other.parts()[p])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArnPattern that && that.whole.equals(whole);
    }

    @Override
    public int hashCode() {
        return whole.hashCode();
    }

    @Override
    public String toString() {
        return whole.toString();
    }
}
