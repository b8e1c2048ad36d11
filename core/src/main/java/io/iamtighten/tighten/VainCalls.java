package io.iamtighten.tighten;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.usage.UsageSummary;
import io.iamtighten.usage.UseRelation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which resources a principal named that nobody's call ever found. */
final class VainCalls {
    private static final int MAX_SAMPLES = 3;

    private final Map<String, List<Use>> byResource = new TreeMap<>();

    /**
     * @param uses what the principal did
     * @param summary what everybody did
     * @param account what IAM has
     */
    VainCalls(List<Use> uses, UsageSummary summary, AccountSnapshot account) {
        for (Use use : uses) {
            if (use.kind() == Use.ResourceKind.KNOWN && notFound(use)) {
                byResource
                        .computeIfAbsent(use.resource(), r -> new ArrayList<>())
                        .add(use);
            }
        }
        if (!byResource.isEmpty()) {
            NavigableSet<String> there = there(summary);
            account.users().forEach(user -> there.add(user.arn()));
            account.groups().forEach(group -> there.add(group.arn()));
            account.roles().forEach(role -> there.add(role.arn()));
            account.policies().forEach(policy -> there.add(policy.arn()));
            byResource.keySet().removeIf(resource -> isThere(resource, there));
        }
    }

    private static boolean notFound(Use use) {
        return use.fact()
                .filter(fact -> fact.outcome() == CallOutcome.NOT_FOUND && !fact.folded())
                .isPresent();
    }

    /** What calls by anybody show to be there, or may: a call that failed early or was refused says nothing of it. */
    private static NavigableSet<String> there(UsageSummary summary) {
        NavigableSet<String> there = new TreeSet<>();
        for (PrincipalUsage principal : summary.principals()) {
            for (UsageFact fact : principal.facts()) {
                switch (fact.outcome()) {
                    case SUCCEEDED, FAILED_AUTHORISED, UNKNOWN -> there.add(fact.resource());
                    case NOT_FOUND, REFUSED, FAILED_EARLY -> {}
                }
            }
        }
        return there;
    }

    /** Something in it shows a resource to be there, too: a bucket by its objects, a log group by its streams. */
    private static boolean isThere(String resource, NavigableSet<String> there) {
        String head = resource.endsWith("*") ? resource.substring(0, resource.length() - 1) : resource;
        return there.contains(resource)
                || begins(there, resource.equals(head) ? head + "/" : head)
                || begins(there, resource.equals(head) ? head + ":" : head);
    }

    private static boolean begins(NavigableSet<String> there, String head) {
        String next = there.ceiling(head);
        return next != null && next.startsWith(head);
    }

    /** Returns whether a use only looked for what nobody's call ever found. */
    boolean has(Use use) {
        return byResource.containsKey(use.resource());
    }

    /** Returns the resources never found, in order, but for those whose calls are all among {@code refused}. */
    List<NeverFound> neverFound(Set<Use> refused) {
        List<NeverFound> result = new ArrayList<>();
        byResource.forEach((resource, uses) -> of(
                        resource,
                        uses.stream().filter(use -> !refused.contains(use)).toList())
                .ifPresent(result::add));
        return result;
    }

    private static Optional<NeverFound> of(String resource, List<Use> uses) {
        Set<String> actions = new TreeSet<>();
        Set<String> samples = new TreeSet<>();
        long calls = 0;
        Instant last = Instant.MIN;
        for (Use use : uses) {
            UsageFact fact = use.fact().orElseThrow();
            actions.add(use.name());
            // What a call needs besides its own action is no further call.
            calls += fact.relation() == UseRelation.MAIN ? fact.occurrences().count() : 0;
            last = fact.occurrences().last().isAfter(last) ? fact.occurrences().last() : last;
            samples.addAll(fact.occurrences().samples());
        }
        return uses.isEmpty()
                ? Optional.empty()
                : Optional.of(new NeverFound(
                        resource,
                        List.copyOf(actions),
                        calls,
                        last,
                        samples.stream().limit(MAX_SAMPLES).toList()));
    }
}
