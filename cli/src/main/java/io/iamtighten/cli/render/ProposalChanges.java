package io.iamtighten.cli.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.lint.EscalationPaths;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.tighten.Confidence;
import io.iamtighten.tighten.Evidence;
import io.iamtighten.tighten.KeptPermission;
import io.iamtighten.tighten.MinedConditions;
import io.iamtighten.tighten.NeverFound;
import io.iamtighten.tighten.PolicyChange;
import io.iamtighten.tighten.TighteningProposal;
import io.iamtighten.usage.TrailCoverage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a proposal changes, in the forms in which changes are made: a diff, Terraform, CloudFormation, a script, a pull request. */
public final class ProposalChanges {
    /** Permissions of low confidence beyond so many are counted. */
    private static final int MAX_LOW = 20;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Managed policies attached to a role or user, as long as nobody asked AWS for more. */
    private static final int ATTACHED = 10;

    private final TighteningProposal proposal;
    private final boolean user;
    private final String name;
    private final String account;

    private ProposalChanges(TighteningProposal proposal) {
        this.proposal = proposal;
        this.user = proposal.principal().contains(":user/");
        this.name = proposal.principal().substring(proposal.principal().lastIndexOf('/') + 1);
        String[] parts = proposal.principal().split(":", 6);
        this.account = parts.length > 4 ? parts[4] : "";
    }

    private static List<String> lines(PolicyDocument document) {
        return PolicyWriter.canonical(document).lines().toList();
    }

    /** Returns a unified diff for each policy that changes. */
    public static String diff(TighteningProposal proposal) {
        StringBuilder out = new StringBuilder();
        Set<PolicyDocument> shown = new HashSet<>();
        for (PolicyChange change : proposal.policies()) {
            if (change.action() == PolicyChange.Action.KEEP) {
                continue;
            }
            String old = change.replaces().or(change::arn).orElse(change.name());
            // The parts of a policy that was divided stand against nothing, but for the first.
            boolean isNew = change.before().statements().isEmpty();
            List<String> before = !isNew && shown.add(change.before()) ? lines(change.before()) : List.of();
            out.append(UnifiedDiff.of(
                    before.isEmpty() ? "/dev/null" : "today/" + old,
                    change.after().isPresent() ? "proposed/" + change.name() : "/dev/null",
                    before,
                    change.after().map(ProposalChanges::lines).orElse(List.of())));
        }
        return out.toString();
    }

    /** Returns Terraform resources for the policies of the proposal. What is taken away stands in comments. */
    public static String terraform(TighteningProposal proposal) {
        return new ProposalChanges(proposal).terraform();
    }

    private String terraform() {
        StringBuilder out = new StringBuilder();
        String kind = user ? "user" : "role";
        Set<String> labels = new HashSet<>();
        for (PolicyChange change : proposal.policies()) {
            String old = change.replaces().or(change::arn).orElse(change.name());
            if (change.action() == PolicyChange.Action.KEEP) {
                continue;
            }
            if (change.after().isEmpty()) {
                out.append("# take away: ")
                        .append(change.kind().text())
                        .append(" policy ")
                        .append(old)
                        .append("\n\n");
                continue;
            }
            String label = change.name().replaceAll("[^A-Za-z0-9_]", "_");
            label = Character.isDigit(label.charAt(0)) ? "_" + label : label;
            for (int i = 2; !labels.add(label); i++) {
                label = label + "_" + i;
            }
            change.replaces()
                    .ifPresent(
                            r -> out.append("# takes the place of ").append(r).append('\n'));
            if (change.kind() == PolicyChange.Kind.INLINE) {
                out.append("resource \"aws_iam_" + kind + "_policy\" \"" + label + "\" {\n");
                out.append("  name   = ").append(quoted(change.name())).append('\n');
                out.append("  ")
                        .append(kind)
                        .append("   = ")
                        .append(quoted(name))
                        .append('\n');
            } else {
                out.append("resource \"aws_iam_policy\" \"" + label + "\" {\n");
                out.append("  name   = ").append(quoted(change.name())).append('\n');
            }
            out.append("  policy = <<-POLICY\n");
            lines(change.after().get())
                    .forEach(line -> out.append("    ").append(template(line)).append('\n'));
            out.append("  POLICY\n}\n\n");
            if (change.action() == PolicyChange.Action.CREATE && change.kind() == PolicyChange.Kind.MANAGED) {
                out.append("resource \"aws_iam_" + kind + "_policy_attachment\" \"" + label + "\" {\n");
                out.append("  ")
                        .append(kind)
                        .append("       = ")
                        .append(quoted(name))
                        .append('\n');
                out.append("  policy_arn = aws_iam_policy.").append(label).append(".arn\n}\n\n");
            }
        }
        return out.length() == 0 ? "# nothing changes\n" : out.toString();
    }

    private static String template(String text) {
        return text.replace("${", "$${").replace("%{", "%%{");
    }

    private static String quoted(String text) {
        return '"' + template(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    /** Returns a CloudFormation template, in JSON, with the new and changed policies of the proposal. */
    public static String cloudFormation(TighteningProposal proposal) {
        return new ProposalChanges(proposal).cloudFormation();
    }

    private String cloudFormation() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("AWSTemplateFormatVersion", "2010-09-09");
        root.put("Description", "Tightened policies of " + proposal.principal());
        List<String> gone = new ArrayList<>();
        for (PolicyChange change : proposal.policies()) {
            boolean goes = change.action() == PolicyChange.Action.DETACH
                    || change.action() == PolicyChange.Action.CREATE
                            && change.replaces().isPresent();
            String old = change.replaces().or(change::arn).orElse(change.name());
            if (goes && !gone.contains(old)) {
                gone.add(old);
            }
        }
        if (!gone.isEmpty()) {
            // A template cannot take away what another made.
            gone.forEach(root.putObject("Metadata").putArray("TakeAwayByHand")::add);
        }
        ObjectNode resources = root.putObject("Resources");
        for (PolicyChange change : proposal.policies()) {
            if (change.action() == PolicyChange.Action.KEEP || change.after().isEmpty()) {
                continue;
            }
            String id = "Policy" + change.name().replaceAll("[^A-Za-z0-9]", "");
            for (int i = 2; resources.has(id); i++) {
                id = id + "x" + i;
            }
            ObjectNode resource = resources.putObject(id);
            boolean inline = change.kind() == PolicyChange.Kind.INLINE;
            resource.put(
                    "Type",
                    inline ? (user ? "AWS::IAM::UserPolicy" : "AWS::IAM::RolePolicy") : "AWS::IAM::ManagedPolicy");
            ObjectNode properties = resource.putObject("Properties");
            if (inline) {
                properties.put("PolicyName", change.name());
                properties.put(user ? "UserName" : "RoleName", name);
            } else {
                properties.put("ManagedPolicyName", change.name());
                properties.putArray(user ? "Users" : "Roles").add(name);
            }
            try {
                properties.set(
                        "PolicyDocument",
                        MAPPER.readTree(PolicyWriter.minified(change.after().get())));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a printed policy is no JSON", e);
            }
        }
        return root.toPrettyString() + "\n";
    }

    /** Returns a shell script that makes the changes with the AWS CLI, or takes them back: {@code apply} or {@code rollback}. */
    public static String script(TighteningProposal proposal) {
        return new ProposalChanges(proposal).script();
    }

    private String script() {
        Script script = new Script();
        Set<String> taken = new HashSet<>();
        for (PolicyChange change : proposal.policies()) {
            String old = change.replaces().or(change::arn).orElse(change.name());
            switch (change.action()) {
                case KEEP -> {}
                case REPLACE -> replace(change, script);
                case CREATE -> {
                    create(change, script);
                    boolean replacesOther =
                            change.replaces().isPresent() && change.group().isEmpty();
                    if (replacesOther && taken.add(old)) {
                        takeAway(old, change, script);
                    }
                }
                case DETACH -> {
                    if (change.group().isEmpty() && taken.add(old)) {
                        takeAway(old, change, script);
                    }
                }
            }
        }
        StringBuilder out = new StringBuilder("#!/usr/bin/env bash\n");
        out.append("# Changes the policies of ").append(proposal.principal()).append(".\n");
        proposal.steps()
                .forEach(step ->
                        out.append("# Also to do, by hand: ").append(step).append('\n'));
        int early = script.early(attachedToday());
        out.append(
                early == 0
                        ? "# New policies come before old ones go, so that nothing fails in between.\n"
                        : "# " + attachedToday() + " managed policies are attached and " + script.attach.size()
                                + " are new, of which AWS allows " + ATTACHED + " together: " + early
                                + " must go before as\n# many can come. For that moment their permissions are missing; a"
                                + " higher quota avoids it.\n");
        out.append("set -euo pipefail\n")
                .append(script.versioned ? VERSIONS : "")
                .append("\napply() {\n  :\n")
                .append(script.check)
                .append(String.join("", script.create))
                .append(script.add)
                .append(String.join("", script.detach.subList(0, early)))
                .append(String.join("", script.attach))
                .append(String.join("", script.detach.subList(early, script.detach.size())))
                .append(script.take)
                .append("}\n\nrollback() {\n  :\n")
                .append(script.restore)
                .append(String.join("", script.unattach.subList(0, early)))
                .append(String.join("", script.reattach))
                .append(String.join("", script.unattach.subList(early, script.unattach.size())))
                .append(String.join("", script.delete))
                .append("}\n\ncase \"${1:-}\" in\n  apply|rollback) \"$1\" ;;\n")
                .append("  *) echo \"usage: $0 apply|rollback\" >&2; exit 2 ;;\nesac\n");
        return out.toString();
    }

    /** The calls of a script, by what they do. */
    private static final class Script {
        /** Whether versions of managed policies are changed. */
        private boolean versioned;

        private final StringBuilder check = new StringBuilder();
        private final List<String> create = new ArrayList<>();
        private final StringBuilder add = new StringBuilder();
        private final List<String> attach = new ArrayList<>();
        private final List<String> detach = new ArrayList<>();
        private final StringBuilder take = new StringBuilder();
        private final StringBuilder restore = new StringBuilder();
        private final List<String> reattach = new ArrayList<>();
        private final List<String> unattach = new ArrayList<>();
        private final List<String> delete = new ArrayList<>();

        /** Returns how many managed policies must be detached before the new ones can be attached. */
        int early(int attached) {
            return Math.max(0, Math.min(detach.size(), attached + attach.size() - Math.max(ATTACHED, attached)));
        }
    }

    /** Returns how many managed policies are attached to the principal itself today. */
    private int attachedToday() {
        Set<String> arns = new HashSet<>();
        for (PolicyChange change : proposal.policies()) {
            if (change.group().isEmpty()) {
                change.replaces()
                        .or(change::arn)
                        .filter(old -> old.startsWith("arn:"))
                        .ifPresent(arns::add);
            }
        }
        return arns.size();
    }

    private void create(PolicyChange change, Script script) {
        String arn = "arn:" + proposal.principal().split(":", 3)[1] + ":iam::" + account + ":policy/" + change.name();
        script.create.add(aws(
                "create-policy",
                "--policy-name",
                change.name(),
                "--policy-document",
                minified(change.after().orElseThrow())));
        script.attach.add(aws(attach(), who(), name, "--policy-arn", arn));
        script.unattach.add(aws(detach(), who(), name, "--policy-arn", arn));
        script.delete.add(aws("delete-policy", "--policy-arn", arn));
    }

    private void takeAway(String old, PolicyChange change, Script script) {
        if (old.startsWith("arn:")) {
            script.detach.add(aws(detach(), who(), name, "--policy-arn", old));
            script.reattach.add(aws(attach(), who(), name, "--policy-arn", old));
        } else {
            script.take.append(
                    aws(user ? "delete-user-policy" : "delete-role-policy", who(), name, "--policy-name", old));
            script.restore.append(put(old, change.before()));
        }
    }

    private void replace(PolicyChange change, Script script) {
        if (change.arn().isEmpty()) {
            script.add.append(put(change.name(), change.after().orElseThrow()));
            script.restore.append(put(change.name(), change.before()));
            return;
        }
        String arn = change.arn().get();
        script.versioned = true;
        script.check
                .append("  ready ")
                .append(words(arn, change.version().orElse("")))
                .append('\n');
        script.add.append(aws(
                "create-policy-version",
                "--policy-arn",
                arn,
                "--set-as-default",
                "--policy-document",
                minified(change.after().orElseThrow())));
        script.restore
                .append("  restore ")
                .append(words(arn, change.version().orElse("")))
                .append('\n');
    }

    private String put(String policy, PolicyDocument document) {
        return aws(
                user ? "put-user-policy" : "put-role-policy",
                who(),
                name,
                "--policy-name",
                policy,
                "--policy-document",
                minified(document));
    }

    /** Shell functions for customer managed policies, of which AWS keeps five versions. */
    private static final String VERSIONS = """

            # in_force ARN: prints the id of the version in force
            in_force() {
              aws iam get-policy --policy-arn "$1" --query Policy.DefaultVersionId --output text
            }

            # ready ARN VERSION: stops unless the version is still in force and there is room for another
            ready() {
              if [ -n "$2" ] && [ "$(in_force "$1")" != "$2" ]; then
                echo "$1 has changed since the proposal: $2 is not in force; propose again" >&2
                exit 1
              fi
              if [ "$(aws iam list-policy-versions --policy-arn "$1" --query 'length(Versions)' --output text)" -ge 5 ]; then
                echo "$1 has five versions, the most that AWS keeps; delete one that is not in force first" >&2
                exit 1
              fi
            }

            # restore ARN VERSION: puts the version back in force and deletes the one that apply made
            restore() {
              local now
              now=$(in_force "$1")
              [ "$now" != "$2" ] || return 0
              aws iam set-default-policy-version --policy-arn "$1" --version-id "$2"
              aws iam delete-policy-version --policy-arn "$1" --version-id "$now"
            }
            """;

    private static String minified(PolicyDocument document) {
        return PolicyWriter.minified(document);
    }

    private String who() {
        return user ? "--user-name" : "--role-name";
    }

    private String attach() {
        return user ? "attach-user-policy" : "attach-role-policy";
    }

    private String detach() {
        return user ? "detach-user-policy" : "detach-role-policy";
    }

    private static String aws(String... words) {
        return "  aws iam " + words(words) + "\n";
    }

    /** Returns words as a shell takes them literally. */
    private static String words(String... words) {
        List<String> quoted = new ArrayList<>();
        for (String word : words) {
            boolean plain = word.matches("[A-Za-z0-9_:/=.@+-]+");
            quoted.add(plain ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return String.join(" ", quoted);
    }

    /** Returns a pull request's text: what changes and how sure it is, then the diffs. */
    public static String markdown(TighteningProposal proposal) {
        StringBuilder out = new StringBuilder("## Tighten `" + proposal.principal() + "`\n\n");
        out.append("| | before | after |\n|---|---:|---:|\n");
        row(out, "actions", proposal.before().actions(), proposal.after().actions());
        row(out, "services", proposal.before().services(), proposal.after().services());
        row(out, "statements", proposal.before().statements(), proposal.after().statements());
        row(
                out,
                "wildcard actions",
                proposal.before().wildcardActions(),
                proposal.after().wildcardActions());
        row(
                out,
                "wildcard resources",
                proposal.before().wildcardResources(),
                proposal.after().wildcardResources());
        out.append('\n');
        proposal.coverage().ifPresent(coverage -> watched(proposal, coverage, out));
        out.append("- **proof**: ")
                .append(proposal.proof().verdict().text().toUpperCase(Locale.ROOT))
                .append(", ")
                .append(proposal.proof().reason())
                .append("\n- **replay**: today's policies allow ")
                .append(proposal.replay().allowedBefore())
                .append(" of ")
                .append(proposal.replay().events())
                .append(" uses, the proposal ")
                .append(proposal.replay().allowedAfter())
                .append(" of those.")
                .append(ProposalText.withoutResource(proposal.replay()))
                .append("\n- **blind spots**: ")
                .append(proposal.blindSpots().stream().filter(b -> b.kept()).count())
                .append(" actions kept although no record can show their use, ")
                .append(proposal.blindSpots().stream().filter(b -> !b.kept()).count())
                .append(" not kept\n");
        out.append("- **known ways to more permissions**: ")
                .append(proposal.escalation().before().open().size())
                .append(" open today, ")
                .append(proposal.escalation().after().open().size())
                .append(" after\n");
        List<EscalationPaths.Path> still = proposal.escalation().after().open();
        if (still.size() < EscalationPaths.known()) {
            still.forEach(path -> out.append("  - still open: `")
                    .append(path.id())
                    .append("`, with ")
                    .append(String.join(" and ", path.permissions()))
                    .append(" it can ")
                    .append(path.what())
                    .append('\n'));
        }
        proposal.conditions().added().forEach(added -> condition(out, added));
        proposal.conditions()
                .heldOut()
                .forEach(held -> out.append("- **")
                        .append(held.kind().text())
                        .append(" conditions, tested**: learnt from the days before ")
                        .append(held.from().toString(), 0, 10)
                        .append(", they would have refused ")
                        .append(held.refused())
                        .append(" of ")
                        .append(held.calls())
                        .append(" later uses\n"));
        out.append("- **confidence** that what stays is needed again: ")
                .append(ProposalText.confidences(proposal))
                .append('\n');
        littleUsed(proposal, out);
        neverFound(proposal, out);
        proposal.warnings().forEach(w -> out.append("- mind: ").append(w).append('\n'));
        proposal.steps().forEach(s -> out.append("- also to do: ").append(s).append('\n'));
        String diff = diff(proposal);
        out.append(diff.isEmpty() ? "\nNothing changes.\n" : "\n````diff\n" + diff + "````\n");
        return out.toString();
    }

    private static void condition(StringBuilder out, MinedConditions.Added added) {
        Condition condition = added.condition();
        out.append("- **condition added**: `")
                .append(condition.operator())
                .append(' ')
                .append(condition.key())
                .append("` ")
                .append(String.join(", ", condition.values()))
                .append(" on ")
                .append(added.actions().size())
                .append(" actions; ")
                .append(added.rests())
                .append(" (")
                .append(added.calls())
                .append(" uses)\n");
    }

    private static void watched(TighteningProposal proposal, TrailCoverage coverage, StringBuilder out) {
        out.append("- **watched**: ");
        coverage.from()
                .ifPresent(from -> out.append(from.toString(), 0, 10)
                        .append(" to ")
                        .append(coverage.to().orElse(from).toString(), 0, 10)
                        .append(", "));
        out.append(coverage.events())
                .append(" events, ")
                .append(proposal.events())
                .append(" by this principal\n");
        proposal.observability().forEach(each -> out.append("  - ").append(each).append('\n'));
    }

    private static void neverFound(TighteningProposal proposal, StringBuilder out) {
        List<NeverFound> all = proposal.neverFound();
        if (all.isEmpty()) {
            return;
        }
        out.append("- **named, but never found**: ")
                .append(ProposalText.NEVER_FOUND)
                .append('\n');
        for (NeverFound each : all.subList(0, Math.min(MAX_LOW, all.size()))) {
            out.append("  - `")
                    .append(each.resource())
                    .append("`: ")
                    .append(String.join(", ", each.actions()))
                    .append(", ")
                    .append(each.calls())
                    .append(each.calls() == 1 ? " call, last " : " calls, last ")
                    .append(each.last().toString(), 0, 10)
                    .append('\n');
        }
        if (all.size() > MAX_LOW) {
            out.append("  - ").append(all.size() - MAX_LOW).append(" more\n");
        }
    }

    private static void littleUsed(TighteningProposal proposal, StringBuilder out) {
        List<KeptPermission> low = proposal.kept().stream()
                .filter(permission -> permission.confidence() == Confidence.LOW)
                .toList();
        for (KeptPermission permission : low.subList(0, Math.min(MAX_LOW, low.size()))) {
            Evidence evidence = permission.evidence().orElseThrow();
            out.append("  - low: `")
                    .append(permission.action())
                    .append("`, used on ")
                    .append(evidence.days())
                    .append(evidence.days() == 1 ? " day" : " days")
                    .append(", last ")
                    .append(evidence.last().toString(), 0, 10)
                    .append('\n');
        }
        if (low.size() > MAX_LOW) {
            out.append("  - low: ").append(low.size() - MAX_LOW).append(" more\n");
        }
    }

    private static void row(StringBuilder out, String what, int before, int after) {
        out.append("| ")
                .append(what)
                .append(" | ")
                .append(before)
                .append(" | ")
                .append(after)
                .append(" |\n");
    }
}
