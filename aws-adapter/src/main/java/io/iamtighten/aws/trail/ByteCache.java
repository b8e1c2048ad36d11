package io.iamtighten.aws.trail;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers values by keys of bytes, those used last: of bounded size. Two generations; what is not used while the younger one fills up is
 * forgotten with the older one. Thread-safe: looking up takes no lock.
 *
 * @param <V> the values
 */
final class ByteCache<V> {
    private final int maxEntries;
    private final int maxBytes;
    private volatile Table<V> young;
    private volatile Table<V> old;
    /** The bytes of keys in the younger generation. */
    private int used;

    /** A value and its key. */
    private record Entry<V>(long hash, byte[] key, V value) {}

    /**
     * Makes an empty cache.
     *
     * @param maxEntries how many keys are kept at least, if they are short enough
     * @param maxBytes how many bytes of keys are kept at least
     */
    ByteCache(int maxEntries, int maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
        young = new Table<>(1 << 6);
        old = new Table<>(1 << 1);
    }

    /** Returns the value of a key, or null. */
    @Nullable
    V find(KeyBytes key) {
        long hash = key.hash();
        Entry<V> found = young.find(key, hash);
        if (found == null) {
            found = old.find(key, hash);
            if (found == null) {
                return null;
            }
            keep(key, found);
        }
        return found.value;
    }

    /** Keeps the value of a key that is not there. Returns the value that is kept: another's, if one was faster. */
    V put(KeyBytes key, V value) {
        return key.length() > maxBytes / 2 ? value : keep(key, new Entry<>(key.hash(), key.copy(), value));
    }

    private synchronized V keep(KeyBytes key, Entry<V> entry) {
        Entry<V> there = young.find(key, entry.hash);
        if (there != null) {
            return there.value;
        }
        if (young.size >= maxEntries || used + entry.key.length > maxBytes) {
            old = young;
            young = new Table<>(1 << 6);
            used = 0;
        }
        if (young.isFull()) {
            young = young.larger();
        }
        young.put(entry);
        used += entry.key.length;
        return entry.value;
    }

    /** Open addressing. */
    private static final class Table<V> {
        /** Invariant: at most half full. */
        private final AtomicReferenceArray<@Nullable Entry<V>> places;

        private int size;

        Table(int length) {
            places = new AtomicReferenceArray<>(length);
        }

        @Nullable
        Entry<V> find(KeyBytes key, long hash) {
            int mask = places.length() - 1;
            for (int i = (int) (hash >>> 32) & mask; ; i = i + 1 & mask) {
                Entry<V> entry = places.get(i);
                if (entry == null) {
                    return null;
                }
                if (entry.hash == hash && key.equalTo(entry.key)) {
                    return entry;
                }
            }
        }

        boolean isFull() {
            return 2 * size >= places.length();
        }

        void put(Entry<V> entry) {
            int mask = places.length() - 1;
            int i = (int) (entry.hash >>> 32) & mask;
            while (places.get(i) != null) {
                i = i + 1 & mask;
            }
            size++;
            places.set(i, entry);
        }

        Table<V> larger() {
            Table<V> larger = new Table<>(2 * places.length());
            for (int i = 0; i < places.length(); i++) {
                Entry<V> entry = places.get(i);
                if (entry != null) {
                    larger.put(entry);
                }
            }
            return larger;
        }
    }
}
