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
import java.util.Set;

/** What is particular to the trust policies of roles. */
final class TrustChecks {
    private static final String GITHUB = "token.actions.githubusercontent.com";
    private static final String ROLES_ANYWHERE = "rolesanywhere.amazonaws.com";
    /** Claims of GitHub's tokens that name a repository. */
    private static final Set<String> GITHUB_CLAIMS = Set.of(
            "sub",
            "repository",
            "repository_id",
            "repository_owner",
            "repository_owner_id",
            "job_workflow_ref",
            "environment",
            "enterprise",
            "enterprise_id");
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
            if (entry.kind() == PrincipalKind.FEDERATED) {
                provider(at, entry.value(), pointer, out);
            }
            if (entry.value().equals(ROLES_ANYWHERE)) {
                rolesAnywhere(view, at, pointer, out);
            }
            redundant(at, principal, index, pointer, out);
        }
    }

    private static boolean isSaml(String value) {
        return Arn.parse(value)
                .filter(a -> a.resource().startsWith("saml-provider/"))
                .isPresent();
    }

    private static boolean isOidcArn(String value) {
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

    private static void provider(StatementView at, String value, String pointer, Reporter out) {
        if (isSaml(value)) {
            if (!Conditions.limited(at.statement(), "SAML:aud", "SAML:iss", "SAML:namequalifier", "SAML:sub")) {
                out.at(
                        "saml-without-audience",
                        pointer,
                        "`" + value + "` is trusted for every audience; a condition on"
                                + " SAML:aud names the endpoint that assertions are for");
            }
            return;
        }
        String url =
                isOidcArn(value) ? value.substring(value.indexOf("oidc-provider/") + "oidc-provider/".length()) : value;
        List<Condition> own = new ArrayList<>();
        for (Condition condition : Conditions.on(at.statement(), url + ":")) {
            if (Conditions.limits(condition)) {
                own.add(condition);
            }
        }
        if (url.equals(GITHUB)) {
            github(at, own, pointer, out);
        } else if (own.isEmpty()) {
            out.at(
                    "missing-condition-key-for-oidc-principal",
                    pointer,
                    "`" + url + "` is trusted for every token: no condition limits one of its keys, such as `" + url
                            + ":aud`");
            return;
        }
        boolean aud = own.stream().anyMatch(c -> claim(c).equals("aud"));
        if (!aud) {
            out.at(
                    "oidc-without-audience",
                    pointer,
                    "tokens of `" + url + "` are taken whomever they were issued for: no" + " condition on `" + url
                            + ":aud`");
        }
        boolean sub = own.stream().anyMatch(c -> !claim(c).equals("aud"));
        if (!sub && !url.equals(GITHUB) && isOidcArn(value)) {
            out.at(
                    "oidc-without-subject",
                    pointer,
                    "every subject of `" + url + "` is trusted: no condition on `" + url + ":sub`");
        }
    }

    private static String claim(Condition condition) {
        return condition.key().substring(condition.key().lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
    }

    private static void github(StatementView at, List<Condition> own, String pointer, Reporter out) {
        if (own.stream().noneMatch(c -> GITHUB_CLAIMS.contains(claim(c)))) {
            out.at(
                    "missing-github-repo-condition-key",
                    pointer,
                    "every repository on GitHub is trusted: no condition limits `" + GITHUB + ":sub`");
            return;
        }
        for (Condition condition : own) {
            for (int i = 0; i < condition.values().size(); i++) {
                String value = condition.values().get(i);
                if (claim(condition).equals("sub") && (value.indexOf('*') >= 0 || value.indexOf('?') >= 0)) {
                    out.at(
                            "specific-github-repo-and-branch-recommended",
                            GrammarChecks.conditionPointer(at, condition) + "/" + i,
                            "`" + value + "` takes more than one repository and branch");
                }
            }
        }
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
        if (!Conditions.limited(at.statement(), "aws:SourceArn", "aws:PrincipalTag/")) {
            out.at(
                    "roles-anywhere-without-condition",
                    pointer,
                    "every certificate of every trust anchor of the account is"
                            + " trusted: no condition on aws:SourceArn or a tag aws:PrincipalTag/x509...");
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
