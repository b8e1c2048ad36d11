package io.iamtighten.evaluate;

import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A stack of policies, compiled: decides requests. Immutable and thread-safe. What the stack says about an action is worked
 * out when the action is first asked about; later decisions read it and allocate nothing, but for what values of the request
 * need to be read or put in the place of policy variables.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy evaluation logic</a>
 */
public final class Authorizer {
    /** By the ordinal of the layer that did not allow. */
    private static final Decision[] IMPLICIT = Arrays.stream(PolicyLayer.values())
            .map(layer -> new Decision(Outcome.IMPLICIT_DENY, layer, Optional.empty()))
            .toArray(Decision[]::new);

    private static final Decision SERVICE_ALLOWS =
            new Decision(Outcome.ALLOWED, PolicyLayer.SERVICE_RULE, Optional.empty());
    private static final Decision ROOT_ALLOWS = new Decision(Outcome.ALLOWED, PolicyLayer.IDENTITY, Optional.empty());

    /** How many actions are remembered; about as many as AWS has. */
    private static final int MAX_REMEMBERED = 32_768;

    private final PolicyStack stack;
    private final EvaluationOptions options;
    private final CompiledLayer identity;
    private final @Nullable CompiledLayer boundary;
    private final CompiledLayer session;
    private final CompiledLayer resource;
    private final CompiledLayer[] scps;
    private final CompiledLayer[] rcps;
    private final CompiledLayer endpoint;
    private final Map<String, ActionPlan> plans = new ConcurrentHashMap<>();

    private Authorizer(PolicyStack stack, EvaluationOptions options) {
        this.stack = stack;
        this.options = options;
        this.identity = layer(stack.identity(), PolicyLayer.IDENTITY);
        this.boundary =
                stack.boundary().isPresent() ? layer(List.of(stack.boundary().get()), PolicyLayer.BOUNDARY) : null;
        this.session = layer(stack.session(), PolicyLayer.SESSION);
        this.resource = layer(stack.resource().map(List::of).orElse(List.of()), PolicyLayer.RESOURCE);
        this.scps = levels(stack.scps(), PolicyLayer.SCP);
        this.rcps = levels(stack.rcps(), PolicyLayer.RCP);
        this.endpoint = layer(stack.vpcEndpoint(), PolicyLayer.VPC_ENDPOINT);
    }

    private static Decision implicit(PolicyLayer layer) {
        return IMPLICIT[layer.ordinal()];
    }

    private CompiledLayer layer(List<NamedPolicy> policies, PolicyLayer kind) {
        return new CompiledLayer(policies, kind, options.reading());
    }

    private CompiledLayer[] levels(List<PolicyLevel> levels, PolicyLayer kind) {
        List<CompiledLayer> compiled = new ArrayList<>();
        for (PolicyLevel level : levels) {
            compiled.add(layer(level.policies(), kind));
        }
        return compiled.toArray(CompiledLayer[]::new);
    }

    /** Compiles a stack under the standard options. */
    public static Authorizer compile(PolicyStack stack) {
        return new Authorizer(stack, EvaluationOptions.standard());
    }

    /** Compiles a stack. */
    public static Authorizer compile(PolicyStack stack, EvaluationOptions options) {
        return new Authorizer(stack, options);
    }

    /** Returns the stack that was compiled. */
    public PolicyStack stack() {
        return stack;
    }

    /** Returns the options under which the stack was compiled. */
    public EvaluationOptions options() {
        return options;
    }

    private ActionPlan plan(String action) {
        ActionPlan known = plans.get(action);
        if (known != null) {
            return known;
        }
        CompiledStatement[][] scpAllows = new CompiledStatement[scps.length][];
        for (int i = 0; i < scps.length; i++) {
            scpAllows[i] = scps[i].matching(action, false);
        }
        ActionPlan plan = new ActionPlan(
                ServiceRules.of(action, options.rcpServices()),
                ActionPlan.denies(action, rcps),
                ActionPlan.denies(action, scps),
                resource.matching(action, true),
                boundary == null
                        ? ActionPlan.denies(action, identity, session)
                        : ActionPlan.denies(action, identity, boundary, session),
                endpoint.matching(action, true),
                scpAllows,
                resource.matching(action, false),
                identity.matching(action, false),
                boundary == null ? CompiledLayer.NO_STATEMENTS : boundary.matching(action, false),
                session.matching(action, false),
                endpoint.matching(action, false));
        if (plans.size() < MAX_REMEMBERED) {
            plans.put(action, plan);
        }
        return plan;
    }

    /** Decides a request: an explicit deny anywhere wins; then every layer that applies must allow. */
    public Decision decide(AccessRequest request) {
        ActionPlan plan = plan(request.action());
        RequestPrincipal caller = request.principal();
        if (plan.rules().openTo().includes(caller.type())) {
            return SERVICE_ALLOWS;
        }
        String target = target(request);
        boolean own = hasOwnPolicies(caller.type());
        boolean scpsApply = scpsApply(caller);
        CompiledStatement deny = explicitDeny(plan, request, target, own, scpsApply);
        if (deny != null) {
            return deny.decision;
        }
        if (plan.rules().ownedByAws().include(request.resource())) {
            return implicit(PolicyLayer.SERVICE_RULE);
        }
        if (scpsApply) {
            for (CompiledStatement[] level : plan.scpAllows()) {
                if (allowing(level, request, target) == null) {
                    return implicit(PolicyLayer.SCP);
                }
            }
        }
        if (!stack.vpcEndpoint().isEmpty() && allowing(plan.endpointAllows(), request, target) == null) {
            return implicit(PolicyLayer.VPC_ENDPOINT);
        }
        if (!own) {
            CompiledStatement by = allowing(plan.resourceAllows(), request, target);
            return by == null ? implicit(PolicyLayer.RESOURCE) : by.decision;
        }
        return crossAccount(request) ? bothSides(plan, request, target) : oneAccount(plan, request, target);
    }

    /**
     * Explains the decision on a request: what each layer says, which statements apply or nearly do, and what missing
     * context would change the outcome. Looks at every statement, and decides again for the context keys in question: takes
     * about as long as some hundred decisions.
     */
    public Explanation explain(AccessRequest request) {
        return Explainer.explain(this, request);
    }

    /** Returns whether a permissions boundary limits a caller. */
    boolean bounds(RequestPrincipal caller) {
        return boundary != null && hasOwnPolicies(caller.type());
    }

    static String target(AccessRequest request) {
        return request.resourceLevel() == AccessRequest.ResourceLevel.WILDCARD_ONLY ? "*" : request.resource();
    }

    private @Nullable CompiledStatement explicitDeny(
            ActionPlan plan, AccessRequest request, String target, boolean own, boolean scpsApply) {
        boolean bounded = own && boundary != null;
        CompiledStatement deny = null;
        if (plan.rcpDenies().length > 0 && rcpsApply(plan.rules(), request)) {
            deny = denying(plan.rcpDenies(), request, target, bounded);
        }
        if (deny == null && scpsApply) {
            deny = denying(plan.scpDenies(), request, target, bounded);
        }
        if (deny == null) {
            deny = denying(plan.resourceDenies(), request, target, bounded);
        }
        if (deny == null && own) {
            deny = denying(plan.ownDenies(), request, target, bounded);
        }
        return deny != null ? deny : denying(plan.endpointDenies(), request, target, bounded);
    }

    /** Returns the first statement that denies the request, or null. */
    private static @Nullable CompiledStatement denying(
            CompiledStatement[] statements, AccessRequest request, String target, boolean callerHasBoundary) {
        for (CompiledStatement statement : statements) {
            if (statement.resources.matches(target, request.context())
                    && statement.principal(request, callerHasBoundary) != PrincipalMatch.NONE
                    && statement.conditionsHold(request)) {
                return statement;
            }
        }
        return null;
    }

    /** Returns the first statement that allows the request, or null. */
    private static @Nullable CompiledStatement allowing(
            CompiledStatement[] statements, AccessRequest request, String target) {
        return allowing(statements, request, target, PrincipalMatch.ACCOUNT);
    }

    /** Returns the first statement that allows the request and names the caller at least so closely, or null. */
    private static @Nullable CompiledStatement allowing(
            CompiledStatement[] statements, AccessRequest request, String target, PrincipalMatch least) {
        for (CompiledStatement statement : statements) {
            if (statement.resources.matches(target, request.context())
                    && statement.principal(request, false).compareTo(least) >= 0
                    && statement.conditionsHold(request)) {
                return statement;
            }
        }
        return null;
    }

    /** One account: identity-based or resource-based policy suffices. */
    private Decision oneAccount(ActionPlan plan, AccessRequest request, String target) {
        CompiledStatement direct = allowing(plan.resourceAllows(), request, target, PrincipalMatch.DIRECT);
        if (direct != null) {
            return direct.decision;
        }
        CompiledStatement role = allowing(plan.resourceAllows(), request, target, PrincipalMatch.ROLE);
        Decision limits = limits(plan, request, target);
        if (role != null) {
            return limits == null ? role.decision : limits;
        }
        if (plan.rules().needsResourcePolicy().include(request.resource())
                && !delegationAssumed()
                && allowing(plan.resourceAllows(), request, target) == null) {
            return implicit(PolicyLayer.RESOURCE);
        }
        return identitySide(plan, request, target, limits);
    }

    private Decision bothSides(ActionPlan plan, AccessRequest request, String target) {
        Decision caller = identitySide(plan, request, target, limits(plan, request, target));
        if (!caller.allowed()) {
            return caller;
        }
        if (allowing(plan.resourceAllows(), request, target) == null && !delegationAssumed()) {
            return implicit(PolicyLayer.RESOURCE);
        }
        return caller;
    }

    private boolean delegationAssumed() {
        return stack.resource().isEmpty()
                && options.unknownResourcePolicies() == EvaluationOptions.MissingResourcePolicy.ASSUMED_TO_DELEGATE;
    }

    private Decision identitySide(ActionPlan plan, AccessRequest request, String target, @Nullable Decision limits) {
        if (request.principal().type() == PrincipalType.ROOT_USER) {
            return ROOT_ALLOWS;
        }
        CompiledStatement by = allowing(plan.identityAllows(), request, target);
        if (by == null) {
            return implicit(PolicyLayer.IDENTITY);
        }
        return limits == null ? by.decision : limits;
    }

    /** Returns why boundary or session policy do not allow, or null when they do. */
    private @Nullable Decision limits(ActionPlan plan, AccessRequest request, String target) {
        PrincipalType type = request.principal().type();
        if (type == PrincipalType.ROOT_USER) {
            return null;
        }
        if (boundary != null && allowing(plan.boundaryAllows(), request, target) == null) {
            return implicit(PolicyLayer.BOUNDARY);
        }
        // A federated user session has the permissions that its session policy and its user's policies share; without a
        // session policy it has none: API reference of STS, GetFederationToken.
        boolean mustHave = !stack.session().isEmpty() || type == PrincipalType.FEDERATED_USER;
        if (mustHave && allowing(plan.sessionAllows(), request, target) == null) {
            return implicit(PolicyLayer.SESSION);
        }
        return null;
    }

    private static boolean hasOwnPolicies(PrincipalType type) {
        return switch (type) {
            case IAM_USER, ASSUMED_ROLE, IAM_ROLE, FEDERATED_USER, ROOT_USER -> true;
            case AWS_SERVICE, WEB_IDENTITY, SAML, ANONYMOUS -> false;
        };
    }

    private boolean scpsApply(RequestPrincipal caller) {
        return scps.length > 0
                && hasOwnPolicies(caller.type())
                && !caller.serviceLinkedRole()
                && !(stack.managementAccountId().isPresent()
                        && stack.managementAccountId().equals(caller.accountId()));
    }

    private boolean rcpsApply(ServiceRules rules, AccessRequest request) {
        return rcps.length > 0
                && rules.underRcps()
                && !request.principal().serviceLinkedRole()
                && !(stack.managementAccountId().isPresent()
                        && stack.managementAccountId().equals(request.resourceAccount()));
    }

    private static boolean crossAccount(AccessRequest request) {
        return request.resourceAccount().isPresent()
                && request.principal().accountId().isPresent()
                && !request.resourceAccount().equals(request.principal().accountId());
    }

    /** Returns the layers with their statements, in evaluation order, for explanations. */
    List<ExplainedLayer> layersFor(AccessRequest request) {
        List<ExplainedLayer> layers = new ArrayList<>();
        boolean own = hasOwnPolicies(request.principal().type());
        if (rcpsApply(plan(request.action()).rules(), request)) {
            for (int i = 0; i < rcps.length; i++) {
                layers.add(
                        new ExplainedLayer(PolicyLayer.RCP, stack.rcps().get(i).id(), rcps[i]));
            }
        }
        if (scpsApply(request.principal())) {
            for (int i = 0; i < scps.length; i++) {
                layers.add(
                        new ExplainedLayer(PolicyLayer.SCP, stack.scps().get(i).id(), scps[i]));
            }
        }
        if (stack.resource().isPresent()) {
            layers.add(new ExplainedLayer(PolicyLayer.RESOURCE, "", resource));
        }
        if (own) {
            layers.add(new ExplainedLayer(PolicyLayer.IDENTITY, "", identity));
            if (boundary != null) {
                layers.add(new ExplainedLayer(PolicyLayer.BOUNDARY, "", boundary));
            }
            if (!stack.session().isEmpty()) {
                layers.add(new ExplainedLayer(PolicyLayer.SESSION, "", session));
            }
        }
        if (!stack.vpcEndpoint().isEmpty()) {
            layers.add(new ExplainedLayer(PolicyLayer.VPC_ENDPOINT, "", endpoint));
        }
        return layers;
    }

    /** One layer as an explanation walks it. */
    record ExplainedLayer(PolicyLayer layer, String level, CompiledLayer statements) {}
}
