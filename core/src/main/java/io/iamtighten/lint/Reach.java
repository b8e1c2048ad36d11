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
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

    private final ServiceCatalog catalog;
    private final RequestPrincipal caller;
    private final PolicyStack stack;
    private final AccessScope scope;
    private final Authorizer authorizer;
    private final List<Allowing> allows = new ArrayList<>();
    private final BitSet named = new BitSet();
    private final Map<String, Answer> known = new HashMap<>();

    Reach(ServiceCatalog catalog, RequestPrincipal caller, PolicyStack stack) {
        this.catalog = catalog;
        this.caller = caller;
        this.stack = stack;
        // Trust and key policies are not at hand: they are taken to leave the decision to identity-based policies.
        EvaluationOptions options = EvaluationOptions.standard().assumingDelegation();
        this.scope = AccessScope.ownAccount(caller).withOptions(options);
        this.authorizer = Authorizer.compile(stack, options);
        for (NamedPolicy policy : stack.identity()) {
            for (Statement statement : policy.document().statements()) {
                if (statement.effect() == Effect.ALLOW) {
                    Allowing allowing = new Allowing(statement, actions(statement));
                    allows.add(allowing);
                    named.or(allowing.actions());
                }
            }
        }
    }

    /** An Allow statement of an identity-based policy with its actions. */
    private record Allowing(Statement statement, BitSet actions) {}

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
        return guess(name).<Answer>map(Answer.Yes::new).orElseGet(() -> exact(action.get()));
    }

    /** Returns whether one of some actions can be used at all, by one exact question. */
    Answer any(List<String> actions) {
        Containment empty = AccessSet.of(stack, scope).restrictedTo(actions).isEmpty(WorkLimit.standard());
        if (empty instanceof Containment.Unknown unknown) {
            return new Answer.Unknown(unknown.reason());
        }
        if (!(empty instanceof Containment.Refuted refuted)) {
            return new Answer.No();
        }
        AccessRequest shown = refuted.witness().request();
        Optional<ServiceAction> action = catalog.action(shown.action());
        Answer fitting = action.isPresent() ? answer(action.get().qualifiedName()) : new Answer.No();
        if (fitting instanceof Answer.Yes) {
            return fitting;
        }
        return authorizer.decide(shown).allowed()
                ? new Answer.Yes(shown)
                : new Answer.Unknown("the evaluator does not allow the request that the exact set shows");
    }

    /** Returns a likely request for an action that is allowed; when there is none, the action may be usable all the same. */
    Optional<AccessRequest> guess(String name) {
        for (AccessRequest request : likely(catalog.action(name).orElseThrow())) {
            if (authorizer.decide(request).allowed()) {
                return Optional.of(request);
            }
        }
        return Optional.empty();
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
                    : substituted(condition.values().get(0), context, request)
                            .replace("*", "example")
                            .replace('?', 'x');
            if (operator == ConditionOperator.IP_ADDRESS) {
                value = IpRange.parse(value)
                        .map(r -> r.toString().substring(0, r.toString().indexOf('/')))
                        .orElse(value);
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
        for (Allowing allowing : allows) {
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
        return catalog.resourceTypesOf(action, text).isEmpty() ? Optional.empty() : Optional.of(text);
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
        return templates;
    }

    /** The exact set of the stack's requests for the action: none at all, or some on resources of one of its types. */
    private Answer exact(ServiceAction action) {
        // Rules of services allow some actions whatever the policies say: they are not what is asked.
        AccessSet requests = AccessSet.of(stack, scope).restrictedTo(List.of(action.qualifiedName()));
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
            Answer one = onResources(action, requests, pattern);
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
        for (Allowing allowing : allows) {
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

    private Answer onResources(ServiceAction action, AccessSet requests, String pattern) {
        PolicyDocument type = PolicyDocument.of(List.of(
                Statement.of(Effect.ALLOW, ActionElement.of(action.qualifiedName()), ResourceElement.of(pattern))));
        AccessSet fitting =
                AccessSet.of(PolicyStack.ofIdentity(List.of(new NamedPolicy("resource type", type))), scope);
        Containment empty = requests.intersection(fitting).isEmpty(WorkLimit.standard());
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
                ? new Answer.Yes(whole)
                : new Answer.Unknown("the evaluator does not allow the request that the exact set shows");
    }
}
