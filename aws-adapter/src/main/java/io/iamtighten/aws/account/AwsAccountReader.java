package io.iamtighten.aws.account;

import io.iamtighten.account.AccountParse;
import io.iamtighten.account.AccountParser;
import io.iamtighten.account.AccountProblem;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.AccountText;
import io.iamtighten.account.AttachedPolicy;
import io.iamtighten.account.BucketSettings;
import io.iamtighten.account.IamGroup;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.IamUser;
import io.iamtighten.account.InlinePolicy;
import io.iamtighten.account.ManagedPolicy;
import io.iamtighten.account.OrganizationTree;
import io.iamtighten.account.ResourcePolicy;
import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the account that the credentials belong to. Makes reading calls only; what may not be read becomes a gap of the snapshot.
 * Failures that leave nothing to say are {@link AwsException}s.
 */
public final class AwsAccountReader {
    private final AwsSession session;
    private final SnapshotProgress progress;

    private AwsAccountReader(AwsSession session, SnapshotProgress progress) {
        this.session = session;
        this.progress = progress;
    }

    /** Returns a reader. */
    public static AwsAccountReader of(AwsSession session, SnapshotProgress progress) {
        return new AwsAccountReader(session, progress);
    }

    /** Returns the number of the account that the credentials belong to. */
    public String accountId() {
        return session.call(
                AwsCall.GET_CALLER_IDENTITY,
                () -> session.sts().getCallerIdentity().account());
    }

    /** Reads the whole account. */
    public AccountSnapshot snapshot(SnapshotParts parts) {
        return snapshot(parts, Journal.none(), accountId());
    }

    /**
     * Reads the whole account and writes it to a folder, whole or not at all. What was read before a run was cut off is kept for six
     * hours in a folder beside it, and not read again.
     *
     * @param now the present, by which old remains are told
     * @throws IOException when the folder cannot be written; the message is for people
     */
    public AccountSnapshot save(SnapshotParts parts, Path folder, Instant now) throws IOException {
        AccountFiles.requireReplaceable(folder.toAbsolutePath().normalize());
        String account = accountId();
        Path name = folder.toAbsolutePath().normalize().getFileName();
        Path partial = folder.toAbsolutePath()
                .normalize()
                .resolveSibling("." + (name == null ? "snapshot" : name) + ".partial");
        AccountSnapshot snapshot = snapshot(parts, FolderJournal.open(partial, account, now), account);
        AccountFiles.write(folder, snapshot);
        FolderJournal.forget(partial);
        return snapshot;
    }

    private AccountSnapshot snapshot(SnapshotParts parts, Journal journal, String account) {
        List<String> gaps = new ArrayList<>();
        List<AccountText> pages = new IamDetails(session, progress, journal).pages();
        AccountSnapshot identities = parse(pages);
        List<AccountText> lacking = new SinglePrincipals(session).policies(lackingPolicies(identities));
        if (!lacking.isEmpty()) {
            pages.addAll(lacking);
            identities = parse(pages);
        }
        Optional<OrganizationTree> organization = parts.organization()
                ? new OrganizationCalls(session, progress, journal, gaps).tree(account)
                : Optional.empty();
        BucketPolicies policies = new BucketPolicies(session, progress, journal, gaps);
        List<ResourcePolicy> resources = parts.bucketPolicies() ? policies.all(account) : List.of();
        List<BucketSettings> buckets = new BucketSettingsCalls(session, progress, journal).of(policies.listed());
        if (!parts.organization()) {
            gaps.add("the organization was not read; service and resource control policies are unknown");
        }
        if (!parts.bucketPolicies()) {
            gaps.add("the policies of buckets were not read");
        }
        return assembled(identities, account, organization, resources, buckets, gaps);
    }

    /** Reads one role with everything that bears on what it may do. */
    public AccountSnapshot role(String nameOrArn) {
        String account = accountId();
        return one(new SinglePrincipals(session).role(nameOf(nameOrArn)), account);
    }

    /** Reads one user, with its groups, and everything that bears on what it may do. */
    public AccountSnapshot user(String nameOrArn) {
        String account = accountId();
        return one(new SinglePrincipals(session).user(nameOf(nameOrArn)), account);
    }

    private AccountSnapshot one(List<AccountText> principal, String account) {
        List<String> gaps = new ArrayList<>();
        List<AccountText> pages = new ArrayList<>(principal);
        pages.addAll(new SinglePrincipals(session).policies(lackingPolicies(parse(pages))));
        Optional<OrganizationTree> organization =
                new OrganizationCalls(session, progress, Journal.none(), gaps).path(account);
        return assembled(parse(pages), account, organization, List.of(), List.of(), gaps);
    }

    /** Reads the policies of buckets by name, those of other accounts as far as they may be read; adds what may not to {@code gaps}. */
    public List<ResourcePolicy> bucketPolicies(Collection<String> buckets, List<String> gaps) {
        return new BucketPolicies(session, progress, Journal.none(), gaps).of(new TreeSet<>(buckets), Optional.empty());
    }

    /** Reads the settings of buckets by name, as far as they may be read. */
    public List<BucketSettings> bucketSettings(Collection<String> buckets) {
        return new BucketSettingsCalls(session, progress, Journal.none()).of(new TreeSet<>(buckets));
    }

    /** Returns the names of all roles, to suggest one of them; none when they may not be listed. */
    public List<String> roleNames() {
        return new SinglePrincipals(session).roleNames();
    }

    /** Returns the names of all users, to suggest one of them; none when they may not be listed. */
    public List<String> userNames() {
        return new SinglePrincipals(session).userNames();
    }

    /** Returns the name in a name, a path and name, or an ARN; the ARN of a session names its role. */
    private static String nameOf(String text) {
        String[] parts = text.split("/", 3);
        boolean isSession = parts.length == 3 && parts[0].startsWith("arn:") && parts[0].endsWith(":assumed-role");
        return isSession ? parts[1] : text.substring(text.lastIndexOf('/') + 1);
    }

    private static AccountSnapshot parse(List<AccountText> pages) {
        AccountParse parse = AccountParser.parse(pages, Optional.empty(), List.of());
        return parse.snapshot()
                .orElseThrow(() -> AwsException.of(
                        AwsException.Kind.BAD_ANSWER,
                        "iam:GetAccountAuthorizationDetails",
                        "AWS's answer cannot be read: "
                                + parse.problems().stream()
                                        .findFirst()
                                        .map(AccountProblem::line)
                                        .orElse("")));
    }

    /** Returns the managed policies that are attached or are boundaries, and whose documents are not there. */
    private static Set<String> lackingPolicies(AccountSnapshot account) {
        Set<String> lacking = new TreeSet<>();
        account.users().forEach(user -> {
            user.attached().forEach(policy -> lacking.add(policy.arn()));
            user.boundaryArn().ifPresent(lacking::add);
        });
        account.groups().forEach(group -> group.attached().forEach(policy -> lacking.add(policy.arn())));
        account.roles().forEach(role -> {
            role.attached().forEach(policy -> lacking.add(policy.arn()));
            role.boundaryArn().ifPresent(lacking::add);
        });
        account.policies().stream().map(ManagedPolicy::arn).forEach(lacking::remove);
        return lacking;
    }

    /** AWS's policies that nobody holds are not part of the account; everything stands in the order of its ARN. */
    private static AccountSnapshot assembled(
            AccountSnapshot read,
            String account,
            Optional<OrganizationTree> organization,
            List<ResourcePolicy> resources,
            List<BucketSettings> buckets,
            List<String> gaps) {
        Set<String> held = lackingPolicies(new AccountSnapshot(
                Optional.empty(),
                read.users(),
                read.groups(),
                read.roles(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of()));
        List<String> all = new ArrayList<>(read.gaps());
        all.add(AccountSnapshot.OTHER_RESOURCES_UNREAD);
        all.addAll(gaps);
        return new AccountSnapshot(
                Optional.of(account),
                read.users().stream()
                        .map(AwsAccountReader::ordered)
                        .sorted(Comparator.comparing(IamUser::arn))
                        .toList(),
                read.groups().stream()
                        .sorted(Comparator.comparing(IamGroup::arn))
                        .toList(),
                read.roles().stream()
                        .map(AwsAccountReader::ordered)
                        .sorted(Comparator.comparing(IamRole::arn))
                        .toList(),
                read.policies().stream()
                        .filter(policy -> !policy.awsManaged() || held.contains(policy.arn()))
                        .sorted(Comparator.comparing(ManagedPolicy::arn))
                        .toList(),
                organization,
                resources.stream()
                        .sorted(Comparator.comparing(ResourcePolicy::resourceArn))
                        .toList(),
                buckets,
                all);
    }

    /** The calls for one principal and those for the whole account list policies in different orders. */
    private static IamUser ordered(IamUser user) {
        return new IamUser(
                user.name(),
                user.path(),
                user.id(),
                user.arn(),
                inline(user.inline()),
                attached(user.attached()),
                user.groups().stream().sorted().toList(),
                user.boundaryArn(),
                user.tags());
    }

    private static IamGroup ordered(IamGroup group) {
        return new IamGroup(
                group.name(),
                group.path(),
                group.id(),
                group.arn(),
                inline(group.inline()),
                attached(group.attached()));
    }

    private static IamRole ordered(IamRole role) {
        return new IamRole(
                role.name(),
                role.path(),
                role.id(),
                role.arn(),
                role.trustPolicy(),
                inline(role.inline()),
                attached(role.attached()),
                role.boundaryArn(),
                role.instanceProfiles().stream().sorted().toList(),
                role.tags());
    }

    private static List<InlinePolicy> inline(List<InlinePolicy> policies) {
        return policies.stream()
                .sorted(Comparator.comparing(InlinePolicy::name))
                .toList();
    }

    private static List<AttachedPolicy> attached(List<AttachedPolicy> policies) {
        return policies.stream()
                .sorted(Comparator.comparing(AttachedPolicy::arn))
                .toList();
    }
}
