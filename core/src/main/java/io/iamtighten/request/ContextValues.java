package io.iamtighten.request;

import java.util.List;

/**
 * The values of one context key in one request.
 *
 * @param values the values in order; an empty list is a key that is present with an empty set
 * @param multivalued whether the key is a set (always so with two or more values)
 */
public record ContextValues(List<String> values, boolean multivalued) {
    /** Copies the list; two or more values always make a set. */
    public ContextValues {
        values = List.copyOf(values);
        multivalued = multivalued || values.size() > 1;
    }

    /** Returns a single-valued key's value. */
    public static ContextValues single(String value) {
        return new ContextValues(List.of(value), false);
    }

    /** Returns a multivalued key's values. */
    public static ContextValues set(List<String> values) {
        return new ContextValues(values, true);
    }
}
