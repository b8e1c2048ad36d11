package io.iamtighten.account;

import io.iamtighten.json.JsonValue;
import io.iamtighten.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gathers the pages of account details into one snapshot. */
final class DetailsReader {
    private static final List<String> LISTS =
            List.of("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies");

    private final Map<String, IamUser> users = new LinkedHashMap<>();
    private final Map<String, IamGroup> groups = new LinkedHashMap<>();
    private final Map<String, IamRole> roles = new LinkedHashMap<>();
    private final Map<String, ManagedPolicy> policies = new LinkedHashMap<>();
    private final TreeSet<String> accounts = new TreeSet<>();
    private final List<String> gaps = new ArrayList<>();
    private boolean truncated;

    void read(JsonSource source) {
        List<JsonValue> values = source.values();
        for (int i = 0; i < values.size(); i++) {
            JsonValue value = values.get(i);
            if (value instanceof JsonValue.JsonArray pages) {
                for (int k = 0; k < pages.elements().size(); k++) {
                    page(source, pages.elements().get(k), "/" + k);
                }
                if (pages.elements().isEmpty()) {
                    source.problem(value, "", "the list is empty; account details were expected");
                }
            } else {
                page(source, value, "");
            }
        }
    }

    private void page(JsonSource source, JsonValue value, String pointer) {
        Optional<JsonSource.Node> top = source.node(value, pointer, "what get-account-authorization-details prints");
        if (top.isEmpty()) {
            return;
        }
        JsonSource.Node page = unwrapped(source, top.get());
        if (LISTS.stream().noneMatch(list -> page.object().members().containsKey(list))) {
            source.problem(
                    page.object(),
                    page.pointer(),
                    "these are no account details: none of `" + String.join("`, `", LISTS)
                            + "` is there; expected what `aws iam get-account-authorization-details` prints"
                            + (page.object().members().containsKey("Statement") ? "; this is a policy" : ""));
            return;
        }
        source.objects(page, "UserDetailList").forEach(node -> user(source, node));
        source.objects(page, "GroupDetailList").forEach(node -> group(source, node));
        source.objects(page, "RoleDetailList").forEach(node -> role(source, node));
        source.objects(page, "Policies").forEach(node -> policy(source, node));
        truncated = source.bool(page, "IsTruncated").orElse(false);
        source.text(page, "AccountId").ifPresent(accounts::add);
        gaps.addAll(source.texts(page, "Gaps"));
    }

    /** The API's own JSON answer wraps the lists twice. */
    private static JsonSource.Node unwrapped(JsonSource source, JsonSource.Node top) {
        return source.object(top, "GetAccountAuthorizationDetailsResponse")
                .map(answer -> source.object(answer, "GetAccountAuthorizationDetailsResult")
                        .orElse(answer))
                .orElse(top);
    }

    private void user(JsonSource source, JsonSource.Node node) {
        String name = source.requiredText(node, "UserName");
        String arn = arn(source, node);
        add(
                source,
                node,
                "user",
                users,
                arn,
                new IamUser(
                        name,
                        source.text(node, "Path").orElse("/"),
                        source.text(node, "UserId"),
                        arn,
                        inline(source, node, "UserPolicyList", arn),
                        attached(source, node),
                        source.texts(node, "GroupList"),
                        boundary(source, node),
                        tags(source, node)));
    }

    private void group(JsonSource source, JsonSource.Node node) {
        String name = source.requiredText(node, "GroupName");
        String arn = arn(source, node);
        add(
                source,
                node,
                "group",
                groups,
                arn,
                new IamGroup(
                        name,
                        source.text(node, "Path").orElse("/"),
                        source.text(node, "GroupId"),
                        arn,
                        inline(source, node, "GroupPolicyList", arn),
                        attached(source, node)));
    }

    private void role(JsonSource source, JsonSource.Node node) {
        String name = source.requiredText(node, "RoleName");
        String arn = arn(source, node);
        Optional<PolicyDocument> trust =
                source.document(node, "AssumeRolePolicyDocument", PolicySource.Kind.TRUST, arn, "trust policy");
        List<String> profiles = source.objects(node, "InstanceProfileList").stream()
                .map(profile -> source.requiredText(profile, "Arn"))
                .toList();
        add(
                source,
                node,
                "role",
                roles,
                arn,
                new IamRole(
                        name,
                        source.text(node, "Path").orElse("/"),
                        source.text(node, "RoleId"),
                        arn,
                        trust.orElse(PolicyDocument.of(List.of())),
                        inline(source, node, "RolePolicyList", arn),
                        attached(source, node),
                        boundary(source, node),
                        profiles,
                        tags(source, node)));
    }

    private void policy(JsonSource source, JsonSource.Node node) {
        String arn = source.requiredText(node, "Arn");
        // The ARN ends in the name; some tools leave the name out.
        String name = source.text(node, "PolicyName").orElse(arn.substring(arn.lastIndexOf('/') + 1));
        String inForce = source.text(node, "DefaultVersionId").orElse("");
        boolean aws = arn.contains(":iam::aws:");
        List<ManagedPolicy.Version> versions = new ArrayList<>();
        for (JsonSource.Node version : source.objects(node, "PolicyVersionList")) {
            String id = source.requiredText(version, "VersionId");
            if (inForce.isEmpty() && source.bool(version, "IsDefaultVersion").orElse(false)) {
                inForce = id;
            }
            PolicySource.Kind kind = !id.equals(inForce)
                    ? PolicySource.Kind.OLD_VERSION
                    : aws ? PolicySource.Kind.AWS_MANAGED : PolicySource.Kind.CUSTOMER_MANAGED;
            source.document(version, "Document", kind, arn, id.equals(inForce) ? name : name + " " + id)
                    .ifPresent(document -> versions.add(new ManagedPolicy.Version(id, document)));
        }
        String chosen = inForce;
        if (versions.stream().noneMatch(version -> version.id().equals(chosen))) {
            // The views of those who hold the policy say that its document is lacking.
            gaps.add("the version in force of the managed policy `" + arn + "` is not in " + source.name());
            return;
        }
        add(
                source,
                node,
                "managed policy",
                policies,
                arn,
                new ManagedPolicy(
                        name,
                        source.text(node, "Path").orElse("/"),
                        source.text(node, "PolicyId"),
                        arn,
                        chosen,
                        versions,
                        source.count(node, "AttachmentCount"),
                        source.count(node, "PermissionsBoundaryUsageCount")));
    }

    /** Pages may repeat what they share; two that contradict each other are a problem. */
    private static <T> void add(
            JsonSource source, JsonSource.Node node, String what, Map<String, T> known, String arn, T value) {
        T earlier = known.putIfAbsent(arn, value);
        if (earlier != null && !earlier.equals(value)) {
            source.problem(
                    node.object(),
                    node.pointer(),
                    "the " + what + " `" + arn + "` stands twice with different contents; one of them would be lost");
        }
    }

    /** Returns the ARN of a user, group or role, and notes its account. */
    private String arn(JsonSource source, JsonSource.Node node) {
        String arn = source.requiredText(node, "Arn");
        String[] parts = arn.split(":", 6);
        if (parts.length == 6 && parts[0].equals("arn") && parts[2].equals("iam") && !parts[4].isEmpty()) {
            accounts.add(parts[4]);
        } else if (!arn.isEmpty()) {
            source.member(node, "Arn")
                    .ifPresent(value -> source.problem(
                            value,
                            node.below("Arn"),
                            "`" + arn + "` is not the ARN of a user, group or role; expected"
                                    + " arn:PARTITION:iam::ACCOUNT:..."));
        }
        return arn;
    }

    private static List<InlinePolicy> inline(JsonSource source, JsonSource.Node node, String key, String owner) {
        List<InlinePolicy> inline = new ArrayList<>();
        for (JsonSource.Node policy : source.objects(node, key)) {
            String name = source.requiredText(policy, "PolicyName");
            source.document(policy, "PolicyDocument", PolicySource.Kind.INLINE, owner, name)
                    .ifPresent(document -> inline.add(new InlinePolicy(name, document)));
        }
        return inline;
    }

    private static List<AttachedPolicy> attached(JsonSource source, JsonSource.Node node) {
        return source.objects(node, "AttachedManagedPolicies").stream()
                .map(policy -> {
                    String arn = source.requiredText(policy, "PolicyArn");
                    return new AttachedPolicy(
                            source.text(policy, "PolicyName").orElse(arn.substring(arn.lastIndexOf('/') + 1)), arn);
                })
                .toList();
    }

    private static Optional<String> boundary(JsonSource source, JsonSource.Node node) {
        // A boundary without an ARN would be no boundary at all: that is a problem, not an absence.
        return source.object(node, "PermissionsBoundary")
                .map(boundary -> source.requiredText(boundary, "PermissionsBoundaryArn"));
    }

    private static Map<String, String> tags(JsonSource source, JsonSource.Node node) {
        Map<String, String> tags = new TreeMap<>();
        for (JsonSource.Node tag : source.objects(node, "Tags")) {
            tags.put(source.requiredText(tag, "Key"), source.text(tag, "Value").orElse(""));
        }
        return tags;
    }

    AccountSnapshot snapshot(
            Optional<OrganizationTree> organization, List<ResourcePolicy> resources, List<BucketSettings> buckets) {
        List<String> known = new ArrayList<>(new java.util.LinkedHashSet<>(gaps));
        if (truncated) {
            known.add("the account details are cut off: the last page says that more follow");
        }
        if (accounts.size() > 1) {
            known.add("the account details are of several accounts: " + String.join(", ", accounts));
        }
        return new AccountSnapshot(
                accounts.size() == 1 ? Optional.of(accounts.first()) : Optional.empty(),
                List.copyOf(users.values()),
                List.copyOf(groups.values()),
                List.copyOf(roles.values()),
                List.copyOf(policies.values()),
                organization,
                resources,
                buckets,
                known);
    }
}
