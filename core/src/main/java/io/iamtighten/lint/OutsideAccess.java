package io.iamtighten.lint;

import io.iamtighten.access.AccessScope;
import io.iamtighten.access.AccessSet;
import io.iamtighten.access.Containment;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.arn.Arn;
import io.iamtighten.arn.ArnPattern;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.catalog.AccessLevel;
import io.iamtighten.catalog.ActionResource;
import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.condition.ConditionEvaluator;
import io.iamtighten.effective.ExampleRequests;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether callers from outside get in by one statement of a resource's policy, over all requests that they can make: the policy's Deny
 * statements and resource control policies count, and the callers' own accounts are taken to allow them everything.
 */
final class OutsideAccess {
    /** What is known. */
    sealed interface Answer {
        /** The evaluator allows this request. */
        record Open(AccessRequest request) implements Answer {}

        /** No request is allowed. */
        record Shut() implements Answer {}

        /** Not decided. */
        record Undecided(String reason) implements Answer {}
    }

    private static final List<AccessLevel> SHOWN_FIRST = List.of(
            AccessLevel.PERMISSIONS_MANAGEMENT,
            AccessLevel.WRITE,
            AccessLevel.READ,
            AccessLevel.LIST,
            AccessLevel.TAGGING);
    private static final List<NamedPolicy> EVERYTHING = List.of(new NamedPolicy(
            "the caller's own policies",
            PolicyDocument.of(List.of(Statement.of(Effect.ALLOW, ActionElement.of("*"), ResourceElement.of("*"))))));

    private final PolicyView view;
    private final String owner;

    OutsideAccess(PolicyView view) {
        this.view = view;
        this.owner = view.owner().orElseGet(() -> unnamed(view.document()));
    }

    /** An account to stand for the owner's where that is not known. */
    static String unnamed(PolicyDocument document) {
        String text = document.toString();
        long account = 111_122_223_333L;
        while (text.contains(String.valueOf(account))) {
            account++;
        }
        return String.valueOf(account);
    }

    /** Returns the account of the resource, or one to stand for it. */
    String owner() {
        return owner;
    }

    /** Returns whether a caller gets in by a statement. */
    Answer ask(Stranger who, StatementView at) {
        NamedPolicy one = policy(at);
        // Only the current version has variables.
        boolean variables = one.document().version() == PolicyVersion.V2012_10_17;
        PolicyStack stack = stack(variables ? who.substituted(one) : one);
        AccessScope scope = new AccessScope(who.principal(), Optional.of(owner), EvaluationOptions.standard());
        // No policy can refuse it.
        AccessSet always = AccessSet.all(scope).restrictedTo(List.of("sts:GetCallerIdentity"));
        AccessSet allowed = AccessSet.of(stack, scope).difference(always);
        List<NamedPolicy> read = new ArrayList<>(List.of(one));
        stack.rcps().forEach(level -> read.addAll(level.policies()));
        List<Condition> known = who.conditions(read);
        Containment any =
                allowed.intersection(asked(scope, "*", attached(), known)).isEmpty(WorkLimit.standard());
        if (any instanceof Containment.Proven) {
            return new Answer.Shut();
        }
        if (any instanceof Containment.Unknown unknown) {
            return new Answer.Undecided(unknown.reason());
        }
        // The policy as it is: one statement more can only let more in, and the Deny statements are the same.
        Members members = new Members(who, one, known);
        Optional<AccessRequest> shown = Optional.empty();
        for (ServiceAction action : examples(at)) {
            Containment some = allowed.intersection(asked(scope, action.qualifiedName(), resources(action), known))
                    .isEmpty(WorkLimit.standard());
            if (some instanceof Containment.Refuted refuted) {
                shown = members.like(refuted.witness().request(), action);
            }
            if (shown.isPresent()) {
                break;
            }
        }
        if (shown.isEmpty()) {
            AccessRequest found = ((Containment.Refuted) any).witness().request();
            AccessRequest request = found.withContext(who.complete(found.context()));
            shown = Optional.of(request)
                    .filter(r -> members.documented.decide(r).allowed());
        }
        return shown.<Answer>map(Answer.Open::new)
                .orElseGet(() ->
                        new Answer.Undecided("the evaluator does not allow the request that the exact set shows"));
    }

    /** The requests of a caller that a policy lets through. */
    private final class Members {
        private final Stranger who;
        private final NamedPolicy policy;
        private final Map<String, List<ConditionEvaluator>> known = new TreeMap<>();
        private final Authorizer documented;
        private final Authorizer other;

        Members(Stranger who, NamedPolicy policy, List<Condition> conditions) {
            this.who = who;
            this.policy = policy;
            PolicyStack stack = stack(policy);
            this.documented = Authorizer.compile(stack);
            this.other =
                    Authorizer.compile(stack, EvaluationOptions.standard().withReading(WildcardReading.WHOLE_TEXT));
            conditions.forEach(c -> known.computeIfAbsent(c.key().toLowerCase(Locale.ROOT), k -> new ArrayList<>())
                    .add(ConditionEvaluator.compile(c, PolicyVersion.V2012_10_17)));
        }

        /** The request with the caller's own keys, or as it is when they change the answer; without others if those are not needed. */
        Optional<AccessRequest> like(AccessRequest request, ServiceAction action) {
            AccessRequest whole = new AccessRequest(
                    request.principal(),
                    action.qualifiedName(),
                    request.resource(),
                    request.resourceAccount(),
                    who.complete(request.context()),
                    action.supportsResourceLevel()
                            ? AccessRequest.ResourceLevel.SUPPORTED
                            : AccessRequest.ResourceLevel.WILDCARD_ONLY);
            AccessRequest bare = whole.withContext(who.fixed());
            Optional<AccessRequest> member = documented.decide(bare).allowed()
                    ? Optional.of(bare)
                    : Optional.of(whole).filter(r -> documented.decide(r).allowed());
            return member.map(
                    r -> ExampleRequests.of(view.catalog()).like(r, List.of(policy), tried -> isLike(r, tried)));
        }

        /** Whether a request in the place of a member is one too: on the resource, with keys that the caller can send. */
        private boolean isLike(AccessRequest member, AccessRequest tried) {
            for (Map.Entry<String, List<ConditionEvaluator>> key : known.entrySet()) {
                boolean untouched = member.context()
                        .get(key.getKey())
                        .equals(tried.context().get(key.getKey()));
                if (!untouched && !key.getValue().stream().allMatch(c -> c.evaluate(tried.context()))) {
                    return false;
                }
            }
            return who.keeps(member.context(), tried.context())
                    && attached().stream()
                            .anyMatch(a -> ArnPattern.parse(a).matches(tried.resource(), WildcardReading.PART_BY_PART))
                    && documented.decide(tried).allowed()
                    && other.decide(tried).allowed();
        }
    }

    private NamedPolicy policy(StatementView at) {
        List<Statement> statements = new ArrayList<>();
        for (Statement statement : view.document().statements()) {
            if (statement.effect() == Effect.DENY) {
                statements.add(statement);
            }
        }
        statements.add(at.statement());
        return new NamedPolicy(view.policy().name(), view.document().withStatements(statements));
    }

    private PolicyStack stack(NamedPolicy resource) {
        return PolicyStack.ofIdentity(EVERYTHING)
                .withResource(Optional.of(resource))
                .withRcps(view.context().rcps());
    }

    private static AccessSet asked(AccessScope scope, String action, List<String> resources, List<Condition> known) {
        Statement statement = new Statement(
                Optional.empty(),
                Effect.ALLOW,
                Optional.of(PrincipalElement.anyonePrincipal()),
                ActionElement.of(action),
                Optional.of(ResourceElement.of(resources.toArray(String[]::new))),
                known);
        NamedPolicy requests = new NamedPolicy("requests", PolicyDocument.of(List.of(statement)));
        return AccessSet.of(PolicyStack.ofIdentity(EVERYTHING).withResource(Optional.of(requests)), scope);
    }

    /** The resources that the policy can speak of. */
    private List<String> attached() {
        if (view.type() == PolicyType.TRUST) {
            return List.of(view.policy().resourceArn().orElse("arn:aws:iam::" + owner + ":role/Example"));
        }
        return view.policy()
                .resourceArn()
                .map(arn -> List.of(arn, arn + "/*", arn + ":*"))
                .orElse(List.of("*"));
    }

    private List<String> resources(ServiceAction action) {
        if (view.type() == PolicyType.TRUST || view.policy().resourceArn().isPresent()) {
            return attached();
        }
        if (!action.supportsResourceLevel()) {
            // A `*` that stands for itself.
            return List.of("${*}");
        }
        Set<String> patterns = new LinkedHashSet<>();
        for (ActionResource resource : action.resourceTypes()) {
            view.catalog()
                    .resourceType(action.prefix(), resource.type())
                    .ifPresent(t ->
                            t.arnTemplates().stream().map(ArnTemplate::pattern).forEach(patterns::add));
        }
        return patterns.isEmpty() ? List.of("*") : List.copyOf(patterns);
    }

    /** The actions with which a request is looked for: one of each access level, of the resource's service where that is known. */
    private List<ServiceAction> examples(StatementView at) {
        BitSet actions = (BitSet) at.actions().clone();
        Set<String> services = services(at);
        if (!services.isEmpty()) {
            BitSet own = new BitSet();
            services.forEach(s -> own.or(view.catalog().expand(s + ":*")));
            if (own.intersects(actions)) {
                actions.and(own);
            }
        }
        List<ServiceAction> examples = new ArrayList<>();
        for (AccessLevel level : SHOWN_FIRST) {
            BitSet some = view.facts().withResourceLevel(view.facts().ofLevel(actions, level));
            int id = some.nextSetBit(0);
            if (id >= 0) {
                examples.add(view.catalog().action(id));
            }
        }
        return examples;
    }

    private Set<String> services(StatementView at) {
        Set<String> services = new LinkedHashSet<>();
        if (view.type() == PolicyType.TRUST) {
            return Set.of("sts");
        }
        view.policy().resourceService().ifPresent(services::add);
        view.policy().resourceArn().flatMap(Arn::parse).ifPresent(a -> services.add(a.service()));
        if (services.isEmpty() && !at.invertsResources()) {
            at.statement()
                    .resources()
                    .ifPresent(r ->
                            r.patterns().forEach(p -> Arn.parse(p.text()).ifPresent(a -> services.add(a.service()))));
        }
        services.removeIf(s -> s.contains("*") || s.contains("?"));
        return services;
    }
}
