package io.iamtighten.evaluate;

import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stack of policies, compiled: decides requests. Thread-safe; a decision allocates nothing once an action has been seen.
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

    private final PolicyStack stack;
    private final EvaluationOptions options;
    private final CompiledLayer identity;
    private final @Nullable CompiledLayer boundary;
    private final CompiledLayer session;
    private final CompiledLayer resource;
    private final CompiledLayer[] scps;
    private final CompiledLayer[] rcps;
    private final CompiledLayer endpoint;

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

    /** Decides a request: an explicit deny anywhere wins; then every layer that applies must allow. */
    public Decision decide(AccessRequest request) {
        if (ServiceRules.alwaysAllowed(request)) {
            return SERVICE_ALLOWS;
        }
        RequestPrincipal caller = request.principal();
        String target = request.resourceLevel() == AccessRequest.ResourceLevel.WILDCARD_ONLY ? "*" : request.resource();
        boolean own = hasOwnPolicies(caller.type());
        boolean scpsApply = scpsApply(caller);
        boolean rcpsApply = rcpsApply(request);
        CompiledStatement deny = explicitDeny(request, target, own, scpsApply, rcpsApply);
        if (deny != null) {
            return deny.decision;
        }
        if (ServiceRules.ownedByAws(request)) {
            return implicit(PolicyLayer.SERVICE_RULE);
        }
        if (scpsApply) {
            for (CompiledLayer level : scps) {
                if (level.allowing(request, target) == null) {
                    return implicit(PolicyLayer.SCP);
                }
            }
        }
        if (!stack.vpcEndpoint().isEmpty() && endpoint.allowing(request, target) == null) {
            return implicit(PolicyLayer.VPC_ENDPOINT);
        }
        if (!own) {
            CompiledStatement by = resource.allowing(request, target);
            return by == null ? implicit(PolicyLayer.RESOURCE) : by.decision;
        }
        return crossAccount(request) ? bothSides(request, target) : oneAccount(request, target);
    }

    private @Nullable CompiledStatement explicitDeny(
            AccessRequest request, String target, boolean own, boolean scpsApply, boolean rcpsApply) {
        boolean bounded = own && boundary != null;
        if (rcpsApply) {
            for (CompiledLayer level : rcps) {
                CompiledStatement deny = level.denying(request, target, bounded);
                if (deny != null) {
                    return deny;
                }
            }
        }
        if (scpsApply) {
            for (CompiledLayer level : scps) {
                CompiledStatement deny = level.denying(request, target, bounded);
                if (deny != null) {
                    return deny;
                }
            }
        }
        CompiledStatement deny = resource.denying(request, target, bounded);
        if (deny == null && own) {
            deny = identity.denying(request, target, bounded);
            if (deny == null && boundary != null) {
                deny = boundary.denying(request, target, bounded);
            }
            if (deny == null) {
                deny = session.denying(request, target, bounded);
            }
        }
        return deny != null ? deny : endpoint.denying(request, target, bounded);
    }

    /** One account: identity-based or resource-based policy suffices. */
    private Decision oneAccount(AccessRequest request, String target) {
        CompiledStatement direct = resource.allowing(request, target, PrincipalMatch.DIRECT);
        if (direct != null) {
            return direct.decision;
        }
        CompiledStatement role = resource.allowing(request, target, PrincipalMatch.ROLE);
        Decision limits = limits(request, target);
        if (role != null) {
            return limits == null ? role.decision : limits;
        }
        if (ServiceRules.needsResourcePolicy(request)
                && !delegationAssumed()
                && resource.allowing(request, target) == null) {
            return implicit(PolicyLayer.RESOURCE);
        }
        return identitySide(request, target, limits);
    }

    private Decision bothSides(AccessRequest request, String target) {
        Decision caller = identitySide(request, target, limits(request, target));
        if (!caller.allowed()) {
            return caller;
        }
        if (resource.allowing(request, target) == null && !delegationAssumed()) {
            return implicit(PolicyLayer.RESOURCE);
        }
        return caller;
    }

    private boolean delegationAssumed() {
        return stack.resource().isEmpty()
                && options.unknownResourcePolicies() == EvaluationOptions.MissingResourcePolicy.ASSUMED_TO_DELEGATE;
    }

    private Decision identitySide(AccessRequest request, String target, @Nullable Decision limits) {
        if (request.principal().type() == PrincipalType.ROOT_USER) {
            return ROOT_ALLOWS;
        }
        CompiledStatement by = identity.allowing(request, target);
        if (by == null) {
            return implicit(PolicyLayer.IDENTITY);
        }
        return limits == null ? by.decision : limits;
    }

    /** Returns why boundary or session policy do not allow, or null when they do. */
    private @Nullable Decision limits(AccessRequest request, String target) {
        PrincipalType type = request.principal().type();
        if (type == PrincipalType.ROOT_USER) {
            return null;
        }
        if (boundary != null && boundary.allowing(request, target) == null) {
            return implicit(PolicyLayer.BOUNDARY);
        }
        // A federated user session has the permissions that its session policy and its user's policies share; without a
        // session policy it has none: API reference of STS, GetFederationToken.
        boolean mustHave = !stack.session().isEmpty() || type == PrincipalType.FEDERATED_USER;
        if (mustHave && session.allowing(request, target) == null) {
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

    private boolean rcpsApply(AccessRequest request) {
        // "The kms:RetireGrant permission is not effective in an RCP": KMS Developer Guide, Resource control policies.
        if (rcps.length == 0
                || request.principal().serviceLinkedRole()
                || request.action().equalsIgnoreCase("kms:RetireGrant")) {
            return false;
        }
        if (stack.managementAccountId().isPresent()
                && stack.managementAccountId().equals(request.resourceAccount())) {
            return false;
        }
        int colon = request.action().indexOf(':');
        return colon > 0
                && options.rcpServices()
                        .contains(request.action().substring(0, colon).toLowerCase(Locale.ROOT));
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
        if (rcpsApply(request)) {
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
