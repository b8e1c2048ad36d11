package io.iamtighten.usage;

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
}
