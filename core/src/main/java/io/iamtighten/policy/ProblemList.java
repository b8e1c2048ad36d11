package io.iamtighten.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of one document: every one is counted, the first ones are listed. */
final class ProblemList {
    /** The most problems that are listed; one more says how many others there are. */
    static final int MAX_LISTED = 100;

    private record Found(PolicyProblem.Kind kind, int offset, int end, String pointer, String message) {}

    private final SourceMap map;
    private final List<Found> found = new ArrayList<>();

    ProblemList(SourceMap map) {
        this.map = map;
    }

    void add(PolicyProblem.Kind kind, int offset, int end, String pointer, String message) {
        found.add(new Found(kind, offset, end, pointer, message));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Returns the problems in document order. Working out a place costs a walk over the text, hence the limit. */
    List<PolicyProblem> inOrder() {
        List<PolicyProblem> listed = new ArrayList<>();
        List<Found> sorted =
                found.stream().sorted(Comparator.comparingInt(Found::offset)).toList();
        for (Found problem : sorted.subList(0, Math.min(MAX_LISTED, sorted.size()))) {
            listed.add(problem(problem, problem.kind(), problem.message()));
        }
        if (sorted.size() > MAX_LISTED) {
            int more = sorted.size() - MAX_LISTED;
            listed.add(problem(
                    sorted.get(MAX_LISTED),
                    PolicyProblem.Kind.LIMIT,
                    "from here on " + more + (more == 1 ? " more problem is" : " more problems are") + " not listed"));
        }
        return listed;
    }

    private PolicyProblem problem(Found found, PolicyProblem.Kind kind, String message) {
        return new PolicyProblem(kind, map.region(found.offset(), found.end(), found.pointer()), message);
    }
}
