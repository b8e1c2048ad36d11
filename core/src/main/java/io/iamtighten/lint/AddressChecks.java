package io.iamtighten.lint;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.StatementRef;
import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the addresses from which a principal can use its permissions show: limits that are lifted, and permissions left without any. */
final class AddressChecks {
    /** How many actions a message names. */
    private static final int NAMED = 4;

    private AddressChecks() {}

    static LintReport report(ActionFacts facts, LintedPrincipal principal, Set<String> off) {
        SourceAddresses addresses = new SourceAddresses(facts, principal);
        List<Finding> findings = new ArrayList<>();
        List<String> undecided = new ArrayList<>();
        if (!addresses.matter() || (off.contains("ip-limit-lifted") && off.contains("ip-no-address"))) {
            return LintReport.of(findings);
        }
        for (AddressReach some : addresses.find()) {
            some.undecided()
                    .ifPresent(why -> undecided.add(
                            "from which addresses " + names(some.actions()) + " can be used is undecided: " + why));
            if (some.nowhere()) {
                if (!off.contains("ip-no-address") && addresses.usableOtherwise(some)) {
                    EscalationChecks.finding(
                            findings,
                            principal,
                            "ip-no-address",
                            names(some.actions())
                                    + " can be used from no address: what some statements let in, others keep out",
                            Optional.empty(),
                            notes(principal, some, "allows it"));
                }
            } else if (some.everywhere()
                    && some.example().isPresent()
                    && !off.contains("ip-limit-lifted")
                    && limited(principal, some)) {
                EscalationChecks.finding(
                        findings,
                        principal,
                        "ip-limit-lifted",
                        names(some.actions())
                                + " can be used from every address, though one of the statements that allow it names addresses",
                        some.example(),
                        notes(principal, some, "allows it"));
            }
        }
        return new LintReport(findings, List.of(), undecided);
    }

    static String names(List<String> actions) {
        int more = actions.size() - NAMED;
        return String.join(", ", actions.subList(0, Math.min(NAMED, actions.size())))
                + (more > 0 ? " and " + more + " more actions" : "");
    }

    private static List<FindingNote> notes(LintedPrincipal principal, AddressReach some, String text) {
        List<FindingNote> notes = new ArrayList<>();
        for (StatementRef statement : some.statements()) {
            notes.add(EscalationChecks.note(principal, statement, text));
        }
        return notes;
    }

    /** Whether one Allow statement limits the addresses, while they are all let in. */
    private static boolean limited(LintedPrincipal principal, AddressReach some) {
        for (StatementRef statement : some.statements()) {
            for (NamedPolicy policy : principal.stack().identity()) {
                if (policy.name().equals(statement.policy())) {
                    for (Condition condition :
                            Conditions.on(policy.document().statements().get(statement.index()), "aws:SourceIp")) {
                        if (Conditions.limits(condition)
                                && condition.values().stream()
                                        .flatMap(v -> IpRange.parse(v).stream())
                                        .noneMatch(NetworkChecks::isWide)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }
}
