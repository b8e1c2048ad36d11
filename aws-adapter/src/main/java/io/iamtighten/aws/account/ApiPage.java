package io.iamtighten.aws.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.account.AccountParser;
import io.iamtighten.policy.PolicyParse;
import io.iamtighten.policy.PolicyParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.GroupDetail;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UserDetail;

/**
 * One page of account details in the form that the API has, so that what comes from AWS and what comes from files is read by the same
 * code. A policy document that cannot be read becomes a gap that names its holder.
 */
final class ApiPage {
    /** Stands for a trust policy that is unknown; the gap beside it says so. */
    private static final String NOTHING =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:*\"}]}";

    private final ObjectNode page = JsonNodeFactory.instance.objectNode();
    private final List<String> gaps = new ArrayList<>();

    /**
     * Returns the page as JSON.
     *
     * @param next the marker of the next page, kept for work that goes on later
     */
    String text(Optional<String> next) {
        next.ifPresent(marker -> page.put("NextMarker", marker));
        for (String key : List.of("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")) {
            list(key);
        }
        ArrayNode list = page.putArray("Gaps");
        gaps.forEach(list::add);
        return page.toString();
    }

    void gap(String line) {
        gaps.add(line);
    }

    void user(UserDetail user) {
        ObjectNode node = list("UserDetailList").addObject();
        identity(node, "User", user.path(), user.userName(), user.userId(), user.arn());
        inline(node, "UserPolicyList", user.arn(), user.userPolicyList());
        attached(node, user.attachedManagedPolicies());
        ArrayNode groups = node.putArray("GroupList");
        user.groupList().forEach(groups::add);
        boundary(node, user.permissionsBoundary());
        tags(node, user.tags());
    }

    void group(GroupDetail group) {
        ObjectNode node = list("GroupDetailList").addObject();
        identity(node, "Group", group.path(), group.groupName(), group.groupId(), group.arn());
        inline(node, "GroupPolicyList", group.arn(), group.groupPolicyList());
        attached(node, group.attachedManagedPolicies());
    }

    void role(RoleDetail role) {
        ObjectNode node = list("RoleDetailList").addObject();
        identity(node, "Role", role.path(), role.roleName(), role.roleId(), role.arn());
        node.put(
                "AssumeRolePolicyDocument",
                document(role.assumeRolePolicyDocument(), "the trust policy of `" + role.arn() + "`")
                        .orElse(NOTHING));
        ArrayNode profiles = node.putArray("InstanceProfileList");
        for (InstanceProfile profile : role.instanceProfileList()) {
            profiles.addObject().put("Arn", profile.arn());
        }
        inline(node, "RolePolicyList", role.arn(), role.rolePolicyList());
        attached(node, role.attachedManagedPolicies());
        boundary(node, role.permissionsBoundary());
        tags(node, role.tags());
    }

    void policy(ManagedPolicyDetail policy) {
        ObjectNode node = list("Policies").addObject();
        node.put("PolicyName", policy.policyName());
        node.put("PolicyId", policy.policyId());
        node.put("Arn", policy.arn());
        node.put("Path", policy.path() == null ? "/" : policy.path());
        node.put("DefaultVersionId", policy.defaultVersionId());
        node.put("AttachmentCount", count(policy.attachmentCount()));
        node.put("PermissionsBoundaryUsageCount", count(policy.permissionsBoundaryUsageCount()));
        ArrayNode versions = node.putArray("PolicyVersionList");
        for (PolicyVersion version : policy.policyVersionList()) {
            String what = "the version " + version.versionId() + " of the managed policy `" + policy.arn() + "`";
            document(version.document(), what)
                    .ifPresent(text -> versions.addObject()
                            .put("VersionId", version.versionId())
                            .put("Document", text));
        }
    }

    private static int count(@org.jspecify.annotations.Nullable Integer count) {
        return count == null ? 0 : Math.max(0, count);
    }

    private ArrayNode list(String key) {
        return page.withArray("/" + key);
    }

    private static void identity(
            ObjectNode node,
            String kind,
            @org.jspecify.annotations.Nullable String path,
            String name,
            @org.jspecify.annotations.Nullable String id,
            String arn) {
        node.put("Path", path == null ? "/" : path);
        node.put(kind + "Name", name);
        node.put(kind + "Id", id);
        node.put("Arn", arn);
    }

    private void inline(ObjectNode node, String key, String owner, List<PolicyDetail> policies) {
        ArrayNode list = node.putArray(key);
        for (PolicyDetail policy : policies) {
            document(policy.policyDocument(), "the inline policy `" + policy.policyName() + "` of `" + owner + "`")
                    .ifPresent(text -> list.addObject()
                            .put("PolicyName", policy.policyName())
                            .put("PolicyDocument", text));
        }
    }

    private static void attached(ObjectNode node, List<AttachedPolicy> policies) {
        ArrayNode list = node.putArray("AttachedManagedPolicies");
        for (AttachedPolicy policy : policies) {
            list.addObject().put("PolicyName", policy.policyName()).put("PolicyArn", policy.policyArn());
        }
    }

    private static void boundary(
            ObjectNode node, @org.jspecify.annotations.Nullable AttachedPermissionsBoundary boundary) {
        if (boundary != null && boundary.permissionsBoundaryArn() != null) {
            node.putObject("PermissionsBoundary").put("PermissionsBoundaryArn", boundary.permissionsBoundaryArn());
        }
    }

    private static void tags(ObjectNode node, List<Tag> tags) {
        ArrayNode list = node.putArray("Tags");
        for (Tag tag : tags) {
            list.addObject().put("Key", tag.key()).put("Value", tag.value());
        }
    }

    /** Returns a document's JSON, or notes that it cannot be read. */
    private Optional<String> document(@org.jspecify.annotations.Nullable String encoded, String what) {
        Optional<String> text = Optional.ofNullable(encoded).flatMap(AccountParser::decoded);
        if (text.isEmpty()) {
            gaps.add(what + " is missing in AWS's answer; what it says is unknown");
            return text;
        }
        PolicyParse parse = PolicyParser.parse(text.get());
        if (parse.document().isEmpty()) {
            gaps.add(what + " cannot be read, so what it says is unknown: "
                    + parse.problems().get(0).render(Optional.empty()));
            return Optional.empty();
        }
        return text;
    }
}
