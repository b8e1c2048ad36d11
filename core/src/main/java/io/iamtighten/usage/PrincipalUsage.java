package io.iamtighten.usage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What one principal did.
 *
 * @param principal who
 * @param events how many recorded calls are the principal's, duplicates counted once
 * @param facts what was used or refused, in a stable order
 * @param unmapped kinds of calls without a known action, in order of source and name
 * @param possible actions that the calls may have needed besides, in order; the records do not show them
 * @param actions how many calls used each action, in order; facts count a call once for each of its resources
 * @param sourcesFolded whether there were too many source addresses or source identities to keep: then
 *     facts have none
 */
public record PrincipalUsage(
        UsagePrincipal principal,
        long events,
        List<UsageFact> facts,
        List<UnmappedEvent> unmapped,
        List<String> possible,
        List<ActionCount> actions,
        boolean sourcesFolded) {
    /** Copies the lists. */
    public PrincipalUsage {
        facts = List.copyOf(facts);
        unmapped = List.copyOf(unmapped);
        possible = List.copyOf(possible);
        actions = List.copyOf(actions);
    }

    /** Makes the usage of a principal whose calls are not counted by action. */
    public PrincipalUsage(
            UsagePrincipal principal,
            long events,
            List<UsageFact> facts,
            List<UnmappedEvent> unmapped,
            List<String> possible) {
        this(principal, events, facts, unmapped, possible, List.of(), false);
    }

    /**
     * Returns what was done on some days (UTC). {@code events} then counts the uses of the calls' own actions, a call on several resources
     * once for each; {@code possible} stays as it is, and calls are not counted by action: both are not known by day.
     *
     * @param from the first day
     * @param until the day after the last one
     */
    public PrincipalUsage between(LocalDate from, LocalDate until) {
        List<UsageFact> inside = new ArrayList<>();
        long uses = 0;
        for (UsageFact fact : facts) {
            Occurrences occurrences = fact.occurrences().between(from, until).orElse(null);
            if (occurrences != null) {
                inside.add(fact.withOccurrences(occurrences));
                uses += fact.relation() == UseRelation.MAIN ? occurrences.count() : 0;
            }
        }
        List<UnmappedEvent> unknown = new ArrayList<>();
        for (UnmappedEvent event : unmapped) {
            event.occurrences()
                    .between(from, until)
                    .ifPresent(o -> unknown.add(new UnmappedEvent(event.eventSource(), event.eventName(), o)));
        }
        long all =
                uses + unknown.stream().mapToLong(u -> u.occurrences().count()).sum();
        return new PrincipalUsage(principal, all, inside, unknown, possible, List.of(), sourcesFolded);
    }
}
