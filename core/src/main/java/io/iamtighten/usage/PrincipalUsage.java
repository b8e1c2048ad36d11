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
 */
public record PrincipalUsage(
        UsagePrincipal principal,
        long events,
        List<UsageFact> facts,
        List<UnmappedEvent> unmapped,
        List<String> possible) {
    /** Copies the lists. */
    public PrincipalUsage {
        facts = List.copyOf(facts);
        unmapped = List.copyOf(unmapped);
        possible = List.copyOf(possible);
    }
}
