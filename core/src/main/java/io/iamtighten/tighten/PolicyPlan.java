package io.iamtighten.tighten;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.HeldPolicy;
import io.iamtighten.account.IamPrincipal;
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
        for (int i = 0; i < after.size(); i++) {
            HeldPolicy held = view.policies().get(i);
            if (held.group().isPresent() && !after.get(i).equals(held.policy().document())) {
                leftGroups.add(held.group().get());
            }
        }
        IamPrincipal principal = view.principal();
        leftGroups.forEach(group -> steps.add("remove the user `" + principal.name() + "` from the group `" + group
                + "`: its policies hold for the other members and stay as they are"));
        List<PolicyChange> changes = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            changes.add(change(view.policies().get(i), after.get(i)));
        }
        return changes;
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
        String name = base;
        for (int i = 2; !takenNames.add(name); i++) {
            String end = "-" + i;
            name = base.substring(0, Math.min(base.length(), MAX_NAME - end.length())) + end;
        }
        return name;
    }
}
