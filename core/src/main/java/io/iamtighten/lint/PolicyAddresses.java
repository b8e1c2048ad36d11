package io.iamtighten.lint;

import io.iamtighten.access.AccessScope;
import io.iamtighten.arn.Arn;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.PrincipalEntry;
import io.iamtighten.policy.PrincipalKind;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * From which source addresses a single policy of any type can be used. A policy that gives is asked about itself; one that limits
 * (a boundary, a session policy, a service or resource control policy) about what it lets through, whatever others allow; the policy of a
 * resource or role about each caller that it names, with everything allowed on the caller's own side.
 */
final class PolicyAddresses {
    private static final NamedPolicy EVERYTHING = new NamedPolicy(
            "whatever other policies allow",
            PolicyDocument.of(List.of(Statement.of(Effect.ALLOW, ActionElement.of("*"), ResourceElement.of("*")))));

    private final ActionFacts facts;
    private final LintContext context;
    private final LintedPolicy policy;
    private final NamedPolicy named;

    PolicyAddresses(ActionFacts facts, LintContext context, LintedPolicy policy, PolicyDocument document) {
        this.facts = facts;
        this.context = context;
        this.policy = policy;
        this.named = new NamedPolicy(policy.name(), document);
    }

    List<CallerAddresses> find() {
        PolicyStack all = PolicyStack.ofIdentity(List.of(EVERYTHING));
        return switch (policy.type()) {
            case IDENTITY -> List.of(own("whoever has the policy", StatementGrants.stack(named, context)));
            case BOUNDARY ->
                List.of(own("whoever has it as boundary, as far as other policies allow it", all.withBoundary(named)));
            case SESSION ->
                List.of(own(
                        "sessions that it is given to, as far as other policies allow it",
                        all.withSession(List.of(named))));
            case SCP ->
                List.of(own(
                        "principals of the accounts below it, as far as other policies allow it",
                        all.withScps(List.of(level()))));
            case RCP ->
                List.of(own(
                        "callers of the resources of the accounts below it, as far as other policies allow it",
                        all.withRcps(List.of(level()))));
            case RESOURCE, TRUST -> callers();
            case VPC_ENDPOINT ->
                List.of(new CallerAddresses(
                        "callers through the endpoint",
                        List.of(),
                        Optional.of("calls through a VPC endpoint carry no aws:SourceIp; aws:VpcSourceIp has their"
                                + " address in the VPC")));
        };
    }

    /** The policy, beside the one that allows everything where it only denies. */
    private PolicyLevel level() {
        boolean denies =
                named.document().statements().stream().allMatch(statement -> statement.effect() == Effect.DENY);
        return new PolicyLevel("level", denies ? List.of(named, EVERYTHING) : List.of(named));
    }

    private CallerAddresses own(String who, PolicyStack stack) {
        RequestPrincipal caller = StatementGrants.caller(context);
        AccessScope scope = AccessScope.ownAccount(caller)
                .withOptions(EvaluationOptions.standard().assumingDelegation());
        return CallerAddresses.of(who, new SourceAddresses(facts, stack, scope, stack.identity(), statement -> true));
    }

    private List<CallerAddresses> callers() {
        Map<String, RequestPrincipal> callers = new LinkedHashMap<>();
        String stranger = Stranger.account(named.document());
        for (Statement statement : named.document().statements()) {
            Optional<PrincipalElement> element = statement.principal();
            if (statement.effect() != Effect.ALLOW || element.isEmpty()) {
                continue;
            }
            boolean anyone = element.get().anyone() || element.get().polarity() == Polarity.ALL_BUT;
            if (anyone) {
                callers.put("anybody with an AWS account", session(stranger));
            } else {
                element.get().entries().forEach(entry -> named(entry, stranger, callers));
            }
        }
        List<CallerAddresses> found = new ArrayList<>();
        callers.forEach((who, caller) -> found.add(resource(who, caller)));
        return found;
    }

    private static void named(PrincipalEntry entry, String stranger, Map<String, RequestPrincipal> into) {
        String value = entry.value();
        switch (entry.kind()) {
            case AWS -> {
                if (value.equals("*")) {
                    into.put("anybody with an AWS account", session(stranger));
                } else {
                    Optional<Arn> arn = Arn.parse(value);
                    String account = arn.map(Arn::account).orElse(value);
                    boolean whole = arn.isEmpty() || arn.get().resource().equals("root");
                    into.put(
                            whole ? "account " + account : value,
                            whole ? session(account) : ExposureChecks.principal(arn.get(), value, account));
                }
            }
            case SERVICE ->
                into.put(
                        "service " + value,
                        new RequestPrincipal(PrincipalType.AWS_SERVICE, Optional.of(value), Optional.empty(), false));
            case FEDERATED ->
                into.put(
                        "those whom " + value + " signed in",
                        new RequestPrincipal(
                                TrustChecks.isSaml(value) ? PrincipalType.SAML : PrincipalType.WEB_IDENTITY,
                                Optional.of(value),
                                Optional.empty(),
                                false));
            case CANONICAL_USER -> into.put("account with the canonical id " + value, RequestPrincipal.anonymous());
        }
    }

    private static RequestPrincipal session(String account) {
        return RequestPrincipal.of(
                PrincipalType.ASSUMED_ROLE, "arn:aws:sts::" + account + ":assumed-role/Any/session", account);
    }

    private CallerAddresses resource(String who, RequestPrincipal caller) {
        if (who.startsWith("account with the canonical id")) {
            return new CallerAddresses(
                    who, List.of(), Optional.of("which account it is the policy does not tell; write its ARN"));
        }
        // The resource counts as one of an account that the policy does not name: then the policy itself must allow
        // each request.
        AccessScope scope = new AccessScope(
                caller, Optional.of(OutsideAccess.unnamed(named.document())), EvaluationOptions.standard());
        PolicyStack stack = PolicyStack.ofIdentity(List.of(EVERYTHING))
                .withResource(Optional.of(named))
                .withRcps(context.rcps());
        Predicate<Statement> names = statement -> statement.principal().stream()
                .anyMatch(p -> p.anyone()
                        || p.polarity() == Polarity.ALL_BUT
                        || p.entries().stream().anyMatch(e -> covers(e, caller)));
        return CallerAddresses.of(who, new SourceAddresses(facts, stack, scope, List.of(named), names));
    }

    private static boolean covers(PrincipalEntry entry, RequestPrincipal caller) {
        if (entry.kind() != PrincipalKind.AWS) {
            return caller.arn().equals(Optional.of(entry.value()));
        }
        return entry.value().equals("*")
                || caller.arn().equals(Optional.of(entry.value()))
                || caller.accountId()
                        .filter(account ->
                                entry.value().equals(account) || entry.value().endsWith(":" + account + ":root"))
                        .isPresent();
    }
}
