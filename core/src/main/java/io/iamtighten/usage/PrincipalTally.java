package io.iamtighten.usage;

import io.iamtighten.usage.RecordedUse.EventKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A growing {@link PrincipalUsage} of bounded size. */
final class PrincipalTally {
    private static final String SOURCE_IDENTITY = "aws:sourceidentity";
    private static final String PRINCIPAL_TAG = "aws:principaltag/";
    static final EventKind OTHERS = new EventKind("(others)", "(others)");

    /** So many characters weigh as much as the rest of a fact. */
    private static final int TEXT = 256;
    /** What a principal takes besides its facts. */
    static final int OWN_WEIGHT = 3;

    private Object collector;
    private SummaryLimits limits;
    private long events;
    private long weight;
    private long unmappedWeight;

    /** Invariant: every key is placed, that is, folded as far as the folds say. */
    private final Map<FactKey, Tally> facts = new HashMap<>();

    private final Map<EventKind, Tally> unmapped = new HashMap<>();
    private final TreeSet<String> possible = new TreeSet<>();
    private final Map<ActionKey, long[]> actions = new HashMap<>();
    private final Map<String, ResourceFold> folds = new HashMap<>();
    /** Source networks and source identities. */
    private final Set<Object> sources = new HashSet<>();

    private boolean sourcesFolded;
    /** How often the facts were placed anew. */
    private int generation;

    /** What calls are counted by. */
    record ActionKey(String action, UseRelation relation, CallOutcome outcome) {}

    PrincipalTally(SummaryLimits limits, Object collector) {
        this.limits = limits;
        this.collector = collector;
    }

    /** Returns whether what is added here is what this collector gathers. */
    boolean isOf(Object some) {
        return collector == some;
    }

    /** Says that nothing is to be added here any more. */
    void leave() {
        collector = this;
    }

    void add(RecordedUse use, long epochSecond, EventId id) {
        count(use);
        use.addToFacts(epochSecond, id);
        if (use.unmapped.isPresent()) {
            unmapped(use.unmapped.get()).add(epochSecond, id);
        }
    }

    void add(RecordedUse use, long epochSecond, long high, long low) {
        count(use);
        use.addToFacts(epochSecond, high, low);
        if (use.unmapped.isPresent()) {
            unmapped(use.unmapped.get()).add(epochSecond, high, low);
        }
    }

    /** Counts all but the facts, and finds out where these are. */
    private void count(RecordedUse use) {
        events++;
        if (!use.isPlacedBy(this, generation)) {
            place(use);
        }
        use.countCalls();
    }

    private void place(RecordedUse use) {
        int before;
        Tally[] tallies = new Tally[use.facts.size()];
        do {
            // Finding room for one key may move the others.
            before = generation;
            for (int i = 0; i < tallies.length; i++) {
                tallies[i] = tally(use.facts.get(i));
            }
        } while (before != generation);
        long[][] counts = new long[use.actions.size()][];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = actions.computeIfAbsent(use.actions.get(i), k -> new long[1]);
        }
        if (!use.possible.isEmpty()) {
            possible.addAll(use.possible);
        }
        use.placed(this, generation, tallies, counts);
    }

    /** Adds what the record of another account on the same call shows beyond the first one; the call itself is counted. */
    void addMissing(RecordedUse use, long epochSecond, EventId id) {
        for (FactKey key : use.facts) {
            if (!facts.containsKey(placed(key))) {
                tally(key).add(epochSecond, id);
            }
        }
    }

    private Tally unmapped(EventKind kind) {
        boolean room = unmapped.size() < SummaryLimits.UNMAPPED_KINDS || unmapped.containsKey(kind);
        return unmapped.computeIfAbsent(room ? kind : OTHERS, k -> {
            unmappedWeight += 1 + (k.source().length() + k.name().length()) / TEXT;
            return new Tally();
        });
    }

    private void count(ActionKey key, long calls) {
        actions.computeIfAbsent(key, k -> new long[1])[0] += calls;
    }

    /** Returns the tally for a key, making room for it where there is none. */
    private Tally tally(FactKey key) {
        Tally known = facts.get(key);
        if (known != null) {
            return known;
        }
        FactKey placed = placed(key);
        Tally tally = facts.get(placed);
        if (tally == null) {
            tally = new Tally();
            facts.put(placed, tally);
            weight += weight(placed);
            if (note(placed)) {
                placeAnew();
                tally = newlyPlaced(placed(placed));
            }
        }
        return tally;
    }

    private Tally newlyPlaced(FactKey key) {
        return facts.computeIfAbsent(key, k -> {
            weight += weight(k);
            return new Tally();
        });
    }

    private FactKey placed(FactKey key) {
        FactKey placed = key;
        if (sourcesFolded && limits.sources() == 0) {
            placed = key.isBare() ? key : key.bare();
        } else if (sourcesFolded) {
            UseContext context = withoutAddress(key.context);
            placed = context.equals(key.context) ? key : key.withContext(context);
        }
        ResourceFold fold = folds.get(folding(key.action, key.relation));
        String resource = fold == null ? key.resource : fold.place(key.resource);
        return resource.equals(key.resource) ? placed : placed.withResource(resource);
    }

    /** Returns what resources are folded together for: keys and the data under them are not. */
    private static String folding(String action, UseRelation relation) {
        return relation.isUse() ? action : action + " " + relation;
    }

    /** Takes note of what is new in a key; returns whether something is to be folded. */
    private boolean note(FactKey key) {
        boolean changed = folds.computeIfAbsent(folding(key.action, key.relation), a -> new ResourceFold())
                .add(key.resource, limits);
        if (!sourcesFolded) {
            key.context.source().ifPresent(sources::add);
            key.context.keys().forEach((name, value) -> {
                if (isOfSession(name)) {
                    sources.add(name + '=' + value);
                }
            });
            boolean any = limits.sources() == 0 && !key.isBare();
            if (any || sources.size() > limits.sources()) {
                sourcesFolded = true;
                sources.clear();
                changed = true;
            }
        }
        return changed;
    }

    /** Each session may have another value. */
    private static boolean isOfSession(String key) {
        return key.equals(SOURCE_IDENTITY) || key.startsWith(PRINCIPAL_TAG);
    }

    private static UseContext withoutAddress(UseContext context) {
        Optional<SourceNetwork> source = context.source().flatMap(s -> {
            if (s instanceof SourceNetwork.VpcEndpoint endpoint) {
                return Optional.of(new SourceNetwork.VpcEndpoint(endpoint.id(), Optional.empty()));
            }
            return s instanceof SourceNetwork.Service ? Optional.of(s) : Optional.empty();
        });
        Map<String, String> keys = new HashMap<>(context.keys());
        keys.keySet().removeIf(PrincipalTally::isOfSession);
        return new UseContext(
                context.region(), source, context.viaService(), context.secureTransport(), context.mfa(), keys);
    }

    private void placeAnew() {
        generation++;
        Map<FactKey, Tally> before = new HashMap<>(facts);
        facts.clear();
        weight = 0;
        before.forEach((key, tally) -> {
            FactKey placed = placed(key);
            Tally there = facts.putIfAbsent(placed, tally);
            if (there == null) {
                weight += weight(placed);
            } else {
                there.add(tally);
            }
        });
    }

    void add(PrincipalUsage usage) {
        events += usage.events();
        boolean changed = usage.sourcesFolded() && !sourcesFolded;
        sourcesFolded |= usage.sourcesFolded();
        for (UsageFact fact : usage.facts()) {
            if (fact.folded()) {
                folds.computeIfAbsent(folding(fact.action(), fact.relation()), a -> new ResourceFold())
                        .restore(fact.resource());
                changed = true;
            }
        }
        if (changed) {
            placeAnew();
        }
        for (UsageFact fact : usage.facts()) {
            tally(FactKey.of(fact)).add(fact.occurrences());
        }
        for (UnmappedEvent event : usage.unmapped()) {
            unmapped(new EventKind(event.eventSource(), event.eventName())).add(event.occurrences());
        }
        possible.addAll(usage.possible());
        usage.actions().forEach(a -> count(new ActionKey(a.action(), a.relation(), a.outcome()), a.calls()));
    }

    /** Returns how much memory it takes, as a number of facts of ordinary length. */
    long size() {
        return weight + unmappedWeight + OWN_WEIGHT;
    }

    /** Names and tags are input: a fact may be longer than others. */
    private static long weight(FactKey key) {
        return 1 + key.resource.length() / TEXT + key.context.keys().size() / 4;
    }

    long days() {
        long days = 0;
        for (Tally tally : facts.values()) {
            days += tally.days();
        }
        return days;
    }

    /** Applies smaller limits to what is there. */
    void shrink(SummaryLimits smaller) {
        limits = smaller;
        boolean changed = false;
        for (ResourceFold fold : folds.values()) {
            changed |= fold.shrink(smaller);
        }
        boolean all = smaller.sources() == 0;
        if (!sourcesFolded && (all ? hasContext() : sources.size() > smaller.sources())) {
            sourcesFolded = true;
            sources.clear();
        }
        changed |= all && sourcesFolded;
        if (changed) {
            placeAnew();
        }
        for (Tally tally : facts.values()) {
            if (tally.days() > smaller.days()) {
                tally.countByMonth();
            }
        }
    }

    private boolean hasContext() {
        return facts.keySet().stream().anyMatch(key -> !key.isBare());
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
        return new PrincipalUsage(principal, events, listed, unknown, List.copyOf(possible), counts, sourcesFolded);
    }
}
