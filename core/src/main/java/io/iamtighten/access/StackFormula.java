package io.iamtighten.access;

import io.iamtighten.arn.WildcardReading;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.evaluate.PrincipalMatch;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Statement;
import io.iamtighten.policy.StatementRef;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The requests that a stack of policies allows one caller, as a formula. Mirrors the evaluation order of {@link
 * io.iamtighten.evaluate.Authorizer#decide}: explicit denies first, then every layer that applies must allow.
 */
final class StackFormula {
    private static final Formula EVERYTHING = new Formula.Out(List.of());
    private static final Formula NOTHING = new Formula.In(List.of());

    private final PolicyStack stack;
    private final RequestPrincipal caller;
    private final AccessScope scope;
    private final Semantics semantics;

    private StackFormula(PolicyStack stack, AccessScope scope, WildcardReading reading) {
        this.stack = stack;
        this.caller = scope.principal();
        this.scope = scope;
        this.semantics = new Semantics(reading, Semantics.Space.EVALUATOR);
    }

    static Formula of(PolicyStack stack, AccessScope scope, WildcardReading reading) {
        return new StackFormula(stack, scope, reading).allowed();
    }

    private Formula allowed() {
        List<Formula> parts = new ArrayList<>();
        parts.add(new Formula.Out(denies()));
        rcpDenies().ifPresent(parts::add);
        parts.add(new Formula.Out(ownedByAws()));
        if (scpsApply()) {
            for (PolicyLevel level : stack.scps()) {
                parts.add(new Formula.In(cubes(level.policies(), Effect.ALLOW, PrincipalMatch.ACCOUNT)));
            }
        }
        if (!stack.vpcEndpoint().isEmpty()) {
            parts.add(new Formula.In(cubes(stack.vpcEndpoint(), Effect.ALLOW, PrincipalMatch.ACCOUNT)));
        }
        parts.add(sides());
        Formula policies = new Formula.And(parts);
        List<String> always = alwaysAllowed();
        return always.isEmpty()
                ? policies
                : Formula.or(new Formula.In(List.of(service(Actions.only(always)))), policies);
    }

    /**
     * What needs no permission and no policy can refuse: API reference of STS, GetCallerIdentity; IAM user guide,
     * Permissions for GetSessionToken.
     */
    private List<String> alwaysAllowed() {
        return switch (caller.type()) {
            case ANONYMOUS -> List.of();
            case IAM_USER, ROOT_USER -> List.of("sts:GetCallerIdentity", "sts:GetSessionToken");
            case ASSUMED_ROLE, IAM_ROLE, FEDERATED_USER, AWS_SERVICE, WEB_IDENTITY, SAML ->
                List.of("sts:GetCallerIdentity");
        };
    }

    private Formula sides() {
        Formula resource = resource(PrincipalMatch.ACCOUNT);
        if (!hasOwnPolicies()) {
            return resource;
        }
        Formula own = Formula.and(identity(), limits());
        if (crossAccount()) {
            return delegationAssumed() ? own : Formula.and(own, resource);
        }
        Formula needs =
                delegationAssumed() ? EVERYTHING : Formula.or(new Formula.Out(needingResourcePolicy()), resource);
        if (stack.resource().isEmpty()) {
            return delegationAssumed() ? own : Formula.and(own, new Formula.Out(needingResourcePolicy()));
        }
        return Formula.or(
                resource(PrincipalMatch.DIRECT),
                Formula.and(resource(PrincipalMatch.ROLE), limits()),
                Formula.and(own, needs));
    }

    private Formula resource(PrincipalMatch least) {
        return stack.resource()
                .<Formula>map(policy -> new Formula.In(cubes(List.of(policy), Effect.ALLOW, least)))
                .orElse(NOTHING);
    }

    private Formula identity() {
        return caller.type() == PrincipalType.ROOT_USER
                ? EVERYTHING
                : new Formula.In(cubes(stack.identity(), Effect.ALLOW, PrincipalMatch.ACCOUNT));
    }

    /** What permissions boundary and session policies let through. */
    private Formula limits() {
        if (caller.type() == PrincipalType.ROOT_USER) {
            return EVERYTHING;
        }
        List<Formula> parts = new ArrayList<>();
        stack.boundary()
                .ifPresent(b -> parts.add(new Formula.In(cubes(List.of(b), Effect.ALLOW, PrincipalMatch.ACCOUNT))));
        if (!stack.session().isEmpty() || caller.type() == PrincipalType.FEDERATED_USER) {
            parts.add(new Formula.In(cubes(stack.session(), Effect.ALLOW, PrincipalMatch.ACCOUNT)));
        }
        return new Formula.And(parts);
    }

    private List<Cube> denies() {
        List<Cube> denies = new ArrayList<>();
        if (scpsApply()) {
            stack.scps().forEach(level -> denies.addAll(denies(level.policies())));
        }
        denies.addAll(denies(stack.resource().map(List::of).orElse(List.of())));
        if (hasOwnPolicies()) {
            denies.addAll(denies(stack.identity()));
            denies.addAll(denies(stack.boundary().map(List::of).orElse(List.of())));
            denies.addAll(denies(stack.session()));
        }
        denies.addAll(denies(stack.vpcEndpoint()));
        return denies;
    }

    private List<Cube> denies(List<NamedPolicy> policies) {
        return cubes(policies, Effect.DENY, PrincipalMatch.ACCOUNT);
    }

    /** Resource control policies cover the actions of some services alone. */
    private Optional<Formula> rcpDenies() {
        boolean apply = !stack.rcps().isEmpty()
                && !caller.serviceLinkedRole()
                && !(stack.managementAccountId().isPresent()
                        && stack.managementAccountId().equals(scope.resourceAccount()));
        if (!apply) {
            return Optional.empty();
        }
        List<String> services = new ArrayList<>();
        new TreeSet<>(scope.options().rcpServices()).forEach(service -> services.add(service + ":*"));
        Actions covered = Actions.only(services);
        // Not effective in an RCP: KMS Developer Guide, Resource control policies.
        Actions reached = allBut("kms:retiregrant");
        List<Cube> denies = new ArrayList<>();
        for (PolicyLevel level : stack.rcps()) {
            for (Cube cube : denies(level.policies())) {
                denies.add(
                        cube.actions == null
                                ? cube.withActions(covered).and(List.of(reached), List.of())
                                : cube.and(List.of(covered, reached), List.of()));
            }
        }
        return Optional.of(new Formula.Out(denies));
    }

    private List<Cube> cubes(List<NamedPolicy> policies, Effect effect, PrincipalMatch least) {
        boolean bounded = hasOwnPolicies() && stack.boundary().isPresent();
        List<Cube> cubes = new ArrayList<>();
        for (NamedPolicy policy : policies) {
            List<Statement> statements = policy.document().statements();
            for (int i = 0; i < statements.size(); i++) {
                Statement statement = statements.get(i);
                if (statement.effect() == effect
                        && PrincipalMatch.of(statement, caller, bounded).compareTo(least) >= 0) {
                    cubes.add(Cube.of(
                                    statement,
                                    new StatementRef(policy.name(), i, statement.sid()),
                                    policy.document().version(),
                                    semantics)
                            .forAnyPrincipal());
                }
            }
        }
        return cubes;
    }

    private static Cube service(Actions actions) {
        return new Cube(Optional.empty(), actions, null, null, Set.of());
    }

    private static Cube service(Actions actions, Resources resources) {
        return new Cube(Optional.empty(), actions, resources, null, Set.of());
    }

    private static Actions allBut(String... patterns) {
        Map<String, String> spelling = new LinkedHashMap<>();
        for (String pattern : patterns) {
            spelling.put(pattern, pattern);
        }
        return Actions.allBut(spelling);
    }

    /** What belongs to AWS and nobody may change: AWS managed policies, reserved roles, aliases of AWS managed keys. */
    private static List<Cube> ownedByAws() {
        Cube changes = service(Actions.only(List.of("iam:*")))
                .and(List.of(allBut("iam:get*", "iam:list*", "iam:generate*", "iam:simulate*")), List.of());
        return List.of(
                changes.withResources(Resources.wholeText(false, "*:role/aws-reserved/*")),
                changes.withResources(Resources.wholeText(false, "*:iam::aws:policy/*"))
                        .and(List.of(), List.of(Resources.wholeText(true, "*:role/*"))),
                service(
                        Actions.only(List.of("kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias")),
                        Resources.wholeText(false, "*:alias/aws/*")));
    }

    /** Targets whose own policy must allow, in one account too: KMS keys, and roles when they are assumed. */
    private static List<Cube> needingResourcePolicy() {
        return List.of(
                service(Actions.only(List.of("kms:*")), Resources.wholeText(false, "*:key/*")),
                service(
                        Actions.only(List.of("sts:AssumeRole*", "sts:TagSession", "sts:SetSourceIdentity")),
                        Resources.wholeText(false, "*:role/*")));
    }

    private boolean hasOwnPolicies() {
        return switch (caller.type()) {
            case IAM_USER, ASSUMED_ROLE, IAM_ROLE, FEDERATED_USER, ROOT_USER -> true;
            case AWS_SERVICE, WEB_IDENTITY, SAML, ANONYMOUS -> false;
        };
    }

    private boolean scpsApply() {
        return !stack.scps().isEmpty()
                && hasOwnPolicies()
                && !caller.serviceLinkedRole()
                && !(stack.managementAccountId().isPresent()
                        && stack.managementAccountId().equals(caller.accountId()));
    }

    private boolean crossAccount() {
        return scope.resourceAccount().isPresent()
                && caller.accountId().isPresent()
                && !scope.resourceAccount().equals(caller.accountId());
    }

    private boolean delegationAssumed() {
        return stack.resource().isEmpty()
                && scope.options().unknownResourcePolicies()
                        == EvaluationOptions.MissingResourcePolicy.ASSUMED_TO_DELEGATE;
    }
}
