package io.iamtighten.tighten;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.AttachedPolicy;
import io.iamtighten.account.BucketSettings;
import io.iamtighten.account.IamGroup;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.IamUser;
import io.iamtighten.account.InlinePolicy;
import io.iamtighten.account.ManagedPolicy;
import io.iamtighten.account.OrganizationTree;
import io.iamtighten.catalog.MappingConfidence;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.CoverageDetail;
import io.iamtighten.usage.Occurrences;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.SourceNetwork;
import io.iamtighten.usage.TrailCoverage;
import io.iamtighten.usage.UnmappedEvent;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.usage.UsagePrincipal;
import io.iamtighten.usage.UsageSummary;
import io.iamtighten.usage.UseContext;
import io.iamtighten.usage.UseRelation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A small account with one role or user, and what it did; made step by step in tests. */
final class Scenario {
    static final String ACCOUNT = "123456789012";
    static final String ROLE = "arn:aws:iam::123456789012:role/App";
    static final String USER = "arn:aws:iam::123456789012:user/alice";
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final boolean user;
    private final List<InlinePolicy> inline = new ArrayList<>();
    private final List<AttachedPolicy> attached = new ArrayList<>();
    private final List<ManagedPolicy> managed = new ArrayList<>();
    private final List<IamGroup> groups = new ArrayList<>();
    private final List<IamRole> otherRoles = new ArrayList<>();
    private final List<BucketSettings> buckets = new ArrayList<>();
    private final List<UsageFact> facts = new ArrayList<>();
    private final List<UnmappedEvent> unmapped = new ArrayList<>();
    private final List<String> possible = new ArrayList<>();
    private final TreeMap<String, Long> dataEvents = new TreeMap<>();
    private TreeMap<String, Long> managementEvents =
            new TreeMap<>(Map.of("kms.amazonaws.com", 10L, "iam.amazonaws.com", 990L));
    private Optional<String> boundary = Optional.empty();
    private Optional<OrganizationTree> organization = Optional.empty();
    private PolicyDocument trust = PolicyDocument.of(List.of());
    private String path = "/";
    private TighteningOptions options = TighteningOptions.standard().withResources(ResourceStrategy.EXACT);
    private int sample;
    private Optional<String> profile = Optional.empty();
    private UseRelation relation = UseRelation.MAIN;
    private final List<PrincipalUsage> others = new ArrayList<>();
    private Optional<String> usageId = Optional.empty();

    private Scenario(boolean user) {
        this.user = user;
    }

    static Scenario role() {
        return new Scenario(false);
    }

    static Scenario user() {
        return new Scenario(true);
    }

    static PolicyDocument policy(String json) {
        return PolicyParser.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    static PolicyDocument statements(String... json) {
        return policy("{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", json) + "]}");
    }

    Scenario inline(String name, PolicyDocument document) {
        inline.add(new InlinePolicy(name, document));
        return this;
    }

    Scenario trusts(String service) {
        trust = statements(
                "{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"" + service + "\"},\"Action\":\"sts:AssumeRole\"}");
        return this;
    }

    Scenario path(String changed) {
        path = changed;
        return this;
    }

    Scenario attached(String arn, PolicyDocument document) {
        attached.add(new AttachedPolicy(arn.substring(arn.lastIndexOf('/') + 1), arn));
        return managed(arn, document);
    }

    Scenario managed(String arn, PolicyDocument document) {
        managed.add(new ManagedPolicy(
                arn.substring(arn.lastIndexOf('/') + 1),
                "/",
                Optional.empty(),
                arn,
                "v1",
                List.of(new ManagedPolicy.Version("v1", document)),
                0,
                0));
        return this;
    }

    Scenario boundary(String arn) {
        boundary = Optional.of(arn);
        return this;
    }

    Scenario scp(PolicyDocument document) {
        OrganizationTree.Unit account = new OrganizationTree.Unit(
                ACCOUNT, "app", List.of(new NamedPolicy("Scp", document)), List.of(), List.of());
        NamedPolicy full = new NamedPolicy(
                "FullAWSAccess", statements("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"));
        organization = Optional.of(new OrganizationTree(
                Optional.of("o-1"),
                Optional.of("999999999999"),
                true,
                new OrganizationTree.Unit("r-1", "root", List.of(full), List.of(), List.of(account))));
        return this;
    }

    Scenario group(String name, List<InlinePolicy> policies, List<AttachedPolicy> attachments) {
        groups.add(new IamGroup(
                name, "/", Optional.empty(), "arn:aws:iam::" + ACCOUNT + ":group/" + name, policies, attachments));
        return this;
    }

    Scenario otherRole(String name, String rolePath, List<AttachedPolicy> attachments, List<String> profiles) {
        otherRoles.add(new IamRole(
                name,
                rolePath,
                Optional.empty(),
                "arn:aws:iam::" + ACCOUNT + ":role" + rolePath + name,
                PolicyDocument.of(List.of()),
                List.of(),
                attachments,
                Optional.empty(),
                profiles,
                Map.of()));
        return this;
    }

    Scenario options(TighteningOptions changed) {
        options = changed;
        return this;
    }

    Scenario dataEvents(String source) {
        dataEvents.put(source, 10L);
        return this;
    }

    /** Some other role did something. */
    Scenario somebodyDid(String action, String resource) {
        List<UsageFact> before = List.copyOf(facts);
        facts.clear();
        did(action, resource);
        others.add(new PrincipalUsage(
                new UsagePrincipal(
                        PrincipalType.IAM_ROLE,
                        "arn:aws:iam::" + ACCOUNT + ":role/Other" + others.size(),
                        true,
                        Optional.empty(),
                        Optional.of(ACCOUNT)),
                facts.size(),
                facts,
                List.of(),
                List.of()));
        facts.clear();
        facts.addAll(before);
        return this;
    }

    /** The trail records no management events of a service. */
    Scenario withoutEventsOf(String source) {
        managementEvents.remove(source);
        return this;
    }

    /** Adds a call for which no action is known. */
    Scenario didUnknown(String source, String name) {
        unmapped.add(new UnmappedEvent(
                source, name, new Occurrences(1, START, START, new TreeMap<>(), List.of("event-unknown"))));
        return this;
    }

    Scenario possible(String action) {
        possible.add(action);
        return this;
    }

    Scenario did(String action, String resource) {
        return did(action, resource, true, CallOutcome.SUCCEEDED, UseContext.unknown());
    }

    Scenario didFrom(String ip, String action, String resource) {
        return did(
                action,
                resource,
                true,
                CallOutcome.SUCCEEDED,
                new UseContext(
                        Optional.of("eu-west-1"),
                        Optional.of(new SourceNetwork.Address(ip)),
                        Optional.empty(),
                        Optional.of(true),
                        Optional.of(false),
                        Map.of()));
    }

    Scenario did(String action, String resource, boolean complete, CallOutcome outcome, UseContext context) {
        return did(action, resource, complete, outcome, context, 1, 1, 1);
    }

    /** A service called KMS for the principal to work on data. */
    Scenario keyUsed(String call, String data) {
        relation = UseRelation.KEY_FOR_DATA;
        did(call, data);
        relation = UseRelation.MAIN;
        return this;
    }

    /** The settings of a bucket are known. */
    Scenario bucket(String arn, boolean versioned, boolean objectLock) {
        buckets.add(new BucketSettings(arn, Optional.of(versioned), Optional.of(objectLock)));
        return this;
    }

    /** A service called KMS for some other role. */
    Scenario somebodyUsedKey(String call, String data) {
        relation = UseRelation.KEY_FOR_DATA;
        somebodyDid(call, data);
        relation = UseRelation.MAIN;
        return this;
    }

    /** Adds one call that passes the role of an instance profile. */
    Scenario passedProfile(String arn) {
        profile = Optional.of(arn);
        did(
                "iam:PassRole",
                "*",
                false,
                CallOutcome.SUCCEEDED,
                new UseContext(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("iam:passedtoservice", "ec2.amazonaws.com")));
        profile = Optional.empty();
        return this;
    }

    /** Adds calls on {@code days} days from day {@code firstDay} on, every {@code every} days. */
    Scenario did(
            String action,
            String resource,
            boolean complete,
            CallOutcome outcome,
            UseContext context,
            int firstDay,
            int days,
            int every) {
        SortedMap<LocalDate, Long> byDay = new TreeMap<>();
        LocalDate start = LocalDate.ofInstant(START, ZoneOffset.UTC).plusDays(firstDay);
        for (int i = 0; i < days; i++) {
            byDay.put(start.plusDays((long) i * every), 1L);
        }
        facts.add(new UsageFact(
                action,
                action.equals("iam:PassRole") ? UseRelation.PASS_ROLE : relation,
                MappingConfidence.DOCUMENTED,
                resource,
                complete,
                false,
                context,
                outcome,
                new Occurrences(
                        days,
                        byDay.firstKey().atStartOfDay().toInstant(ZoneOffset.UTC),
                        byDay.lastKey().atStartOfDay().toInstant(ZoneOffset.UTC),
                        byDay,
                        List.of("event-" + ++sample)),
                profile));
        return this;
    }

    /** What was done so far was done by a role of the same name that is no more; what comes was done by this one. */
    Scenario roleWasMadeAnew() {
        others.add(new PrincipalUsage(
                new UsagePrincipal(
                        PrincipalType.IAM_ROLE, principal().arn(), true, Optional.of("AROA0"), Optional.of(ACCOUNT)),
                facts.size(),
                facts,
                List.of(),
                List.of()));
        facts.clear();
        usageId = Optional.of("AROA1");
        return this;
    }

    /** What was done so far was done by another role of the account. */
    Scenario byAnother() {
        others.add(new PrincipalUsage(
                new UsagePrincipal(
                        PrincipalType.IAM_ROLE,
                        "arn:aws:iam::" + ACCOUNT + ":role/Other",
                        true,
                        Optional.of("AROA9"),
                        Optional.of(ACCOUNT)),
                facts.size(),
                facts,
                List.of(),
                List.of()));
        facts.clear();
        return this;
    }

    /** The same role in records that name no path: sessions of which only account and name are known. */
    Scenario didWithoutPath(String action, String resource) {
        List<UsageFact> before = List.copyOf(facts);
        facts.clear();
        did(action, resource);
        others.add(new PrincipalUsage(
                new UsagePrincipal(
                        PrincipalType.IAM_ROLE,
                        "arn:aws:iam::" + ACCOUNT + ":role/App",
                        false,
                        Optional.empty(),
                        Optional.of(ACCOUNT)),
                facts.size(),
                facts,
                List.of(),
                List.of()));
        facts.clear();
        facts.addAll(before);
        return this;
    }

    AccountSnapshot account() {
        List<IamRole> roles = new ArrayList<>(otherRoles);
        List<IamUser> users = new ArrayList<>();
        if (user) {
            users.add((IamUser) principal());
        } else {
            roles.add(0, (IamRole) principal());
        }
        return new AccountSnapshot(
                Optional.of(ACCOUNT), users, groups, roles, managed, organization, List.of(), buckets, List.of());
    }

    IamPrincipal principal() {
        return user
                ? new IamUser(
                        "alice",
                        "/",
                        Optional.of("AIDA1"),
                        USER,
                        inline,
                        attached,
                        groups.stream().map(IamGroup::name).toList(),
                        boundary,
                        Map.of())
                : new IamRole(
                        "App",
                        path,
                        Optional.of("AROA1"),
                        "arn:aws:iam::" + ACCOUNT + ":role" + path + "App",
                        trust,
                        inline,
                        attached,
                        boundary,
                        List.of(),
                        Map.of());
    }

    UsageSummary usage() {
        PrincipalUsage usage = new PrincipalUsage(
                new UsagePrincipal(
                        user ? PrincipalType.IAM_USER : PrincipalType.IAM_ROLE,
                        principal().arn(),
                        true,
                        usageId,
                        Optional.of(ACCOUNT)),
                facts.stream().mapToLong(f -> f.occurrences().count()).sum(),
                facts,
                unmapped,
                possible);
        TreeMap<String, Long> regions = new TreeMap<>(Map.of("eu-west-1", 500L, "us-east-1", 500L));
        List<PrincipalUsage> all = new ArrayList<>(others);
        all.add(usage);
        return new UsageSummary(
                all,
                new TrailCoverage(
                        Optional.of(START),
                        Optional.of(START.plusSeconds(60L * 86_400)),
                        3,
                        1000,
                        new TreeMap<>(Map.of(ACCOUNT, 1000L)),
                        regions,
                        dataEvents,
                        new CoverageDetail(
                                new TreeMap<>(),
                                new TreeMap<>(managementEvents),
                                new TreeMap<>(),
                                managementEvents.isEmpty() ? 0 : 500,
                                managementEvents.isEmpty() ? 0 : 500,
                                0,
                                0,
                                0,
                                0,
                                new TreeMap<>())));
    }

    TighteningProposal propose() {
        return Tightener.of(ServiceCatalog.bundled()).propose(account(), principal(), usage(), options);
    }

    TighteningProposal proposeWithoutUsage() {
        return Tightener.of(ServiceCatalog.bundled()).propose(account(), principal(), options);
    }

    /** Returns what becomes of the first policy, without white space. */
    static String first(TighteningProposal proposal) {
        return proposal.policies().get(0).after().map(PolicyWriter::minified).orElse("");
    }
}
