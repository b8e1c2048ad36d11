package io.iamtighten.request;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The context keys of one request. Key names compare ignoring case; values keep theirs. */
public final class RequestContext {
    private static final RequestContext EMPTY = new RequestContext(new TreeMap<>());

    /** Invariant: keys are in lower case, in order; never changed after construction. */
    private final Map<String, ContextValues> byKey;

    private RequestContext(TreeMap<String, ContextValues> byKey) {
        this.byKey = Collections.unmodifiableMap(byKey);
    }

    /** Returns the context without keys. */
    public static RequestContext empty() {
        return EMPTY;
    }

    /**
     * Returns the context with these keys.
     *
     * @throws IllegalArgumentException when two keys differ only in case
     */
    public static RequestContext of(Map<String, ContextValues> keys) {
        TreeMap<String, ContextValues> copy = new TreeMap<>();
        keys.forEach((key, values) -> {
            if (copy.put(key.toLowerCase(Locale.ROOT), values) != null) {
                throw new IllegalArgumentException("the context key `" + key + "` stands twice, ignoring case");
            }
        });
        return new RequestContext(copy);
    }

    /** Returns this context with one single-valued key added or replaced. */
    public RequestContext with(String key, String value) {
        return with(key, ContextValues.single(value));
    }

    /** Returns this context with one key added or replaced. */
    public RequestContext with(String key, ContextValues values) {
        TreeMap<String, ContextValues> copy = new TreeMap<>(byKey);
        copy.put(key.toLowerCase(Locale.ROOT), values);
        return new RequestContext(copy);
    }

    /** Returns this context without one key. */
    public RequestContext without(String key) {
        TreeMap<String, ContextValues> copy = new TreeMap<>(byKey);
        copy.remove(key.toLowerCase(Locale.ROOT));
        return new RequestContext(copy);
    }

    /** Returns the values of a key, or empty when the request does not carry it. */
    public Optional<ContextValues> get(String key) {
        return Optional.ofNullable(byKey.get(key.toLowerCase(Locale.ROOT)));
    }

    /**
     * Returns the values of a key given in lower case, or null when the request does not carry it: the form of
     * {@link #get} that allocates nothing.
     */
    public @Nullable ContextValues lookup(String lowerCaseKey) {
        return byKey.get(lowerCaseKey);
    }

    /** Returns the only value of a single-valued key, or empty. */
    public Optional<String> single(String key) {
        return get(key).filter(v -> !v.multivalued() && v.values().size() == 1)
                .map(v -> v.values().get(0));
    }

    /** Returns all keys in lower case with their values, in order of the keys. */
    public Map<String, ContextValues> asMap() {
        return byKey;
    }

    /** Returns the keys in lower case, in order. */
    public List<String> keys() {
        return List.copyOf(byKey.keySet());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RequestContext that && that.byKey.equals(byKey);
    }

    @Override
    public int hashCode() {
        return byKey.hashCode();
    }

    @Override
    public String toString() {
        return byKey.toString();
    }
}
