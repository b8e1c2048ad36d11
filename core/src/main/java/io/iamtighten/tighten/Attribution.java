package io.iamtighten.tighten;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.Observability.Sight;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds through which statements each use went, and so what stays in each statement.
 *
 * <p>A use that a statement surely covers is kept in one such statement, the one that names it most closely; what the policies are called and in
 * which order they are held does not matter, since both change when a proposal is applied. Where no statement is sure, because a condition asks for something that no record tells, it is kept in all that may have covered it.
 */
final class Attribution {
    private final ServiceCatalog catalog;
    private final List<OriginStatement> allows;
    private final Blocking blocking;
    private final Map<OriginStatement, BitSet> blockedIn = new LinkedHashMap<>();
    private final Map<OriginStatement, TreeMap<Integer, KeptAction>> kept = new LinkedHashMap<>();
    private final Map<Integer, List<OriginStatement>> byAction = new TreeMap<>();
    private final Map<String, List<Use>> refused = new TreeMap<>();

    Attribution(ServiceCatalog catalog, List<OriginStatement> origins, Blocking blocking) {
        this.catalog = catalog;
        this.blocking = blocking;
        this.allows = origins.stream().filter(OriginStatement::allows).toList();
        for (OriginStatement statement : allows) {
            blockedIn.put(statement, blocking.in(statement));
            kept.put(statement, new TreeMap<>());
        }
    }

    /** Returns the Allow statements that name an action and in which it is not blocked anyway. */
    private List<OriginStatement> naming(int action) {
        return byAction.computeIfAbsent(
                action,
                a -> allows.stream()
                        .filter(s -> s.actions().get(a) && !blockedIn(s).get(a))
                        .toList());
    }

    /** Keeps what was used. */
    void used(List<Use> uses) {
        for (Use use : uses) {
            Optional<String> refusal = blocking.refuses(use);
            if (refusal.isPresent() || !keep(use)) {
                refused.computeIfAbsent(refusal.orElse("no identity-based policy allows it"), r -> new ArrayList<>())
                        .add(use);
            }
        }
    }

    private boolean keep(Use use) {
        OriginStatement best = null;
        int closest = -1;
        List<OriginStatement> perhaps = new ArrayList<>();
        for (OriginStatement statement : naming(use.action())) {
            switch (statement.covers(use)) {
                case NO -> {}
                case MAYBE -> perhaps.add(statement);
                case YES -> {
                    int closeness = statement.closeness(use);
                    if (closeness > closest || best != null && closeness == closest && statement.isBefore(best)) {
                        best = statement;
                        closest = closeness;
                    }
                }
            }
        }
        if (best != null) {
            keep(best, use);
            return true;
        }
        perhaps.forEach(statement -> keep(statement, use));
        return !perhaps.isEmpty();
    }

    private void keep(OriginStatement statement, Use use) {
        at(statement, use.action(), use.because(), use.reason()).add(use);
    }

    private KeptAction at(OriginStatement statement, int action, Keeping because, String reason) {
        return keptIn(statement).computeIfAbsent(action, a -> new KeptAction(a, because, reason));
    }

    private boolean usedIn(OriginStatement statement, int action) {
        return keptIn(statement).containsKey(action);
    }

    /** Keeps what IAM saw tried and no record shows, as far as today's policies may allow it. */
    void attempted(LastAttempts attempts, KnownContext context) {
        for (Use use : attempts.unrecorded(context)) {
            if (blocking.refuses(use).isEmpty() && keep(use)) {
                attempts.keeps(use);
            }
        }
    }

    /** Keeps what blind spots ask for. */
    void unverifiable(BlindSpots blind, Optional<LastAttempts> attempts, Unverifiable treatment, KnownContext context) {
        BitSet all = allowed();
        for (int action = all.nextSetBit(0); action >= 0; action = all.nextSetBit(action + 1)) {
            int each = action;
            boolean notUsed = treatment == Unverifiable.USED
                    && attempts.filter(a -> a.notUsed(each, blind)).isPresent();
            if (blind.sight(action) == Sight.SEEN || notUsed) {
                continue;
            }
            if (treatment == Unverifiable.DROP) {
                blind.shownByKeys(action).forEach(this::keep);
                continue;
            }
            boolean seen = false;
            for (OriginStatement statement : naming(action)) {
                seen |= usedIn(statement, action);
            }
            for (OriginStatement statement : naming(action)) {
                if (treatment == Unverifiable.KEEP) {
                    if (!blind.seenIn(action, statement)) {
                        at(statement, action, Keeping.UNVERIFIABLE, "its use cannot be seen: " + blind.reason(action))
                                .keepWhole();
                    }
                } else if ((statement.namesExactly(catalog.actionName(action)) || blind.namedByKind(action, statement))
                        && !usedIn(statement, action)) {
                    named(blind, statement, action, context);
                }
            }
            if (treatment == Unverifiable.USED && (!seen || blind.sight(action) == Sight.IN_PART)) {
                blind.suggested(action, context).forEach(this::keepUnlessNamed);
                blind.shownByKeys(action).forEach(this::keepUnlessNamed);
            }
        }
    }

    /** Keeps an action that its statement names where no use of it could have been seen. */
    private void named(BlindSpots blind, OriginStatement statement, int action, KnownContext context) {
        String reason = "its use cannot be seen, and the statement names it: " + blind.reason(action);
        if (blind.sight(action) == Sight.NOT_SEEN && !blind.isRuledOutInPart(action, statement)) {
            at(statement, action, Keeping.NAMED, reason).keepWhole();
            return;
        }
        for (ResourceEntry entry : blind.unseenEntries(action, statement)) {
            KeptAction kept = at(statement, action, Keeping.NAMED, reason);
            if (entry.fixed().isEmpty() || entry.text().contains("${")) {
                kept.keepWhole();
            } else {
                kept.add(new Use(
                        action,
                        catalog.actionName(action),
                        entry.text(),
                        Use.ResourceKind.KNOWN,
                        context,
                        Keeping.NAMED,
                        reason,
                        Optional.empty()));
            }
        }
    }

    /** A statement that keeps an action whole already needs nothing more for it. */
    private void keepUnlessNamed(Use use) {
        boolean whole = false;
        for (OriginStatement statement : naming(use.action())) {
            KeptAction already = keptIn(statement).get(use.action());
            whole |= already != null && already.whole() && statement.covers(use) == Truth.YES;
        }
        if (!whole) {
            keep(use);
        }
    }

    /** Keeps everything that is not blocked anyway. */
    void everything() {
        for (OriginStatement statement : allows) {
            BitSet actions = (BitSet) statement.actions().clone();
            actions.andNot(blockedIn(statement));
            actions.stream()
                    .forEach(action -> at(
                                    statement,
                                    action,
                                    Keeping.NO_USAGE,
                                    "nothing is known about use; not blocked anyway")
                            .keepWhole());
        }
    }

    /** Returns the actions that some statement allows and that are not blocked there anyway; the caller's own. */
    BitSet allowed() {
        BitSet all = new BitSet(catalog.actionCount());
        for (OriginStatement statement : allows) {
            BitSet actions = (BitSet) statement.actions().clone();
            actions.andNot(blockedIn(statement));
            all.or(actions);
        }
        return all;
    }

    /** Returns what stays in an Allow statement, by action. */
    SortedMap<Integer, KeptAction> keptIn(OriginStatement statement) {
        return Objects.requireNonNull(kept.get(statement));
    }

    private BitSet blockedIn(OriginStatement statement) {
        return Objects.requireNonNull(blockedIn.get(statement));
    }

    /** Returns the actions that stay; the caller's own. */
    BitSet kept() {
        BitSet all = new BitSet(catalog.actionCount());
        kept.values().forEach(actions -> actions.keySet().forEach(all::set));
        return all;
    }

    /** Returns the uses that today's policies refuse, by reason. */
    Map<String, List<Use>> refused() {
        return refused;
    }
}
