package io.iamtighten.tighten;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.usage.UseContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns recorded facts into uses: refusals and mere hints left out, names completed from the account snapshot. */
final class ObservedUses {
    private static final String PASS_ROLE = "iam:PassRole";

    private final ServiceCatalog catalog;
    private final PrincipalView view;
    private final ViaService viaService;
    /** ARNs of users, roles and groups by the ARN that a record makes of their bare name. */
    private final Map<String, String> withPath = new HashMap<>();
    /** Roles by the ARN of an instance profile that holds them, with and without its path. */
    private final Map<String, List<String>> rolesOfProfile = new HashMap<>();

    private final Map<UseContext, KnownContext> contexts = new HashMap<>();

    ObservedUses(ServiceCatalog catalog, AccountSnapshot account, PrincipalView view) {
        this.catalog = catalog;
        this.view = view;
        this.viaService = new ViaService(catalog);
        account.roles().forEach(role -> {
            name("role", role.arn(), role.name());
            profiles(role);
        });
        account.users().forEach(user -> name("user", user.arn(), user.name()));
        account.groups().forEach(group -> name("group", group.arn(), group.name()));
    }

    private void name(String kind, String arn, String name) {
        int at = arn.indexOf(":" + kind + "/");
        if (at > 0) {
            withPath.put(arn.substring(0, at) + ":" + kind + "/" + name, arn);
        }
    }

    private void profiles(IamRole role) {
        for (String profile : role.instanceProfiles()) {
            rolesOfProfile.computeIfAbsent(profile, p -> new ArrayList<>()).add(role.arn());
            int at = profile.indexOf(":instance-profile/");
            if (at > 0) {
                String bare =
                        profile.substring(0, at) + ":instance-profile" + profile.substring(profile.lastIndexOf('/'));
                if (!bare.equals(profile)) {
                    rolesOfProfile.computeIfAbsent(bare, p -> new ArrayList<>()).add(role.arn());
                }
            }
        }
    }

    List<Use> of(PrincipalUsage usage) {
        List<Use> uses = new ArrayList<>(usage.facts().size());
        for (UsageFact fact : usage.facts()) {
            OptionalInt action = catalog.actionId(fact.action());
            if (fact.outcome().isUse() && fact.relation().isUse() && action.isPresent()) {
                add(fact, action.getAsInt(), uses);
            }
        }
        return uses;
    }

    private void add(UsageFact fact, int action, List<Use> uses) {
        KnownContext context = contexts.computeIfAbsent(told(fact), c -> KnownContext.of(view, c));
        if (!catalog.action(action).supportsResourceLevel()) {
            uses.add(use(fact, action, "*", Use.ResourceKind.NONE, context));
            return;
        }
        List<String> passed = fact.instanceProfile()
                .map(profile -> rolesOfProfile.getOrDefault(profile, List.of()))
                .orElse(List.of());
        if (fact.action().equals(PASS_ROLE) && !passed.isEmpty()) {
            passed.forEach(role -> uses.add(use(fact, action, role, Use.ResourceKind.KNOWN, context)));
            return;
        }
        if (!fact.resource().startsWith("arn:")) {
            uses.add(use(fact, action, "*", Use.ResourceKind.OPEN, context));
            return;
        }
        String resource = withPath.getOrDefault(fact.resource(), fact.resource());
        uses.add(use(fact, action, resource, Use.ResourceKind.KNOWN, context));
        if (!fact.complete()) {
            uses.add(use(fact, action, "*", Use.ResourceKind.OPEN, context));
        }
    }

    /** Returns a record's context with what it tells of keys of the action's service. */
    private UseContext told(UsageFact fact) {
        UseContext context = fact.context();
        Optional<String> service = fact.action().startsWith("kms:") ? viaService.value(context) : Optional.empty();
        if (service.isEmpty()) {
            return context;
        }
        Map<String, String> keys = new HashMap<>(context.keys());
        keys.putIfAbsent(ViaService.KEY.toLowerCase(Locale.ROOT), service.get());
        return new UseContext(
                context.region(),
                context.source(),
                context.viaService(),
                context.secureTransport(),
                context.mfa(),
                keys);
    }

    private Use use(UsageFact fact, int action, String resource, Use.ResourceKind kind, KnownContext context) {
        ServiceAction known = catalog.action(action);
        return new Use(
                action,
                known.qualifiedName(),
                resource,
                kind,
                context,
                Keeping.USED,
                "used",
                java.util.Optional.of(fact));
    }
}
