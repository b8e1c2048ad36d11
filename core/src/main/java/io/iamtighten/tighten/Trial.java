package io.iamtighten.tighten;

import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.usage.Occurrences;
import io.iamtighten.usage.UsageFact;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Decides later uses by policies that were made without them. */
final class Trial {
    private static final int MAX_RESOURCES = 5;
    private static final int MAX_SAMPLES = 3;

    private final Replayer replayer;
    private final List<OriginStatement> today;
    private final List<OriginStatement> statements;
    private final List<KeptPermission> kept;
    private final Map<String, Tally> services = new TreeMap<>();
    private final Map<String, Refused> refusals = new TreeMap<>();
    private final Set<LocalDate> refusedDays = new TreeSet<>();
    private final Map<String, List<Use>> usesByAction = new HashMap<>();
    private long uses;
    private long refused;

    /** One service's uses. */
    private static final class Tally {
        private long uses;
        private long refused;
        private BackTest.Permissions permissions = new BackTest.Permissions(0, 0, 0, 0, 0);
    }

    /** One action's refusals of one cause. */
    private static final class Refused {
        private final String action;
        private final BackTest.Cause cause;
        private long uses;
        private Instant first = Instant.MAX;
        private final Set<LocalDate> days = new HashSet<>();
        private final TreeSet<String> resources = new TreeSet<>();
        private final TreeSet<String> samples = new TreeSet<>();

        Refused(String action, BackTest.Cause cause) {
            this.action = action;
            this.cause = cause;
        }

        BackTest.Refusal refusal() {
            return new BackTest.Refusal(
                    action,
                    cause,
                    uses,
                    days.size(),
                    first,
                    resources.stream().limit(MAX_RESOURCES).toList(),
                    resources.size(),
                    samples.stream().limit(MAX_SAMPLES).toList());
        }
    }

    /**
     * @param replayer decides by today's policies and by the proposal's
     * @param today today's statements
     * @param after the proposal's policies
     * @param kept what the proposal keeps
     */
    Trial(
            Replayer replayer,
            List<OriginStatement> today,
            List<NamedPolicy> after,
            List<KeptPermission> kept,
            ActionSets sets) {
        this.replayer = replayer;
        this.today = today.stream().filter(OriginStatement::allows).toList();
        this.statements = OriginStatement.all(after, sets).stream()
                .filter(OriginStatement::allows)
                .toList();
        this.kept = kept;
    }

    Trial on(List<Use> later) {
        for (Use use : later) {
            use.fact().ifPresent(fact -> add(use, fact));
        }
        overPrivilege();
        return this;
    }

    private void add(Use use, UsageFact fact) {
        boolean open = use.kind() == Use.ResourceKind.OPEN;
        Replayer.Fate fate = open ? openFate(use) : replayer.fate(use);
        if (fate == Replayer.Fate.REFUSED_BEFORE) {
            return;
        }
        usesByAction.computeIfAbsent(use.name(), n -> new ArrayList<>()).add(use);
        if (open && fact.resource().startsWith("arn:")) {
            // The same record counts with the resource that it does tell.
            return;
        }
        Occurrences when = fact.occurrences();
        Tally tally = tally(use.name());
        uses += when.count();
        tally.uses += when.count();
        if (fate == Replayer.Fate.LOST) {
            refused += when.count();
            tally.refused += when.count();
            refusedDays.addAll(when.byDay().keySet());
            BackTest.Cause cause = cause(use);
            Refused here =
                    refusals.computeIfAbsent(use.name() + " " + cause.ordinal(), k -> new Refused(use.name(), cause));
            here.uses += when.count();
            here.first = when.first().isBefore(here.first) ? when.first() : here.first;
            here.days.addAll(when.byDay().keySet());
            here.resources.add(use.resource());
            here.samples.addAll(when.samples());
        }
    }

    /** Where no record tells the resource, a statement that names the action may have covered it. */
    private Replayer.Fate openFate(Use use) {
        if (statements.stream().anyMatch(s -> s.covers(use) != Truth.NO)) {
            return Replayer.Fate.ALLOWED;
        }
        boolean before = today.stream().anyMatch(s -> s.covers(use) != Truth.NO);
        return before ? Replayer.Fate.LOST : Replayer.Fate.REFUSED_BEFORE;
    }

    private BackTest.Cause cause(Use use) {
        boolean named = false;
        for (OriginStatement statement : statements) {
            named |= statement.actions().get(use.action());
            if (statement.reaches(use)) {
                return BackTest.Cause.CONDITION;
            }
        }
        return named ? BackTest.Cause.NEW_RESOURCE : BackTest.Cause.NEW_ACTION;
    }

    private Tally tally(String action) {
        return services.computeIfAbsent(action.substring(0, action.indexOf(':')), s -> new Tally());
    }

    private void overPrivilege() {
        Map<String, List<KeptPermission>> byAction = new TreeMap<>();
        kept.forEach(k ->
                byAction.computeIfAbsent(k.action(), a -> new ArrayList<>()).add(k));
        byAction.forEach((action, permissions) -> {
            if (action.indexOf(':') < 0) {
                return;
            }
            List<Use> later = usesByAction.getOrDefault(action, List.of());
            boolean seen = permissions.stream().anyMatch(p -> p.because() == Keeping.USED);
            Set<String> resources = new TreeSet<>();
            permissions.stream().filter(p -> p.because() == Keeping.USED).forEach(p -> resources.addAll(p.resources()));
            int unused = (int) resources.stream().filter(r -> !met(r, later)).count();
            Tally tally = tally(action);
            tally.permissions = tally.permissions.and(new BackTest.Permissions(
                    seen ? 1 : 0,
                    seen && later.isEmpty() ? 1 : 0,
                    resources.size(),
                    unused,
                    !seen && later.isEmpty() ? 1 : 0));
        });
    }

    private static boolean met(String resource, List<Use> later) {
        if (later.isEmpty()) {
            return false;
        }
        if (resource.startsWith("!")) {
            return true;
        }
        ResourceEntry entry = new ResourceEntry(resource, PolicyVersion.V2012_10_17);
        return later.stream().anyMatch(use -> entry.covers(use) != Truth.NO);
    }

    BackTest.Fold fold(LocalDate learnFrom, LocalDate testFrom, LocalDate testTo) {
        List<BackTest.Refusal> list =
                refusals.values().stream().map(Refused::refusal).toList();
        List<BackTest.ServiceScore> scores = new ArrayList<>();
        services.forEach((service, tally) ->
                scores.add(new BackTest.ServiceScore(service, tally.uses, tally.refused, tally.permissions)));
        return new BackTest.Fold(learnFrom, testFrom, testTo, uses, refused, refusedDays.size(), list, scores);
    }
}
