package io.iamtighten.effective;

import io.iamtighten.account.AccountPlace;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.arn.Arn;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PrincipalEntry;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A caller that is not of the account, as a resource's policy names it. Its own policies are taken to allow everything.
 *
 * @param kind what it is
 * @param name how the policy names it
 * @param caller one such caller
 * @param known what is known of it, by context key in lower case
 */
record OutsideCaller(Outsider.Kind kind, String name, RequestPrincipal caller, Map<String, String> known) {
    static final PolicyStack EVERYTHING = PolicyStack.ofIdentity(List.of(new NamedPolicy(
            "the caller's own policies",
            PolicyDocument.of(List.of(Statement.of(Effect.ALLOW, ActionElement.of("*"), ResourceElement.of("*")))))));

    /** Anybody: a role of an account that the document does not name. */
    static OutsideCaller anyone(PolicyDocument document) {
        String text = document.toString();
        long account = 999_999_999_999L;
        while (text.contains(String.valueOf(account))) {
            account--;
        }
        return new OutsideCaller(Outsider.Kind.ANYONE, "*", session(String.valueOf(account), "Any"), Map.of());
    }

    /** Returns the caller that an entry names, or empty when that is a user or role of the owner's account. */
    static Optional<OutsideCaller> of(PrincipalEntry entry, Optional<String> owner, PolicyDocument document) {
        String value = entry.value();
        return switch (entry.kind()) {
            case AWS -> value.equals("*") ? Optional.of(anyone(document)) : aws(value, owner);
            case SERVICE ->
                Optional.of(new OutsideCaller(
                        Outsider.Kind.SERVICE,
                        value,
                        new RequestPrincipal(PrincipalType.AWS_SERVICE, Optional.of(value), Optional.empty(), false),
                        Map.of("aws:principalisawsservice", "true", "aws:principalservicename", value)));
            case FEDERATED ->
                Optional.of(new OutsideCaller(
                        Outsider.Kind.FEDERATED,
                        value,
                        new RequestPrincipal(
                                value.contains(":saml-provider/") ? PrincipalType.SAML : PrincipalType.WEB_IDENTITY,
                                Optional.of(value),
                                Optional.empty(),
                                false),
                        Map.of()));
            case CANONICAL_USER -> Optional.empty();
        };
    }

    private static Optional<OutsideCaller> aws(String value, Optional<String> owner) {
        Optional<Arn> arn = Arn.parse(value);
        String account = arn.map(Arn::account).orElse(value);
        boolean federated =
                arn.filter(a -> a.resource().startsWith("federated-user/")).isPresent();
        if ((owner.equals(Optional.of(account)) && !federated) || account.length() != 12) {
            return Optional.empty();
        }
        if (arn.isEmpty() || arn.get().resource().equals("root")) {
            return Optional.of(new OutsideCaller(
                    Outsider.Kind.ACCOUNT, account, session(account, "Any"), Map.of("aws:principalaccount", account)));
        }
        String resource = arn.get().resource();
        PrincipalType type = PrincipalType.IAM_ROLE;
        if (resource.startsWith("user/")) {
            type = PrincipalType.IAM_USER;
        } else if (resource.startsWith("assumed-role/")) {
            type = PrincipalType.ASSUMED_ROLE;
        } else if (resource.startsWith("federated-user/")) {
            type = PrincipalType.FEDERATED_USER;
        }
        Map<String, String> known = type == PrincipalType.ASSUMED_ROLE
                ? Map.of("aws:principalaccount", account)
                : Map.of("aws:principalaccount", account, "aws:principalarn", value);
        return Optional.of(
                new OutsideCaller(Outsider.Kind.PRINCIPAL, value, RequestPrincipal.of(type, value, account), known));
    }

    private static RequestPrincipal session(String account, String role) {
        return RequestPrincipal.of(
                PrincipalType.ASSUMED_ROLE,
                "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + IndexedPrincipal.SESSION,
                account);
    }

    /** Whether its own account's policies must allow it too, on a resource of some owner. */
    boolean needsOwnPermission(Optional<String> owner) {
        return !owner.equals(caller.accountId())
                && switch (kind) {
                    case ACCOUNT, PRINCIPAL -> true;
                    case ANYONE, SERVICE, FEDERATED, CANONICAL_USER -> false;
                };
    }

    void addTo(List<OutsideCaller> callers) {
        if (callers.stream().noneMatch(c -> c.kind() == kind && c.name().equals(name))) {
            callers.add(this);
        }
    }

    /**
     * Returns its own policies: everything, within the service control policies of the resource's account where it is of that
     * account.
     */
    PolicyStack stack(Optional<String> owner, Optional<AccountPlace> place) {
        if (place.isEmpty() || !owner.equals(caller.accountId())) {
            return EVERYTHING;
        }
        return new PolicyStack(
                EVERYTHING.identity(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                place.get().scps(),
                List.of(),
                List.of(),
                place.get().managementAccountId());
    }

    IndexedPrincipal indexed(IndexedDocument.Index index, PolicyStack stack) {
        String account = caller.accountId().orElse("");
        IamRole role = new IamRole(
                name,
                "/",
                Optional.empty(),
                caller.arn().orElse(""),
                PolicyDocument.of(List.of()),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of());
        PrincipalView view = new PrincipalView(role, account, List.of(), Optional.empty(), stack, List.of());
        return new IndexedPrincipal(view, index, caller, OwnKeys.of(known), List.of());
    }
}
