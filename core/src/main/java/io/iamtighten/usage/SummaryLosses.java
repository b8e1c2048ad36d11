package io.iamtighten.usage;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says in words what a summary gave up to stay bounded. */
final class SummaryLosses {
    private static final int MOST_PROBLEMS = 5;

    private SummaryLosses() {}

    static void of(SourceProblems problems, List<String> into) {
        problems.listed().stream()
                .filter(SourceProblem::loss)
                .limit(MOST_PROBLEMS)
                .forEach(problem -> into.add("not all could be read: " + problem.line()));
        long more = problems.losses() - MOST_PROBLEMS;
        if (more > 0) {
            into.add("and " + more + " more places could not be read");
        }
    }

    static void of(PrincipalUsage usage, Set<String> into) {
        String who = usage.principal().arn();
        if (usage.sourcesFolded()) {
            into.add(who + ": too many source addresses or contexts to keep; its calls have none");
        }
        Set<String> folded = new TreeSet<>();
        boolean months = false;
        for (UsageFact fact : usage.facts()) {
            if (fact.folded()) {
                folded.add(fact.action());
            }
            months |= fact.occurrences().byMonth();
        }
        for (String action : folded) {
            into.add(who + ": too many resources of " + action + " to keep; `*` stands for the ends of their names");
        }
        boolean kinds =
                usage.unmapped().stream().anyMatch(event -> event.eventSource().equals(PrincipalTally.OTHERS.source()));
        if (kinds) {
            into.add(who
                    + ": more kinds of calls without a known action than are listed; the others are counted together");
        }
        if (months) {
            into.add(who + ": some activity is counted by month and not by day");
        }
    }
}
