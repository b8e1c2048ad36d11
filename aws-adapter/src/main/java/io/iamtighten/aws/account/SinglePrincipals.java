package io.iamtighten.aws.account;

import io.iamtighten.account.AccountText;
import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.GetGroupResponse;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.GroupDetail;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.User;
import software.amazon.awssdk.services.iam.model.UserDetail;

/** Reads single roles, users and managed policies with a few calls, in the form of account details. */
final class SinglePrincipals {
    private final AwsSession session;

    SinglePrincipals(AwsSession session) {
        this.session = session;
    }

    List<AccountText> role(String name) {
        ApiPage page = new ApiPage();
        Role role = session.call(
                AwsCall.GET_ROLE,
                () -> session.iam().getRole(request -> request.roleName(name)).role());
        String arn = role.arn();
        List<String> names = orGap(page, "inline policies", arn, List.of(), () -> {
            List<String> all = new ArrayList<>();
            session.pages(
                    AwsCall.LIST_ROLE_POLICIES,
                    marker -> session.iam()
                            .listRolePolicies(request -> request.roleName(name).marker(marker.orElse(null))),
                    answer -> next(answer.isTruncated(), answer.marker()),
                    answer -> all.addAll(answer.policyNames()));
            return all;
        });
        List<PolicyDetail> inline = inline(
                page,
                names,
                arn,
                AwsCall.GET_ROLE_POLICY,
                policy -> session.iam()
                        .getRolePolicy(request -> request.roleName(name).policyName(policy))
                        .policyDocument());
        List<AttachedPolicy> attached = orGap(page, "managed policies", arn, List.of(), () -> {
            List<AttachedPolicy> all = new ArrayList<>();
            session.pages(
                    AwsCall.LIST_ATTACHED_ROLE_POLICIES,
                    marker -> session.iam()
                            .listAttachedRolePolicies(
                                    request -> request.roleName(name).marker(marker.orElse(null))),
                    answer -> next(answer.isTruncated(), answer.marker()),
                    answer -> all.addAll(answer.attachedPolicies()));
            return all;
        });
        List<InstanceProfile> profiles = orGap(page, "instance profiles", arn, List.of(), () -> {
            List<InstanceProfile> all = new ArrayList<>();
            session.pages(
                    AwsCall.LIST_INSTANCE_PROFILES_FOR_ROLE,
                    marker -> session.iam()
                            .listInstanceProfilesForRole(
                                    request -> request.roleName(name).marker(marker.orElse(null))),
                    answer -> next(answer.isTruncated(), answer.marker()),
                    answer -> all.addAll(answer.instanceProfiles()));
            return all;
        });
        page.role(RoleDetail.builder()
                .path(role.path())
                .roleName(role.roleName())
                .roleId(role.roleId())
                .arn(arn)
                .assumeRolePolicyDocument(role.assumeRolePolicyDocument())
                .rolePolicyList(inline)
                .attachedManagedPolicies(attached)
                .instanceProfileList(profiles)
                .permissionsBoundary(role.permissionsBoundary())
                .tags(role.tags())
                .build());
        return List.of(new AccountText("iam:GetRole", page.text(Optional.empty())));
    }

    List<AccountText> user(String name) {
        ApiPage page = new ApiPage();
        User user = session.call(
                AwsCall.GET_USER,
                () -> session.iam().getUser(request -> request.userName(name)).user());
        String arn = user.arn();
        List<String> names = orGap(page, "inline policies", arn, List.of(), () -> {
            List<String> all = new ArrayList<>();
            session.pages(
                    AwsCall.LIST_USER_POLICIES,
                    marker -> session.iam()
                            .listUserPolicies(request -> request.userName(name).marker(marker.orElse(null))),
                    answer -> next(answer.isTruncated(), answer.marker()),
                    answer -> all.addAll(answer.policyNames()));
            return all;
        });
        List<PolicyDetail> inline = inline(
                page,
                names,
                arn,
                AwsCall.GET_USER_POLICY,
                policy -> session.iam()
                        .getUserPolicy(request -> request.userName(name).policyName(policy))
                        .policyDocument());
        List<AttachedPolicy> attached = orGap(page, "managed policies", arn, List.of(), () -> {
            List<AttachedPolicy> all = new ArrayList<>();
            session.pages(
                    AwsCall.LIST_ATTACHED_USER_POLICIES,
                    marker -> session.iam()
                            .listAttachedUserPolicies(
                                    request -> request.userName(name).marker(marker.orElse(null))),
                    answer -> next(answer.isTruncated(), answer.marker()),
                    answer -> all.addAll(answer.attachedPolicies()));
            return all;
        });
        List<Group> groups = orGap(page, "groups", arn, List.of(), () -> {
            List<Group> all = new ArrayList<>();
            session.pages(
                    AwsCall.LIST_GROUPS_FOR_USER,
                    marker -> session.iam()
                            .listGroupsForUser(request -> request.userName(name).marker(marker.orElse(null))),
                    answer -> next(answer.isTruncated(), answer.marker()),
                    answer -> all.addAll(answer.groups()));
            return all;
        });
        page.user(UserDetail.builder()
                .path(user.path())
                .userName(user.userName())
                .userId(user.userId())
                .arn(arn)
                .userPolicyList(inline)
                .attachedManagedPolicies(attached)
                .groupList(groups.stream().map(Group::groupName).toList())
                .permissionsBoundary(user.permissionsBoundary())
                .tags(user.tags())
                .build());
        List<AccountText> texts = new ArrayList<>();
        List<UserDetail> members = new ArrayList<>();
        for (Group group : groups) {
            group(page, group, user.userName(), arn, members);
        }
        members.forEach(page::user);
        texts.add(new AccountText("iam:GetUser", page.text(Optional.empty())));
        return texts;
    }

    /** The other members of a group are known by name only: a policy that they share must not be narrowed for them. */
    private void group(ApiPage page, Group group, String self, String userArn, List<UserDetail> members) {
        String name = group.groupName();
        List<String> names = orGap(page, "policies of the group `" + name + "`", userArn, List.of(), () -> {
            List<String> all = new ArrayList<>();
            session.pages(
                    AwsCall.LIST_GROUP_POLICIES,
                    marker -> session.iam()
                            .listGroupPolicies(
                                    request -> request.groupName(name).marker(marker.orElse(null))),
                    answer -> next(answer.isTruncated(), answer.marker()),
                    answer -> all.addAll(answer.policyNames()));
            return all;
        });
        List<PolicyDetail> inline = inline(
                page,
                names,
                userArn,
                AwsCall.GET_GROUP_POLICY,
                policy -> session.iam()
                        .getGroupPolicy(request -> request.groupName(name).policyName(policy))
                        .policyDocument());
        List<AttachedPolicy> attached =
                orGap(page, "managed policies of the group `" + name + "`", userArn, List.of(), () -> {
                    List<AttachedPolicy> all = new ArrayList<>();
                    session.pages(
                            AwsCall.LIST_ATTACHED_GROUP_POLICIES,
                            marker -> session.iam()
                                    .listAttachedGroupPolicies(
                                            request -> request.groupName(name).marker(marker.orElse(null))),
                            answer -> next(answer.isTruncated(), answer.marker()),
                            answer -> all.addAll(answer.attachedPolicies()));
                    return all;
                });
        page.group(GroupDetail.builder()
                .path(group.path())
                .groupName(name)
                .groupId(group.groupId())
                .arn(group.arn())
                .groupPolicyList(inline)
                .attachedManagedPolicies(attached)
                .build());
        List<User> users = orGap(page, "other members of the group `" + name + "`", userArn, List.of(), () -> {
            List<User> all = new ArrayList<>();
            session.pages(
                    AwsCall.GET_GROUP,
                    marker -> session.iam()
                            .getGroup(request -> request.groupName(name).marker(marker.orElse(null))),
                    (GetGroupResponse answer) -> next(answer.isTruncated(), answer.marker()),
                    answer -> all.addAll(answer.users()));
            return all;
        });
        for (User member : users) {
            if (!member.userName().equals(self)) {
                remember(members, member, name);
            }
        }
    }

    private static void remember(List<UserDetail> members, User member, String group) {
        for (int i = 0; i < members.size(); i++) {
            UserDetail known = members.get(i);
            if (known.userName().equals(member.userName())) {
                List<String> groups = new ArrayList<>(known.groupList());
                groups.add(group);
                members.set(i, known.toBuilder().groupList(groups).build());
                return;
            }
        }
        members.add(UserDetail.builder()
                .path(member.path())
                .userName(member.userName())
                .userId(member.userId())
                .arn(member.arn())
                .groupList(group)
                .build());
    }

    /** Returns the versions in force of managed policies; those that may not be read are left out and named as gaps. */
    List<AccountText> policies(Collection<String> arns) {
        return session.each(arns, this::policy);
    }

    private AccountText policy(String arn) {
        ApiPage page = new ApiPage();
        try {
            Policy policy = session.call(
                    AwsCall.GET_POLICY,
                    () -> session.iam()
                            .getPolicy(request -> request.policyArn(arn))
                            .policy());
            page.policy(ManagedPolicyDetail.builder()
                    .policyName(policy.policyName())
                    .policyId(policy.policyId())
                    .arn(arn)
                    .path(policy.path())
                    .defaultVersionId(policy.defaultVersionId())
                    .attachmentCount(policy.attachmentCount())
                    .permissionsBoundaryUsageCount(policy.permissionsBoundaryUsageCount())
                    .policyVersionList(session.call(
                            AwsCall.GET_POLICY_VERSION,
                            () -> session.iam()
                                    .getPolicyVersion(
                                            request -> request.policyArn(arn).versionId(policy.defaultVersionId()))
                                    .policyVersion()))
                    .build());
        } catch (AwsException e) {
            if (e.fatal()) {
                throw e;
            }
            page.gap("the managed policy `" + arn + "` could not be read: " + e.getMessage());
        }
        return new AccountText("iam:GetPolicyVersion (" + arn + ")", page.text(Optional.empty()));
    }

    List<String> roleNames() {
        List<String> names = new ArrayList<>();
        try {
            session.pages(
                    AwsCall.LIST_ROLES,
                    marker -> session.iam().listRoles(request -> request.marker(marker.orElse(null))),
                    answer -> next(answer.isTruncated(), answer.marker()),
                    answer -> answer.roles().forEach(role -> names.add(role.roleName())));
        } catch (AwsException e) {
            // Suggestions are a courtesy.
            return List.of();
        }
        return names;
    }

    List<String> userNames() {
        List<String> names = new ArrayList<>();
        try {
            session.pages(
                    AwsCall.LIST_USERS,
                    marker -> session.iam().listUsers(request -> request.marker(marker.orElse(null))),
                    answer -> next(answer.isTruncated(), answer.marker()),
                    answer -> answer.users().forEach(user -> names.add(user.userName())));
        } catch (AwsException e) {
            // Suggestions are a courtesy.
            return List.of();
        }
        return names;
    }

    private List<PolicyDetail> inline(
            ApiPage page,
            List<String> names,
            String arn,
            AwsCall call,
            java.util.function.Function<String, String> document) {
        List<PolicyDetail> policies = new ArrayList<>();
        for (String name : names) {
            orGap(
                            page,
                            "inline policy `" + name + "`",
                            arn,
                            Optional.<String>empty(),
                            () -> Optional.of(session.call(call, () -> document.apply(name))))
                    .ifPresent(text -> policies.add(PolicyDetail.builder()
                            .policyName(name)
                            .policyDocument(text)
                            .build()));
        }
        return policies;
    }

    /** What may not be read becomes a gap that names the principal. */
    private static <T> T orGap(ApiPage page, String what, String arn, T otherwise, Supplier<T> work) {
        try {
            return work.get();
        } catch (AwsException e) {
            if (e.fatal()) {
                throw e;
            }
            page.gap("the " + what + " of `" + arn + "` could not be read: " + e.getMessage());
            return otherwise;
        }
    }

    private static Optional<String> next(
            @org.jspecify.annotations.Nullable Boolean truncated, @org.jspecify.annotations.Nullable String marker) {
        return Boolean.TRUE.equals(truncated) ? Optional.ofNullable(marker) : Optional.empty();
    }
}
