package io.iamtighten.lint;

import io.iamtighten.arn.Arn;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.PrincipalEntry;
import io.iamtighten.policy.PrincipalKind;
import io.iamtighten.policy.Quantifier;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is particular to the trust policies of roles. */
final class TrustChecks {
    private static final String GITHUB = "token.actions.githubusercontent.com";
    private static final String ROLES_ANYWHERE = "rolesanywhere.amazonaws.com";
    /** Providers whose {@code aud} is one value. */
    private static final List<String> ONE_AUDIENCE = List.of(
            GITHUB,
            "accounts.google.com",
            "cognito-identity.amazonaws.com",
            "www.amazon.com",
            "graph.facebook.com",
            "saml");

    private TrustChecks() {}

    static void check(PolicyView view, Reporter out) {
        for (StatementView at : view.statements()) {
            audience(at, out);
            if (view.type() != PolicyType.TRUST || at.statement().principal().isEmpty()) {
                continue;
            }
            PrincipalElement principal = at.statement().principal().get();
            if (principal.anyone()) {
                out.at(
                        "role-trust-policy-unsupported-wildcard-in-principal",
                        at.principalPointer(),
                        "a trust policy does not take `\"Principal\": \"*\"`; name who may assume the role");
            }
            for (int i = 0; i < principal.entries().size(); i++) {
                entry(view, at, principal, i, out);
            }
        }
    }

    private static void entry(PolicyView view, StatementView at, PrincipalElement principal, int index, Reporter out) {
        PrincipalEntry entry = principal.entries().get(index);
        String pointer = PrincipalChecks.entryPointer(at, principal, index);
        if (entry.kind() == PrincipalKind.FEDERATED) {
            boolean provider = isSaml(entry.value()) || isOidcArn(entry.value());
            boolean domain = entry.value().indexOf('.') > 0 && entry.value().indexOf(':') < 0;
            if (!provider && !domain && !entry.value().equals("*")) {
                out.at(
                        "invalid-federated-principal-syntax-in-role-trust-policy",
                        pointer,
                        "`" + entry.value() + "` is neither a domain nor the ARN of a provider");
                return;
            }
        }
        if (at.allows() && principal.polarity() == Polarity.ONLY) {
            actions(view, at, entry, pointer, out);
            if (entry.value().equals(ROLES_ANYWHERE)) {
                rolesAnywhere(view, at, pointer, out);
            }
            redundant(at, principal, index, pointer, out);
        }
    }

    static boolean isSaml(String value) {
        return Arn.parse(value)
                .filter(a -> a.resource().startsWith("saml-provider/"))
                .isPresent();
    }

    static boolean isOidcArn(String value) {
        return Arn.parse(value)
                .filter(a -> a.resource().startsWith("oidc-provider/"))
                .isPresent();
    }

    /** The one of the {@code AssumeRole} actions that fits the kind of principal. */
    private static void actions(PolicyView view, StatementView at, PrincipalEntry entry, String pointer, Reporter out) {
        String needed = entry.kind() != PrincipalKind.FEDERATED
                ? "sts:AssumeRole"
                : isSaml(entry.value()) ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity";
        BitSet fitting = set(view.catalog(), needed);
        BitSet all = set(view.catalog(), "sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity");
        BitSet named = (BitSet) at.actions().clone();
        named.and(all);
        if (!named.isEmpty() && !named.intersects(fitting)) {
            out.at(
                    "mismatched-action-for-principal",
                    pointer,
                    "`" + entry.value() + "` assumes roles by " + needed + ", which " + at.name() + " does not name");
        }
    }

    private static BitSet set(ServiceCatalog catalog, String... actions) {
        BitSet set = new BitSet();
        for (String action : actions) {
            catalog.expand(action, set);
        }
        return set;
    }

    private static void rolesAnywhere(PolicyView view, StatementView at, String pointer, Reporter out) {
        List<String> missing = new ArrayList<>();
        for (String action : List.of("sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession")) {
            if (!at.actions().intersects(set(view.catalog(), action))) {
                missing.add(action);
            }
        }
        if (!missing.isEmpty()) {
            out.at(
                    "missing-action-for-roles-anywhere-trust-policy",
                    pointer,
                    "IAM Roles Anywhere also needs " + String.join(" and ", missing));
        }
    }

    private static void redundant(
            StatementView at, PrincipalElement principal, int index, String pointer, Reporter out) {
        Optional<Arn> session = Arn.parse(principal.entries().get(index).value())
                .filter(a -> a.service().equals("sts") && a.resource().startsWith("assumed-role/"));
        if (session.isEmpty()) {
            return;
        }
        String role = session.get().resource().split("/", -1)[1];
        for (PrincipalEntry other : principal.entries()) {
            boolean same = Arn.parse(other.value())
                    .filter(a -> a.service().equals("iam")
                            && a.resource().startsWith("role/")
                            && a.name().equals(role)
                            && a.account().equals(session.get().account()))
                    .isPresent();
            if (same) {
                out.at(
                        "redundant-principal-in-role-trust-policy",
                        pointer,
                        "`" + principal.entries().get(index).value() + "` is a session of `" + other.value()
                                + "`, which " + at.name() + " names too");
            }
        }
    }

    private static void audience(StatementView at, Reporter out) {
        Statement statement = at.statement();
        for (Condition condition : statement.conditions()) {
            String key = condition.key().toLowerCase(Locale.ROOT);
            if (!key.endsWith(":aud") || condition.operator().quantifier() == Quantifier.NONE) {
                continue;
            }
            String provider = key.substring(0, key.length() - ":aud".length());
            String pointer = GrammarChecks.conditionPointer(at, condition);
            boolean one = ONE_AUDIENCE.contains(provider);
            if (one && condition.operator().quantifier() == Quantifier.FOR_ANY_VALUE) {
                out.at(
                        "foranyvalue-with-audience-claim-type",
                        pointer,
                        "`" + condition.key() + "` holds one value; ForAnyValue is for sets");
            } else if (one) {
                out.at(
                        "forallvalues-with-single-valued-key",
                        pointer,
                        "`" + condition.key()
                                + "` holds one value, and ForAllValues also holds when the key is absent");
            } else {
                out.at(
                        "confirm-audience-claim-type",
                        pointer,
                        "make sure that `" + condition.key() + "` is a set: for one value, leave the set operator out");
            }
        }
    }
}
