package io.iamtighten.lint;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.Decision;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Position;
import io.iamtighten.policy.StatementRef;
import io.iamtighten.request.AccessRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ways to more permissions that a principal's policies leave open, and those that something blocks. */
final class EscalationChecks {
    private static final String PASS_ROLE = "iam:PassRole";

    private final ServiceCatalog catalog;
    private final Set<String> off;

    EscalationChecks(ServiceCatalog catalog, Set<String> off) {
        this.catalog = catalog;
        this.off = off;
    }

    /** A path that is open, with an allowed request for each of its permissions. */
    record Open(EscalationPath path, List<AccessRequest> requests) {}

    /** Returns the paths whose permissions the principal has, in the order of the collection. */
    List<Open> open(Reach reach, List<String> undecided) {
        List<Open> open = new ArrayList<>();
        for (EscalationPath path : EscalationPath.all()) {
            if (!namesAll(reach, path)) {
                continue;
            }
            List<AccessRequest> requests = new ArrayList<>();
            for (String action : path.permissions()) {
                Reach.Answer answer = answer(reach, path, action);
                if (answer instanceof Reach.Answer.Yes yes) {
                    requests.add(yes.request());
                } else {
                    if (answer instanceof Reach.Answer.Unknown unknown) {
                        undecided.add("path `" + path.id() + "` is undecided: " + action + ": " + unknown.reason());
                    }
                    break;
                }
            }
            if (requests.size() == path.permissions().size()) {
                open.add(new Open(path, requests));
            }
        }
        return open;
    }

    /** A role is passed to one of the path's services: a condition may admit others alone. */
    private static Reach.Answer answer(Reach reach, EscalationPath path, String action) {
        if (!action.equals(PASS_ROLE) || path.services().isEmpty()) {
            return reach.answer(action);
        }
        Reach.Answer answer = new Reach.Answer.No();
        for (String service : path.services()) {
            Reach.Answer one = reach.passing(service);
            if (one instanceof Reach.Answer.Yes) {
                return one;
            }
            answer = one instanceof Reach.Answer.Unknown ? one : answer;
        }
        return answer;
    }

    private boolean namesAll(Reach reach, EscalationPath path) {
        for (String action : path.permissions()) {
            if (!reach.named().intersects(catalog.expand(action))) {
                return false;
            }
        }
        return true;
    }

    LintReport report(LintedPrincipal principal, Reach reach, List<Open> open, List<String> undecided) {
        List<Finding> findings = new ArrayList<>();
        if (open.size() == EscalationPath.all().size()) {
            Open first = open.get(0);
            add(
                    findings,
                    principal,
                    reach,
                    "escalation-administrator",
                    "it has the permissions of all " + open.size() + " known paths: it is as good as an administrator",
                    first.requests());
        } else {
            for (Open path : open) {
                add(
                        findings,
                        principal,
                        reach,
                        path.path().kind().rule(),
                        "path `" + path.path().id() + "`: with "
                                + String.join(" and ", path.path().permissions()) + " it can "
                                + path.path().kind().what(),
                        path.requests());
            }
        }
        blocked(principal, reach, open, findings);
        return new LintReport(findings, List.of(), undecided);
    }

    private void add(
            List<Finding> findings,
            LintedPrincipal principal,
            Reach reach,
            String rule,
            String message,
            List<AccessRequest> requests) {
        if (off.contains(rule)) {
            return;
        }
        List<FindingNote> notes = new ArrayList<>();
        for (AccessRequest request : requests) {
            Decision decision = reach.authorizer().decide(request);
            decision.statement()
                    .ifPresent(s ->
                            notes.add(note(principal, s, "allows " + request.action() + " on " + request.resource())));
        }
        finding(findings, principal, rule, message, Optional.of(requests.get(0)), notes);
    }

    static void finding(
            List<Finding> findings,
            LintedPrincipal principal,
            String rule,
            String message,
            Optional<AccessRequest> witness,
            List<FindingNote> notes) {
        RuleInfo info = RuleBook.standard().get(rule);
        Optional<Position> position =
                notes.stream().flatMap(n -> n.position().stream()).findFirst();
        Optional<String> file = notes.stream()
                .filter(n -> n.position().isPresent())
                .flatMap(n -> n.file().stream())
                .findFirst();
        String pointer = position.map(Position::pointer).orElse("");
        findings.add(new Finding(
                rule, info.severity(), principal.name(), file, pointer, position, message, info.fix(), witness, notes));
    }

    /** Returns a note on a statement of an identity-based policy with its place, of another layer without. */
    static FindingNote note(LintedPrincipal principal, StatementRef statement, String text) {
        return note(principal, statement, "", text);
    }

    /**
     * Returns a note on a part of a statement.
     *
     * @param below the pointer of the part, from the statement on; what does not stand in the text is looked for one level up
     */
    static FindingNote note(LintedPrincipal principal, StatementRef statement, String below, String text) {
        List<NamedPolicy> identity = principal.stack().identity();
        for (int i = 0; i < Math.min(identity.size(), principal.policies().size()); i++) {
            if (identity.get(i).name().equals(statement.policy())) {
                LintedPolicy policy = principal.policies().get(i);
                String pointer = "/Statement/" + statement.index() + below;
                return new FindingNote(
                        policy.name(),
                        policy.file(),
                        Reporter.place(policy, pointer),
                        "statement " + statement.sid().map(s -> "`" + s + "`").orElse("" + (statement.index() + 1))
                                + " " + text);
            }
        }
        return new FindingNote(statement.policy(), Optional.empty(), Optional.empty(), statement + " " + text);
    }

    static boolean somethingBlocks(PolicyStack stack) {
        return stack.boundary().isPresent()
                || !stack.scps().isEmpty()
                || !stack.session().isEmpty()
                || stack.identity().stream()
                        .anyMatch(p -> p.document().statements().stream().anyMatch(s -> s.effect() == Effect.DENY));
    }

    /** Paths that the Allow statements alone would open: what keeps them shut. */
    private void blocked(LintedPrincipal principal, Reach reach, List<Open> open, List<Finding> findings) {
        if (off.contains("escalation-path-blocked") || !somethingBlocks(principal.stack())) {
            return;
        }
        List<NamedPolicy> allows = new ArrayList<>();
        for (NamedPolicy policy : principal.stack().identity()) {
            allows.add(new NamedPolicy(
                    policy.name(),
                    policy.document()
                            .withStatements(policy.document().statements().stream()
                                    .filter(s -> s.effect() == Effect.ALLOW)
                                    .toList())));
        }
        Reach free = new Reach(catalog, principal.caller(), PolicyStack.ofIdentity(allows));
        Set<EscalationPath> known = new java.util.HashSet<>();
        open.forEach(o -> known.add(o.path()));
        for (EscalationPath path : EscalationPath.all()) {
            if (known.contains(path) || !namesAll(reach, path)) {
                continue;
            }
            List<String> stops = new ArrayList<>();
            List<FindingNote> notes = new ArrayList<>();
            boolean would = true;
            for (String action : path.permissions()) {
                Reach.Answer answer = would ? answer(free, path, action) : new Reach.Answer.No();
                would &= answer instanceof Reach.Answer.Yes;
                if (answer instanceof Reach.Answer.Yes yes && answer(reach, path, action) instanceof Reach.Answer.No) {
                    Decision decision = reach.authorizer().decide(yes.request());
                    stops.add(action + " by the " + decision.layer().label());
                    decision.statement().ifPresent(s -> notes.add(note(principal, s, "denies " + action)));
                }
            }
            if (would && !stops.isEmpty()) {
                finding(
                        findings,
                        principal,
                        "escalation-path-blocked",
                        "path `" + path.id() + "` would be open, but is blocked: " + String.join(", ", stops),
                        Optional.empty(),
                        notes);
            }
        }
    }
}
