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
import java.util.Set;
import java.util.stream.Stream;

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
                    "it can " + found.kind().what() + " on every resource"
                            + (reach.limits(found.actions()) ? ", but for what is denied," : "") + " by "
                            + names(found.actions()),
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
        List<NamedPolicy> policies = new ArrayList<>();
        boolean plain = !EscalationChecks.somethingBlocks(principal.stack());
        for (NamedPolicy policy : principal.stack().identity()) {
            List<Statement> statements = policy.document().statements();
            List<Statement> kept = new ArrayList<>();
            for (int i = 0; i < statements.size(); i++) {
                Statement statement = statements.get(i);
                if (isEverywhere(statement)) {
                    everywhere.put(new StatementRef(policy.name(), i, statement.sid()), reach.actions(statement));
                    plain &= statement.conditions().isEmpty()
                            && statement.resources().orElseThrow().polarity() == Polarity.ONLY;
                }
                if (statement.effect() == Effect.DENY || isEverywhere(statement)) {
                    kept.add(statement);
                }
            }
            policies.add(new NamedPolicy(policy.name(), policy.document().withStatements(kept)));
        }
        if (everywhere.isEmpty()) {
            return List.of();
        }
        // What other statements allow is not on every resource.
        Reach alone = plain
                ? reach
                : new Reach(
                        facts.catalog(), principal.caller(), principal.stack().withIdentity(policies));
        List<Found> found = new ArrayList<>();
        for (SensitiveActions.Kind kind : SensitiveActions.Kind.values()) {
            if (!off.contains(kind.rule())) {
                one(kind, everywhere, alone, plain, undecided).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Found> one(
            SensitiveActions.Kind kind,
            Map<StatementRef, BitSet> everywhere,
            Reach reach,
            boolean plain,
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
        if (plain) {
            // Every action of a statement without conditions can be used where nothing blocks.
            return named.stream()
                    .mapToObj(id -> reach.answer(facts.catalog().action(id).qualifiedName()))
                    .flatMap(answer ->
                            answer instanceof Reach.Answer.Yes yes ? Stream.of(yes.request()) : Stream.empty())
                    .findFirst()
                    .map(request -> new Found(kind, named, request, statements));
        }
        Reach.Usable usable = reach.usable(named);
        usable.undecided()
                .forEach(why -> undecided.add("whether it can " + kind.what() + " on every resource by " + why));
        return usable.requests().stream()
                .findFirst()
                .map(request -> new Found(kind, usable.actions(), request, statements));
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
