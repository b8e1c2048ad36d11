package io.iamtighten.testkit;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.AttachedPolicy;
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
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.tighten.ConditionKind;
import io.iamtighten.tighten.PolicyChange;
import io.iamtighten.tighten.PolicyForm;
import io.iamtighten.tighten.ResourceStrategy;
import io.iamtighten.tighten.Tightener;
import io.iamtighten.tighten.TighteningOptions;
import io.iamtighten.tighten.TighteningProposal;
import io.iamtighten.tighten.Unverifiable;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.CoverageDetail;
import io.iamtighten.usage.Occurrences;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.SourceNetwork;
import io.iamtighten.usage.TrailCoverage;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Policies of a principal, what it did, and how to tighten: small, so that trying one is cheap, and of words that meet often.
 *
 * @param user whether it is a user, in two groups, or a role
 * @param held the identity-based policies
 * @param boundary statements of the permissions boundary; empty for none
 * @param scp statements of a service control policy; empty for none
 * @param calls what was done
 * @param dataEvents whether the trail holds data events
 * @param options how to tighten
 */
record TighteningCase(
        boolean user,
        List<Held> held,
        List<String> boundary,
        List<String> scp,
        List<Call> calls,
        boolean dataEvents,
        TighteningOptions options) {
    private static final ServiceCatalog CATALOG = ServiceCatalog.bundled();
    private static final String ACCOUNT = "123456789012";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String REGION = ",\"Condition\":{\"StringEquals\":{\"aws:RequestedRegion\":\"eu-west-1\"}}";
    private static final String OFFICE = ",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}}";
    private static final String TLS = ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}";

    /** Where a policy is held. */
    enum Place {
        INLINE,
        ATTACHED,
        SHARED,
        AWS,
        GROUP_INLINE,
        GROUP_ATTACHED
    }

    /** A policy. */
    record Held(Place place, List<String> statements) {}

    /** An action on a resource. */
    record Target(String action, String resource) {}

    /** Calls of an action on a resource. */
    record Call(Target target, int firstDay, int days, boolean succeeded, UseContext context) {
        String action() {
            return target.action();
        }

        String resource() {
            return target.resource();
        }
    }

    private static final List<Target> TARGETS = List.of(
            new Target("s3:GetObject", "arn:aws:s3:::data/in/a"),
            new Target("s3:GetObject", "arn:aws:s3:::data/2026-01-01/a"),
            new Target("s3:GetObject", "arn:aws:s3:::data/2026-01-02/a"),
            new Target("s3:GetObject", "arn:aws:s3:::home/x"),
            new Target("s3:PutObject", "arn:aws:s3:::data/2026-01-02/a"),
            new Target("s3:PutObject", "arn:aws:s3:::data/out/b"),
            new Target("s3:ListBucket", "arn:aws:s3:::data"),
            new Target("s3:PutBucketPolicy", "arn:aws:s3:::data"),
            new Target("s3:ListAllMyBuckets", "*"),
            new Target("sqs:GetQueueUrl", "arn:aws:sqs:eu-west-1:123456789012:a1"),
            new Target("sqs:GetQueueUrl", "arn:aws:sqs:eu-west-1:123456789012:a2"),
            new Target("sqs:GetQueueAttributes", "arn:aws:sqs:eu-west-1:123456789012:a1"),
            new Target("sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:a1"),
            new Target("sqs:CreateQueue", "arn:aws:sqs:eu-west-1:123456789012:b"),
            new Target("dynamodb:DescribeTable", "arn:aws:dynamodb:eu-west-1:123456789012:table/t1"),
            new Target("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:123456789012:table/t1"),
            new Target("dynamodb:UpdateTable", "arn:aws:dynamodb:eu-west-1:123456789012:table/t2"),
            new Target("kms:Decrypt", "arn:aws:kms:eu-west-1:123456789012:key/k1"),
            new Target("kms:Encrypt", "arn:aws:kms:eu-west-1:123456789012:key/k1"),
            new Target("iam:PassRole", "arn:aws:iam::123456789012:role/Tasks"),
            new Target("iam:GetRole", "arn:aws:iam::123456789012:role/Tasks"),
            new Target("ec2:DescribeVpcs", "*"),
            new Target("ec2:RunInstances", "arn:aws:ec2:eu-west-1:123456789012:instance/*"),
            new Target("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:123456789012:function:f"),
            new Target("lambda:GetFunction", "arn:aws:lambda:eu-west-1:123456789012:function:f"));

    private static final List<String> ACTIONS = List.of(
            "\"s3:GetObject\"",
            "\"s3:*\"",
            "[\"s3:GetObject\",\"s3:PutObject\",\"s3:PutObjectTagging\"]",
            "[\"s3:Get*\",\"s3:List*\"]",
            "[\"s3:*Object\",\"sqs:*\"]",
            "[\"sqs:Get*\",\"sqs:SendMessage\"]",
            "[\"sqs:*\",\"dynamodb:*\"]",
            "[\"dynamodb:GetItem\",\"dynamodb:Describe*\",\"kms:Decrypt\"]",
            "\"kms:*\"",
            "[\"iam:PassRole\",\"iam:Get*\",\"lambda:*\"]",
            "[\"lambda:InvokeFunction\",\"lambda:GetFunction\",\"newservice:DoIt\"]",
            "[\"ec2:Describe*\",\"ec2:RunInstances\",\"newservice:*\"]");

    private static final List<String> RESOURCES = List.of(
            "\"*\"",
            "[\"arn:aws:s3:::data\",\"arn:aws:s3:::data/*\"]",
            "[\"arn:aws:s3:::data/*\",\"arn:aws:s3:::home/*\",\"arn:aws:sqs:*:123456789012:a*\"]",
            "\"arn:aws:s3:::data/2026-*\"",
            "[\"arn:aws:sqs:eu-west-1:123456789012:*\",\"arn:aws:dynamodb:*:*:table/*\"]",
            "[\"arn:aws:dynamodb:eu-west-1:123456789012:table/t1\",\"arn:aws:kms:*:*:key/*\",\"arn:aws:s3:::data/*\"]",
            "[\"arn:aws:s3:::home/${aws:userid}/*\",\"arn:aws:s3:::home/*\"]",
            "[\"arn:aws:lambda:*:*:function:f\",\"arn:aws:iam::123456789012:role/*\"]");

    private static final List<String> LIMITS = List.of(
            "{\"Effect\":\"Deny\",\"Action\":\"s3:PutBucketPolicy\",\"Resource\":\"*\"}",
            "{\"Effect\":\"Deny\",\"Action\":\"sqs:*\",\"Resource\":\"arn:aws:sqs:*:*:a2\"}",
            "{\"Effect\":\"Deny\",\"NotAction\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{\"aws:RequestedRegion\":[\"eu-west-1\",\"us-east-1\"]}}}",
            "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}",
            "{\"Effect\":\"Deny\",\"Action\":\"dynamodb:*\",\"NotResource\":\"arn:aws:dynamodb:*:*:table/t1\"}");
    private static final String EVERYTHING = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";

    private static final String MOST_SERVICES = CATALOG.services().stream()
            .map(service -> service.prefix())
            .filter(prefix -> !Set.of("s3", "sqs", "dynamodb", "lambda").contains(prefix))
            .map(prefix -> "\"" + prefix + ":*\"")
            .collect(Collectors.joining(","));

    static Arbitrary<TighteningCase> arbitrary() {
        return Combinators.combine(
                        Arbitraries.of(false, true),
                        policies().list().ofMinSize(1).ofMaxSize(3),
                        limits(),
                        limits(),
                        recorded().list().ofMaxSize(10),
                        Arbitraries.of(false, true),
                        ways())
                .as(TighteningCase::new);
    }

    private static Arbitrary<Held> policies() {
        return Combinators.combine(
                        Arbitraries.of(Place.values()),
                        statements().list().ofMinSize(1).ofMaxSize(3))
                .as(Held::new);
    }

    private static Arbitrary<String> statements() {
        Arbitrary<String> plain = Combinators.combine(
                        Arbitraries.of(ACTIONS),
                        Arbitraries.of(RESOURCES),
                        Arbitraries.of("", "", "", REGION, OFFICE, TLS),
                        Arbitraries.of("", "\"Sid\":\"Work\","))
                .as((actions, resources, condition, sid) -> "{" + sid + "\"Effect\":\"Allow\",\"Action\":" + actions
                        + ",\"Resource\":" + resources + condition + "}");
        Arbitrary<String> other = Arbitraries.of(
                "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"NotResource\":\"arn:aws:s3:::data/out/*\"}",
                "{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\",\"ec2:*\",\"a*\",\"b*\",\"c*\",\"g*\",\"m*\",\"r*\"],\"Resource\":\"*\""
                        + REGION + "}",
                LIMITS.get(0),
                LIMITS.get(1),
                LIMITS.get(4),
                EVERYTHING);
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(6, plain), net.jqwik.api.Tuple.of(1, other));
    }

    private static Arbitrary<List<String>> limits() {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, Arbitraries.just(List.of())),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(LIMITS).map(limit -> List.of(EVERYTHING, limit))));
    }

    private static Arbitrary<Call> recorded() {
        return Combinators.combine(
                        Arbitraries.of(TARGETS),
                        Arbitraries.integers().between(0, 50),
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.of(true, true, true, true, false),
                        contexts())
                .as((target, first, days, succeeded, context) -> new Call(
                        target,
                        first,
                        days,
                        succeeded,
                        target.action().equals("iam:PassRole") ? passing(context) : context));
    }

    private static UseContext passing(UseContext context) {
        return new UseContext(
                context.region(),
                context.source(),
                context.viaService(),
                context.secureTransport(),
                context.mfa(),
                context.mfa().isPresent() ? Map.of("iam:passedtoservice", "ecs-tasks.amazonaws.com") : Map.of());
    }

    private static Arbitrary<UseContext> contexts() {
        return Combinators.combine(
                        Arbitraries.of("eu-west-1", "eu-west-1", "us-east-1"),
                        Arbitraries.of(
                                Optional.<SourceNetwork>of(new SourceNetwork.Address("203.0.113.7")),
                                Optional.<SourceNetwork>of(new SourceNetwork.Address("198.51.100.1")),
                                Optional.<SourceNetwork>of(new SourceNetwork.VpcEndpoint("vpce-1", Optional.empty())),
                                Optional.<SourceNetwork>of(new SourceNetwork.Service("s3.amazonaws.com")),
                                Optional.<SourceNetwork>empty()),
                        Arbitraries.of(Optional.of(true), Optional.<Boolean>empty()),
                        Arbitraries.of(Optional.of(true), Optional.of(false), Optional.<Boolean>empty()))
                .as((region, source, tls, mfa) -> new UseContext(
                        Optional.of(region),
                        source,
                        source.filter(s -> s instanceof SourceNetwork.Service).map(s -> "s3.amazonaws.com"),
                        tls,
                        mfa,
                        Map.of()));
    }

    private static Arbitrary<TighteningOptions> ways() {
        return Combinators.combine(
                        Arbitraries.of(Unverifiable.USED, Unverifiable.DROP, Unverifiable.KEEP),
                        Arbitraries.of(ResourceStrategy.BALANCED, ResourceStrategy.EXACT, ResourceStrategy.SERVICE),
                        Arbitraries.of(PolicyForm.values()),
                        Arbitraries.of(ConditionKind.values()).set().ofMaxSize(6),
                        Arbitraries.of(false, true))
                .as((unverifiable, resources, form, kinds, mine) -> TighteningOptions.standard()
                        .withUnverifiable(unverifiable)
                        .withResources(resources)
                        .withForm(form)
                        .withConditions(mine ? kinds : Set.of()));
    }

    /** Everything that cannot be seen of all services fills the quotas: too dear to try often. */
    private List<String> affordable(List<String> statements) {
        return options.unverifiable() != Unverifiable.KEEP
                ? statements
                : statements.stream()
                        .map(s -> s.equals(EVERYTHING) || s.contains("NotAction")
                                ? "{\"Effect\":\"Allow\",\"NotAction\":[" + MOST_SERVICES + "],\"Resource\":\"*\"}"
                                : s)
                        .toList();
    }

    private static PolicyDocument document(List<String> statements) {
        List<String> unique = new ArrayList<>();
        for (String statement : statements) {
            unique.add(statement.replace("\"Sid\":\"Work\"", "\"Sid\":\"Work" + unique.size() + "\""));
        }
        String json = "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", unique) + "]}";
        return PolicyParser.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static ManagedPolicy managed(String name, String owner, PolicyDocument document) {
        return new ManagedPolicy(
                name,
                "/",
                Optional.empty(),
                "arn:aws:iam::" + owner + ":policy/" + name,
                "v1",
                List.of(new ManagedPolicy.Version("v1", document)),
                0,
                0);
    }

    AccountSnapshot account() {
        List<InlinePolicy> inline = new ArrayList<>();
        List<AttachedPolicy> attached = new ArrayList<>();
        List<AttachedPolicy> shared = new ArrayList<>();
        List<InlinePolicy> groupInline = new ArrayList<>();
        List<AttachedPolicy> groupAttached = new ArrayList<>();
        List<ManagedPolicy> managed = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            PolicyDocument document = document(affordable(held.get(i).statements()));
            String name = "P" + i;
            Place place = held.get(i).place();
            if (place == Place.INLINE) {
                inline.add(new InlinePolicy(name, document));
            } else if (place == Place.GROUP_INLINE && user) {
                groupInline.add(new InlinePolicy(name, document));
            } else {
                ManagedPolicy policy = managed(name, place == Place.AWS ? "aws" : ACCOUNT, document);
                managed.add(policy);
                AttachedPolicy attachment = new AttachedPolicy(name, policy.arn());
                (place == Place.GROUP_ATTACHED && user ? groupAttached : attached).add(attachment);
                if (place == Place.SHARED) {
                    shared.add(attachment);
                }
            }
        }
        Optional<String> boundaryArn = Optional.empty();
        if (!boundary.isEmpty()) {
            ManagedPolicy policy = managed("Boundary", ACCOUNT, document(boundary));
            managed.add(policy);
            boundaryArn = Optional.of(policy.arn());
        }
        List<IamRole> roles = new ArrayList<>();
        roles.add(role("Other", List.of(), shared, Optional.empty()));
        List<IamUser> users = new ArrayList<>();
        if (user) {
            users.add(new IamUser(
                    "alice",
                    "/",
                    Optional.of("AIDA1"),
                    "arn:aws:iam::" + ACCOUNT + ":user/alice",
                    inline,
                    attached,
                    List.of("Readers", "Writers"),
                    boundaryArn,
                    Map.of()));
        } else {
            roles.add(role("App", inline, attached, boundaryArn));
        }
        List<IamGroup> groups =
                List.of(group("Readers", groupInline, List.of()), group("Writers", List.of(), groupAttached));
        return new AccountSnapshot(
                Optional.of(ACCOUNT), users, groups, roles, managed, organization(), List.of(), List.of());
    }

    private static IamRole role(
            String name, List<InlinePolicy> inline, List<AttachedPolicy> attached, Optional<String> boundaryArn) {
        return new IamRole(
                name,
                "/",
                Optional.empty(),
                "arn:aws:iam::" + ACCOUNT + ":role/" + name,
                PolicyDocument.of(List.of()),
                inline,
                attached,
                boundaryArn,
                List.of(),
                Map.of());
    }

    private static IamGroup group(String name, List<InlinePolicy> inline, List<AttachedPolicy> attached) {
        return new IamGroup(
                name, "/", Optional.empty(), "arn:aws:iam::" + ACCOUNT + ":group/" + name, inline, attached);
    }

    private Optional<OrganizationTree> organization() {
        if (scp.isEmpty()) {
            return Optional.empty();
        }
        OrganizationTree.Unit account = new OrganizationTree.Unit(
                ACCOUNT, "app", List.of(new NamedPolicy("Scp", document(scp))), List.of(), List.of());
        NamedPolicy full = new NamedPolicy("FullAWSAccess", document(List.of(EVERYTHING)));
        return Optional.of(new OrganizationTree(
                Optional.of("o-1"),
                Optional.of("999999999999"),
                true,
                new OrganizationTree.Unit("r-1", "root", List.of(full), List.of(), List.of(account))));
    }

    IamPrincipal principal(AccountSnapshot of) {
        return user ? of.user("alice").orElseThrow() : of.role("App").orElseThrow();
    }

    TighteningProposal propose(AccountSnapshot of) {
        return Tightener.of(CATALOG).propose(of, principal(of), usage(), options);
    }

    private UsageSummary usage() {
        List<UsageFact> facts = new ArrayList<>();
        for (Call call : calls) {
            SortedMap<LocalDate, Long> byDay = new TreeMap<>();
            LocalDate start = LocalDate.ofInstant(START, ZoneOffset.UTC).plusDays(call.firstDay());
            for (int i = 0; i < call.days(); i++) {
                byDay.put(start.plusDays(i), 1L);
            }
            facts.add(new UsageFact(
                    call.action(),
                    call.action().equals("iam:PassRole") ? UseRelation.PASS_ROLE : UseRelation.MAIN,
                    MappingConfidence.DOCUMENTED,
                    call.resource(),
                    true,
                    false,
                    call.context(),
                    call.succeeded() ? CallOutcome.SUCCEEDED : CallOutcome.REFUSED,
                    new Occurrences(
                            call.days(),
                            byDay.firstKey().atStartOfDay().toInstant(ZoneOffset.UTC),
                            byDay.lastKey().atStartOfDay().toInstant(ZoneOffset.UTC),
                            byDay,
                            List.of("event-" + facts.size()))));
        }
        PrincipalUsage principal = new PrincipalUsage(
                new UsagePrincipal(
                        user ? PrincipalType.IAM_USER : PrincipalType.IAM_ROLE,
                        "arn:aws:iam::" + ACCOUNT + (user ? ":user/alice" : ":role/App"),
                        true,
                        Optional.empty(),
                        Optional.of(ACCOUNT)),
                facts.size(),
                facts,
                List.of(),
                List.of());
        return new UsageSummary(
                List.of(principal),
                new TrailCoverage(
                        Optional.of(START),
                        Optional.of(START.plusSeconds(60L * 86_400)),
                        1,
                        1_000,
                        new TreeMap<>(Map.of(ACCOUNT, 1_000L)),
                        new TreeMap<>(Map.of("eu-west-1", 500L, "us-east-1", 500L)),
                        new TreeMap<>(dataEvents ? Map.of("s3.amazonaws.com", 10L) : Map.of()),
                        new CoverageDetail(
                                new TreeMap<>(),
                                new TreeMap<>(Map.of("kms.amazonaws.com", 10L, "iam.amazonaws.com", 990L)),
                                new TreeMap<>(),
                                500,
                                500,
                                0,
                                0,
                                0,
                                0,
                                new TreeMap<>())));
    }

    /** Returns contexts that a call may have had: what its record does not tell is tried both ways. */
    List<RequestContext> contextsOf(Call call) {
        List<RequestContext> contexts = new ArrayList<>();
        UseContext known = call.context();
        for (boolean tls : known.secureTransport().map(List::of).orElse(List.of(true, false))) {
            for (boolean mfa : known.mfa().map(List::of).orElse(List.of(true, false))) {
                contexts.add(context(known.region().orElseThrow(), known.source(), tls, mfa, known.keys()));
            }
        }
        return contexts;
    }

    private RequestContext context(
            String region, Optional<SourceNetwork> source, boolean tls, boolean mfa, Map<String, String> more) {
        Map<String, ContextValues> keys = new TreeMap<>();
        keys.put("aws:RequestedRegion", ContextValues.single(region));
        keys.put("aws:SecureTransport", ContextValues.single(String.valueOf(tls)));
        keys.put("aws:MultiFactorAuthPresent", ContextValues.single(String.valueOf(mfa)));
        keys.put("aws:PrincipalIsAWSService", ContextValues.single("false"));
        keys.put("aws:userid", ContextValues.single(user ? "AIDA1" : "AROA1:session"));
        boolean service = false;
        if (source.isEmpty()) {
            keys.put("aws:SourceIp", ContextValues.single("203.0.113.9"));
        } else if (source.get() instanceof SourceNetwork.Address address) {
            keys.put("aws:SourceIp", ContextValues.single(address.ip()));
        } else if (source.get() instanceof SourceNetwork.VpcEndpoint endpoint) {
            keys.put("aws:SourceVpce", ContextValues.single(endpoint.id()));
        } else {
            service = true;
        }
        keys.put("aws:ViaAWSService", ContextValues.single(String.valueOf(service)));
        more.forEach((key, value) -> keys.put(key, ContextValues.single(value)));
        return RequestContext.of(keys);
    }

    /** Returns requests of all sorts. */
    List<AccessRequest> samples() {
        List<AccessRequest> requests = new ArrayList<>();
        List<String> resources =
                TARGETS.stream().map(Target::resource).distinct().toList();
        List<String> more = List.of("s3:DeleteObject", "sqs:DeleteQueue", "kms:ScheduleKeyDeletion", "newservice:DoIt");
        Set<String> actions = new HashSet<>(more);
        TARGETS.forEach(target -> actions.add(target.action()));
        int number = 0;
        for (String action : actions.stream().sorted().toList()) {
            for (String resource : resources) {
                number++;
                requests.add(request(
                        action,
                        resource,
                        context(
                                number % 3 == 0 ? "us-east-1" : "eu-west-1",
                                number % 2 == 0
                                        ? Optional.of(new SourceNetwork.Address("198.51.100.1"))
                                        : Optional.empty(),
                                number % 5 != 0,
                                number % 7 != 0,
                                Map.of())));
            }
        }
        return requests;
    }

    AccessRequest request(String action, String resource, RequestContext context) {
        boolean level =
                CATALOG.action(action).filter(a -> !a.supportsResourceLevel()).isEmpty();
        return new AccessRequest(
                account().view(principal(account())).caller("session"),
                action,
                resource,
                Optional.of(ACCOUNT),
                context,
                level ? AccessRequest.ResourceLevel.SUPPORTED : AccessRequest.ResourceLevel.WILDCARD_ONLY);
    }

    /** Does what a proposal says; the managed policies come in another order then, as IAM promises none. */
    static AccountSnapshot applied(AccountSnapshot account, IamPrincipal principal, TighteningProposal proposal) {
        List<InlinePolicy> inline = new ArrayList<>();
        List<AttachedPolicy> attached = new ArrayList<>();
        List<ManagedPolicy> managed = new ArrayList<>(account.policies());
        Set<String> left = new HashSet<>();
        for (PolicyChange change : proposal.policies()) {
            boolean keep = change.action() == PolicyChange.Action.KEEP;
            boolean moves = !keep || !change.note().isEmpty();
            if (moves) {
                change.group().ifPresent(left::add);
            }
            if (change.after().isEmpty() || (change.group().isPresent() && !moves)) {
                continue;
            }
            PolicyDocument document = change.after().get();
            if (change.kind() == PolicyChange.Kind.INLINE) {
                inline.add(new InlinePolicy(change.name(), document));
            } else if (change.action() == PolicyChange.Action.CREATE) {
                ManagedPolicy created = managed(change.name(), ACCOUNT, document);
                managed.add(0, created);
                attached.add(0, new AttachedPolicy(created.name(), created.arn()));
            } else {
                String arn = change.arn().orElseThrow();
                managed.replaceAll(policy ->
                        policy.arn().equals(arn) && !keep ? managed(policy.name(), ACCOUNT, document) : policy);
                attached.add(0, new AttachedPolicy(change.name(), arn));
            }
        }
        List<IamUser> users = account.users().stream()
                .map(user -> !user.equals(principal)
                        ? user
                        : new IamUser(
                                user.name(),
                                user.path(),
                                user.id(),
                                user.arn(),
                                inline,
                                attached,
                                user.groups().stream()
                                        .filter(group -> !left.contains(group))
                                        .toList(),
                                user.boundaryArn(),
                                user.tags()))
                .toList();
        List<IamRole> roles = account.roles().stream()
                .map(role -> role.equals(principal) ? role("App", inline, attached, role.boundaryArn()) : role)
                .toList();
        return new AccountSnapshot(
                account.accountId(),
                users,
                account.groups(),
                roles,
                managed,
                account.organization(),
                account.resourcePolicies(),
                account.gaps());
    }
}
