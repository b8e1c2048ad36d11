package io.iamtighten.usage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The files and objects that a summary was made of, as 64-bit fingerprints of their identities: two different sources of a million
 * have the same one with a chance of about 10<sup>-7</sup>.
 */
public final class SourceSet implements Comparable<SourceSet> {
    private static final SourceSet NONE = new SourceSet(new long[0]);

    /** Invariant: ascending, without repetition. */
    private final long[] prints;

    private SourceSet(long[] prints) {
        this.prints = prints;
    }

    /** Returns the set of no sources. */
    public static SourceSet none() {
        return NONE;
    }

    /** Returns the set of sources with these identities, such as a log file's name and size, or the hash of its content. */
    public static SourceSet of(Collection<String> identities) {
        return ofPrints(identities.stream().mapToLong(SourceSet::print).toArray());
    }

    static SourceSet ofPrints(long[] prints) {
        return prints.length == 0
                ? NONE
                : new SourceSet(Arrays.stream(prints).sorted().distinct().toArray());
    }

    private static long print(String identity) {
        byte[] bytes = identity.getBytes(StandardCharsets.UTF_8);
        return EventId.ofRecord(bytes).fingerprint();
    }

    /** Returns whether the source of this identity is in the set. */
    public boolean contains(String identity) {
        return Arrays.binarySearch(prints, print(identity)) >= 0;
    }

    /** Returns how many sources there are. */
    public int size() {
        return prints.length;
    }

    /** Returns whether all sources of this set are in the other. */
    public boolean isSubsetOf(SourceSet other) {
        return common(other) == prints.length;
    }

    /** Returns whether a source is in both sets. */
    public boolean intersects(SourceSet other) {
        return common(other) > 0;
    }

    /** Returns how many sources are in both sets. */
    public int common(SourceSet other) {
        int i = 0;
        int j = 0;
        int count = 0;
        while (i < prints.length && j < other.prints.length) {
            int order = Long.compare(prints[i], other.prints[j]);
            if (order == 0) {
                count++;
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return count;
    }

    /** Returns the sources that are in either set. */
    public SourceSet union(SourceSet other) {
        long[] both = Arrays.copyOf(prints, prints.length + other.prints.length);
        System.arraycopy(other.prints, 0, both, prints.length, other.prints.length);
        return ofPrints(both);
    }

    long[] prints() {
        return prints.clone();
    }

    @Override
    public int compareTo(SourceSet other) {
        return Arrays.compare(prints, other.prints);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SourceSet set && Arrays.equals(prints, set.prints);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(prints);
    }

    @Override
    public String toString() {
        return prints.length + " sources";
    }
}
