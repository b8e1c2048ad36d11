package io.iamtighten.aws.trail;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers values by keys of bytes, those used last: of bounded size. Two generations; what is not used while the younger one fills up is
 * forgotten with the older one.
 *
 * @param <V> the values
 */
final class ByteCache<V> {
    private final int maxEntries;
    private final int maxBytes;
    private Generation<V> young;
    private Generation<V> old;

    /**
     * Makes an empty cache.
     *
     * @param maxEntries how many keys are kept at least, if they are short enough
     * @param maxBytes how many bytes of keys are kept at least
     */
    ByteCache(int maxEntries, int maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
        young = new Generation<>();
        old = new Generation<>();
    }

    /** Returns the value of a key, or null. */
    @Nullable
    V find(KeyBytes key) {
        long hash = key.hash();
        V found = young.find(key, hash);
        if (found == null) {
            found = old.find(key, hash);
            if (found != null) {
                put(key, hash, found);
            }
        }
        return found;
    }

    /** Keeps the value of a key that is not there. */
    void put(KeyBytes key, V value) {
        put(key, key.hash(), value);
    }

    private void put(KeyBytes key, long hash, V value) {
        if (key.length() > maxBytes / 2) {
            return;
        }
        if (young.size >= maxEntries || young.used + key.length() > maxBytes) {
            old = young;
            young = new Generation<>();
        }
        young.put(key, hash, value);
    }

    /** Open addressing over a list of entries. */
    private static final class Generation<V> {
        private static final int ENTRY_BITS = 24;
        private static final long ENTRY = (1L << ENTRY_BITS) - 1;

        /** The upper bits of the hash, and below them the number of the entry plus 1; 0 for none. Invariant: at most half full. */
        private long[] places = new long[1 << 6];
        /** Where the entry's key starts in the bytes, above its length. */
        private long[] keys = new long[1 << 5];

        private @Nullable Object[] values = new @Nullable Object[1 << 5];
        private byte[] bytes = new byte[1 << 12];
        private int size;
        private int used;

        @SuppressWarnings("unchecked")
        @Nullable
        V find(KeyBytes key, long hash) {
            int mask = places.length - 1;
            for (int i = (int) (hash >>> 32) & mask; places[i] != 0; i = i + 1 & mask) {
                if (((places[i] ^ hash) & ~ENTRY) == 0) {
                    int entry = (int) (places[i] & ENTRY) - 1;
                    int start = (int) (keys[entry] >>> 32);
                    if (key.equalTo(bytes, start, start + (int) keys[entry])) {
                        return (V) values[entry];
                    }
                }
            }
            return null;
        }

        void put(KeyBytes key, long hash, V value) {
            if (size == keys.length) {
                grow();
            }
            if (used + key.length() > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + key.length()));
            }
            key.copyTo(bytes, used);
            keys[size] = (long) used << 32 | key.length();
            used += key.length();
            values[size] = value;
            size++;
            place(hash & ~ENTRY | size);
        }

        private void place(long place) {
            int mask = places.length - 1;
            int i = (int) (place >>> 32) & mask;
            while (places[i] != 0) {
                i = i + 1 & mask;
            }
            places[i] = place;
        }

        private void grow() {
            keys = Arrays.copyOf(keys, size * 2);
            values = Arrays.copyOf(values, size * 2);
            long[] before = places;
            places = new long[size * 4];
            for (long place : before) {
                if (place != 0) {
                    place(place);
                }
            }
        }
    }
}
