package io.iamtighten.account;

import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One account's identities and policies, its place in its organization and the resource policies known.
 *
 * @param accountId the account's number; empty when nothing in the snapshot tells it
 * @param users the users
 * @param groups the groups
 * @param roles the roles
 * @param policies the managed policies, AWS's as far as they are attached or used as boundaries
 * @param organization the organization, or empty when unknown
 * @param resourcePolicies the resource policies known
 * @param buckets the settings of buckets known
 * @param gaps what could not be read, one line each; answers that depend on it must say so. Those that name a principal's ARN in
 *     backquotes are also among the gaps of its view
 */
public record AccountSnapshot(
        Optional<String> accountId,
        List<IamUser> users,
        List<IamGroup> groups,
        List<IamRole> roles,
        List<ManagedPolicy> policies,
        Optional<OrganizationTree> organization,
        List<ResourcePolicy> resourcePolicies,
        List<BucketSettings> buckets,
        List<String> gaps) {
    /** The gap of every snapshot that was read from AWS: of the many kinds of resources with policies, which are read. */
    public static final String OTHER_RESOURCES_UNREAD =
            "of the policies of resources, only those of buckets and roles are read; what the policies of keys, queues, topics,"
                    + " secrets, functions and the like allow or deny besides is unknown";

    /** Copies the lists. */
    public AccountSnapshot {
        users = List.copyOf(users);
        groups = List.copyOf(groups);
        roles = List.copyOf(roles);
        policies = List.copyOf(policies);
        resourcePolicies = List.copyOf(resourcePolicies);
        buckets = List.copyOf(buckets);
        gaps = List.copyOf(gaps);
    }

    /** Makes a snapshot that knows no bucket's settings. */
    public AccountSnapshot(
            Optional<String> accountId,
            List<IamUser> users,
            List<IamGroup> groups,
            List<IamRole> roles,
            List<ManagedPolicy> policies,
            Optional<OrganizationTree> organization,
            List<ResourcePolicy> resourcePolicies,
            List<String> gaps) {
        this(accountId, users, groups, roles, policies, organization, resourcePolicies, List.of(), gaps);
    }

    /** Returns the role that a name, a path and name ({@code /team/Deploy} or {@code team/Deploy}) or an ARN names. */
    public Optional<IamRole> role(String nameOrArn) {
        return roles.stream().filter(role -> names(role, nameOrArn)).findFirst();
    }

    /** Returns the user that a name, a path and name or an ARN names. */
    public Optional<IamUser> user(String nameOrArn) {
        return users.stream().filter(user -> names(user, nameOrArn)).findFirst();
    }

    private static boolean names(IamPrincipal principal, String text) {
        return text.equals(principal.name())
                || text.equals(principal.arn())
                || text.equals(principal.path() + principal.name())
                || ("/" + text).equals(principal.path() + principal.name());
    }

    /** Returns the group of a name. */
    public Optional<IamGroup> group(String name) {
        return groups.stream().filter(group -> group.name().equals(name)).findFirst();
    }

    /** Returns the managed policy of an ARN, or empty when the snapshot does not hold it. */
    public Optional<ManagedPolicy> managedPolicy(String arn) {
        return policies.stream().filter(policy -> policy.arn().equals(arn)).findFirst();
    }

    /**
     * Returns the resource policy that rules a resource, or empty when none is known. That of an object in S3 is its bucket's.
     */
    public Optional<ResourcePolicy> resourcePolicy(String resourceArn) {
        String owner = bucketOf(resourceArn);
        return resourcePolicies.stream()
                .filter(policy -> policy.resourceArn().equals(owner))
                .findFirst();
    }

    private static String bucketOf(String resourceArn) {
        String[] parts = resourceArn.split(":", 6);
        boolean object = parts.length == 6 && parts[2].equals("s3") && parts[3].isEmpty() && parts[4].isEmpty();
        int slash = resourceArn.indexOf('/');
        return object && slash > 0 ? resourceArn.substring(0, slash) : resourceArn;
    }

    /**
     * Returns a user or role of this snapshot with all policies that apply to it.
     *
     * <p>Costs the size of the snapshot; {@link #views} is the way to many. A managed policy whose document the snapshot lacks is left out and named among the view's gaps; a boundary that is lacking is
     * a policy that allows nothing, since what it allows is not known.
     */
    public PrincipalView view(IamPrincipal principal) {
        return view(principal, new AccountIndex(this));
    }

    /** Returns the views of all users and then all roles; linear in the size of the snapshot. */
    public List<PrincipalView> views() {
        return AccountIndex.views(this);
    }

    PrincipalView view(IamPrincipal principal, AccountIndex index) {
        List<String> missing = new ArrayList<>();
        List<HeldPolicy> held = HeldPolicies.of(index, principal, missing);
        Optional<AccountPlace> place = accountIdOf(principal).flatMap(id -> organization.flatMap(o -> o.place(id)));
        Optional<NamedPolicy> boundary = principal.boundaryArn().map(arn -> HeldPolicies.boundary(index, arn, missing));
        PolicyStack stack = new PolicyStack(
                held.stream().map(HeldPolicy::policy).toList(),
                boundary,
                List.of(),
                Optional.empty(),
                place.map(AccountPlace::scps).orElse(List.of()),
                List.of(),
                List.of(),
                place.flatMap(AccountPlace::managementAccountId));
        if (organization.isPresent() && place.isEmpty()) {
            missing.add("the organization does not hold the account; its service control policies are unknown");
        }
        // What could not be read about this very principal concerns it.
        gaps.stream().filter(gap -> gap.contains("`" + principal.arn() + "`")).forEach(missing::add);
        return new PrincipalView(principal, accountIdOf(principal).orElse(""), held, place, stack, missing);
    }

    private Optional<String> accountIdOf(IamPrincipal principal) {
        String[] parts = principal.arn().split(":", 6);
        return parts.length == 6 && !parts[4].isEmpty() ? Optional.of(parts[4]) : accountId;
    }
}
