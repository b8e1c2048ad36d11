package io.iamtighten.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.InlinePolicy;
import io.iamtighten.account.ManagedPolicy;
import io.iamtighten.account.OrganizationTree;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.account.ResourcePolicy;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.effective.AccountAccess;
import io.iamtighten.effective.ActionAccess;
import io.iamtighten.effective.EffectiveAccess;
import io.iamtighten.effective.EquivalentPolicy;
import io.iamtighten.effective.Reach;
import io.iamtighten.effective.WhoCan;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** What account-wide answers say of all requests holds for each request, by the evaluator's decision. */
class EffectiveAccessPropertyTest {
    private static final ServiceCatalog CATALOG = ServiceCatalog.bundled();
    private static final EvaluationOptions OPTIONS =
            EvaluationOptions.standard().assumingDelegation();
    private static final WorkLimit LIMIT = new WorkLimit(40_000);
    private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/k1";

    /** A stack with some contexts. */
    record Case(PolicyStack stack, List<RequestContext> contexts) {}

    @Provide
    Arbitrary<Case> cases() {
        return Combinators.combine(
                        StackArbitraries.stacks(),
                        RequestArbitraries.contexts().list().ofSize(12))
                .as(Case::new);
    }

    @Property(tries = 250, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void whoCanAgreesWithTheEvaluator(@ForAll("cases") Case given) {
        AccountSnapshot account = account(given.stack().withRcps(List.of()), List.of());
        AccountAccess access = AccountAccess.compile(account, CATALOG, LIMIT);
        PrincipalView view = account.view(account.roles().get(0));
        Authorizer authorizer = Authorizer.compile(view.stack(), OPTIONS);
        for (Vocabulary.Target target : Vocabulary.TARGETS) {
            for (String resource : target.resources()) {
                WhoCan who = resource.equals("*")
                        ? access.whoCan(target.action())
                        : access.whoCan(target.action(), resource);
                agree(
                        who,
                        authorizer,
                        view,
                        given.contexts(),
                        target.action(),
                        resource,
                        Optional.of(Vocabulary.ACCOUNT));
            }
        }
    }

    @Property(tries = 250, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void resourcePoliciesCountWhereTheyAreKnown(@ForAll("cases") Case given) {
        if (given.stack().resource().isEmpty()) {
            return;
        }
        NamedPolicy policy = given.stack().resource().get();
        List<ResourcePolicy> known = new ArrayList<>();
        for (String arn : List.of("arn:aws:s3:::b", KEY)) {
            known.add(new ResourcePolicy(arn, Optional.of(Vocabulary.ACCOUNT), policy));
        }
        AccountSnapshot account = account(given.stack(), known);
        AccountAccess access = AccountAccess.compile(account, CATALOG, LIMIT);
        PrincipalView view = account.view(account.roles().get(0));
        PolicyStack stack = view.stack()
                .withResource(Optional.of(policy))
                .withRcps(given.stack().rcps());
        Authorizer authorizer = Authorizer.compile(stack, OPTIONS);
        Map<String, String> requests =
                Map.of("s3:GetObject", "arn:aws:s3:::b/alice/k", "s3:ListBucket", "arn:aws:s3:::b", "kms:Decrypt", KEY);
        requests.forEach((action, resource) -> agree(
                access.whoCan(action, resource),
                authorizer,
                view,
                given.contexts(),
                action,
                resource,
                Optional.of(Vocabulary.ACCOUNT)));
    }

    @Property(tries = 8, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void effectivePermissionsAgreeWithTheEvaluator(@ForAll("cases") Case given) {
        AccountSnapshot account = account(given.stack(), List.of());
        PrincipalView view = account.view(account.roles().get(0));
        EffectiveAccess access =
                AccountAccess.effective(account, account.roles().get(0), CATALOG, LIMIT);
        Authorizer authorizer = Authorizer.compile(view.stack(), OPTIONS);
        Set<String> seen = new HashSet<>();
        for (ActionAccess group : access.groups()) {
            group.actions()
                    .forEach(action -> assertThat(seen.add(action)).as(action).isTrue());
            group.witness()
                    .ifPresent(request -> assertThat(authorizer.decide(request).allowed())
                            .as("%s decided as %s", group, authorizer.decide(request))
                            .isTrue());
            if (group.reach().allowed() && group.reach() != Reach.EVERYWHERE) {
                assertThat(group.witness()).isPresent();
            }
        }
        for (Vocabulary.Target target : Vocabulary.TARGETS) {
            Optional<ActionAccess> group = access.groups().stream()
                    .filter(g -> g.actions().contains(target.action()))
                    .findFirst();
            boolean never = group.isEmpty() || group.get().reach() == Reach.BLOCKED;
            boolean all = group.isPresent() && group.get().reach() == Reach.EVERYWHERE;
            for (String resource : target.resources()) {
                for (RequestContext context : given.contexts()) {
                    AccessRequest request = request(
                            view, "session", target.action(), resource, context, Optional.of(Vocabulary.ACCOUNT));
                    boolean allowed = authorizer.decide(request).allowed();
                    if (access.always().contains(target.action())) {
                        assertThat(allowed).isTrue();
                    } else if (never) {
                        assertThat(allowed).as(request + " by " + view.stack()).isFalse();
                    } else if (all && !resource.contains("aws:policy/") && !resource.contains("alias/aws/")) {
                        assertThat(allowed).as(request + " by " + view.stack()).isTrue();
                    }
                }
            }
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void theEquivalentPolicyDecidesLikeTheWholeStack(@ForAll("cases") Case given) {
        AccountSnapshot account = account(given.stack().withRcps(List.of()), List.of());
        PrincipalView view = account.view(account.roles().get(0));
        Optional<PolicyDocument> document = EquivalentPolicy.of(view, LIMIT).document();
        if (document.isEmpty()) {
            return;
        }
        Authorizer whole = Authorizer.compile(view.stack(), OPTIONS);
        Authorizer single = Authorizer.compile(
                PolicyStack.ofIdentity(List.of(new NamedPolicy("equivalent", document.get()))), OPTIONS);
        for (Vocabulary.Target target : Vocabulary.TARGETS) {
            for (String resource : target.resources()) {
                for (RequestContext context : given.contexts()) {
                    AccessRequest request = request(
                            view, "session", target.action(), resource, context, Optional.of(Vocabulary.ACCOUNT));
                    assertThat(single.decide(request).allowed())
                            .as("%s by %s", request, view.stack())
                            .isEqualTo(whole.decide(request).allowed());
                }
            }
        }
    }

    private static void agree(
            WhoCan who,
            Authorizer authorizer,
            PrincipalView view,
            List<RequestContext> contexts,
            String action,
            String resource,
            Optional<String> owner) {
        Optional<ActionAccess> access =
                who.holders().stream().map(WhoCan.Holder::access).findFirst();
        access.flatMap(ActionAccess::witness)
                .ifPresent(request -> assertThat(authorizer.decide(request).allowed())
                        .as("%s decided as %s by %s", access.get(), authorizer.decide(request), authorizer.stack())
                        .isTrue());
        boolean never = access.isEmpty() || access.get().reach() == Reach.BLOCKED;
        boolean all = access.isPresent() && access.get().reach() == Reach.EVERYWHERE;
        if (access.isPresent() && access.get().reach() == Reach.UNDER_CONDITIONS) {
            assertThat(access.get().witness()).isPresent();
        }
        // A session that a resource's policy may name, and one that none does.
        for (String session : List.of("session", "s1")) {
            for (RequestContext context : contexts) {
                AccessRequest request = request(view, session, action, resource, context, owner);
                boolean allowed = authorizer.decide(request).allowed();
                if (never) {
                    assertThat(allowed)
                            .as(request + " by " + authorizer.stack())
                            .isFalse();
                } else if (all) {
                    assertThat(allowed)
                            .as(request + " by " + authorizer.stack())
                            .isTrue();
                }
            }
        }
    }

    /** The request with the keys that the principal determines. */
    private static AccessRequest request(
            PrincipalView view,
            String session,
            String action,
            String resource,
            RequestContext free,
            Optional<String> owner) {
        RequestContext context = free.without("aws:username").with("aws:PrincipalIsAWSService", "false");
        for (Map.Entry<String, List<String>> key : view.derivedContext(session).entrySet()) {
            String lower = key.getKey().toLowerCase(Locale.ROOT);
            context = lower.equals("aws:principalorgpaths")
                    ? context.with(key.getKey(), ContextValues.set(key.getValue()))
                    : context.with(key.getKey(), key.getValue().get(0));
        }
        boolean limited = CATALOG.action(action).orElseThrow().supportsResourceLevel();
        return new AccessRequest(
                view.caller(session),
                action,
                resource,
                owner,
                context,
                limited ? AccessRequest.ResourceLevel.SUPPORTED : AccessRequest.ResourceLevel.WILDCARD_ONLY);
    }

    private static AccountSnapshot account(PolicyStack stack, List<ResourcePolicy> resourcePolicies) {
        List<InlinePolicy> inline = stack.identity().stream()
                .map(p -> new InlinePolicy(p.name(), p.document()))
                .toList();
        String boundaryArn = "arn:aws:iam::111122223333:policy/boundary";
        IamRole role = new IamRole(
                "app",
                "/",
                Optional.of("AROA1"),
                Vocabulary.ROLE,
                PolicyDocument.of(List.of()),
                inline,
                List.of(),
                stack.boundary().map(b -> boundaryArn),
                List.of(),
                Map.of());
        List<ManagedPolicy> managed = stack.boundary().stream()
                .map(b -> new ManagedPolicy(
                        "boundary",
                        "/",
                        Optional.empty(),
                        boundaryArn,
                        "v1",
                        List.of(new ManagedPolicy.Version("v1", b.document())),
                        0,
                        1))
                .toList();
        return new AccountSnapshot(
                Optional.of(Vocabulary.ACCOUNT),
                List.of(),
                List.of(),
                List.of(role),
                managed,
                organization(stack),
                resourcePolicies,
                List.of());
    }

    private static Optional<OrganizationTree> organization(PolicyStack stack) {
        int depth = Math.max(stack.scps().size(), stack.rcps().size());
        if (depth == 0) {
            return Optional.empty();
        }
        OrganizationTree.Unit unit = new OrganizationTree.Unit(
                Vocabulary.ACCOUNT, "account", at(stack.scps(), depth - 1), at(stack.rcps(), depth - 1), List.of());
        for (int i = depth - 2; i >= 0; i--) {
            unit = new OrganizationTree.Unit(
                    "ou-" + i, "unit", at(stack.scps(), i), at(stack.rcps(), i), List.of(unit));
        }
        return Optional.of(new OrganizationTree(
                Optional.of("o-1"), stack.managementAccountId(), !stack.scps().isEmpty(), unit));
    }

    private static List<NamedPolicy> at(List<PolicyLevel> levels, int index) {
        return index < levels.size() ? levels.get(index).policies() : List.of();
    }
}
