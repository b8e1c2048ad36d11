package io.iamtighten.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Collects the problems of one document: every one is counted, the first ones are listed. */
final class ProblemList {
    /** The most problems that are listed; one more says how many others there are. */
    static final int MAX_LISTED = 100;

    private static final int MAX_MESSAGE = 1_000;

    private record Found(PolicyProblem.Kind kind, int offset, int end, String pointer, String message) {}

    private final SourceMap map;
    private final List<Found> found = new ArrayList<>();

    ProblemList(SourceMap map) {
        this.map = map;
    }

    void add(PolicyProblem.Kind kind, int offset, int end, String pointer, String message) {
        found.add(new Found(kind, offset, end, pointer, oneLine(message)));
    }

    /** The user's text in a message may hold anything, and any amount of it. */
    private static String oneLine(String message) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < message.length() && line.length() < MAX_MESSAGE; i++) {
            char c = message.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        return line.length() < MAX_MESSAGE
                ? line.toString()
                : line.append("...").toString();
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
