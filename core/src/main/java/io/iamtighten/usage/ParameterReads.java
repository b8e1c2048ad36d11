package io.iamtighten.usage;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Notes what a mapping looks at among the parameters of a call, so that its result can be used again for calls that differ in nothing
 * else. Starts empty; not thread-safe.
 */
public final class ParameterReads {
    private final SortedSet<String> names = new TreeSet<>();
    private boolean any;
    private boolean roles;
    private boolean arns;
    private boolean all;

    /** Starts with nothing looked at. */
    public static ParameterReads none() {
        return new ParameterReads();
    }

    private ParameterReads() {}

    void noteNames() {
        any = true;
    }

    void note(String name) {
        any = true;
        names.add(name);
    }

    void noteRoles() {
        any = true;
        roles = true;
    }

    void noteArns() {
        any = true;
        arns = true;
    }

    void noteAll() {
        any = true;
        all = true;
    }

    /** Returns whether anything was looked at, be it only which names there are and which of them have a value. */
    public boolean any() {
        return any;
    }

    /**
     * Returns whether all texts were looked at that begin with {@code arn}, in any case, and have {@code role} or {@code %} in them.
     */
    public boolean roles() {
        return roles;
    }

    /** Returns whether all texts that begin with {@code arn}, in any case, were looked at. */
    public boolean arns() {
        return arns;
    }

    /** Returns whether everything was looked at. */
    public boolean all() {
        return all;
    }

    /** Returns the names of the parameters whose values were looked at, in order. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(names);
    }
}
