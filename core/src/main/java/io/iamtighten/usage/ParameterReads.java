package io.iamtighten.usage;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Notes what a mapping looks at among the parameters of a call, so that its result can be used again for calls that differ in nothing
 * else. Starts empty; not thread-safe.
 */
public final class ParameterReads {
    private final SortedSet<String> names = new TreeSet<>();
    private final SortedMap<String, SortedSet<String>> within = new TreeMap<>();
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

    /** Notes a look at what names there are in an object. */
    void noteNamesWithin(String name) {
        any = true;
        within.computeIfAbsent(name, n -> new TreeSet<>());
    }

    /** Notes a look at a text in an object, and at what names there are. */
    void noteWithin(String name, String member) {
        any = true;
        within.computeIfAbsent(name, n -> new TreeSet<>()).add(member);
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

    /**
     * Returns the parameters that are objects and were looked into, by name, each with the names of those of its texts that were looked at.
     * Which names such an object has, was looked at, too, and whatever in it is not a text. Some may be among {@link #names} as well.
     */
    public SortedMap<String, SortedSet<String>> within() {
        return Collections.unmodifiableSortedMap(within);
    }
}
