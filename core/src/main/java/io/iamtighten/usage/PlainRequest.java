package io.iamtighten.usage;

import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads parameters that are plain: well-formed JSON in ASCII, without escapes, of objects with few members, and no fractions. Gives up,
 * without an answer, on whatever else it meets.
 */
final class PlainRequest {
    /** In larger objects names should be found faster than by looking at each. */
    private static final int MOST_MEMBERS = 16;

    private static final int MAX_DEPTH = 30;
    /** Stands for null, which counts as absent. */
    private static final Object NULL = new Object();

    private final byte[] json;
    private final int end;
    private int at;

    PlainRequest(byte[] json, int from, int to) {
        this.json = json;
        this.at = from;
        this.end = to;
    }

    /** Returns the members of the object that the whole text is; null when it gave up. */
    @Nullable
    Map<?, ?> read() {
        return at < end && json[at] == '{' && value(0) instanceof Map<?, ?> map && at == end ? map : null;
    }

    /** Reads a value; null when it gave up. */
    private @Nullable Object value(int depth) {
        if (at >= end || depth > MAX_DEPTH) {
            return null;
        }
        byte first = json[at];
        if (first == '"') {
            return string();
        }
        if (first == '{') {
            at++;
            return object(depth);
        }
        if (first == '[') {
            at++;
            return array(depth);
        }
        return first == '-' || first >= '0' && first <= '9' ? number() : word();
    }

    private @Nullable Object object(int depth) {
        if (skips('}')) {
            return Map.of();
        }
        Members members = new Members();
        do {
            String name = string();
            if (name == null || !skips(':')) {
                return null;
            }
            Object value = value(depth + 1);
            if (value == null || !members.add(name, value)) {
                return null;
            }
        } while (skips(','));
        members.leaveOutNulls();
        return skips('}') ? members : null;
    }

    private @Nullable Object array(int depth) {
        if (skips(']')) {
            return List.of();
        }
        List<Object> list = new ArrayList<>(2);
        do {
            Object value = value(depth + 1);
            if (value == null) {
                return null;
            }
            if (value != NULL) {
                list.add(value);
            }
        } while (skips(','));
        return skips(']') ? Collections.unmodifiableList(list) : null;
    }

    private boolean skips(char sign) {
        boolean there = at < end && json[at] == sign;
        at += there ? 1 : 0;
        return there;
    }

    private @Nullable String string() {
        if (!skips('"')) {
            return null;
        }
        int from = at;
        while (at < end && json[at] != '"') {
            if (json[at] == '\\' || json[at] < ' ') {
                return null;
            }
            at++;
        }
        int to = at;
        // Only ASCII has got here.
        return skips('"') ? new String(json, from, to - from, StandardCharsets.ISO_8859_1) : null;
    }

    /** Whole numbers are kept as they are written. */
    private @Nullable Object number() {
        int from = at;
        skips('-');
        int digits = at;
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        boolean fraction = at < end && (json[at] == '.' || json[at] == 'e' || json[at] == 'E');
        boolean zero = at > digits && json[digits] == '0' && (at > digits + 1 || digits > from);
        return fraction || zero || at == digits || at - from > 100
                ? null
                : new String(json, from, at - from, StandardCharsets.ISO_8859_1);
    }

    private @Nullable Object word() {
        if (isNext("true")) {
            return "true";
        }
        if (isNext("false")) {
            return "false";
        }
        return isNext("null") ? NULL : null;
    }

    private boolean isNext(String word) {
        if (end - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (json[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    /** A few members, in order: smaller than maps that find a name by its hash, and as fast. */
    private static final class Members extends AbstractMap<String, Object> {
        private String[] names = new String[4];
        private Object[] values = new Object[4];
        private int size;

        /** Adds a member that is not there; returns whether it could. */
        boolean add(String name, Object value) {
            // Of equal names the last counts at the place of the first: seldom enough to be left to the full parser.
            if (size == MOST_MEMBERS || index(name) >= 0) {
                return false;
            }
            if (size == names.length) {
                names = Arrays.copyOf(names, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            names[size] = name;
            values[size++] = value;
            return true;
        }

        void leaveOutNulls() {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (values[i] != NULL) {
                    names[kept] = names[i];
                    values[kept++] = values[i];
                }
            }
            size = kept;
        }

        private int index(@Nullable Object name) {
            for (int i = 0; i < size; i++) {
                if (names[i].equals(name)) {
                    return i;
                }
            }
            return -1;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public boolean containsKey(@Nullable Object name) {
            return index(name) >= 0;
        }

        @Override
        public @Nullable Object get(@Nullable Object name) {
            int index = index(name);
            return index < 0 ? null : values[index];
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public int size() {
                    return size;
                }

                @Override
                public Iterator<Entry<String, Object>> iterator() {
                    return entries();
                }
            };
        }

        private Iterator<Entry<String, Object>> entries() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < size;
                }

                @Override
                public Entry<String, Object> next() {
                    if (next == size) {
                        throw new NoSuchElementException();
                    }
                    Entry<String, Object> entry = new SimpleImmutableEntry<>(names[next], values[next]);
                    next++;
                    return entry;
                }
            };
        }
    }
}
