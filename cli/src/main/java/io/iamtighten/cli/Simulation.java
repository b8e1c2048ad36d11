package io.iamtighten.cli;

import io.iamtighten.account.AccountPlace;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamPrincipal;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.account.ResourcePolicy;
import io.iamtighten.arn.Arn;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.request.RequestPrincipal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The policies, caller and derived context of one simulated request.
 *
 * @param stack the policies that apply
 * @param principal the caller
 * @param context the context keys that AWS derives
 * @param resourceAccount the account that owns the resource, where it is known
 * @param notes what the answer does not take into account, one line each
 */
record Simulation(
        PolicyStack stack,
        RequestPrincipal principal,
        Map<String, List<String>> context,
        Optional<String> resourceAccount,
        List<String> notes) {
    /** Builds the simulation of a caller that is named by an ARN, with policies from files alone. */
    static Simulation ofFiles(SimulateFiles files, String principal, String session, String resource) {
        Caller caller = Caller.of(principal, session);
        PolicyStack stack = files.addTo(PolicyStack.ofIdentity(List.of()));
        return new Simulation(
                stack, caller.principal(), caller.context(), owner(resource, caller.principal()), List.of());
    }

    /** Builds the simulation of a user or role of an account; policies from files come on top of the account's. */
    static Simulation ofAccount(
            AccountSnapshot account,
            SimulateFiles files,
            String principal,
            String session,
            String action,
            String resource) {
        IamPrincipal found = AccountOption.principal(account, principal);
        PrincipalView view = account.view(found);
        RequestPrincipal caller = view.caller(sessionOf(principal).orElse(session));
        Optional<ResourcePolicy> known = resourcePolicy(account, action, resource);
        Optional<String> owner = known.flatMap(ResourcePolicy::accountId).or(() -> owner(resource, caller));
        List<PolicyLevel> rcps = owner.flatMap(id -> account.organization().flatMap(o -> o.place(id)))
                .map(AccountPlace::rcps)
                .orElse(List.of());
        PolicyStack stack =
                view.stack().withResource(known.map(ResourcePolicy::policy)).withRcps(rcps);
        List<String> notes = new ArrayList<>(account.gaps());
        notes.addAll(view.gaps());
        return new Simulation(
                files.addTo(stack),
                caller,
                view.derivedContext(sessionOf(principal).orElse(session)),
                owner,
                notes);
    }

    private static Optional<String> sessionOf(String principal) {
        return Arn.parse(principal)
                .filter(arn -> arn.resource().startsWith("assumed-role/"))
                .map(Arn::name);
    }

    /** The policy on a resource: for an object that of its bucket, for a role its trust policy. */
    private static Optional<ResourcePolicy> resourcePolicy(AccountSnapshot account, String action, String resource) {
        Optional<Arn> arn = Arn.parse(resource);
        if (arn.isPresent() && arn.get().service().equals("iam") && action.regionMatches(true, 0, "sts:", 0, 4)) {
            Optional<IamRole> role = account.roles().stream()
                    .filter(r -> r.arn().equals(resource))
                    .findFirst();
            return role.map(r -> new ResourcePolicy(
                    resource,
                    Optional.of(arn.get().account()),
                    new NamedPolicy("trust policy of " + r.name(), r.trustPolicy())));
        }
        int slash = arn.isPresent() && arn.get().service().equals("s3") ? resource.indexOf('/') : -1;
        return account.resourcePolicy(slash < 0 ? resource : resource.substring(0, slash));
    }

    /** The account in the resource's ARN; the caller's own where the ARN names none. */
    private static Optional<String> owner(String resource, RequestPrincipal caller) {
        return Arn.parse(resource)
                .map(Arn::account)
                .filter(id -> !id.isEmpty() && !id.equals("aws"))
                .or(caller::accountId);
    }

    /** Returns policies of files, named after them. */
    static List<NamedPolicy> policies(List<Path> files) {
        List<NamedPolicy> policies = new ArrayList<>();
        for (Path file : files) {
            PolicyDocument document = Inputs.policy(file);
            policies.add(new NamedPolicy(file.toString(), document));
        }
        return policies;
    }

    /** Returns the derived context with what the user says on top; keys compare ignoring case. */
    Map<String, List<String>> contextWith(Map<String, List<String>> given) {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(context);
        all.putAll(given);
        return all;
    }
}
