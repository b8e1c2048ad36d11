package io.iamtighten.account;

import io.iamtighten.json.JsonText;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Prints an account in the texts that {@link AccountParser} reads: reading them back gives an equal snapshot. Policies are printed in
 * their canonical form, so that two snapshots can be compared line by line.
 */
public final class AccountWriter {
    private final StringBuilder out = new StringBuilder();
    private int depth;
    private boolean first = true;

    private AccountWriter() {}

    /** Returns the users, groups, roles and managed policies in the form of account details, with the account and the gaps added. */
    public static String details(AccountSnapshot account) {
        AccountWriter writer = new AccountWriter();
        writer.open('{');
        account.accountId().ifPresent(id -> writer.text("AccountId", id));
        writer.texts("Gaps", account.gaps());
        writer.list("UserDetailList", account.users(), writer::user);
        writer.list("GroupDetailList", account.groups(), writer::group);
        writer.list("RoleDetailList", account.roles(), writer::role);
        writer.list("Policies", account.policies(), writer::policy);
        writer.close('}');
        return writer.out.append('\n').toString();
    }

    /** Returns an organization. */
    public static String organization(OrganizationTree tree) {
        AccountWriter writer = new AccountWriter();
        Map<String, PolicyDocument> scps = new TreeMap<>();
        Map<String, PolicyDocument> rcps = new TreeMap<>();
        gather(tree.root(), scps, rcps);
        writer.open('{');
        writer.member("format").append('1');
        tree.id().ifPresent(id -> writer.text("id", id));
        tree.managementAccountId().ifPresent(id -> writer.text("managementAccountId", id));
        writer.member("scpsEnabled").append(tree.scpsEnabled());
        writer.table("scps", scps);
        writer.table("rcps", rcps);
        writer.member("root");
        writer.unit(tree.root(), scps, rcps);
        writer.close('}');
        return writer.out.append('\n').toString();
    }

    /** Returns a resource policy. */
    public static String resourcePolicy(ResourcePolicy policy) {
        AccountWriter writer = new AccountWriter();
        writer.open('{');
        writer.text("resource", policy.resourceArn());
        policy.accountId().ifPresent(id -> writer.text("account", id));
        writer.document("policy", policy.policy().document());
        writer.close('}');
        return writer.out.append('\n').toString();
    }

    /** Returns the settings of buckets. */
    public static String buckets(List<BucketSettings> buckets) {
        AccountWriter writer = new AccountWriter();
        writer.open('[');
        for (BucketSettings bucket : buckets) {
            writer.next();
            writer.open('{');
            writer.text("resource", bucket.arn());
            // Whether versions were suspended since makes no difference.
            bucket.versioned().ifPresent(on -> writer.setting("Versioning", "Status", on));
            bucket.objectLock().ifPresent(on -> writer.setting("ObjectLockConfiguration", "ObjectLockEnabled", on));
            writer.close('}');
        }
        writer.close(']');
        return writer.out.append('\n').toString();
    }

    private void setting(String key, String member, boolean on) {
        member(key);
        open('{');
        if (on) {
            text(member, "Enabled");
        }
        close('}');
    }

    /** Two policies of one name keep apart: the first stands in the table, the other at its place. */
    private static void gather(
            OrganizationTree.Unit unit, Map<String, PolicyDocument> scps, Map<String, PolicyDocument> rcps) {
        unit.scps().forEach(policy -> scps.putIfAbsent(policy.name(), policy.document()));
        unit.rcps().forEach(policy -> rcps.putIfAbsent(policy.name(), policy.document()));
        unit.children().forEach(child -> gather(child, scps, rcps));
    }

    private void table(String key, Map<String, PolicyDocument> table) {
        member(key);
        open('{');
        table.forEach(this::document);
        close('}');
    }

    private void unit(OrganizationTree.Unit unit, Map<String, PolicyDocument> scps, Map<String, PolicyDocument> rcps) {
        open('{');
        text("id", unit.id());
        text("name", unit.name());
        list("scps", unit.scps(), policy -> reference(policy, scps));
        list("rcps", unit.rcps(), policy -> reference(policy, rcps));
        list("children", unit.children(), child -> unit(child, scps, rcps));
        close('}');
    }

    private void reference(NamedPolicy policy, Map<String, PolicyDocument> table) {
        if (policy.document().equals(table.get(policy.name()))) {
            JsonText.quote(policy.name(), out);
            return;
        }
        open('{');
        text("name", policy.name());
        document("document", policy.document());
        close('}');
    }

    private void user(IamUser user) {
        open('{');
        identity("User", user.path(), user.name(), user.id(), user.arn());
        list("UserPolicyList", user.inline(), this::inline);
        list("AttachedManagedPolicies", user.attached(), this::attached);
        texts("GroupList", user.groups());
        user.boundaryArn().ifPresent(this::boundary);
        tags(user.tags());
        close('}');
    }

    private void group(IamGroup group) {
        open('{');
        identity("Group", group.path(), group.name(), group.id(), group.arn());
        list("GroupPolicyList", group.inline(), this::inline);
        list("AttachedManagedPolicies", group.attached(), this::attached);
        close('}');
    }

    private void role(IamRole role) {
        open('{');
        identity("Role", role.path(), role.name(), role.id(), role.arn());
        document("AssumeRolePolicyDocument", role.trustPolicy());
        list("InstanceProfileList", role.instanceProfiles(), arn -> {
            open('{');
            text("Arn", arn);
            close('}');
        });
        list("RolePolicyList", role.inline(), this::inline);
        list("AttachedManagedPolicies", role.attached(), this::attached);
        role.boundaryArn().ifPresent(this::boundary);
        tags(role.tags());
        close('}');
    }

    private void policy(ManagedPolicy policy) {
        open('{');
        text("PolicyName", policy.name());
        policy.id().ifPresent(id -> text("PolicyId", id));
        text("Arn", policy.arn());
        text("Path", policy.path());
        text("DefaultVersionId", policy.defaultVersion());
        member("AttachmentCount").append(policy.attachments());
        member("PermissionsBoundaryUsageCount").append(policy.boundaryUses());
        list("PolicyVersionList", policy.versions(), version -> {
            open('{');
            text("VersionId", version.id());
            member("IsDefaultVersion").append(version.id().equals(policy.defaultVersion()));
            document("Document", version.document());
            close('}');
        });
        close('}');
    }

    private void identity(String kind, String path, String name, Optional<String> id, String arn) {
        text("Path", path);
        text(kind + "Name", name);
        id.ifPresent(text -> text(kind + "Id", text));
        text("Arn", arn);
    }

    private void inline(InlinePolicy policy) {
        open('{');
        text("PolicyName", policy.name());
        document("PolicyDocument", policy.document());
        close('}');
    }

    private void attached(AttachedPolicy policy) {
        open('{');
        text("PolicyName", policy.name());
        text("PolicyArn", policy.arn());
        close('}');
    }

    private void boundary(String arn) {
        member("PermissionsBoundary");
        open('{');
        text("PermissionsBoundaryType", "Policy");
        text("PermissionsBoundaryArn", arn);
        close('}');
    }

    private void tags(Map<String, String> tags) {
        list("Tags", List.copyOf(new LinkedHashMap<>(tags).entrySet()), tag -> {
            open('{');
            text("Key", tag.getKey());
            text("Value", tag.getValue());
            close('}');
        });
    }

    private void document(String key, PolicyDocument document) {
        member(key);
        String text = PolicyWriter.canonical(document).stripTrailing();
        out.append(text.replace("\n", "\n" + "  ".repeat(depth)));
    }

    private void texts(String key, List<String> texts) {
        list(key, texts, text -> JsonText.quote(text, out));
    }

    private <T> void list(String key, List<T> elements, java.util.function.Consumer<T> print) {
        member(key);
        if (elements.isEmpty()) {
            out.append("[]");
            return;
        }
        open('[');
        for (T element : elements) {
            next();
            print.accept(element);
        }
        close(']');
    }

    private void text(String key, String value) {
        member(key);
        JsonText.quote(value, out);
    }

    private StringBuilder member(String key) {
        next();
        JsonText.quote(key, out);
        return out.append(": ");
    }

    private void next() {
        out.append(first ? "\n" : ",\n").append("  ".repeat(depth));
        first = false;
    }

    private void open(char bracket) {
        out.append(bracket);
        depth++;
        first = true;
    }

    private void close(char bracket) {
        depth--;
        if (!first) {
            out.append('\n').append("  ".repeat(depth));
        }
        out.append(bracket);
        first = false;
    }
}
