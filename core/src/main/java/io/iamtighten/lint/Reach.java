package io.iamtighten.lint;

import io.iamtighten.access.AccessScope;
import io.iamtighten.access.AccessSet;
import io.iamtighten.access.Containment;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.arn.ArnPattern;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.catalog.ActionResource;
import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.condition.ConditionEvaluator;
import io.iamtighten.effective.ExampleRequests;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one principal can do by all its policies together: for an action, a request that the evaluator allows, on a resource of a
 * type that the action has. First a likely request is tried; if it is refused, the exact set of requests decides.
 */
final class Reach {
    /** What is known of one action. */
    sealed interface Answer {
        /** It can be used: the request was allowed by the evaluator. */
        record Yes(AccessRequest request) implements Answer {}

        /** It cannot be used, on no resource and in no context. */
        record No() implements Answer {}

        /** Not decided. */
        record Unknown(String reason) implements Answer {}
    }

    /** For how many actions a likely request is tried before all requests are asked about. */
    private static final int GUESSES = 8;

    private static final String PASS_ROLE = "iam:PassRole";
    private static final String PASSED_TO = "iam:PassedToService";

    private final ServiceCatalog catalog;
    private final RequestPrincipal caller;
    private final PolicyStack stack;
    private final AccessScope scope;
    private final EvaluationOptions options;
    private final Authorizer authorizer;
    private final List<NamedPolicy> policies = new ArrayList<>();
    /** All statements that bear on what is allowed; the two lists after it are some of them. */
    private final List<Naming> statements = new ArrayList<>();

    private final List<Naming> allows = new ArrayList<>();
    private final List<Naming> denies = new ArrayList<>();
    private final BitSet named = new BitSet();
    private final Map<String, Answer> known = new HashMap<>();
    private final Map<String, Answer> passed = new HashMap<>();
    /** Under the other reading of wildcards; made when it is first needed. */
    private @Nullable Authorizer other;

    Reach(ServiceCatalog catalog, RequestPrincipal caller, PolicyStack stack) {
        this.catalog = catalog;
        this.caller = caller;
        this.stack = stack;
        // Trust and key policies are not at hand: they are taken to leave the decision to identity-based policies.
        this.options = EvaluationOptions.standard().assumingDelegation();
        this.scope = AccessScope.ownAccount(caller).withOptions(options);
        this.authorizer = Authorizer.compile(stack, options);
        stack.identity().forEach(policy -> read(policy, true));
        stack.boundary().ifPresent(policy -> read(policy, false));
        stack.session().forEach(policy -> read(policy, false));
        for (PolicyLevel level : stack.scps()) {
            level.policies().forEach(policy -> read(policy, false));
        }
    }

    private void read(NamedPolicy policy, boolean gives) {
        policies.add(policy);
        for (Statement statement : policy.document().statements()) {
            Naming naming = new Naming(statement, actions(statement));
            statements.add(naming);
            if (statement.effect() == Effect.DENY) {
                denies.add(naming);
            } else if (gives) {
                allows.add(naming);
                named.or(naming.actions());
            }
        }
    }

    /** A statement with its actions. */
    private record Naming(Statement statement, BitSet actions) {}

    /** Returns the actions that a statement is about. */
    BitSet actions(Statement statement) {
        BitSet set = new BitSet();
        statement.actions().patterns().forEach(p -> set.or(Expansions.of(catalog, p)));
        if (statement.actions().polarity() == Polarity.ALL_BUT) {
            set.flip(0, catalog.actionCount());
        }
        return set;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    RequestPrincipal caller() {
        return caller;
    }

    /** Returns the actions that Allow statements of the identity-based policies name; nothing else can be used. */
    BitSet named() {
        return named;
    }

    Answer answer(String action) {
        return known.computeIfAbsent(action, this::decide);
    }

    private Answer decide(String name) {
        Optional<ServiceAction> action = catalog.action(name);
        if (action.isEmpty() || !named.get(catalog.actionId(name).orElseThrow())) {
            return new Answer.No();
        }
        return guess(action.get(), request -> request)
                .<Answer>map(Answer.Yes::new)
                .orElseGet(() -> exact(action.get(), List.of()));
    }

    /**
     * Returns whether a role can be passed to a service: a request for {@code iam:PassRole} that carries the service.
     *
     * @param service the service's principal, such as {@code ec2.amazonaws.com}
     */
    Answer passing(String service) {
        return passed.computeIfAbsent(service, this::decidePassing);
    }

    private Answer decidePassing(String service) {
        Answer any = answer(PASS_ROLE);
        if (!(any instanceof Answer.Yes)) {
            return any;
        }
        ServiceAction action = catalog.action(PASS_ROLE).orElseThrow();
        if (allows.stream().noneMatch(allowing -> admits(allowing, action, service))) {
            return new Answer.No();
        }
        Condition to = Condition.of(ConditionOperator.STRING_EQUALS, PASSED_TO, service);
        return guess(action, request -> request.withContext(request.context().with(PASSED_TO, service)))
                .<Answer>map(Answer.Yes::new)
                .orElseGet(() -> exact(action, List.of(to)));
    }

    /** Whether an Allow statement for passing roles has no condition on the service that is false. */
    private boolean admits(Naming allowing, ServiceAction action, String service) {
        RequestContext context = RequestContext.empty().with(PASSED_TO, service);
        return allowing.actions().get(catalog.actionId(action.qualifiedName()).orElseThrow())
                && allowing.statement().conditions().stream()
                        .filter(c -> c.key().equalsIgnoreCase(PASSED_TO)
                                && c.values().stream().noneMatch(v -> v.contains("${")))
                        .allMatch(c -> ConditionEvaluator.compile(c, PolicyVersion.V2012_10_17)
                                .evaluate(context));
    }

    /**
     * Some actions with what is known of them.
     *
     * @param actions those that can be used
     * @param requests an allowed request for some of them, among these the first
     * @param undecided why it is not known of others whether they can be used, one sentence each
     */
    record Usable(BitSet actions, List<AccessRequest> requests, List<String> undecided) {}

    /**
     * Returns those of some actions that can be used at all. Actions of one service that the same statements name and that act on
     * resources of the same types are one question.
     */
    Usable usable(BitSet actions) {
        BitSet open = notDenied(actions);
        open.and(named);
        BitSet usable = new BitSet();
        List<AccessRequest> requests = new ArrayList<>();
        List<String> undecided = new ArrayList<>();
        Map<Object, Answer> groups = new HashMap<>();
        for (int id = open.nextSetBit(0); id >= 0; id = open.nextSetBit(id + 1)) {
            ServiceAction action = catalog.action(id);
            Answer answer = groups.get(group(action, id));
            if (answer == null) {
                answer = answer(action.qualifiedName());
                groups.put(group(action, id), answer);
                if (answer instanceof Answer.Yes yes) {
                    requests.add(yes.request());
                } else if (answer instanceof Answer.Unknown unknown) {
                    undecided.add(action.qualifiedName() + ": " + unknown.reason());
                }
            }
            if (answer instanceof Answer.Yes) {
                usable.set(id);
            }
        }
        return new Usable(usable, requests, undecided);
    }

    /** Returns some actions without those that a Deny statement without conditions keeps from every resource. */
    BitSet notDenied(BitSet actions) {
        BitSet rest = (BitSet) actions.clone();
        for (Naming deny : denies) {
            if (isWhole(deny.statement())) {
                rest.andNot(deny.actions());
            }
        }
        return rest;
    }

    /** Returns whether one of some actions can be used at all, with a request for one that can. */
    Answer any(BitSet actions) {
        BitSet open = notDenied(actions);
        open.and(named);
        int tries = 0;
        for (int id = open.nextSetBit(0); id >= 0 && tries < GUESSES; id = open.nextSetBit(id + 1)) {
            Optional<AccessRequest> request = guess(catalog.action(id), likely -> likely);
            if (request.isPresent()) {
                return new Answer.Yes(request.get());
            }
            tries++;
        }
        if (open.isEmpty()) {
            return new Answer.No();
        }
        // No policy can refuse it, so it tells nothing.
        AccessSet always = AccessSet.all(scope).restrictedTo(List.of("sts:GetCallerIdentity"));
        AccessSet all = AccessSet.of(stack, scope).difference(always);
        if (all.isEmpty(WorkLimit.standard()) instanceof Containment.Proven) {
            return new Answer.No();
        }
        Answer answer = new Answer.No();
        Set<Object> known = new HashSet<>();
        for (int id = open.nextSetBit(0); id >= 0; id = open.nextSetBit(id + 1)) {
            ServiceAction action = catalog.action(id);
            Answer one = known.add(group(action, id)) ? answer(action.qualifiedName()) : new Answer.No();
            if (one instanceof Answer.Yes) {
                return one;
            }
            answer = one instanceof Answer.Unknown ? one : answer;
        }
        return answer;
    }

    /** Whether Deny statements, a boundary or session policies may keep some of the requests for some actions out. */
    boolean limits(BitSet actions) {
        return stack.boundary().isPresent()
                || !stack.session().isEmpty()
                || denies.stream().anyMatch(deny -> deny.actions().intersects(actions));
    }

    private static boolean isWhole(Statement deny) {
        return deny.conditions().isEmpty()
                && deny.resources()
                        .filter(r -> r.polarity() == Polarity.ONLY
                                && r.patterns().stream().anyMatch(ResourcePattern::isEverything))
                        .isPresent();
    }

    /** What tells an action's requests from another's, but for its name. */
    private Object group(ServiceAction action, int id) {
        BitSet naming = new BitSet();
        for (int i = 0; i < statements.size(); i++) {
            naming.set(i, statements.get(i).actions().get(id));
        }
        List<String> types = action.resourceTypes().stream()
                .map(ActionResource::type)
                .sorted()
                .toList();
        return List.of(naming, action.prefix(), types, action.supportsResourceLevel());
    }

    /** Returns a likely request for an action that is allowed; when there is none, the action may be usable all the same. */
    Optional<AccessRequest> guess(String name) {
        return guess(catalog.action(name).orElseThrow(), request -> request);
    }

    private Optional<AccessRequest> guess(ServiceAction action, UnaryOperator<AccessRequest> more) {
        for (AccessRequest likely : likely(action)) {
            AccessRequest request = more.apply(likely);
            if (isCertain(request)) {
                return Optional.of(request);
            }
            AccessRequest other = more.apply(outside(request));
            if (!other.equals(request) && isCertain(other)) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    /** Whether a request is allowed, however wildcards are read. */
    boolean isCertain(AccessRequest request) {
        if (!authorizer.decide(request).allowed()) {
            return false;
        }
        if (statements.stream().allMatch(naming -> growsByReading(naming.statement()))) {
            return true;
        }
        Authorizer second = other;
        if (second == null) {
            second = Authorizer.compile(stack, options.withReading(WildcardReading.WHOLE_TEXT));
            other = second;
        }
        return second.decide(request).allowed();
    }

    /**
     * Whether a statement allows under the other reading all that it does under the documented one: it allows, and what matches
     * each part of a whole pattern matches the pattern as one text.
     */
    private static boolean growsByReading(Statement statement) {
        return statement.effect() == Effect.ALLOW
                && statement
                        .resources()
                        .filter(r -> r.polarity() == Polarity.ONLY
                                && r.patterns().stream()
                                        .allMatch(p -> p.isEverything()
                                                || ArnPattern.parse(p.text()).isComplete()))
                        .isPresent();
    }

    /** Returns a request with keys by which Deny statements for its action are likely not to hold. */
    private AccessRequest outside(AccessRequest request) {
        int id = catalog.actionId(request.action()).orElseThrow();
        RequestContext context = request.context();
        for (Naming deny : denies) {
            if (!deny.actions().get(id)) {
                continue;
            }
            for (Condition condition : deny.statement().conditions()) {
                boolean negates = condition.operator().operator().negated()
                        || condition.operator().operator() == ConditionOperator.BOOL
                        || condition.operator().operator() == ConditionOperator.NULL;
                if (negates
                        && !condition.values().isEmpty()
                        && context.get(condition.key()).isEmpty()) {
                    context = context.with(condition.key(), shutting(condition));
                    break;
                }
            }
        }
        return request.withContext(context);
    }

    /** A value with which a condition is likely not to hold. */
    private static String shutting(Condition condition) {
        String value = condition.values().get(0);
        return switch (condition.operator().operator().family()) {
            case BOOL -> value.equalsIgnoreCase("true") ? "false" : "true";
            case NULL -> "example";
            case IP_ADDRESS ->
                IpRange.parse(value).map(ExampleRequests::address).orElse(value);
            default -> ExampleRequests.filled(value);
        };
    }

    /** Returns a request with a context that the conditions of a statement are likely to accept. */
    private static AccessRequest within(AccessRequest request, Statement statement) {
        Map<String, ContextValues> context = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String resource = substituted(request.resource(), context, request);
        for (Condition condition : statement.conditions()) {
            ConditionOperator operator = condition.operator().operator();
            boolean absent = operator.negated()
                    || condition.operator().ifExists()
                    || condition.operator().quantifier() == Quantifier.FOR_ALL_VALUES
                    || condition.values().isEmpty()
                    || operator == ConditionOperator.NULL
                            && (condition.values().contains("true") || context.containsKey(condition.key()));
            if (absent) {
                continue;
            }
            String value = operator == ConditionOperator.NULL
                    ? "example"
                    : ExampleRequests.filled(substituted(condition.values().get(0), context, request));
            if (operator == ConditionOperator.IP_ADDRESS) {
                value = IpRange.parse(value).map(ExampleRequests::address).orElse(value);
            }
            context.put(
                    condition.key(),
                    condition.operator().quantifier() == Quantifier.FOR_ANY_VALUE
                            ? ContextValues.set(List.of(value))
                            : ContextValues.single(value));
        }
        return new AccessRequest(
                request.principal(),
                request.action(),
                resource,
                request.resourceAccount(),
                RequestContext.of(context),
                request.resourceLevel());
    }

    /** Returns a text with a value for each policy variable, which the context then holds too. */
    private static String substituted(String text, Map<String, ContextValues> context, AccessRequest request) {
        String result = text;
        for (int open = result.indexOf("${"); open >= 0; open = result.indexOf("${", open + 1)) {
            int close = result.indexOf('}', open);
            if (close < 0) {
                break;
            }
            String key = result.substring(open + 2, close).split(",", 2)[0].strip();
            if (key.indexOf(':') < 0) {
                continue;
            }
            ContextValues values = context.computeIfAbsent(
                    key,
                    k -> ContextValues.single(
                            k.toLowerCase(java.util.Locale.ROOT).endsWith("account")
                                    ? request.principal().accountId().orElse("example")
                                    : "example"));
            result = result.substring(0, open)
                    + (values.values().isEmpty() ? "" : values.values().get(0))
                    + result.substring(close + 1);
        }
        return result;
    }

    /** Requests on resources that fit both the action and one of the resource entries that allow it. */
    private List<AccessRequest> likely(ServiceAction action) {
        List<AccessRequest> requests = new ArrayList<>();
        int id = catalog.actionId(action.qualifiedName()).orElseThrow();
        for (Naming allowing : allows) {
            Statement statement = allowing.statement();
            boolean usable = allowing.actions().get(id)
                    && statement
                            .resources()
                            .filter(r -> r.polarity() == Polarity.ONLY)
                            .isPresent();
            if (usable) {
                for (ResourcePattern pattern :
                        statement.resources().orElseThrow().patterns()) {
                    resource(action, pattern).ifPresent(r -> requests.add(within(request(action, r), statement)));
                }
            }
        }
        return requests;
    }

    private AccessRequest request(ServiceAction action, String resource) {
        return new AccessRequest(
                caller,
                action.qualifiedName(),
                resource,
                caller.accountId(),
                RequestContext.empty(),
                action.supportsResourceLevel()
                        ? AccessRequest.ResourceLevel.SUPPORTED
                        : AccessRequest.ResourceLevel.WILDCARD_ONLY);
    }

    private Optional<String> resource(ServiceAction action, ResourcePattern pattern) {
        String account = caller.accountId().orElse("111122223333");
        if (!action.supportsResourceLevel()) {
            return pattern.isEverything() ? Optional.of("*") : Optional.empty();
        }
        if (pattern.isEverything()) {
            return templates(action).stream().findFirst().map(t -> filled(t, account));
        }
        ArnPattern arn = ArnPattern.parse(pattern.text());
        if (!arn.isComplete()) {
            return Optional.empty();
        }
        String text = "arn:" + filled(arn.part(1), "aws") + ":" + filled(arn.part(2), action.prefix()) + ":"
                + filled(arn.part(3), "us-east-1") + ":" + filled(arn.part(4), account) + ":"
                + filled(arn.part(5), "example");
        return catalog.resourceTypesOf(action, text).isEmpty() ? ofType(action, arn, account) : Optional.of(text);
    }

    /** A resource of one of the action's types, with what a pattern says of its place. */
    private Optional<String> ofType(ServiceAction action, ArnPattern pattern, String account) {
        for (ArnTemplate template : templates(action)) {
            String[] sample = filled(template, account).split(":", 6);
            if (sample.length == 6 && Glob.of(pattern.part(5)).matches(sample[5])) {
                for (int part = 1; part < 5; part++) {
                    sample[part] = filled(pattern.part(part), sample[part]);
                }
                String text = String.join(":", sample);
                if (template.matches(text)) {
                    return Optional.of(text);
                }
            }
        }
        return Optional.empty();
    }

    private static String filled(String part, String all) {
        return part.equals("*") ? all : part.replace('?', 'x').replace("*", "example");
    }

    private static String filled(ArnTemplate template, String account) {
        List<String> values =
                template.resourceVariables().stream().map(v -> "example").toList();
        return template.fill("aws", "us-east-1", account, values);
    }

    private List<ArnTemplate> templates(ServiceAction action) {
        List<ArnTemplate> templates = new ArrayList<>();
        for (ActionResource resource : action.resourceTypes()) {
            catalog.resourceType(action.prefix(), resource.type()).ifPresent(t -> templates.addAll(t.arnTemplates()));
        }
        // The plainest first, such as a bucket's objects before those of access points.
        templates.sort(Comparator.comparingInt(template -> template.variables().size()));
        return templates;
    }

    /** The exact set of the stack's requests for the action: none at all, or some on resources of one of its types. */
    private Answer exact(ServiceAction action, List<Condition> given) {
        // Rules of services allow some actions whatever the policies say: they are not what is asked.
        AccessSet all = AccessSet.of(stack, scope).restrictedTo(List.of(action.qualifiedName()));
        AccessSet requests = given.isEmpty() ? all : all.intersection(requests(action, "*", given));
        if (requests.isEmpty(WorkLimit.standard()) instanceof Containment.Proven) {
            return new Answer.No();
        }
        // A `*` that stands for itself is the resource of actions that have none.
        List<String> patterns = action.supportsResourceLevel()
                ? templates(action).stream()
                        .map(ArnTemplate::pattern)
                        .distinct()
                        .toList()
                : List.of("${*}");
        Answer answer = new Answer.No();
        List<ArnPattern> allowed = allowed(action);
        for (String pattern : patterns) {
            ArnPattern type = ArnPattern.parse(pattern.equals("${*}") ? "*" : pattern);
            boolean possible = allowed.stream()
                    .anyMatch(a -> a.intersects(type, WildcardReading.PART_BY_PART)
                            || a.intersects(type, WildcardReading.WHOLE_TEXT));
            if (!possible) {
                continue;
            }
            Answer one = onResources(action, requests, pattern, given);
            if (one instanceof Answer.Yes) {
                return one;
            }
            answer = one instanceof Answer.Unknown ? one : answer;
        }
        return answer;
    }

    /** Returns the resource entries of the Allow statements for an action, widened: variables and NotResource to everything. */
    private List<ArnPattern> allowed(ServiceAction action) {
        int id = catalog.actionId(action.qualifiedName()).orElseThrow();
        List<ArnPattern> patterns = new ArrayList<>();
        for (Naming allowing : allows) {
            Statement statement = allowing.statement();
            if (allowing.actions().get(id)) {
                boolean listed = statement
                        .resources()
                        .filter(r -> r.polarity() == Polarity.ONLY)
                        .isPresent();
                List<ResourcePattern> entries =
                        listed ? statement.resources().orElseThrow().patterns() : List.of(new ResourcePattern("*"));
                for (ResourcePattern entry : entries) {
                    patterns.add(ArnPattern.parse(entry.hasVariable() ? widened(entry.text()) : entry.text()));
                }
            }
        }
        return patterns;
    }

    private static String widened(String text) {
        int open = text.indexOf("${");
        return text.substring(0, open) + "*";
    }

    private AccessSet requests(ServiceAction action, String resources, List<Condition> given) {
        PolicyDocument some = PolicyDocument.of(List.of(
                Statement.of(Effect.ALLOW, ActionElement.of(action.qualifiedName()), ResourceElement.of(resources))
                        .withConditions(given)));
        return AccessSet.of(PolicyStack.ofIdentity(List.of(new NamedPolicy("requests", some))), scope);
    }

    private Answer onResources(ServiceAction action, AccessSet requests, String pattern, List<Condition> given) {
        Containment empty =
                requests.intersection(requests(action, pattern, given)).isEmpty(WorkLimit.standard());
        if (empty instanceof Containment.Unknown unknown) {
            return new Answer.Unknown(unknown.reason());
        }
        if (!(empty instanceof Containment.Refuted refuted)) {
            return new Answer.No();
        }
        AccessRequest shown = refuted.witness().request();
        AccessRequest whole = new AccessRequest(
                caller,
                action.qualifiedName(),
                shown.resource(),
                caller.accountId(),
                shown.context(),
                request(action, "").resourceLevel());
        // The set is not empty under some reading of wildcards; what is claimed is what the evaluator allows.
        return authorizer.decide(whole).allowed()
                ? new Answer.Yes(readable(whole, given))
                : new Answer.Unknown("the evaluator does not allow the request that the exact set shows");
    }

    /** Returns a request like one that is allowed, on a resource with a name, with values that people know. */
    AccessRequest readable(AccessRequest request, List<Condition> given) {
        List<ConditionEvaluator> kept = given.stream()
                .map(c -> ConditionEvaluator.compile(c, PolicyVersion.V2012_10_17))
                .toList();
        return ExampleRequests.of(catalog)
                .like(
                        request,
                        policies,
                        tried -> kept.stream().allMatch(c -> c.evaluate(tried.context())) && isCertain(tried));
    }
}
