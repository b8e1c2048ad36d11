package io.iamtighten.tighten;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What IAM's last-accessed information changed in a proposal. It never takes away what a record shows, and never stands for a use before
 * the window.
 *
 * @param asOf when IAM gathered it; empty when unknown
 * @param kept actions that stay because IAM saw an attempt within the window, or later, that no record shows; with the last one
 * @param notUsed actions that go although no record could show their use, because IAM saw no attempt to use their service; in order
 * @param unrecorded services that IAM saw used within the window, or later, of which no record tells; with the last attempt
 * @param notes what limits the evidence, one sentence each
 */
public record SecondEvidence(
        Optional<Instant> asOf,
        SortedMap<String, Instant> kept,
        List<String> notUsed,
        SortedMap<String, Instant> unrecorded,
        List<String> notes) {
    /** Copies the collections. */
    public SecondEvidence {
        kept = Collections.unmodifiableSortedMap(new TreeMap<>(kept));
        notUsed = List.copyOf(notUsed);
        unrecorded = Collections.unmodifiableSortedMap(new TreeMap<>(unrecorded));
        notes = List.copyOf(notes);
    }
}
