package io.iamtighten.account;

import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gathers the policies that apply to a principal. */
final class HeldPolicies {
    private HeldPolicies() {}

    static List<HeldPolicy> of(AccountIndex account, IamPrincipal principal, List<String> missing) {
        List<HeldPolicy> held = new ArrayList<>();
        for (InlinePolicy inline : principal.inline()) {
            held.add(new HeldPolicy(
                    new NamedPolicy(inline.name(), inline.document()),
                    PolicyOrigin.INLINE,
                    Optional.empty(),
                    Optional.empty(),
                    0));
        }
        attached(account, principal.attached(), Optional.empty(), missing, held);
        if (principal instanceof IamUser user) {
            for (String name : user.groups()) {
                Optional<IamGroup> group = account.group(name);
                if (group.isEmpty()) {
                    missing.add("the group `" + name + "` is not in the snapshot; its policies are unknown");
                } else {
                    group(account, group.get(), missing, held);
                }
            }
        }
        return unique(held);
    }

    private static void group(AccountIndex account, IamGroup group, List<String> missing, List<HeldPolicy> held) {
        int others = Math.max(0, account.members(group.name()) - 1);
        for (InlinePolicy inline : group.inline()) {
            held.add(new HeldPolicy(
                    new NamedPolicy(inline.name(), inline.document()),
                    PolicyOrigin.GROUP_INLINE,
                    Optional.empty(),
                    Optional.of(group.name()),
                    others));
        }
        attached(account, group.attached(), Optional.of(group.name()), missing, held);
    }

    private static void attached(
            AccountIndex account,
            List<AttachedPolicy> attachments,
            Optional<String> group,
            List<String> missing,
            List<HeldPolicy> held) {
        for (AttachedPolicy attached : attachments) {
            Optional<ManagedPolicy> policy = account.policy(attached.arn());
            if (policy.isEmpty()) {
                missing.add("the document of the managed policy `" + attached.arn() + "` is not in the snapshot");
                continue;
            }
            boolean aws = policy.get().awsManaged();
            PolicyOrigin origin = group.isPresent()
                    ? (aws ? PolicyOrigin.GROUP_AWS_MANAGED : PolicyOrigin.GROUP_CUSTOMER_MANAGED)
                    : (aws ? PolicyOrigin.AWS_MANAGED : PolicyOrigin.CUSTOMER_MANAGED);
            held.add(new HeldPolicy(
                    new NamedPolicy(attached.name(), policy.get().document()),
                    origin,
                    Optional.of(attached.arn()),
                    group,
                    Math.max(0, account.holders(policy.get()) - 1)));
        }
    }

    /** Explanations name policies: two of one name get their origin added. */
    private static List<HeldPolicy> unique(List<HeldPolicy> held) {
        Set<String> taken = new HashSet<>();
        List<HeldPolicy> result = new ArrayList<>();
        for (HeldPolicy policy : held) {
            String name = policy.policy().name();
            if (!taken.add(name)) {
                name = policy.arn()
                        .orElse(policy.group().map(g -> "group " + g + "/").orElse("inline ") + name);
                for (int i = 2; !taken.add(name); i++) {
                    name = policy.policy().name() + " (" + i + ")";
                }
            }
            result.add(new HeldPolicy(
                    new NamedPolicy(name, policy.policy().document()),
                    policy.origin(),
                    policy.arn(),
                    policy.group(),
                    policy.otherHolders()));
        }
        return result;
    }

    /** A boundary whose document is lacking allows nothing that is known. */
    static NamedPolicy boundary(AccountIndex account, String arn, List<String> missing) {
        Optional<ManagedPolicy> policy = account.policy(arn);
        if (policy.isEmpty()) {
            missing.add("the document of the permissions boundary `" + arn + "` is not in the snapshot");
        }
        return new NamedPolicy(
                policy.map(ManagedPolicy::name).orElse(arn),
                policy.map(ManagedPolicy::document).orElse(PolicyDocument.of(List.of())));
    }
}
