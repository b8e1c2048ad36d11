package io.iamtighten.tighten;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.AttachedPolicy;
import io.iamtighten.account.HeldPolicy;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.IamUser;
import io.iamtighten.account.InlinePolicy;
import io.iamtighten.account.ManagedPolicy;
import io.iamtighten.account.PolicyOrigin;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An account after changes were made to one principal's policies.
 *
 * @param account the account then
 * @param principal the principal then
 * @param sources of each of the principal's policies then, in the order of its view, which policy of today's it comes from;
 *     {@link PlannedChange#NEW} where it stands for several
 */
record Applied(AccountSnapshot account, IamPrincipal principal, List<Integer> sources) {
    Applied {
        sources = List.copyOf(sources);
    }

    /** Returns the account as it is: each policy comes from itself. */
    static Applied nothing(AccountSnapshot account, IamPrincipal principal, PrincipalView view) {
        List<Integer> sources = new ArrayList<>();
        for (int i = 0; i < view.policies().size(); i++) {
            sources.add(i);
        }
        return new Applied(account, principal, sources);
    }

    /**
     * @param view the principal of the account as it is
     * @param changes what is done to its policies
     */
    static Applied of(AccountSnapshot account, PrincipalView view, List<PlannedChange> changes) {
        return new Making(account, view, changes).made();
    }

    /** Puts the account together. */
    private static final class Making {
        private final AccountSnapshot account;
        private final PrincipalView view;
        private final Map<Integer, PolicyChange> staying = new HashMap<>();
        private final Map<String, PolicyDocument> versions = new HashMap<>();
        private final List<ManagedPolicy> created = new ArrayList<>();
        private final List<AttachedPolicy> attached = new ArrayList<>();
        private final List<Integer> attachedSources = new ArrayList<>();
        private final Set<String> leftGroups = new HashSet<>();

        Making(AccountSnapshot account, PrincipalView view, List<PlannedChange> changes) {
            this.account = account;
            this.view = view;
            changes.stream()
                    .filter(each -> each.held() != PlannedChange.NEW)
                    .filter(each -> leaves(each.change()))
                    .forEach(each -> each.change().group().ifPresent(leftGroups::add));
            attachedAsToday(changes);
            for (PlannedChange each : changes) {
                make(each);
            }
        }

        private static boolean leaves(PolicyChange change) {
            return change.action() != PolicyChange.Action.KEEP || !change.note().isEmpty();
        }

        /** Attachments whose documents are unknown stay too. */
        private void attachedAsToday(List<PlannedChange> changes) {
            Map<String, Integer> places = new HashMap<>();
            Set<Integer> keptPlaces = new HashSet<>();
            for (int i = 0; i < view.policies().size(); i++) {
                HeldPolicy held = view.policies().get(i);
                if (held.group().isEmpty() && held.arn().isPresent()) {
                    places.put(held.arn().get(), i);
                }
            }
            for (PlannedChange each : changes) {
                boolean stays = each.change().action() == PolicyChange.Action.KEEP
                        || each.change().action() == PolicyChange.Action.REPLACE;
                if (stays) {
                    keptPlaces.add(each.held());
                }
            }
            for (AttachedPolicy today : view.principal().attached()) {
                Integer place = places.get(today.arn());
                if (place == null) {
                    attached.add(today);
                } else if (keptPlaces.contains(place)) {
                    attached.add(today);
                    attachedSources.add(place);
                }
            }
        }

        private void make(PlannedChange each) {
            PolicyChange change = each.change();
            switch (change.action()) {
                case KEEP -> {
                    if (change.group().filter(leftGroups::contains).isPresent()) {
                        attach(new AttachedPolicy(change.name(), change.arn().orElseThrow()), each.held());
                    } else {
                        staying.put(each.held(), change);
                    }
                }
                case REPLACE -> {
                    staying.put(each.held(), change);
                    change.arn()
                            .ifPresent(arn -> versions.put(arn, change.after().orElseThrow()));
                }
                case CREATE -> {
                    String arn = view.principal().arn().split(":(?:role|user)/", 2)[0] + ":policy/" + change.name();
                    created.add(new ManagedPolicy(
                            change.name(),
                            "/",
                            Optional.empty(),
                            arn,
                            "v1",
                            List.of(new ManagedPolicy.Version(
                                    "v1", change.after().orElseThrow())),
                            0,
                            0));
                    attach(new AttachedPolicy(change.name(), arn), each.held());
                }
                case DETACH -> {}
            }
        }

        private void attach(AttachedPolicy policy, int source) {
            if (attached.stream().noneMatch(a -> a.arn().equals(policy.arn()))) {
                attached.add(policy);
                attachedSources.add(source);
            }
        }

        Applied made() {
            List<InlinePolicy> inline = new ArrayList<>();
            List<Integer> sources = new ArrayList<>();
            List<Integer> ofGroups = new ArrayList<>();
            for (int i = 0; i < view.policies().size(); i++) {
                HeldPolicy held = view.policies().get(i);
                PolicyChange change = staying.get(i);
                if (change != null && held.origin() == PolicyOrigin.INLINE) {
                    inline.add(new InlinePolicy(
                            held.policy().name(), change.after().orElseThrow()));
                    sources.add(i);
                } else if (change != null && held.group().isPresent()) {
                    ofGroups.add(i);
                }
            }
            sources.addAll(attachedSources);
            sources.addAll(ofGroups);
            IamPrincipal principal = principal(inline);
            AccountSnapshot changed = new AccountSnapshot(
                    account.accountId(),
                    account.users().stream()
                            .map(user -> user.arn().equals(principal.arn()) ? (IamUser) principal : user)
                            .toList(),
                    account.groups(),
                    account.roles().stream()
                            .map(role -> role.arn().equals(principal.arn()) ? (IamRole) principal : role)
                            .toList(),
                    policies(),
                    account.organization(),
                    account.resourcePolicies(),
                    account.buckets(),
                    account.gaps());
            return new Applied(changed, principal, sources);
        }

        private IamPrincipal principal(List<InlinePolicy> inline) {
            if (view.principal() instanceof IamUser user) {
                return new IamUser(
                        user.name(),
                        user.path(),
                        user.id(),
                        user.arn(),
                        inline,
                        attached,
                        user.groups().stream()
                                .filter(group -> !leftGroups.contains(group))
                                .toList(),
                        user.boundaryArn(),
                        user.tags());
            }
            IamRole role = (IamRole) view.principal();
            return new IamRole(
                    role.name(),
                    role.path(),
                    role.id(),
                    role.arn(),
                    role.trustPolicy(),
                    inline,
                    attached,
                    role.boundaryArn(),
                    role.instanceProfiles(),
                    role.tags());
        }

        private List<ManagedPolicy> policies() {
            List<ManagedPolicy> policies = new ArrayList<>();
            for (ManagedPolicy policy : account.policies()) {
                PolicyDocument version = versions.get(policy.arn());
                policies.add(
                        version == null
                                ? policy
                                : new ManagedPolicy(
                                        policy.name(),
                                        policy.path(),
                                        policy.id(),
                                        policy.arn(),
                                        policy.defaultVersion(),
                                        List.of(new ManagedPolicy.Version(policy.defaultVersion(), version)),
                                        policy.attachments(),
                                        policy.boundaryUses()));
            }
            policies.addAll(created);
            return policies;
        }
    }
}
