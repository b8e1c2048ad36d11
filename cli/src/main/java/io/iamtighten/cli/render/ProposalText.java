package io.iamtighten.cli.render;

import io.iamtighten.lint.EscalationPaths;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.tighten.AccessCounts;
import io.iamtighten.tighten.BlindSpot;
import io.iamtighten.tighten.ConditionKind;
import io.iamtighten.tighten.Confidence;
import io.iamtighten.tighten.EscalationChange;
import io.iamtighten.tighten.Evidence;
import io.iamtighten.tighten.KeptPermission;
import io.iamtighten.tighten.MinedConditions;
import io.iamtighten.tighten.NeverFound;
import io.iamtighten.tighten.PolicyChange;
import io.iamtighten.tighten.Proof;
import io.iamtighten.tighten.RemovedPermission;
import io.iamtighten.tighten.Replay;
import io.iamtighten.tighten.SecondEvidence;
import io.iamtighten.tighten.Shortening;
import io.iamtighten.tighten.SourceCondition;
import io.iamtighten.tighten.TighteningProposal;
import io.iamtighten.usage.TrailCoverage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A proposal for people: what changes, why, and how sure that is, at a glance first and in detail below; 80 columns. */
public final class ProposalText {
    private static final int WIDTH = 80;
    /** Longer lists of names are counted, and stand in full in the JSON. */
    private static final int MAX_NAMES = 40;

    private static final int MAX_COUNTED = 8;

    /** What resources that were never found mean, and what to do about them. */
    static final String NEVER_FOUND =
            "Each of these calls ended in an error such as NoSuchBucket or ResourceNotFound, and no record shows that the"
                    + " resource exists: something deleted or not made yet, a part that it lacks, a probe, or a misspelt name. The"
                    + " calls stay allowed. Find the caller by the event; if the name is wrong, correct it there and take it out of the policy:"
                    + " somebody else may come to own it, as anybody can a bucket.";

    private final StringBuilder out = new StringBuilder();
    private final TighteningProposal proposal;
    private final Documents documents;

    private ProposalText(TighteningProposal proposal, Documents documents) {
        this.proposal = proposal;
        this.documents = documents;
    }

    /** Returns the proposal as text. */
    public static String render(TighteningProposal proposal, Documents documents) {
        ProposalText text = new ProposalText(proposal, documents);
        text.head();
        text.summary();
        text.policies();
        text.escalation();
        text.kept();
        text.neverFound();
        text.removed();
        text.blindSpots();
        text.secondEvidence();
        text.unmapped();
        text.conditions();
        text.mined();
        text.shortened();
        text.list("Also to do", proposal.steps());
        text.list("Mind", proposal.warnings());
        return text.out.toString();
    }

    private void head() {
        line(proposal.principal());
        switch (proposal.editability()) {
            case EDITABLE -> {}
            case SERVICE_LINKED ->
                wrapped(
                        "Nobody can edit this role: it is linked to an AWS service, which alone sets its policies. What"
                                + " follows is a report, not a change to make.",
                        "");
            case AWS_RESERVED ->
                wrapped(
                        "Nobody can edit this role in IAM: AWS reserves it. A role of IAM Identity Center changes with its"
                                + " permission set; what follows is what that set could be.",
                        "");
        }
        if (proposal.coverage().isEmpty()) {
            wrapped("No history was given: only what is blocked anyway goes.", "");
            return;
        }
        TrailCoverage coverage = proposal.coverage().get();
        String window = coverage.from().isEmpty()
                ? "no event"
                : time(coverage.from().get()) + " to "
                        + time(coverage.to().orElse(coverage.from().get())) + " UTC ("
                        + length(
                                coverage.from().get(),
                                coverage.to().orElse(coverage.from().get())) + ")";
        wrapped(
                "Watched " + window + ": " + plural(coverage.events(), "event") + " in "
                        + plural(coverage.files(), "file") + ", " + proposal.events() + " by this principal.",
                "");
        wrapped("Regions: " + counted(coverage.eventsByRegion()) + ".", "");
        if (coverage.eventsByAccount().size() > 1) {
            wrapped("Accounts: " + counted(coverage.eventsByAccount()) + ".", "");
        }
        line("What the records can show:");
        proposal.observability().forEach(each -> wrapped("- " + each, "  "));
        if (proposal.events() == 0) {
            wrapped("UNUSED in this window: no call of this principal was recorded.", "");
        } else if (proposal.replay().events() + proposal.replay().withoutResource() == 0) {
            wrapped("Nothing was used in this window: its calls were refused, or no action is known for them.", "");
        }
    }

    private void summary() {
        AccessCounts before = proposal.before();
        AccessCounts after = proposal.after();
        line("");
        line("                        before     after");
        row("actions", before.actions(), after.actions());
        row("services", before.services(), after.services());
        row("statements", before.statements(), after.statements());
        row("wildcard actions", before.wildcardActions(), after.wildcardActions());
        row("wildcard resources", before.wildcardResources(), after.wildcardResources());
        row(
                "escalation paths",
                proposal.escalation().before().open().size(),
                proposal.escalation().after().open().size());
        line("");
        Proof proof = proposal.proof();
        String verdict = proof.verdict().text().toUpperCase(Locale.ROOT);
        wrapped(
                verdict + (proof.verdict() == Proof.Verdict.PROVEN ? " to allow nothing new: " : ": ") + proof.reason(),
                "  ");
        proof.witness().ifPresent(witness -> wrapped("Only the proposal allows: " + witness, "  "));
        if (proposal.coverage().isPresent()) {
            wrapped(
                    "REPLAY: of " + plural(proposal.replay().events(), "use")
                            + " in the history today's policies allow "
                            + proposal.replay().allowedBefore() + ", the proposal "
                            + proposal.replay().allowedAfter() + " of those." + withoutResource(proposal.replay()),
                    "  ");
            proposal.replay()
                    .lost()
                    .forEach(call -> wrapped(
                            "lost: " + call.action() + " on " + call.resource() + " (" + call.count() + ")", "    "));
        }
    }

    /** What the replay cannot decide, lest the numbers seem to contradict each other. */
    static String withoutResource(Replay replay) {
        return replay.withoutResource() == 0
                ? ""
                : " Of " + plural(replay.withoutResource(), "use")
                        + " more the records leave open on what; where they were allowed, resources stay as they are.";
    }

    private void row(String name, int before, int after) {
        line(String.format(Locale.ROOT, "  %-20s %7d   %7d", name, before, after));
    }

    private void policies() {
        title("Policies", proposal.policies().size());
        if (proposal.policies().isEmpty()) {
            line("  none: the principal has no identity-based policy");
        }
        for (PolicyChange change : proposal.policies()) {
            StringBuilder text = new StringBuilder(change.action().text().toUpperCase(Locale.ROOT))
                    .append(' ')
                    .append(change.kind().text())
                    .append(" policy ")
                    .append(change.name());
            change.replaces().ifPresent(old -> text.append(", in place of ").append(old));
            if (!change.note().isEmpty()) {
                text.append(": ").append(change.note());
            }
            wrapped(text.toString(), "  ");
            if (change.after().isEmpty() || change.action() == PolicyChange.Action.KEEP) {
                continue;
            }
            if (documents == Documents.WITHHELD) {
                wrapped("The document is not shown, since it is not proven; --force shows it.", "    ");
                continue;
            }
            line("  " + PolicyWriter.quotaSize(change.after().get()) + " characters without white space");
            PolicyWriter.canonical(change.after().get()).lines().forEach(each -> line("    " + each));
        }
    }

    private void escalation() {
        EscalationChange change = proposal.escalation();
        List<EscalationPaths.Path> after = change.after().open();
        int before = change.before().open().size();
        boolean undecided = !change.before().undecided().isEmpty()
                || !change.after().undecided().isEmpty();
        if (before == 0 && after.isEmpty() && !undecided) {
            return;
        }
        line("");
        line("Known ways to more permissions: " + before + " open today, " + after.size() + " after");
        if (before == EscalationPaths.known()) {
            line("  today: all " + before + " known: as good as an administrator");
        } else if (!change.closed().isEmpty()) {
            wrapped(
                    "closed: "
                            + String.join(
                                    ", ",
                                    change.closed().stream()
                                            .map(EscalationPaths.Path::id)
                                            .toList()),
                    "  ");
        }
        if (after.size() == EscalationPaths.known()) {
            line("  after: all " + after.size() + " known: as good as an administrator");
        } else {
            after.forEach(path -> wrapped(
                    "still open: " + path.id() + ": with " + String.join(" and ", path.permissions()) + " it can "
                            + path.what(),
                    "  "));
        }
        change.before().undecided().forEach(each -> wrapped("today: " + each, "  "));
        change.after().undecided().forEach(each -> wrapped("after: " + each, "  "));
    }

    private void kept() {
        title("Stays", proposal.kept().size());
        if (proposal.coverage().isEmpty()) {
            line("  everything that is not blocked anyway");
            return;
        }
        if (!proposal.kept().isEmpty()) {
            wrapped("confidence (how often, how regular, how recent): " + confidences(proposal), "  ");
        }
        String action = "";
        for (KeptPermission permission : proposal.kept()) {
            if (!permission.action().equals(action)) {
                action = permission.action();
                line("  " + action);
            }
            if (permission.evidence().isPresent()) {
                Evidence evidence = permission.evidence().get();
                String sample = evidence.samples().isEmpty()
                        ? ""
                        : ", such as " + evidence.samples().get(0);
                wrapped(
                        evidence.confidence().text() + ", " + evidence.rhythm().text() + ": "
                                + plural(evidence.count(), "use") + " on " + plural(evidence.days(), "day") + ", last "
                                + time(evidence.last()) + sample,
                        "      ");
            } else {
                wrapped(permission.reason(), "      ");
            }
            wrapped(
                    "from " + permission.statement() + "; on " + resources(permission.resources())
                            + (permission.wildcardOnly() ? " (the action has no resource-level permissions)" : ""),
                    "      ");
        }
    }

    /** How many permissions there are of each class. */
    static String confidences(TighteningProposal proposal) {
        List<String> counts = new ArrayList<>();
        for (Confidence confidence : Confidence.values()) {
            long count = proposal.kept().stream()
                    .filter(permission -> permission.confidence() == confidence)
                    .count();
            counts.add(confidence.text() + " " + count);
        }
        return String.join(", ", counts);
    }

    private static String resources(List<String> resources) {
        return resources.size() <= 3
                ? String.join(", ", resources)
                : String.join(", ", resources.subList(0, 2)) + " and " + (resources.size() - 2) + " more";
    }

    /** The most first; {@code unknown} where a record tells none. */
    private static String counted(Map<String, Long> counts) {
        List<Map.Entry<String, Long>> sorted = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .toList();
        List<String> shown = new ArrayList<>();
        sorted.subList(0, Math.min(MAX_COUNTED, sorted.size()))
                .forEach(each ->
                        shown.add((each.getKey().isEmpty() ? "unknown" : each.getKey()) + " " + each.getValue()));
        int more = sorted.size() - shown.size();
        return shown.isEmpty() ? "none" : String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }

    private void neverFound() {
        if (proposal.neverFound().isEmpty()) {
            return;
        }
        title("Named, but never found", proposal.neverFound().size());
        for (NeverFound each : proposal.neverFound()
                .subList(0, Math.min(MAX_NAMES, proposal.neverFound().size()))) {
            wrapped(
                    each.resource() + ": " + String.join(", ", each.actions()) + ", " + plural(each.calls(), "call")
                            + ", last " + time(each.last())
                            + (each.samples().isEmpty()
                                    ? ""
                                    : ", such as " + each.samples().get(0)),
                    "  ");
        }
        int more = proposal.neverFound().size() - MAX_NAMES;
        if (more > 0) {
            line("  and " + more + " more (--format json has them all)");
        }
        wrapped(NEVER_FOUND, "  ");
    }

    private void removed() {
        long allowed = proposal.removed().stream()
                .filter(permission -> permission.because() != RemovedPermission.Removal.BLOCKED)
                .count();
        long blocked = proposal.removed().size() - allowed;
        line("");
        line("Goes (" + proposal.removed().size()
                + (blocked == 0 ? ")" : ": " + allowed + " allowed today, " + blocked + " that do nothing today)"));
        for (RemovedPermission.Removal because : RemovedPermission.Removal.values()) {
            Map<String, List<String>> byReason = new TreeMap<>();
            for (RemovedPermission permission : proposal.removed()) {
                if (permission.because() == because) {
                    String label = because == RemovedPermission.Removal.NOT_VERIFIABLE
                            ? "not verifiable, and nothing suggests that it is needed (see blind spots)"
                            : permission.reason();
                    byReason.computeIfAbsent(label, r -> new ArrayList<>()).add(permission.action());
                }
            }
            byReason.forEach((reason, actions) -> {
                wrapped(plural(actions.size(), "action") + ": " + reason, "  ");
                names(actions);
            });
        }
        if (proposal.removed().isEmpty()) {
            line("  nothing");
        }
    }

    /** Names by service; long lists only counted, since the JSON has them all. */
    private void names(List<String> actions) {
        Map<String, List<String>> byService = new TreeMap<>();
        for (String action : actions) {
            int colon = action.indexOf(':');
            byService
                    .computeIfAbsent(action.substring(0, colon), s -> new ArrayList<>())
                    .add(action.substring(colon + 1));
        }
        if (actions.size() <= MAX_NAMES) {
            byService.forEach((service, names) -> wrapped(service + ": " + String.join(", ", names), "      "));
            return;
        }
        List<String> counts = new ArrayList<>();
        byService.forEach((service, names) -> counts.add(service + " " + names.size()));
        int shown = Math.min(counts.size(), MAX_NAMES);
        String more = counts.size() > shown ? " and " + (counts.size() - shown) + " more services" : "";
        wrapped(String.join(", ", counts.subList(0, shown)) + more + " (--format json has the names)", "      ");
    }

    private void blindSpots() {
        if (proposal.coverage().isEmpty()) {
            return;
        }
        title("Blind spots: what the records cannot show", proposal.blindSpots().size());
        for (boolean stays : new boolean[] {true, false}) {
            Map<String, List<String>> byReason = new TreeMap<>();
            Map<String, String> remedies = new TreeMap<>();
            for (BlindSpot spot : proposal.blindSpots()) {
                if (spot.kept() == stays) {
                    String reason = shortReason(spot.reason());
                    byReason.computeIfAbsent(reason, r -> new ArrayList<>()).add(spot.action());
                    remedies.putIfAbsent(reason, shortReason(spot.remedy()));
                }
            }
            byReason.forEach((reason, actions) -> {
                wrapped(
                        (stays ? "kept, " : "not kept, ") + plural(actions.size(), "action") + ": " + reason + "; "
                                + remedies.get(reason),
                        "  ");
                names(actions);
            });
        }
        if (proposal.blindSpots().isEmpty()) {
            line("  none");
        }
    }

    /** Leaves out what differs from action to action, so that actions can be listed together. */
    private static String shortReason(String reason) {
        int detail = reason.indexOf(": ");
        String text = detail < 0 ? reason : reason.substring(0, detail);
        int goesWith = text.indexOf("; goes with");
        text = goesWith < 0 ? text : text.substring(0, goesWith);
        int types = text.indexOf(" of AWS::");
        return types < 0 ? text : text.substring(0, types) + " shows it";
    }

    private void secondEvidence() {
        if (proposal.secondEvidence().isEmpty()) {
            return;
        }
        SecondEvidence evidence = proposal.secondEvidence().get();
        line("");
        line("Second evidence: what IAM last saw"
                + evidence.asOf().map(at -> " (asked " + time(at) + " UTC)").orElse(""));
        evidence.kept()
                .forEach((action, last) ->
                        wrapped("kept: " + action + ", tried " + time(last) + ", which no record shows", "  "));
        evidence.unrecorded()
                .forEach((service, last) -> wrapped(
                        "mind: " + service + " was used " + time(last)
                                + ", and no record is of it: the trail may lack a region or data events",
                        "  "));
        if (!evidence.notUsed().isEmpty()) {
            wrapped(
                    plural(evidence.notUsed().size(), "action")
                            + " that no record could show: not kept, since IAM saw no attempt to use the service",
                    "  ");
            names(evidence.notUsed());
        }
        evidence.notes().forEach(note -> wrapped("mind: " + note, "  "));
        if (evidence.kept().isEmpty()
                && evidence.unrecorded().isEmpty()
                && evidence.notUsed().isEmpty()) {
            line("  it changes nothing");
        }
    }

    private void unmapped() {
        if (proposal.unmapped().isEmpty()) {
            return;
        }
        title("Calls for which no action is known", proposal.unmapped().size());
        proposal.unmapped()
                .forEach(event -> wrapped(
                        event.eventSource() + " " + event.eventName() + " ("
                                + event.occurrences().count() + ")",
                        "  "));
    }

    private void conditions() {
        if (proposal.sourceConditions().isEmpty()) {
            return;
        }
        title("Conditions on the caller's address", proposal.sourceConditions().size());
        for (SourceCondition condition : proposal.sourceConditions()) {
            String seen = condition.inside().isEmpty() && condition.outside().isEmpty()
                    ? "no address was seen"
                    : "seen inside: " + some(condition.inside()) + "; outside: " + some(condition.outside());
            wrapped(
                    condition.statement() + ": " + (condition.deny() ? "Deny" : "Allow") + " "
                            + condition.operator() + " " + condition.key() + " "
                            + String.join(", ", condition.ranges()) + "; " + seen,
                    "  ");
        }
    }

    private void mined() {
        MinedConditions mined = proposal.conditions();
        if (mined.added().isEmpty() && mined.leftOut().isEmpty()) {
            return;
        }
        title("Conditions added from what was seen", mined.added().size());
        for (MinedConditions.Added each : mined.added()) {
            Condition condition = each.condition();
            wrapped(
                    each.kind().text() + ": " + condition.operator() + " " + condition.key() + " "
                            + some(condition.values()) + "; on "
                            + plural(each.actions().size(), "action")
                            + "; " + each.rests() + " (" + plural(each.calls(), "use") + " on "
                            + plural(each.days(), "day") + ")",
                    "  ");
            names(each.actions());
        }
        for (MinedConditions.HeldOut each : mined.heldOut()) {
            wrapped(
                    each.kind().text() + ", tested: learnt from the days before "
                            + each.from().toString().substring(0, 10) + ", it would have refused " + each.refused()
                            + " of " + plural(each.calls(), "later use"),
                    "  ");
            each.examples().forEach(example -> wrapped(example, "      "));
        }
        // What stands in the way of one kind often does of others.
        Map<MinedConditions.LeftOut, List<String>> kinds = new LinkedHashMap<>();
        for (MinedConditions.LeftOut each : mined.leftOut()) {
            kinds.computeIfAbsent(
                            new MinedConditions.LeftOut(ConditionKind.REGION, each.reason(), each.actions()),
                            same -> new ArrayList<>())
                    .add(each.kind().text());
        }
        kinds.forEach((each, names) -> {
            wrapped(
                    "no condition (" + String.join(", ", names) + ") on "
                            + plural(each.actions().size(), "action") + ": " + each.reason(),
                    "  ");
            names(each.actions());
        });
    }

    private void shortened() {
        if (proposal.shortened().isEmpty()) {
            return;
        }
        title("Shortened to fit IAM's quotas, by service", proposal.shortened().size());
        for (Shortening each : proposal.shortened()) {
            String cost = each.actions().isEmpty()
                    ? "gives no further action away"
                    : "gives away " + plural(each.actions().size(), "action") + ": "
                            + String.join(
                                    ", ",
                                    each.actions()
                                            .subList(
                                                    0,
                                                    Math.min(5, each.actions().size())))
                            + (each.actions().size() > 5 ? " ... (--format json has them all)" : "");
            wrapped(each.service() + ": " + each.how() + "; " + cost, "  ");
        }
    }

    private static String some(List<String> addresses) {
        if (addresses.isEmpty()) {
            return "none";
        }
        return addresses.size() <= 5
                ? String.join(", ", addresses)
                : String.join(", ", addresses.subList(0, 5)) + " and " + (addresses.size() - 5) + " more";
    }

    private void list(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            title(title, lines.size());
            lines.forEach(each -> wrapped(each, "  "));
        }
    }

    private void title(String text, int count) {
        line("");
        line(text + " (" + count + ")");
    }

    private void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }

    /** Breaks at spaces; what is longer than a line stands alone. */
    private void wrapped(String text, String indent) {
        StringBuilder line = new StringBuilder(indent);
        boolean fresh = true;
        for (String word : text.split(" ", -1)) {
            if (!fresh && line.length() + 1 + word.length() > WIDTH) {
                line(line.toString());
                line = new StringBuilder(indent).append("  ");
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        line(line.toString());
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES)
                .toString()
                .replace("T", " ")
                .substring(0, 16);
    }

    private static String length(Instant from, Instant to) {
        Duration duration = Duration.between(from, to);
        if (duration.toDays() > 1) {
            return plural(duration.toDays(), "day");
        }
        return duration.toHours() > 1 ? plural(duration.toHours(), "hour") : plural(duration.toMinutes(), "minute");
    }
}
