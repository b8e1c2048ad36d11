package io.iamtighten.effective;

import io.iamtighten.access.AccessScope;
import io.iamtighten.access.AccessSet;
import io.iamtighten.access.Containment;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountPlace;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.ResourcePolicy;
import io.iamtighten.arn.Arn;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.Decision;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.Outcome;
import io.iamtighten.evaluate.PolicyLayer;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.evaluate.PrincipalMatch;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The resource's side of a question: its own policy and the resource control policies of its account. */
final class ResourceSide {
    private static final EvaluationOptions OPTIONS =
            EvaluationOptions.standard().assumingDelegation();
    private static final int MAX_CHOICES = 64;

    private final ServiceCatalog catalog;
    private final ActionName action;
    private final Optional<String> resource;
    private final Optional<String> owner;
    private final Optional<NamedPolicy> policy;
    private final Optional<AccountPlace> place;
    private final List<PolicyLevel> rcps;
    private final Optional<String> management;
    private final List<String> gaps = new ArrayList<>();
    private final List<IndexedPrincipal.Layer> layers = new ArrayList<>();

    private ResourceSide(
            AccountSnapshot account, ServiceCatalog catalog, ActionName action, Optional<String> resource) {
        this.catalog = catalog;
        this.action = action;
        this.resource = resource;
        Optional<ResourcePolicy> known = resource.flatMap(r -> policyOf(account, action, r));
        this.owner = known.flatMap(ResourcePolicy::accountId)
                .or(() -> resource.flatMap(Arn::parse).map(Arn::account).filter(a -> !a.isEmpty()))
                .or(() -> resource.isPresent() ? account.accountId() : Optional.empty());
        this.policy = known.map(ResourcePolicy::policy);
        this.place = owner.flatMap(id -> account.organization().flatMap(o -> o.place(id)));
        this.rcps = place.map(AccountPlace::rcps).orElse(List.of());
        this.management = place.flatMap(AccountPlace::managementAccountId);
        IndexedDocument.Index index = new IndexedDocument.Index(catalog);
        policy.ifPresent(p -> layers.add(IndexedPrincipal.layer(PolicyLayer.RESOURCE, "", List.of(p), index)));
        rcps.forEach(level -> layers.add(IndexedPrincipal.layer(PolicyLayer.RCP, level.id(), level.policies(), index)));
        known.map(InvariantCheck::canonicalUsers)
                .filter(users -> !users.isEmpty())
                .ifPresent(users -> gaps.add("the policy of `" + resource.orElse("")
                        + "` lets in canonical users, whose accounts are not known: " + String.join(", ", users)));
        if (policy.isEmpty() && needsPolicy(action.name())) {
            gaps.add(
                    resource.isPresent()
                            ? "the policy of `" + resource.get()
                                    + "` is not in the snapshot; it is taken to leave the decision to identity-based policies"
                            : "`" + action.name()
                                    + "` also needs the resource's own policy to allow it; name a resource to have it"
                                    + " taken into account");
        }
    }

    static ResourceSide of(
            AccountSnapshot account, ServiceCatalog catalog, ActionName action, Optional<String> resource) {
        return new ResourceSide(account, catalog, action, resource.filter(r -> !r.equals("*")));
    }

    /** The policy of the resource itself, of an object's bucket, or the trust policy of a role that is to be assumed. */
    private static Optional<ResourcePolicy> policyOf(AccountSnapshot account, ActionName action, String resource) {
        if (assumes(action.name())) {
            return account.roles().stream()
                    .filter(role -> role.arn().equals(resource))
                    .findFirst()
                    .map(role -> new ResourcePolicy(
                            role.arn(),
                            Arn.parse(role.arn()).map(Arn::account),
                            new NamedPolicy("trust policy of " + role.name(), role.trustPolicy())));
        }
        Optional<ResourcePolicy> exact = account.resourcePolicy(resource);
        int slash = resource.indexOf('/');
        return exact.isPresent() || slash < 0 || !resource.contains(":s3:::")
                ? exact
                : account.resourcePolicy(resource.substring(0, slash));
    }

    private static boolean assumes(String action) {
        String lower = action.toLowerCase(Locale.ROOT);
        return lower.startsWith("sts:assumerole")
                || lower.equals("sts:tagsession")
                || lower.equals("sts:setsourceidentity");
    }

    private static boolean needsPolicy(String action) {
        return assumes(action) || action.toLowerCase(Locale.ROOT).startsWith("kms:");
    }

    /** Whether there is anything on this side that could change an answer. */
    boolean matters() {
        return policy.isPresent()
                || rcps.stream().anyMatch(level -> !level.policies().isEmpty());
    }

    Optional<String> account() {
        return owner;
    }

    List<String> gaps() {
        return gaps;
    }

    /** Returns how far a principal gets in any of its sessions; empty when nothing grants it the action. */
    Optional<ActionAccess> resolve(IndexedPrincipal who, Target target, WorkLimit limit) {
        Optional<ActionAccess> best = resolve(ActionCase.whole(who, action), action, target, limit);
        for (String session :
                policy.map(p -> NamedSessions.of(p.document(), who.view)).orElse(List.of())) {
            Optional<ActionAccess> other =
                    resolve(ActionCase.whole(who.inSession(session), action), action, target, limit);
            best = inAnySession(best, other);
        }
        return best;
    }

    /** What differs from session to session hangs on a condition: which one it is. */
    private static Optional<ActionAccess> inAnySession(Optional<ActionAccess> one, Optional<ActionAccess> other) {
        Reach first = one.map(ActionAccess::reach).orElse(Reach.BLOCKED);
        Reach second = other.map(ActionAccess::reach).orElse(Reach.BLOCKED);
        Optional<ActionAccess> further = one.isEmpty() || second.compareTo(first) > 0 ? other : one;
        return first == second || !(first.allowed() || second.allowed())
                ? further
                : further.map(access -> access.withReach(Reach.UNDER_CONDITIONS));
    }

    /** Returns how far a principal gets; empty when nothing grants it the action. */
    Optional<ActionAccess> resolve(ActionCase given, ActionName asked, Target target, WorkLimit limit) {
        String on = target.resource().orElse("*");
        ActionCase facts = given.where(statement -> statement.reaches(on) != Match.NO);
        Sides sides = new Sides(facts.who, facts, on);
        return new Decided(sides, target, limit).resolve();
    }

    /** All statements of both sides that can reach the resource. */
    private final class Sides {
        final IndexedPrincipal who;
        final ActionCase facts;
        final List<Candidate> resourceAllows = new ArrayList<>();
        final List<Candidate> denies = new ArrayList<>();

        Sides(IndexedPrincipal who, ActionCase facts, String on) {
            this.who = who;
            this.facts = facts;
            denies.addAll(facts.denies);
            List<Candidate> denying = new ArrayList<>();
            for (IndexedPrincipal.Layer layer : layers) {
                List<Candidate> allowing = ActionCase.gather(who, layer, action, denying);
                if (layer.kind() == PolicyLayer.RESOURCE) {
                    keepReaching(allowing, on, resourceAllows);
                }
            }
            keepReaching(denying, on, denies);
        }

        private void keepReaching(List<Candidate> all, String on, List<Candidate> into) {
            for (Candidate candidate : all) {
                if (candidate.statement().reaches(on) != Match.NO) {
                    into.add(candidate);
                }
            }
        }

        /** The stack of these statements, each as {@code change} has it; those it has no form for are left out. */
        PolicyStack stack(Function<Candidate, Optional<Statement>> change) {
            PolicyStack whole = who.view.stack();
            Optional<NamedPolicy> boundary = Optional.empty();
            List<PolicyLevel> scps = new ArrayList<>();
            for (int i = 0; i < facts.limits.size(); i++) {
                IndexedPrincipal.Layer layer = who.limits.get(i);
                List<NamedPolicy> left = policies(layer, facts.limits.get(i), change);
                if (layer.kind() == PolicyLayer.BOUNDARY) {
                    boundary = Optional.of(left.get(0));
                } else {
                    scps.add(new PolicyLevel(layer.level(), left));
                }
            }
            Optional<NamedPolicy> resourcePolicy = Optional.empty();
            List<PolicyLevel> controls = new ArrayList<>();
            for (IndexedPrincipal.Layer layer : layers) {
                List<NamedPolicy> left = policies(layer, resourceAllows, change);
                if (layer.kind() == PolicyLayer.RESOURCE) {
                    resourcePolicy = Optional.of(left.get(0));
                } else {
                    controls.add(new PolicyLevel(layer.level(), left));
                }
            }
            return new PolicyStack(
                    policies(who.identity, facts.allows, change),
                    boundary,
                    List.of(),
                    resourcePolicy,
                    scps,
                    controls,
                    List.of(),
                    whole.managementAccountId().or(() -> management));
        }

        private List<NamedPolicy> policies(
                IndexedPrincipal.Layer layer,
                List<Candidate> allowing,
                Function<Candidate, Optional<Statement>> change) {
            List<NamedPolicy> left = new ArrayList<>();
            for (int p = 0; p < layer.policies().size(); p++) {
                NamedPolicy whole = layer.policies().get(p);
                List<Statement> statements = new ArrayList<>();
                for (List<Candidate> list : List.of(allowing, denies)) {
                    for (Candidate candidate : list) {
                        if (candidate.layer() == layer && candidate.policy() == p) {
                            change.apply(candidate).ifPresent(statements::add);
                        }
                    }
                }
                left.add(new NamedPolicy(whole.name(), whole.document().withStatements(statements)));
            }
            return left;
        }
    }

    /** The answer for one caller. */
    private final class Decided {
        private final Sides sides;
        private final Target target;
        private final WorkLimit limit;
        private final String on;

        Decided(Sides sides, Target target, WorkLimit limit) {
            this.sides = sides;
            this.target = target;
            this.limit = limit;
            this.on = target.resource().orElse("*");
        }

        Optional<ActionAccess> resolve() {
            RequestContext likely = sides.who.keys.likely;
            Authorizer best = Authorizer.compile(sides.stack(this::atBest), OPTIONS);
            Decision atBest = best.decide(request(likely));
            if (!atBest.allowed()) {
                return sides.facts.allows.isEmpty()
                        ? Optional.empty()
                        : Optional.of(answer(Reach.BLOCKED, blockers(atBest), Optional.empty(), Optional.empty()));
            }
            Authorizer worst = Authorizer.compile(sides.stack(this::atWorst), OPTIONS);
            if (worst.decide(request(likely)).allowed()) {
                return Optional.of(answer(Reach.EVERYWHERE, List.of(), Optional.of(request(likely)), Optional.empty()));
            }
            Optional<AccessRequest> found = underConditions();
            return Optional.of(
                    found.isPresent() ? answer(Reach.UNDER_CONDITIONS, List.of(), found, Optional.empty()) : exact());
        }

        /** The statement as it would help the request most. */
        private Optional<Statement> atBest(Candidate candidate) {
            boolean open = candidate.statement().reaches(on) == Match.OPEN;
            Statement bare = candidate.statement().statement.withConditions(List.of());
            if (candidate.statement().deny) {
                return open || candidate.conditional() ? Optional.empty() : Optional.of(bare);
            }
            return Optional.of(open ? bare.withResources(ResourceElement.of("*")) : bare);
        }

        /** The statement as it would help the request least. */
        private Optional<Statement> atWorst(Candidate candidate) {
            boolean open = candidate.statement().reaches(on) == Match.OPEN;
            Statement bare = candidate.statement().statement.withConditions(List.of());
            if (!candidate.statement().deny) {
                return open || candidate.conditional() ? Optional.empty() : Optional.of(bare);
            }
            return Optional.of(open ? bare.withResources(ResourceElement.of("*")) : bare);
        }

        private List<Blocker> blockers(Decision decision) {
            if (decision.outcome() == Outcome.EXPLICIT_DENY) {
                List<Blocker> denies = new ArrayList<>();
                for (Candidate deny : sides.denies) {
                    if (!deny.conditional()) {
                        denies.add(new Blocker.DeniedBy(deny.use()));
                    }
                }
                return denies;
            }
            List<String> names = decision.layer() == PolicyLayer.RESOURCE
                    ? policy.map(p -> List.of(p.name())).orElse(List.of())
                    : List.of();
            return List.of(new Blocker.NotAllowedBy(decision.layer(), "", names));
        }

        private Optional<AccessRequest> underConditions() {
            List<List<IndexedStatement.Line>> fail = new ArrayList<>();
            sides.denies.stream().filter(Candidate::conditional).forEach(deny -> fail.add(deny.open()));
            List<List<IndexedStatement.Line>> choices = new ArrayList<>();
            choices.add(List.of());
            Map<String, String> variables = new TreeMap<>();
            sides.resourceAllows.forEach(allow -> {
                choices.add(allow.open());
                allow.statement().valuesReaching(on, variables);
            });
            List<List<Candidate>> own = new ArrayList<>();
            own.add(sides.facts.allows);
            own.addAll(sides.facts.limits);
            List<List<IndexedStatement.Line>> combined = new ArrayList<>(choices);
            for (List<Candidate> layer : own) {
                List<List<IndexedStatement.Line>> longer = new ArrayList<>();
                for (Candidate allow : layer) {
                    allow.statement().valuesReaching(on, variables);
                    for (List<IndexedStatement.Line> before : combined) {
                        if (longer.size() < MAX_CHOICES) {
                            List<IndexedStatement.Line> more = new ArrayList<>(before);
                            more.addAll(allow.open());
                            longer.add(more);
                        }
                    }
                }
                combined = longer;
            }
            choices.addAll(combined);
            Authorizer actual =
                    Authorizer.compile(sides.stack(candidate -> Optional.of(candidate.statement().statement)), OPTIONS);
            for (List<IndexedStatement.Line> hold : choices) {
                Optional<AccessRequest> request =
                        ContextGuess.find(sides.who.keys, hold, fail, variables).map(this::request);
                if (request.isPresent() && actual.decide(request.get()).allowed()) {
                    return request;
                }
            }
            return Optional.empty();
        }

        private ActionAccess exact() {
            PolicyStack stack = sides.stack(candidate -> Optional.of(candidate.statement().statement));
            AccessScope scope = new AccessScope(sides.who.caller, target.account(), OPTIONS);
            List<Candidate> all = new ArrayList<>(sides.resourceAllows);
            all.addAll(sides.denies);
            AccessSet asked = AccessSet.of(AskedRequests.ofBothSides(sides.facts, all, action, target), scope);
            Containment empty = AccessSet.of(stack, scope)
                    .intersection(asked)
                    .restrictedTo(List.of(action.name()))
                    .isEmpty(limit);
            if (empty instanceof Containment.Proven) {
                List<Blocker> blockers = new ArrayList<>();
                sides.denies.forEach(deny -> blockers.add(new Blocker.DeniedBy(deny.use())));
                return answer(Reach.BLOCKED, blockers, Optional.empty(), Optional.empty());
            }
            if (empty instanceof Containment.Refuted refuted) {
                RequestContext context =
                        sides.who.keys.complete(refuted.witness().request().context());
                AccessRequest request = request(context);
                return Authorizer.compile(stack, OPTIONS).decide(request).allowed()
                        ? answer(Reach.UNDER_CONDITIONS, List.of(), Optional.of(request), Optional.empty())
                        : answer(
                                Reach.UNKNOWN,
                                List.of(),
                                Optional.empty(),
                                Optional.of("the policies let through "
                                        + refuted.witness().text() + ", under one reading of their wildcards"));
            }
            String reason = empty instanceof Containment.Unknown unknown ? unknown.reason() : "";
            return answer(Reach.UNKNOWN, List.of(), Optional.empty(), Optional.of(reason));
        }

        private AccessRequest request(RequestContext context) {
            return new AccessRequest(
                    sides.who.caller,
                    action.name(),
                    on,
                    target.account(),
                    context,
                    target.shape().level());
        }

        private ActionAccess answer(
                Reach reach, List<Blocker> blockers, Optional<AccessRequest> witness, Optional<String> doubt) {
            List<StatementUse> through = new ArrayList<>();
            sides.facts.allows.forEach(allow -> through.add(allow.use()));
            sides.resourceAllows.stream()
                    .filter(allow -> names(allow, sides.who))
                    .forEach(allow -> through.add(allow.use()));
            List<StatementUse> within = new ArrayList<>();
            for (List<Candidate> layer : sides.facts.limits) {
                if (layer.stream().noneMatch(Candidate::plain)) {
                    layer.forEach(allow -> within.add(allow.use()));
                }
            }
            List<StatementUse> except = new ArrayList<>();
            sides.denies.stream().filter(deny -> names(deny, sides.who)).forEach(deny -> except.add(deny.use()));
            return new ActionAccess(List.of(action.name()), reach, through, within, except, blockers, witness, doubt);
        }
    }

    private static boolean names(Candidate candidate, IndexedPrincipal who) {
        return PrincipalMatch.of(
                        candidate.statement().statement,
                        who.caller,
                        who.view.stack().boundary().isPresent())
                != PrincipalMatch.NONE;
    }

    /** Returns the callers that are not users or roles of the account, as the resource's policy lets them in. */
    List<Outsider> outsiders(WorkLimit limit) {
        List<Outsider> outsiders = new ArrayList<>();
        if (policy.isEmpty() || resource.isEmpty()) {
            return outsiders;
        }
        IndexedDocument.Index index = new IndexedDocument.Index(catalog);
        ResourceShape shape =
                action.id() < 0 ? ResourceShape.ANYTHING : ResourceShape.of(catalog, catalog.action(action.id()));
        Target target = new Target(shape, resource, owner);
        List<OutsideCaller> callers = new ArrayList<>();
        for (Statement statement : policy.get().document().statements()) {
            if (statement.effect() == io.iamtighten.policy.Effect.ALLOW) {
                statement.principal().ifPresent(p -> {
                    if (p.anyone() || p.polarity() == Polarity.ALL_BUT) {
                        OutsideCaller.anyone(policy.get().document()).addTo(callers);
                    }
                    p.entries()
                            .forEach(entry -> OutsideCaller.of(
                                            entry, owner, policy.get().document())
                                    .ifPresent(c -> c.addTo(callers)));
                });
            }
        }
        for (OutsideCaller caller : callers) {
            IndexedPrincipal who = caller.indexed(index, caller.stack(owner, place));
            resolve(ActionCase.whole(who, action), action, target, limit).ifPresent(access -> {
                List<StatementUse> through = access.through().stream()
                        .filter(use -> use.layer() == PolicyLayer.RESOURCE)
                        .toList();
                if (!through.isEmpty()) {
                    outsiders.add(new Outsider(
                            caller.kind(),
                            caller.name(),
                            access.reach(),
                            through,
                            access.except(),
                            caller.needsOwnPermission(owner)));
                }
            });
        }
        return outsiders;
    }
}
