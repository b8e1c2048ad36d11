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
    List<PolicyChange> changes(List<PolicyDocument> after) {
        leaveGroups(after);
        List<PolicyChange> changes = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            changes.add(change(view.policies().get(i), after.get(i)));
        }
        return changes;
    }

    private void leaveGroups(List<PolicyDocument> after) {
        for (int i = 0; i < after.size(); i++) {
            HeldPolicy held = view.policies().get(i);
            if (held.group().isPresent() && !after.get(i).equals(held.policy().document())) {
                leftGroups.add(held.group().get());
            }
        }
        leftGroups.forEach(
                group -> steps.add("remove the user `" + view.principal().name() + "` from the group `" + group
                        + "`: its policies hold for the other members and stay as they are"));
    }

    /**
     * Puts one new policy in the place of all but those of groups that stay; nothing changes if no document does.
     *
     * @param after the documents afterwards, one for each of the view's policies
     */
    List<PolicyChange> fresh(List<PolicyDocument> after) {
        boolean same = true;
        for (int i = 0; i < after.size(); i++) {
            same &= after.get(i).equals(view.policies().get(i).policy().document());
        }
        if (same) {
            return changes(after);
        }
        leaveGroups(after);
        List<PolicyDocument> replaced = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            if (!stays(view.policies().get(i))) {
                replaced.add(after.get(i));
            }
        }
        PolicyDocument document = FreshPolicy.of(replaced);
        String name = freshName();
        String note = document.statements().isEmpty() ? "nothing of it is left" : "`" + name + "` takes its place";
        List<PolicyChange> changes = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            HeldPolicy held = view.policies().get(i);
            changes.add(stays(held) ? change(held, after.get(i)) : detached(held, note));
        }
        if (!document.statements().isEmpty()) {
            changes.add(new PolicyChange(
                    name,
                    PolicyChange.Kind.MANAGED,
                    PolicyChange.Action.CREATE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    PolicyDocument.of(List.of()),
                    Optional.of(document),
                    "in place of all that is detached"));
        }
        return changes;
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
    List<PolicyChange> fitted(List<PolicyChange> changes) {
        boolean role = view.principal() instanceof io.iamtighten.account.IamRole;
        int limit = role ? Quotas.ROLE_INLINE : Quotas.USER_INLINE;
        List<PolicyChange> result = new ArrayList<>(changes);
        while (inlineSize(result) > limit) {
            int largest = -1;
            for (int i = 0; i < result.size(); i++) {
                PolicyChange change = result.get(i);
                boolean candidate =
                        change.kind() == PolicyChange.Kind.INLINE && change.action() == PolicyChange.Action.REPLACE;
                if (candidate && (largest < 0 || size(change) > size(result.get(largest)))) {
                    largest = i;
                }
            }
            if (largest < 0) {
                break;
            }
            PolicyChange change = result.get(largest);
            result.set(
                    largest,
                    new PolicyChange(
                            freeName(change.name()),
                            PolicyChange.Kind.MANAGED,
                            PolicyChange.Action.CREATE,
                            Optional.of(change.name()),
                            Optional.empty(),
                            change.group(),
                            change.before(),
                            change.after(),
                            "embedded policies may have " + limit + " characters together"));
        }
        List<PolicyChange> parts = new ArrayList<>();
        result.forEach(change -> divide(change, parts));
        return parts;
    }

    private void divide(PolicyChange change, List<PolicyChange> into) {
        boolean divisible = change.kind() == PolicyChange.Kind.MANAGED
                && change.action() != PolicyChange.Action.KEEP
                && change.after().filter(document -> !Quotas.fits(document)).isPresent();
        if (!divisible) {
            into.add(change);
            return;
        }
        List<PolicyDocument> documents = Quotas.split(change.after().orElseThrow());
        // A policy that takes the place of no single other has parts that do not either.
        boolean fresh = change.action() == PolicyChange.Action.CREATE
                && change.replaces().isEmpty();
        String whole =
                fresh ? "" : change.replaces().orElseGet(() -> change.arn().orElse(change.name()));
        for (int i = 0; i < documents.size(); i++) {
            String part = "part " + (i + 1) + " of " + documents.size();
            into.add(new PolicyChange(
                    i == 0 ? change.name() : freePart(change.name(), i + 1),
                    PolicyChange.Kind.MANAGED,
                    i == 0 ? change.action() : PolicyChange.Action.CREATE,
                    whole.isEmpty() ? Optional.empty() : Optional.of(whole),
                    i == 0 ? change.arn() : Optional.empty(),
                    change.group(),
                    change.before(),
                    Optional.of(documents.get(i)),
                    i == 0 ? change.version() : Optional.empty(),
                    change.note().isEmpty() ? part : part + "; " + change.note()));
        }
    }

    private static int size(PolicyChange change) {
        return change.after().map(io.iamtighten.policy.PolicyWriter::quotaSize).orElse(0);
    }

    private static int inlineSize(List<PolicyChange> changes) {
        return changes.stream()
                .filter(change -> change.kind() == PolicyChange.Kind.INLINE)
                .filter(change -> change.group().isEmpty())
                .mapToInt(PolicyPlan::size)
                .sum();
    }

    /** Returns whether every managed policy that changes is short enough and all can be attached. */
    boolean fits(List<PolicyChange> changes) {
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
