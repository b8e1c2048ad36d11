package io.iamtighten.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.aws.analyzer.AccessAnalyzerReader;
import io.iamtighten.aws.analyzer.AccessCheck;
import io.iamtighten.aws.analyzer.GeneratedPolicy;
import io.iamtighten.aws.analyzer.LastAccessedReader;
import io.iamtighten.aws.analyzer.PolicyFinding;
import io.iamtighten.aws.analyzer.UnusedAccess;
import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.tighten.KeptPermission;
import io.iamtighten.tighten.PolicyChange;
import io.iamtighten.tighten.Proof;
import io.iamtighten.tighten.RemovedPermission;
import io.iamtighten.tighten.TighteningProposal;
import io.iamtighten.usage.LastAccessed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What AWS itself says about a proposal, beside what we say.
 *
 * @param lines what was asked and answered, in order
 * @param findings what {@code ValidatePolicy} found, by policy
 * @param disagreements where AWS and we differ
 * @param missing what could not be asked
 * @param contradicted whether AWS says that the proposal is not valid, or allows something new
 */
record SecondOpinions(
        List<Line> lines,
        Map<String, List<PolicyFinding>> findings,
        List<String> disagreements,
        List<String> missing,
        boolean contradicted) {
    /** One question with AWS's answer and ours. */
    record Line(String question, String aws, String ours) {}

    /** How much is asked. */
    enum Depth {
        /** {@code ValidatePolicy} only. */
        VALIDATE,
        /** Everything. */
        CROSS_CHECK
    }

    static SecondOpinions ask(AwsSession session, TighteningProposal proposal, Depth depth) {
        Asking asking = new Asking(session, proposal);
        asking.validate();
        if (depth == Depth.CROSS_CHECK) {
            asking.crossCheck();
        }
        return new SecondOpinions(
                asking.lines, asking.findings, asking.disagreements, asking.missing, asking.contradicted);
    }

    /** Asks one question after the other. */
    private static final class Asking {
        private final AwsSession session;
        private final AccessAnalyzerReader analyzer;
        private final TighteningProposal proposal;
        private final List<Line> lines = new ArrayList<>();
        private final Map<String, List<PolicyFinding>> findings = new TreeMap<>();
        private final List<String> disagreements = new ArrayList<>();
        private final List<String> missing = new ArrayList<>();
        private boolean contradicted;

        Asking(AwsSession session, TighteningProposal proposal) {
            this.session = session;
            this.analyzer = AccessAnalyzerReader.of(session);
            this.proposal = proposal;
        }

        /** A question that may not be asked is named; credentials that do not work end it all. */
        private <T> java.util.Optional<T> ask(Supplier<T> question) {
            try {
                return java.util.Optional.of(question.get());
            } catch (AwsException e) {
                if (e.fatal()) {
                    throw e;
                }
                missing.add(String.valueOf(e.getMessage()));
                return java.util.Optional.empty();
            }
        }

        void validate() {
            int errors = 0;
            int others = 0;
            boolean asked = false;
            for (PolicyChange change : proposal.policies()) {
                boolean written =
                        change.action() == PolicyChange.Action.CREATE || change.action() == PolicyChange.Action.REPLACE;
                if (written && change.after().isPresent()) {
                    PolicyDocument document = change.after().get();
                    java.util.Optional<List<PolicyFinding>> found = ask(() -> analyzer.validate(document));
                    asked |= found.isPresent();
                    for (PolicyFinding finding : found.orElse(List.of())) {
                        findings.computeIfAbsent(change.name(), name -> new ArrayList<>())
                                .add(finding);
                        errors += finding.kind() == PolicyFinding.Kind.ERROR ? 1 : 0;
                        others += finding.kind() == PolicyFinding.Kind.ERROR ? 0 : 1;
                    }
                }
            }
            if (asked) {
                lines.add(new Line("ValidatePolicy", errors + " errors, " + others + " other findings", "valid"));
            }
            if (errors > 0) {
                contradicted = true;
                disagreements.add("AWS finds errors in the proposed policies");
            }
        }

        void crossCheck() {
            List<PolicyDocument> before = new ArrayList<>();
            List<PolicyDocument> after = new ArrayList<>();
            for (PolicyChange change : proposal.policies()) {
                // A policy that takes the place of several has none before.
                if (!change.before().statements().isEmpty() && !before.contains(change.before())) {
                    before.add(change.before());
                }
                change.after().ifPresent(after::add);
            }
            Set<String> removed = new TreeSet<>();
            proposal.removed().stream().map(RemovedPermission::action).forEach(removed::add);
            if (!after.isEmpty()) {
                noNewAccess(before, after);
                if (!removed.isEmpty()) {
                    notGranted(after, removed);
                }
            }
            Set<String> kept = new TreeSet<>();
            proposal.kept().stream().map(KeptPermission::action).forEach(kept::add);
            generated(kept);
            unused(kept, removed);
            lastAccessed(removed);
        }

        private void noNewAccess(List<PolicyDocument> before, List<PolicyDocument> after) {
            ask(() -> analyzer.checkNoNewAccess(before, after)).ifPresent(check -> {
                String ours = proposal.proof().verdict().text();
                lines.add(new Line("CheckNoNewAccess", said(check), ours));
                if (check.result() == AccessCheck.Result.FAIL) {
                    contradicted = true;
                    disagreements.add("AWS finds new access in the proposal, which is " + ours + " for us: "
                            + String.join(" ", check.reasons()));
                }
            });
        }

        private void notGranted(List<PolicyDocument> after, Set<String> removed) {
            ask(() -> analyzer.checkAccessNotGranted(after, removed)).ifPresent(check -> {
                lines.add(new Line("CheckAccessNotGranted", said(check), removed.size() + " actions removed"));
                if (check.result() == AccessCheck.Result.FAIL) {
                    disagreements.add("AWS finds that the proposal still grants an action that is removed for us: "
                            + check.message() + " " + String.join(" ", check.reasons()));
                }
            });
        }

        private static String said(AccessCheck check) {
            return check.result().name().toLowerCase(Locale.ROOT);
        }

        private void generated(Set<String> kept) {
            ask(() -> analyzer.generatedPolicy(proposal.principal()))
                    .flatMap(found -> found)
                    .ifPresent(policy -> {
                        Set<String> lacking = new TreeSet<>(actions(policy));
                        lacking.removeIf(action -> kept.stream().anyMatch(action::equalsIgnoreCase));
                        lines.add(new Line(
                                "generated policy",
                                actions(policy).size() + " actions" + (policy.complete() ? "" : " (not complete)"),
                                kept.size() + " actions kept"));
                        if (!lacking.isEmpty()) {
                            disagreements.add(
                                    "AWS's generated policy has, and ours has not: " + String.join(", ", lacking));
                        }
                    });
        }

        private static Set<String> actions(GeneratedPolicy policy) {
            Set<String> actions = new TreeSet<>();
            policy.policies()
                    .forEach(document -> document.statements().stream()
                            .filter(statement -> statement.effect() == Effect.ALLOW)
                            .forEach(statement -> statement.actions().patterns().stream()
                                    .map(Object::toString)
                                    .forEach(actions::add)));
            return actions;
        }

        private void unused(Set<String> kept, Set<String> removed) {
            ask(() -> analyzer.unusedAccess(proposal.principal()))
                    .flatMap(found -> found)
                    .ifPresent(unused -> {
                        lines.add(new Line(
                                "unused-access findings",
                                unused.services().size() + " services, "
                                        + unused.actions().size() + " actions"
                                        + (unused.wholePrincipal() ? ", the whole role" : ""),
                                removed.size() + " actions removed"));
                        List<String> both = kept.stream()
                                .filter(action -> isUnused(unused, action))
                                .toList();
                        if (!both.isEmpty()) {
                            disagreements.add("unused for AWS, and kept by us: " + String.join(", ", both));
                        }
                    });
        }

        private static boolean isUnused(UnusedAccess unused, String action) {
            return unused.services().contains(action.substring(0, action.indexOf(':')))
                    || unused.actions().stream().anyMatch(action::equalsIgnoreCase);
        }

        private void lastAccessed(Set<String> removed) {
            ask(() -> LastAccessedReader.of(session).of(proposal.principal())).ifPresent(last -> {
                lines.add(new Line(
                        "last accessed",
                        last.usedServices().size() + " services, "
                                + last.usedActions().size() + " tracked actions used",
                        proposal.kept().size() + " permissions kept"));
                List<String> used = used(last, removed);
                if (!used.isEmpty()) {
                    disagreements.add("removed by us, and tried at some time for IAM: " + String.join(", ", used));
                }
            });
        }

        private static List<String> used(LastAccessed last, Set<String> removed) {
            List<String> used = new ArrayList<>();
            last.usedActions().forEach((action, time) -> {
                if (removed.stream().anyMatch(action::equalsIgnoreCase)) {
                    used.add(action + " (" + time.toString().substring(0, 10) + ")");
                }
            });
            return used;
        }
    }

    /** Whether it holds against the proposal that AWS says otherwise. */
    boolean contradict(Proof.Verdict verdict) {
        return contradicted && verdict == Proof.Verdict.PROVEN;
    }

    String text() {
        StringBuilder text = new StringBuilder("\nSecond opinions of AWS\n");
        for (Line line : lines) {
            text.append(String.format(Locale.ROOT, "  %-23s %s; ours: %s\n", line.question(), line.aws(), line.ours()));
        }
        findings.forEach((policy, list) -> list.forEach(finding -> text.append("  ")
                .append(finding.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .append(' ')
                .append(finding.code())
                .append(" in ")
                .append(policy)
                .append(finding.places().isEmpty() ? "" : " at " + String.join(", ", finding.places()))
                .append("\n    ")
                .append(finding.message())
                .append('\n')));
        disagreements.forEach(line -> text.append("  differs: ").append(line).append('\n'));
        missing.forEach(line -> text.append("  not asked: ").append(line).append('\n'));
        return text.toString();
    }

    void json(ObjectNode root) {
        ArrayNode asked = root.putArray("asked");
        lines.forEach(line -> asked.addObject()
                .put("question", line.question())
                .put("aws", line.aws())
                .put("ours", line.ours()));
        ArrayNode found = root.putArray("findings");
        findings.forEach((policy, list) -> list.forEach(finding -> {
            ObjectNode node = found.addObject();
            node.put("policy", policy);
            node.put("kind", finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            node.put("code", finding.code());
            node.put("message", finding.message());
            node.put("link", finding.link());
            finding.places().forEach(node.putArray("places")::add);
        }));
        disagreements.forEach(root.putArray("disagreements")::add);
        missing.forEach(root.putArray("missing")::add);
    }
}
