package io.iamtighten.usage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The problems of the sources of a summary, of which so many are listed and the others counted.
 *
 * @param listed those that come first by source and offset, in this order
 * @param more how many are not listed
 * @param moreLosses for how many of those records may be missing
 */
public record SourceProblems(List<SourceProblem> listed, long more, long moreLosses) {
    /** So many are listed. */
    public static final int MOST = 1_000;

    private static final SourceProblems NONE = new SourceProblems(List.of(), 0, 0);

    /** Copies the list. */
    public SourceProblems {
        listed = List.copyOf(listed);
    }

    /** Returns no problems. */
    public static SourceProblems none() {
        return NONE;
    }

    /** Returns problems, in any order, and so many more that are not listed. */
    public static SourceProblems of(Collection<SourceProblem> problems, long more, long moreLosses) {
        if (problems.isEmpty() && more == 0) {
            return NONE;
        }
        List<SourceProblem> sorted = new ArrayList<>(new TreeSet<>(problems));
        List<SourceProblem> rest = sorted.subList(Math.min(MOST, sorted.size()), sorted.size());
        long losses = rest.stream().filter(SourceProblem::loss).count();
        return new SourceProblems(
                sorted.subList(0, sorted.size() - rest.size()), more + rest.size(), moreLosses + losses);
    }

    /** Returns the problems of both; one that both list is listed once. */
    public SourceProblems and(SourceProblems other) {
        List<SourceProblem> both = new ArrayList<>(listed);
        both.addAll(other.listed);
        return of(both, more + other.more, moreLosses + other.moreLosses);
    }

    /** Returns the problems but for those of some sources. */
    SourceProblems without(Set<String> sources) {
        return of(
                listed.stream()
                        .filter(problem -> !sources.contains(problem.source()))
                        .toList(),
                more,
                moreLosses);
    }

    /** Returns for how many of the problems records may be missing. */
    public long losses() {
        return moreLosses + listed.stream().filter(SourceProblem::loss).count();
    }
}
