package io.iamtighten.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lookups of a snapshot, for work over many of its principals: each is a hash lookup. */
final class AccountIndex {
    private final Map<String, IamGroup> groups = new HashMap<>();
    private final Map<String, ManagedPolicy> policies = new HashMap<>();
    private final Map<String, Integer> holders = new HashMap<>();
    private final Map<String, Integer> members = new HashMap<>();

    AccountIndex(AccountSnapshot account) {
        account.groups().forEach(group -> groups.putIfAbsent(group.name(), group));
        account.policies().forEach(policy -> policies.putIfAbsent(policy.arn(), policy));
        for (IamUser user : account.users()) {
            user.attached().forEach(this::hold);
            user.boundaryArn().ifPresent(arn -> holders.merge(arn, 1, Integer::sum));
            user.groups().stream().distinct().forEach(name -> members.merge(name, 1, Integer::sum));
        }
        account.groups().forEach(group -> group.attached().forEach(this::hold));
        for (IamRole role : account.roles()) {
            role.attached().forEach(this::hold);
            role.boundaryArn().ifPresent(arn -> holders.merge(arn, 1, Integer::sum));
        }
    }

    private void hold(AttachedPolicy attached) {
        holders.merge(attached.arn(), 1, Integer::sum);
    }

    Optional<IamGroup> group(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    Optional<ManagedPolicy> policy(String arn) {
        return Optional.ofNullable(policies.get(arn));
    }

    /** Returns how many users, groups and roles hold a managed policy or have it as their boundary. */
    int holders(ManagedPolicy policy) {
        return Math.max(holders.getOrDefault(policy.arn(), 0), policy.attachments() + policy.boundaryUses());
    }

    /** Returns how many users are in a group. */
    int members(String group) {
        return members.getOrDefault(group, 0);
    }

    /** Returns the views of all users and roles. */
    static List<PrincipalView> views(AccountSnapshot account) {
        AccountIndex index = new AccountIndex(account);
        List<PrincipalView> views = new ArrayList<>();
        account.users().forEach(user -> views.add(account.view(user, index)));
        account.roles().forEach(role -> views.add(account.view(role, index)));
        return views;
    }
}
