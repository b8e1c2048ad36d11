package io.iamtighten.cli.render;

import io.iamtighten.usage.ActionCount;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.usage.UseRelation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one principal did, by action and by service. */
final class UsageRows {
    /**
     * One action.
     *
     * @param calls how many calls, refused ones included
     * @param refused how many were refused
     * @param passed whether a role was passed, which is no call of its own
     */
    record ActionRow(
            String action, long calls, long refused, boolean passed, Map<CallOutcome, Long> outcomes, Instant last) {
        String service() {
            return action.substring(0, Math.max(0, action.indexOf(':')));
        }
    }

    /** One service. */
    record ServiceRow(String service, long calls, long refused, long actions, Instant last) {}

    private UsageRows() {}

    /** Returns the actions, the most used first. */
    static List<ActionRow> actions(PrincipalUsage usage) {
        Map<String, Instant> last = new HashMap<>();
        for (UsageFact fact : usage.facts()) {
            last.merge(fact.action(), fact.occurrences().last(), (a, b) -> a.isAfter(b) ? a : b);
        }
        Map<String, Map<CallOutcome, Long>> counts = new TreeMap<>();
        Map<String, Boolean> passed = new HashMap<>();
        for (ActionCount count : usage.actions()) {
            counts.computeIfAbsent(count.action(), a -> new TreeMap<>())
                    .merge(count.outcome(), count.calls(), Long::sum);
            passed.merge(count.action(), count.relation() == UseRelation.PASS_ROLE, (a, b) -> a && b);
        }
        List<ActionRow> rows = new ArrayList<>();
        counts.forEach((action, outcomes) -> rows.add(new ActionRow(
                action,
                outcomes.values().stream().mapToLong(Long::longValue).sum(),
                outcomes.getOrDefault(CallOutcome.REFUSED, 0L),
                passed.getOrDefault(action, false),
                outcomes,
                last.getOrDefault(action, Instant.EPOCH))));
        rows.sort(Comparator.comparingLong(ActionRow::calls).reversed().thenComparing(ActionRow::action));
        return rows;
    }

    /** Returns the services, in order of their names. */
    static List<ServiceRow> services(List<ActionRow> actions) {
        Map<String, ServiceRow> rows = new TreeMap<>();
        for (ActionRow row : actions) {
            rows.merge(
                    row.service(),
                    new ServiceRow(row.service(), row.calls(), row.refused(), 1, row.last()),
                    (a, b) -> new ServiceRow(
                            a.service(),
                            a.calls() + b.calls(),
                            a.refused() + b.refused(),
                            a.actions() + 1,
                            a.last().isAfter(b.last()) ? a.last() : b.last()));
        }
        return List.copyOf(rows.values());
    }

    /** Returns whether a principal is the one asked for: by its ARN, or by its name. */
    static boolean isAskedFor(PrincipalUsage usage, Optional<String> wanted) {
        String arn = usage.principal().arn();
        return wanted.isEmpty() || arn.equals(wanted.get()) || arn.endsWith("/" + wanted.get());
    }
}
