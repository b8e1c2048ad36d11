package io.iamtighten.tighten;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.HeldPolicy;
import io.iamtighten.account.ManagedPolicy;
import io.iamtighten.account.PolicyOrigin;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides how each policy changes: what others hold too is never narrowed for them, what AWS manages becomes a copy of one's own, and
 * a group whose policies are too wide is left.
 */
final class PolicyPlan {
    private static final int MAX_NAME = 128;

    private final AccountSnapshot account;
    private final PrincipalView view;
    private final Set<String> takenNames = new HashSet<>();
    private final Set<String> leftGroups = new LinkedHashSet<>();
    private final List<String> steps = new ArrayList<>();

    PolicyPlan(AccountSnapshot account, PrincipalView view) {
        this.account = account;
        this.view = view;
        account.policies().forEach(policy -> takenNames.add(policy.name()));
        view.principal().inline().forEach(policy -> takenNames.add(policy.name()));
    }

    /**
     * @param after the documents afterwards, one for each of the view's policies
     */
    List<PlannedChange> changes(List<PolicyDocument> after) {
        return changes(after.stream().map(List::of).toList(), Optional.empty());
    }

    /**
     * Puts one new policy in the place of all but those of groups that stay; nothing changes if no document does.
     *
     * @param after the documents afterwards, one for each of the view's policies
     */
    List<PlannedChange> fresh(List<PolicyDocument> after) {
        List<List<PolicyDocument>> parts = after.stream().map(List::of).toList();
        Set<String> left = changedGroups(parts);
        boolean same = true;
        List<PolicyDocument> replaced = new ArrayList<>();
        List<List<PolicyDocument>> rest = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            HeldPolicy held = view.policies().get(i);
            same &= after.get(i).equals(held.policy().document());
            boolean stays = held.group().filter(group -> !left.contains(group)).isPresent();
            rest.add(stays ? parts.get(i) : List.of());
            if (!stays) {
                replaced.add(after.get(i));
            }
        }
        return same ? changes(after) : changes(rest, Optional.of(List.of(FreshPolicy.of(replaced))));
    }

    /**
     * @param parts of each of the view's policies, the documents that it becomes
     * @param fresh documents that take the place of several policies together; empty where there are none such
     */
    List<PlannedChange> changes(List<List<PolicyDocument>> parts, Optional<List<PolicyDocument>> fresh) {
        leftGroups.addAll(changedGroups(parts));
        leftGroups.forEach(
                group -> steps.add("remove the user `" + view.principal().name() + "` from the group `" + group
                        + "`: its policies hold for the other members and stay as they are"));
        List<PolicyDocument> created = fresh.orElse(List.of()).stream()
                .filter(document -> !document.statements().isEmpty())
                .toList();
        String name = created.isEmpty() ? "" : freshName();
        String note = created.isEmpty() ? "nothing of it is left" : "`" + name + "` takes its place";
        List<PlannedChange> changes = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            HeldPolicy held = view.policies().get(i);
            if (fresh.isPresent() && !stays(held)) {
                changes.add(new PlannedChange(detached(held, note), i));
            } else {
                changes(i, held, parts.get(i), changes);
            }
        }
        for (int i = 0; i < created.size(); i++) {
            changes.add(new PlannedChange(
                    new PolicyChange(
                            i == 0 ? name : freePart(name, i + 1),
                            PolicyChange.Kind.MANAGED,
                            PolicyChange.Action.CREATE,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            PolicyDocument.of(List.of()),
                            Optional.of(created.get(i)),
                            "in place of all that is detached"),
                    PlannedChange.NEW));
        }
        return changes;
    }

    /** The groups of which a policy does not stay as it is. */
    private Set<String> changedGroups(List<List<PolicyDocument>> parts) {
        Set<String> changed = new LinkedHashSet<>();
        for (int i = 0; i < parts.size(); i++) {
            HeldPolicy held = view.policies().get(i);
            if (!parts.get(i).equals(List.of(held.policy().document()))) {
                held.group().ifPresent(changed::add);
            }
        }
        return changed;
    }

    private void changes(int place, HeldPolicy held, List<PolicyDocument> parts, List<PlannedChange> into) {
        boolean embedded = held.origin() == PolicyOrigin.INLINE || held.origin() == PolicyOrigin.GROUP_INLINE;
        PolicyChange first = embedded && parts.size() > 1
                ? copy(held, parts.get(0), tooLong())
                : change(held, parts.isEmpty() ? held.policy().document().withStatements(List.of()) : parts.get(0));
        into.add(new PlannedChange(first, place));
        for (int i = 1; i < parts.size(); i++) {
            into.add(new PlannedChange(part(first, parts.get(i), i + 1), place));
        }
    }

    /** Returns a further part of a policy that is divided. */
    private PolicyChange part(PolicyChange first, PolicyDocument document, int number) {
        // A policy that takes the place of no single other has parts that do not either.
        boolean fresh =
                first.action() == PolicyChange.Action.CREATE && first.replaces().isEmpty();
        String whole = first.replaces().orElseGet(() -> first.arn().orElse(first.name()));
        return new PolicyChange(
                freePart(first.name(), number),
                PolicyChange.Kind.MANAGED,
                PolicyChange.Action.CREATE,
                fresh ? Optional.empty() : Optional.of(whole),
                Optional.empty(),
                first.group(),
                first.before(),
                Optional.of(document),
                first.note());
    }

    private boolean stays(HeldPolicy held) {
        return held.group().isPresent() && !leftGroups.contains(held.group().get());
    }

    private String freshName() {
        String end = "-tightened";
        String principal = view.principal().name();
        String name = principal.substring(0, Math.min(principal.length(), MAX_NAME - end.length())) + end;
        return takenNames.add(name) ? name : freePart(name, 2);
    }

    private static PolicyChange detached(HeldPolicy held, String note) {
        boolean embedded = held.origin() == PolicyOrigin.INLINE || held.origin() == PolicyOrigin.GROUP_INLINE;
        return new PolicyChange(
                held.policy().name(),
                embedded ? PolicyChange.Kind.INLINE : PolicyChange.Kind.MANAGED,
                PolicyChange.Action.DETACH,
                Optional.empty(),
                held.arn(),
                held.group(),
                held.policy().document(),
                Optional.empty(),
                held.group().isPresent() ? "it goes with the group; " + note : note);
    }

    /**
     * Makes changes fit IAM's quotas as far as they can be divided: a managed policy becomes several, and embedded policies that are
     * together too long become managed ones.
     */
    List<PlannedChange> fitted(List<PlannedChange> changes) {
        List<PlannedChange> result = new ArrayList<>(changes);
        while (inlineSize(result) > inlineLimit()) {
            int largest = -1;
            for (int i = 0; i < result.size(); i++) {
                PolicyChange change = result.get(i).change();
                boolean candidate =
                        change.kind() == PolicyChange.Kind.INLINE && change.action() == PolicyChange.Action.REPLACE;
                if (candidate
                        && (largest < 0
                                || size(change) > size(result.get(largest).change()))) {
                    largest = i;
                }
            }
            if (largest < 0) {
                break;
            }
            PolicyChange change = result.get(largest).change();
            result.set(
                    largest,
                    new PlannedChange(
                            new PolicyChange(
                                    freeName(change.name()),
                                    PolicyChange.Kind.MANAGED,
                                    PolicyChange.Action.CREATE,
                                    Optional.of(change.name()),
                                    Optional.empty(),
                                    change.group(),
                                    change.before(),
                                    change.after(),
                                    tooLong()),
                            result.get(largest).held()));
        }
        List<PlannedChange> parts = new ArrayList<>();
        result.forEach(change -> divide(change, parts));
        return numbered(parts);
    }

    private int inlineLimit() {
        return view.principal() instanceof io.iamtighten.account.IamRole ? Quotas.ROLE_INLINE : Quotas.USER_INLINE;
    }

    private String tooLong() {
        return "embedded policies may have " + inlineLimit() + " characters together";
    }

    private void divide(PlannedChange planned, List<PlannedChange> into) {
        PolicyChange change = planned.change();
        boolean divisible = change.kind() == PolicyChange.Kind.MANAGED
                && change.action() != PolicyChange.Action.KEEP
                && change.after().filter(document -> !Quotas.fits(document)).isPresent();
        if (!divisible) {
            into.add(planned);
            return;
        }
        List<PolicyDocument> documents = Quotas.split(change.after().orElseThrow());
        into.add(new PlannedChange(withAfter(change, documents.get(0), change.note()), planned.held()));
        for (int i = 1; i < documents.size(); i++) {
            into.add(new PlannedChange(part(change, documents.get(i), i + 1), planned.held()));
        }
    }

    private static PolicyChange withAfter(PolicyChange change, PolicyDocument document, String note) {
        // Also the part that stays under the policy's own name tells of what it is a part.
        return new PolicyChange(
                change.name(),
                change.kind(),
                change.action(),
                change.replaces().or(change::arn),
                change.arn(),
                change.group(),
                change.before(),
                Optional.of(document),
                change.version(),
                note);
    }

    /** Notes of the parts of a policy which part they are. */
    private static List<PlannedChange> numbered(List<PlannedChange> changes) {
        List<PlannedChange> result = new ArrayList<>();
        for (PlannedChange planned : changes) {
            List<PlannedChange> together = changes.stream()
                    .filter(other -> other.held() == planned.held())
                    .filter(other -> other.change().after().isPresent())
                    .toList();
            Optional<PolicyDocument> after = planned.change().after();
            if (together.size() < 2 || after.isEmpty()) {
                result.add(planned);
                continue;
            }
            String note = planned.change().note();
            String part = "part " + (together.indexOf(planned) + 1) + " of " + together.size();
            result.add(new PlannedChange(
                    withAfter(planned.change(), after.get(), note.isEmpty() ? part : part + "; " + note),
                    planned.held()));
        }
        return result;
    }

    private static int size(PolicyChange change) {
        return change.after().map(io.iamtighten.policy.PolicyWriter::quotaSize).orElse(0);
    }

    private static int inlineSize(List<PlannedChange> changes) {
        return changes.stream()
                .map(PlannedChange::change)
                .filter(change -> change.kind() == PolicyChange.Kind.INLINE)
                .filter(change -> change.group().isEmpty())
                .mapToInt(PolicyPlan::size)
                .sum();
    }

    /** Returns whether every managed policy that changes is short enough and all can be attached. */
    boolean fits(List<PlannedChange> planned) {
        List<PolicyChange> changes = planned.stream().map(PlannedChange::change).toList();
        long attached = changes.stream()
                .filter(change -> change.kind() == PolicyChange.Kind.MANAGED
                        && change.after().isPresent()
                        && (change.group().isEmpty() || change.action() != PolicyChange.Action.KEEP))
                .count();
        long today = view.principal().attached().size();
        return attached <= Math.max(Quotas.ATTACHED, today)
                && changes.stream()
                        .noneMatch(change -> change.kind() == PolicyChange.Kind.MANAGED
                                && change.action() != PolicyChange.Action.KEEP
                                && change.after().filter(d -> !Quotas.fits(d)).isPresent());
    }

    List<String> steps() {
        return steps;
    }

    private PolicyChange change(HeldPolicy held, PolicyDocument after) {
        PolicyDocument before = held.policy().document();
        boolean same = after.equals(before);
        boolean leaves = held.group().filter(leftGroups::contains).isPresent();
        boolean embedded = held.origin() == PolicyOrigin.INLINE || held.origin() == PolicyOrigin.GROUP_INLINE;
        PolicyChange.Kind kind = embedded ? PolicyChange.Kind.INLINE : PolicyChange.Kind.MANAGED;
        String name = held.policy().name();
        if (same && !leaves) {
            return new PolicyChange(
                    name,
                    kind,
                    PolicyChange.Action.KEEP,
                    Optional.empty(),
                    held.arn(),
                    held.group(),
                    before,
                    Optional.of(after),
                    "");
        }
        if (after.statements().isEmpty()) {
            return new PolicyChange(
                    name,
                    kind,
                    PolicyChange.Action.DETACH,
                    Optional.empty(),
                    held.arn(),
                    held.group(),
                    before,
                    Optional.empty(),
                    leaves ? "it goes with the group" : "nothing of it is left");
        }
        if (leaves) {
            if (same && held.arn().isPresent()) {
                steps.add("attach `" + held.arn().get() + "` to the user `"
                        + view.principal().name() + "`: it came through the group");
                return new PolicyChange(
                        name,
                        kind,
                        PolicyChange.Action.KEEP,
                        Optional.empty(),
                        held.arn(),
                        held.group(),
                        before,
                        Optional.of(after),
                        "attached to the user itself");
            }
            return copy(held, after, "the group's other members keep theirs");
        }
        return switch (held.origin()) {
            case INLINE, GROUP_INLINE ->
                new PolicyChange(
                        name,
                        kind,
                        PolicyChange.Action.REPLACE,
                        Optional.empty(),
                        Optional.empty(),
                        held.group(),
                        before,
                        Optional.of(after),
                        "");
            case AWS_MANAGED, GROUP_AWS_MANAGED -> copy(held, after, "only AWS changes its managed policies");
            case CUSTOMER_MANAGED, GROUP_CUSTOMER_MANAGED -> {
                if (held.otherHolders() > 0) {
                    yield copy(held, after, "others hold it too (" + held.otherHolders() + ")");
                }
                if (isBoundary(held.arn())) {
                    yield copy(held, after, "it is a permissions boundary too");
                }
                yield new PolicyChange(
                        name,
                        kind,
                        PolicyChange.Action.REPLACE,
                        Optional.empty(),
                        held.arn(),
                        held.group(),
                        before,
                        Optional.of(after),
                        held.arn().flatMap(account::managedPolicy).map(ManagedPolicy::defaultVersion),
                        "a new version");
            }
        };
    }

    private boolean isBoundary(Optional<String> arn) {
        return account.roles().stream().anyMatch(role -> role.boundaryArn().equals(arn))
                || account.users().stream().anyMatch(user -> user.boundaryArn().equals(arn));
    }

    private PolicyChange copy(HeldPolicy held, PolicyDocument after, String note) {
        String name = freeName(held.policy().name());
        return new PolicyChange(
                name,
                PolicyChange.Kind.MANAGED,
                PolicyChange.Action.CREATE,
                Optional.of(held.arn().orElse(held.policy().name())),
                Optional.empty(),
                held.group(),
                held.policy().document(),
                Optional.of(after),
                note);
    }

    /** Names the copy after the policy and the principal, within IAM's 128 characters of {@code [A-Za-z0-9_+=,.@-]}. */
    private String freeName(String policy) {
        String clean = policy.substring(policy.lastIndexOf('/') + 1).replaceAll("[^\\w+=,.@-]", "-");
        String whole = clean + "-" + view.principal().name();
        String base = whole.length() <= MAX_NAME ? whole : whole.substring(0, MAX_NAME);
        return takenNames.add(base) ? base : freePart(base, 2);
    }

    private String freePart(String base, int number) {
        String name = base;
        for (int i = number; name.equals(base) || !takenNames.add(name); i++) {
            String end = "-" + i;
            name = base.substring(0, Math.min(base.length(), MAX_NAME - end.length())) + end;
        }
        return name;
    }
}
