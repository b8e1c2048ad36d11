package io.iamtighten.usage;

import io.iamtighten.usage.RecordedUse.EventKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A growing {@link PrincipalUsage}. */
final class PrincipalTally {
    private long events;
    private final Map<FactKey, Tally> facts = new HashMap<>();
    private final Map<EventKind, Tally> unmapped = new HashMap<>();
    private final TreeSet<String> possible = new TreeSet<>();
    private final Map<ActionKey, long[]> actions = new HashMap<>();

    private record ActionKey(String action, UseRelation relation, CallOutcome outcome) {}

    void add(RecordedUse use, long epochSecond, EventId id) {
        events++;
        for (FactKey key : use.facts) {
            facts.computeIfAbsent(key, k -> new Tally()).add(epochSecond, id);
        }
        countActions(use.facts);
        if (use.unmapped.isPresent()) {
            unmapped.computeIfAbsent(use.unmapped.get(), k -> new Tally()).add(epochSecond, id);
        }
        possible.addAll(use.possible);
    }

    /** The facts of one use of an action follow each other. */
    private void countActions(List<FactKey> keys) {
        for (int i = 0; i < keys.size(); i++) {
            FactKey key = keys.get(i);
            boolean same =
                    i > 0 && keys.get(i - 1).action.equals(key.action) && keys.get(i - 1).relation == key.relation;
            if (!same) {
                count(new ActionKey(key.action, key.relation, key.outcome), 1);
            }
        }
    }

    private void count(ActionKey key, long calls) {
        actions.computeIfAbsent(key, k -> new long[1])[0] += calls;
    }

    void add(PrincipalUsage usage) {
        events += usage.events();
        for (UsageFact fact : usage.facts()) {
            facts.computeIfAbsent(FactKey.of(fact), k -> new Tally()).add(fact.occurrences());
        }
        for (UnmappedEvent event : usage.unmapped()) {
            unmapped.computeIfAbsent(new EventKind(event.eventSource(), event.eventName()), k -> new Tally())
                    .add(event.occurrences());
        }
        possible.addAll(usage.possible());
        usage.actions().forEach(a -> count(new ActionKey(a.action(), a.relation(), a.outcome()), a.calls()));
    }

    PrincipalUsage usage(UsagePrincipal principal) {
        List<UsageFact> listed = new ArrayList<>(facts.size());
        facts.forEach((key, tally) -> listed.add(key.fact(tally.occurrences())));
        listed.sort(FactOrder.INSTANCE);
        List<UnmappedEvent> unknown = new ArrayList<>(unmapped.size());
        unmapped.forEach(
                (kind, tally) -> unknown.add(new UnmappedEvent(kind.source(), kind.name(), tally.occurrences())));
        unknown.sort(Comparator.comparing(UnmappedEvent::eventSource).thenComparing(UnmappedEvent::eventName));
        List<ActionCount> counts = new ArrayList<>(actions.size());
        actions.forEach(
                (key, calls) -> counts.add(new ActionCount(key.action(), key.relation(), key.outcome(), calls[0])));
        counts.sort(Comparator.comparing(ActionCount::action)
                .thenComparing(ActionCount::relation)
                .thenComparing(ActionCount::outcome));
        return new PrincipalUsage(principal, events, listed, unknown, List.copyOf(possible), counts);
    }
}
