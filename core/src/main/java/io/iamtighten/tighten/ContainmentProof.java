package io.iamtighten.tighten;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proves that policies allow nothing that others do not, statement by statement: each Allow statement, or each action of it on each of its
 * resources, lies within one of theirs, and each of their Deny statements is still there. Knows nothing of how the policies came about.
 */
final class ContainmentProof {
    private record Placed(String policy, int index, PolicyVersion version, Statement statement) {
        @Override
        public String toString() {
            return policy + ", statement " + (index + 1);
        }
    }

    private static final int MAX_PAIRS = 10_000;

    private final List<Placed> before;
    private final List<Placed> after;

    private ContainmentProof(List<NamedPolicy> before, List<NamedPolicy> after) {
        this.before = place(before);
        this.after = place(after);
    }

    private static List<Placed> place(List<NamedPolicy> policies) {
        List<Placed> all = new ArrayList<>();
        for (NamedPolicy policy : policies) {
            List<Statement> statements = policy.document().statements();
            for (int i = 0; i < statements.size(); i++) {
                all.add(new Placed(policy.name(), i, policy.document().version(), statements.get(i)));
            }
        }
        return all;
    }

    static Proof check(List<NamedPolicy> before, List<NamedPolicy> after) {
        return new ContainmentProof(before, after).run();
    }

    private Proof run() {
        for (Placed deny : before) {
            boolean kept = deny.statement().effect() == Effect.ALLOW
                    || after.stream().anyMatch(other -> sameDeny(deny, other));
            if (!kept) {
                return unknown("the Deny of " + deny + " is no longer there as it was");
            }
        }
        for (Placed allow : after) {
            boolean inside = allow.statement().effect() == Effect.DENY
                    || withinOne(allow)
                    || pairs(allow)
                            .filter(all -> all.stream().allMatch(this::withinOne))
                            .isPresent();
            if (!inside) {
                return unknown("no statement of today's policies contains " + allow + " of the proposal");
            }
        }
        return new Proof(
                Proof.Verdict.PROVEN,
                "each action on each resource lies within one of today's statements, under its conditions, and every Deny is"
                        + " kept",
                Optional.empty());
    }

    private boolean withinOne(Placed allow) {
        return before.stream().anyMatch(other -> other.statement().effect() == Effect.ALLOW && within(allow, other));
    }

    /** Divides a statement into one for each action entry on each resource entry; empty when it has no such lists, or too long ones. */
    private static Optional<List<Placed>> pairs(Placed allow) {
        Statement statement = allow.statement();
        Optional<ResourceElement> resources = statement.resources().filter(r -> r.polarity() == Polarity.ONLY);
        ActionElement actions = statement.actions();
        boolean listed = actions.polarity() == Polarity.ONLY
                && resources.isPresent()
                && (long) actions.patterns().size() * resources.get().patterns().size() <= MAX_PAIRS;
        if (!listed) {
            return Optional.empty();
        }
        List<Placed> pairs = new ArrayList<>();
        for (ActionPattern action : actions.patterns()) {
            for (ResourcePattern resource : resources.get().patterns()) {
                pairs.add(new Placed(
                        allow.policy(),
                        allow.index(),
                        allow.version(),
                        statement
                                .withActions(new ActionElement(Polarity.ONLY, List.of(action)))
                                .withResources(new ResourceElement(Polarity.ONLY, List.of(resource)))));
            }
        }
        return Optional.of(pairs);
    }

    private static Proof unknown(String reason) {
        return new Proof(Proof.Verdict.UNKNOWN, reason, Optional.empty());
    }

    private static boolean sameDeny(Placed deny, Placed other) {
        return other.version() == deny.version()
                && other.statement()
                        .withSid(Optional.empty())
                        .equals(deny.statement().withSid(Optional.empty()));
    }

    private static boolean within(Placed inner, Placed outer) {
        return inner.version() == outer.version() && within(inner.statement(), outer.statement(), inner.version());
    }

    /** Returns whether one Allow statement of the current version surely allows nothing that another does not. */
    static boolean within(Statement inner, Statement outer) {
        return within(inner, outer, PolicyVersion.V2012_10_17);
    }

    private static boolean within(Statement a, Statement b, PolicyVersion version) {
        return a.principal().equals(b.principal())
                && a.conditions().containsAll(b.conditions())
                && actionsWithin(a.actions(), b.actions())
                && resourcesWithin(a.resources(), b.resources(), version);
    }

    private static boolean actionsWithin(ActionElement inner, ActionElement outer) {
        if (inner.equals(outer)) {
            return true;
        }
        if (inner.polarity() == Polarity.ALL_BUT) {
            return outer.polarity() == Polarity.ONLY
                    && outer.patterns().stream().anyMatch(ActionPattern::isEverything);
        }
        for (ActionPattern pattern : inner.patterns()) {
            if (pattern.hasWildcardInService() && !pattern.isEverything()) {
                // Matches no action at all.
                continue;
            }
            Glob glob = Glob.ofIgnoringCase(pattern.text());
            boolean inside = outer.polarity() == Polarity.ONLY
                    ? outer.patterns().stream()
                            .anyMatch(p -> live(p) && actionGlob(p).contains(glob))
                    : outer.patterns().stream()
                            .noneMatch(p -> live(p) && actionGlob(p).intersects(glob));
            if (!inside) {
                return false;
            }
        }
        return true;
    }

    private static boolean live(ActionPattern pattern) {
        return pattern.isEverything() || !pattern.hasWildcardInService();
    }

    private static Glob actionGlob(ActionPattern pattern) {
        return Glob.ofIgnoringCase(pattern.text().equals("*:*") ? "*" : pattern.text());
    }

    private static boolean resourcesWithin(
            Optional<ResourceElement> inner, Optional<ResourceElement> outer, PolicyVersion version) {
        if (inner.equals(outer) || outer.isEmpty()) {
            return true;
        }
        if (inner.isEmpty() || inner.get().polarity() == Polarity.ALL_BUT) {
            return outer.get().polarity() == Polarity.ONLY
                    && outer.get().patterns().stream().anyMatch(ResourcePattern::isEverything);
        }
        for (ResourcePattern pattern : inner.get().patterns()) {
            boolean inside = outer.get().polarity() == Polarity.ONLY
                    ? outer.get().patterns().stream().anyMatch(p -> contains(p, pattern, version))
                    : outer.get().patterns().stream().noneMatch(p -> meets(p, pattern, version));
            if (!inside) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(ResourcePattern outer, ResourcePattern inner, PolicyVersion version) {
        if (outer.equals(inner) || outer.isEverything()) {
            return true;
        }
        Optional<ArnPattern> big = fixed(outer, version);
        Optional<ArnPattern> small = fixed(inner, version);
        if (big.isEmpty() || small.isEmpty()) {
            return false;
        }
        for (WildcardReading reading : WildcardReading.values()) {
            if (!big.get().contains(small.get(), reading)) {
                return false;
            }
        }
        return true;
    }

    private static boolean meets(ResourcePattern a, ResourcePattern b, PolicyVersion version) {
        Optional<ArnPattern> left = fixed(a, version);
        Optional<ArnPattern> right = fixed(b, version);
        if (left.isEmpty() || right.isEmpty()) {
            return true;
        }
        for (WildcardReading reading : WildcardReading.values()) {
            if (left.get().intersects(right.get(), reading)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<ArnPattern> fixed(ResourcePattern pattern, PolicyVersion version) {
        PatternText text = PatternText.parse(pattern.text(), version, PatternText.Wildcards.ACTIVE);
        return text.hasVariables() ? Optional.empty() : Optional.of(ArnPattern.ofTokens(text.tokens()));
    }
}
