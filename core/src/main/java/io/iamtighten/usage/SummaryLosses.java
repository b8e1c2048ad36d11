package io.iamtighten.usage;

import java.util.Set;
import java.util.TreeSet;

/** Says in words what a summary gave up to stay bounded. */
final class SummaryLosses {
    private SummaryLosses() {}

    static void of(PrincipalUsage usage, Set<String> into) {
        String who = usage.principal().arn();
        if (usage.sourcesFolded()) {
            into.add(who + ": too many source addresses to keep; its calls have none");
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
        if (months) {
            into.add(who + ": some activity is counted by month and not by day");
        }
    }
}
