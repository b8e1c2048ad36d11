package io.iamtighten.lint;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.Statement;
import io.iamtighten.policy.StatementRef;
import io.iamtighten.request.AccessRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What a principal can carry out or open up on every resource there is, by all its policies together. */
final class SensitiveChecks {
    /** How many actions a message names. */
    private static final int NAMED = 6;

    private final ActionFacts facts;
    private final SensitiveActions sensitive;
    private final Set<String> off;

    SensitiveChecks(ActionFacts facts, SensitiveActions sensitive, Set<String> off) {
        this.facts = facts;
        this.sensitive = sensitive;
        this.off = off;
    }

    /** The actions of one kind that a principal can use everywhere, with one allowed request for the first. */
    record Found(SensitiveActions.Kind kind, BitSet actions, AccessRequest request, List<StatementRef> statements) {}

    LintReport report(LintedPrincipal principal, Reach reach) {
        List<Finding> findings = new ArrayList<>();
        List<String> undecided = new ArrayList<>();
        for (Found found : find(principal, reach, undecided)) {
            List<FindingNote> notes = new ArrayList<>();
            for (StatementRef statement : found.statements()) {
                notes.add(EscalationChecks.note(principal, statement, "allows it on every resource"));
            }
            EscalationChecks.finding(
                    findings,
                    principal,
                    found.kind().rule(),
                    "it can " + found.kind().what() + " on every resource by " + names(found.actions()),
                    Optional.of(found.request()),
                    notes);
        }
        return new LintReport(findings, List.of(), undecided);
    }

    private String names(BitSet actions) {
        List<String> names = new ArrayList<>();
        for (int id = actions.nextSetBit(0); id >= 0 && names.size() < NAMED; id = actions.nextSetBit(id + 1)) {
            names.add(facts.catalog().action(id).qualifiedName());
        }
        int more = actions.cardinality() - names.size();
        return String.join(", ", names) + (more > 0 ? " and " + more + " more actions" : "");
    }

    List<Found> find(LintedPrincipal principal, Reach reach, List<String> undecided) {
        Map<StatementRef, BitSet> everywhere = new LinkedHashMap<>();
        for (NamedPolicy policy : principal.stack().identity()) {
            List<Statement> statements = policy.document().statements();
            for (int i = 0; i < statements.size(); i++) {
                if (isEverywhere(statements.get(i))) {
                    everywhere.put(
                            new StatementRef(policy.name(), i, statements.get(i).sid()),
                            reach.actions(statements.get(i)));
                }
            }
        }
        List<Found> found = new ArrayList<>();
        for (SensitiveActions.Kind kind : SensitiveActions.Kind.values()) {
            if (!off.contains(kind.rule())) {
                one(kind, everywhere, reach, EscalationChecks.somethingBlocks(principal.stack()), undecided)
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Found> one(
            SensitiveActions.Kind kind,
            Map<StatementRef, BitSet> everywhere,
            Reach reach,
            boolean blocked,
            List<String> undecided) {
        BitSet named = new BitSet();
        List<StatementRef> statements = new ArrayList<>();
        everywhere.forEach((statement, actions) -> {
            if (actions.intersects(sensitive.of(kind))) {
                statements.add(statement);
                named.or(actions);
            }
        });
        named.and(sensitive.of(kind));
        BitSet shown = new BitSet();
        Optional<AccessRequest> request = Optional.empty();
        for (int id = named.nextSetBit(0); id >= 0; id = named.nextSetBit(id + 1)) {
            Optional<AccessRequest> one = request.isEmpty() || blocked
                    ? reach.guess(facts.catalog().action(id).qualifiedName())
                    : Optional.empty();
            request = request.isPresent() ? request : one;
            // Where nothing blocks, what an unlimited statement allows can be used.
            if (one.isPresent() || !blocked) {
                shown.set(id);
            }
        }
        if (request.isEmpty() && !named.isEmpty()) {
            request = exact(kind, named, reach, undecided);
            request.flatMap(r -> optional(facts.catalog().actionId(r.action()))).ifPresent(shown::set);
        }
        return request.map(r -> new Found(kind, shown, r, statements));
    }

    /** Asks about all requests when no likely one is allowed. */
    private Optional<AccessRequest> exact(
            SensitiveActions.Kind kind, BitSet named, Reach reach, List<String> undecided) {
        List<String> names = named.stream()
                .mapToObj(id -> facts.catalog().action(id).qualifiedName())
                .toList();
        Reach.Answer answer = reach.any(names);
        if (answer instanceof Reach.Answer.Unknown unknown) {
            undecided.add("whether it can " + kind.what() + " on every resource is undecided: " + unknown.reason());
        }
        return answer instanceof Reach.Answer.Yes yes ? Optional.of(yes.request()) : Optional.empty();
    }

    private static Optional<Integer> optional(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }

    /** An Allow on every resource, whatever its tags. */
    private static boolean isEverywhere(Statement statement) {
        if (statement.effect() != Effect.ALLOW || statement.resources().isEmpty()) {
            return false;
        }
        if (Conditions.limited(statement, "aws:ResourceTag/", "ec2:ResourceTag/", "s3:ExistingObjectTag/")) {
            return false;
        }
        return statement.resources().get().polarity() == Polarity.ALL_BUT
                || statement.resources().get().patterns().stream()
                        .anyMatch(p -> ArnPattern.parse(p.text()).isEverything());
    }
}
