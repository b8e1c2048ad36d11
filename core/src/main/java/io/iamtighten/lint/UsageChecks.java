package io.iamtighten.lint;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import io.iamtighten.policy.StatementRef;
import io.iamtighten.usage.Observability;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.SourceNetwork;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.usage.UsageSummary;
import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a principal's calls show about its policies: what to write in place of wildcards, and source addresses seen against those allowed. An
 * action that the records cannot show is never called unused.
 */
final class UsageChecks {
    /** How many resources or addresses a message names; with more, a pattern is the better answer, and nothing is said. */
    private static final int NAMED = 10;

    private final ServiceCatalog catalog;
    private final Set<String> off;
    private final Observability observability;
    private final LintedPrincipal principal;
    private final List<UsageFact> uses = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private UsageChecks(
            ServiceCatalog catalog,
            Set<String> off,
            UsageSummary usage,
            List<PrincipalUsage> own,
            LintedPrincipal principal) {
        this.catalog = catalog;
        this.off = off;
        this.observability = Observability.of(usage.coverage(), catalog);
        this.principal = principal;
        own.forEach(u -> u.facts().stream()
                .filter(f -> f.outcome().isUse() && f.relation().isUse())
                .forEach(uses::add));
    }

    /** Reports on a principal with the calls that are its own; says so when there are none. */
    static LintReport report(
            ServiceCatalog catalog,
            Set<String> off,
            UsageSummary usage,
            List<PrincipalUsage> own,
            LintedPrincipal principal,
            List<AddressReach> addresses) {
        UsageChecks checks = new UsageChecks(catalog, off, usage, own, principal);
        if (checks.uses.isEmpty()) {
            return new LintReport(List.of(), List.of(), List.of("the records have no calls of " + principal.name()));
        }
        for (NamedPolicy policy : principal.stack().identity()) {
            List<Statement> statements = policy.document().statements();
            for (int i = 0; i < statements.size(); i++) {
                if (statements.get(i).effect() == Effect.ALLOW) {
                    StatementRef at =
                            new StatementRef(policy.name(), i, statements.get(i).sid());
                    checks.actions(at, statements.get(i));
                    checks.resources(at, statements.get(i));
                }
            }
        }
        addresses.forEach(checks::addresses);
        return LintReport.of(checks.findings);
    }

    /** A part of a statement. */
    private record Part(StatementRef statement, String below) {}

    private void add(String rule, String message, List<Part> at, String note) {
        if (!off.contains(rule)) {
            List<FindingNote> notes = new ArrayList<>();
            at.forEach(p -> notes.add(EscalationChecks.note(principal, p.statement(), p.below(), note)));
            EscalationChecks.finding(findings, principal, rule, message, Optional.empty(), notes);
        }
    }

    /** The conditions on the source address of some statements, or a whole statement that has none. */
    private List<Part> sources(List<StatementRef> statements) {
        List<Part> parts = new ArrayList<>();
        for (StatementRef ref : statements) {
            for (NamedPolicy policy : principal.stack().identity()) {
                if (policy.name().equals(ref.policy())) {
                    List<Condition> own =
                            Conditions.on(policy.document().statements().get(ref.index()), "aws:SourceIp");
                    own.forEach(c -> parts.add(new Part(ref, GrammarChecks.conditionPointer(c))));
                    if (own.isEmpty()) {
                        parts.add(new Part(ref, ""));
                    }
                }
            }
        }
        // The first place is the finding's own: a condition rather than a statement without one.
        parts.sort(Comparator.comparing((Part part) -> part.below().isEmpty()));
        return parts;
    }

    private void actions(StatementRef at, Statement statement) {
        if (statement.actions().polarity() == Polarity.ALL_BUT) {
            return;
        }
        for (int i = 0; i < statement.actions().patterns().size(); i++) {
            ActionPattern pattern = statement.actions().patterns().get(i);
            BitSet reach = Expansions.of(catalog, pattern);
            if (!pattern.hasWildcard() || reach.isEmpty()) {
                continue;
            }
            Set<String> used = new TreeSet<>();
            for (UsageFact fact : uses) {
                catalog.actionId(fact.action()).ifPresent(id -> {
                    if (reach.get(id)) {
                        used.add(catalog.action(id).qualifiedName());
                    }
                });
            }
            int blind = 0;
            int unused = 0;
            for (int id = reach.nextSetBit(0); id >= 0; id = reach.nextSetBit(id + 1)) {
                String action = catalog.action(id).qualifiedName();
                if (!used.contains(action)) {
                    boolean seen = observability.of(action).sight() == Observability.Sight.SEEN;
                    unused += seen ? 1 : 0;
                    blind += seen ? 0 : 1;
                }
            }
            if (unused > 0) {
                add(
                        "wildcard-narrower-by-usage",
                        "of the " + reach.cardinality() + " actions of `" + pattern + "` " + used.size()
                                + (used.size() == 1 ? " was used" : " were used")
                                + (used.isEmpty() ? "" : ": " + quoted(used)) + "; "
                                + unused + " would have been seen and were not"
                                + (blind > 0 ? "; " + blind + " others the records do not show" : ""),
                        List.of(new Part(at, "/Action/" + i)),
                        "allows them");
            }
        }
    }

    private static String quoted(Set<String> names) {
        return "`" + String.join("`, `", names) + "`";
    }

    private void resources(StatementRef at, Statement statement) {
        if (statement.resources().isEmpty()
                || statement.resources().get().polarity() == Polarity.ALL_BUT
                || statement.actions().polarity() == Polarity.ALL_BUT) {
            return;
        }
        BitSet actions = new BitSet();
        statement.actions().patterns().forEach(p -> actions.or(Expansions.of(catalog, p)));
        List<ResourcePattern> patterns = statement.resources().get().patterns();
        for (int i = 0; i < patterns.size(); i++) {
            ResourcePattern pattern = patterns.get(i);
            if (pattern.hasVariable()
                    || pattern.text().indexOf('*') < 0 && pattern.text().indexOf('?') < 0) {
                continue;
            }
            ArnPattern arn = ArnPattern.parse(pattern.text());
            Set<String> seen = new TreeSet<>();
            boolean whole = true;
            for (UsageFact fact : uses) {
                Optional<Integer> id = catalog.actionId(fact.action()).isPresent()
                        ? Optional.of(catalog.actionId(fact.action()).getAsInt())
                        : Optional.empty();
                if (id.filter(actions::get).isEmpty()
                        || !catalog.action(id.get()).supportsResourceLevel()) {
                    continue;
                }
                boolean plain =
                        fact.complete() && !fact.folded() && !fact.resource().contains("*");
                if (!plain) {
                    whole = false;
                } else if (arn.matches(fact.resource(), WildcardReading.PART_BY_PART)) {
                    seen.add(fact.resource());
                }
            }
            if (whole && !seen.isEmpty() && seen.size() <= NAMED) {
                add(
                        "wildcard-resource-narrower-by-usage",
                        "`" + pattern.text() + "` was used on " + seen.size()
                                + (seen.size() == 1 ? " resource" : " resources") + " alone: " + quoted(seen),
                        List.of(new Part(at, "/Resource/" + i)),
                        "allows more");
            }
        }
    }

    private void addresses(AddressReach some) {
        Set<IpRange> inside = new TreeSet<>();
        Set<IpRange> outside = new TreeSet<>();
        Set<String> names = new LinkedHashSet<>(some.actions());
        for (UsageFact fact : uses) {
            // What a service calls for the principal, or comes through an endpoint, has no source address of the
            // principal's.
            if (names.contains(fact.action())
                    && fact.context().viaService().isEmpty()
                    && fact.context().source().orElse(null) instanceof SourceNetwork.Address address) {
                IpRange.parse(address.ip()).ifPresent(ip -> (some.contains(ip) ? inside : outside).add(ip));
            }
        }
        if (some.undecided().isPresent()) {
            return;
        }
        if (!outside.isEmpty()) {
            add(
                    "ip-seen-outside",
                    AddressChecks.names(some.actions()) + " was called from " + text(outside)
                            + ", from where it is not allowed",
                    sources(some.statements()),
                    "allows it from elsewhere");
        }
        if (!inside.isEmpty() && inside.size() <= NAMED) {
            List<IpRange> idle = some.ranges().stream()
                    .filter(r -> inside.stream().noneMatch(r::contains))
                    .toList();
            boolean wide = some.ranges().stream()
                    .anyMatch(r -> NetworkChecks.isWide(r) && inside.stream().anyMatch(r::contains));
            if (wide || !idle.isEmpty()) {
                add(
                        "ip-narrower-by-usage",
                        AddressChecks.names(some.actions()) + " was called from " + text(inside)
                                + " alone; it is allowed from " + text(new LinkedHashSet<>(some.ranges())),
                        sources(some.statements()),
                        "allows it");
            }
        }
    }

    private static String text(Set<IpRange> ranges) {
        List<String> shown = ranges.stream()
                .limit(NAMED)
                .map(r -> r.prefixLength() == (r.v6() ? 128 : 32)
                        ? r.toString().substring(0, r.toString().indexOf('/'))
                        : r.toString())
                .toList();
        int more = ranges.size() - shown.size();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }
}
