package io.iamtighten.lint;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.request.AccessRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Whose tokens, assertions and certificates the trust policy of a role takes: decided over all requests that their owners can make, each
 * finding with one that the evaluator allows.
 */
final class FederationChecks {
    static final String ROLES_ANYWHERE = "rolesanywhere.amazonaws.com";

    private static final String COGNITO = "cognito-identity.amazonaws.com";
    private static final String GITHUB = "token.actions.githubusercontent.com";
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

    private final PolicyView view;
    private final Reporter out;
    private final BiFunction<Stranger, StatementView, Optional<AccessRequest>> ask;

    /**
     * @param ask an allowed request of a caller by a statement, or empty
     */
    FederationChecks(PolicyView view, Reporter out, BiFunction<Stranger, StatementView, Optional<AccessRequest>> ask) {
        this.view = view;
        this.out = out;
        this.ask = ask;
    }

    private void report(String rule, String pointer, String message, Stranger who, StatementView at) {
        ask.apply(who, at).ifPresent(request -> out.at(rule, pointer, message, Optional.of(request), List.of()));
    }

    private Stranger owner(String provider, Map<String, List<Condition>> claims) {
        return Stranger.federated(provider, claims, view.document());
    }

    private Stranger owner(String provider, String key, ConditionOperator operator, String value) {
        return owner(provider, Map.of(key.toLowerCase(Locale.ROOT), List.of(Condition.of(operator, key, value))));
    }

    /** Reports on a provider that a statement trusts. */
    void provider(StatementView at, String value, String pointer) {
        if (TrustChecks.isSaml(value)) {
            if (!Conditions.limited(at.statement(), "SAML:aud", "SAML:iss", "SAML:namequalifier", "SAML:sub")) {
                report(
                        "saml-without-audience",
                        pointer,
                        "`" + value + "` is trusted for every audience; a condition on"
                                + " SAML:aud names the endpoint that assertions are for",
                        owner(value, "SAML:aud", ConditionOperator.STRING_EQUALS, "https://other.example/saml"),
                        at);
            }
            return;
        }
        String url = TrustChecks.isOidcArn(value)
                ? value.substring(value.indexOf("oidc-provider/") + "oidc-provider/".length())
                : value;
        boolean unlimited = limits(at, value, url, pointer);
        if (!unlimited && IdentityProviders.isShared(url.toLowerCase(Locale.ROOT))) {
            strangers(at, value, IdentityProviders.host(value), pointer);
        }
        if (url.equals(COGNITO) && !Conditions.has(at.statement(), COGNITO + ":amr")) {
            report(
                    "cognito-without-amr",
                    pointer,
                    "visitors who did not sign in get the role too, if the identity pool has guests: no condition on `"
                            + COGNITO + ":amr`",
                    owner(value, COGNITO + ":amr", ConditionOperator.STRING_EQUALS, "unauthenticated"),
                    at);
        }
        patterns(at, value, url);
    }

    /** Whether every token is taken. */
    private boolean limits(StatementView at, String value, String url, String pointer) {
        List<Condition> own = new ArrayList<>();
        for (Condition condition : Conditions.on(at.statement(), url + ":")) {
            if (Conditions.limits(condition)) {
                own.add(condition);
            }
        }
        boolean github = url.equals(GITHUB);
        boolean open = github ? own.stream().noneMatch(c -> GITHUB_CLAIMS.contains(claim(c))) : own.isEmpty();
        if (github && open) {
            report(
                    "missing-github-repo-condition-key",
                    pointer,
                    "every repository on GitHub is trusted: no condition limits `" + GITHUB + ":sub`",
                    owner(
                            value,
                            GITHUB + ":sub",
                            ConditionOperator.STRING_EQUALS,
                            "repo:stranger/example:ref:refs/heads/main"),
                    at);
        } else if (open) {
            report(
                    "missing-condition-key-for-oidc-principal",
                    pointer,
                    "`" + url + "` is trusted for every token: no condition limits one of its keys, such as `" + url
                            + ":aud`",
                    owner(value, Map.of()),
                    at);
            return true;
        }
        if (own.stream().noneMatch(c -> claim(c).equals("aud"))) {
            report(
                    "oidc-without-audience",
                    pointer,
                    "tokens of `" + url + "` are taken whomever they were issued for: no" + " condition on `" + url
                            + ":aud`",
                    owner(value, url + ":aud", ConditionOperator.STRING_EQUALS, "other-application"),
                    at);
        }
        if (own.stream().allMatch(c -> claim(c).equals("aud")) && !github && TrustChecks.isOidcArn(value)) {
            report(
                    "oidc-without-subject",
                    pointer,
                    "every subject of `" + url + "` is trusted: no condition on `" + url + ":sub`",
                    owner(value, url + ":sub", ConditionOperator.STRING_EQUALS, "somebody-else"),
                    at);
        }
        return open;
    }

    private static String claim(Condition condition) {
        return condition.key().substring(condition.key().lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
    }

    /** A provider whose tokens everybody can get. */
    private void strangers(StatementView at, String value, String host, String pointer) {
        Stranger stranger = owner(value, IdentityProviders.strangersClaims(host, view.document()));
        ask.apply(stranger, at)
                .ifPresent(request -> out.at(
                        "oidc-stranger-token",
                        pointer,
                        "tokens that `" + host + "` gives to others are taken too, such as one with "
                                + claims(request, host),
                        Optional.of(request),
                        List.of()));
    }

    /** Patterns that take more than one subject. */
    private void patterns(StatementView at, String provider, String url) {
        boolean github = url.equals(GITHUB);
        for (Condition condition : Conditions.on(at.statement(), url + ":sub")) {
            if (!Conditions.limits(condition)
                    || !github && condition.operator().operator() != ConditionOperator.STRING_LIKE) {
                continue;
            }
            for (int i = 0; i < condition.values().size(); i++) {
                String value = condition.values().get(i);
                if (value.indexOf('*') < 0 && value.indexOf('?') < 0) {
                    continue;
                }
                report(
                        github ? "specific-github-repo-and-branch-recommended" : "oidc-wide-subject",
                        GrammarChecks.conditionPointer(at, condition) + "/" + i,
                        "`" + value + "` takes more than one "
                                + (github ? "repository and branch" : "subject of `" + url + "`"),
                        owner(provider, url + ":sub", ConditionOperator.STRING_LIKE, value),
                        at);
            }
        }
    }

    private static String claims(AccessRequest request, String host) {
        List<String> claims = new ArrayList<>();
        request.context().asMap().forEach((key, values) -> {
            if (key.toLowerCase(Locale.ROOT).startsWith(host + ":")) {
                claims.add(key.substring(host.length() + 1) + " `" + String.join(" ", values.values()) + "`");
            }
        });
        return claims.isEmpty() ? "any claims" : String.join(", ", claims);
    }

    /** Reports on IAM Roles Anywhere: which certificates are taken. */
    void rolesAnywhere(StatementView at, String pointer, String owner) {
        boolean anchor = Conditions.limited(at.statement(), "aws:SourceArn");
        if (Conditions.limited(at.statement(), "aws:PrincipalTag/")
                || anchor && Conditions.limited(at.statement(), "sts:SourceIdentity")) {
            return;
        }
        report(
                anchor ? "roles-anywhere-any-certificate" : "roles-anywhere-without-condition",
                pointer,
                anchor
                        ? "every certificate that the trust anchor's authority signs can assume the role: no condition on a"
                                + " tag aws:PrincipalTag/x509..."
                        : "every certificate of every trust anchor of the account is"
                                + " trusted: no condition on aws:SourceArn or a tag aws:PrincipalTag/x509...",
                Stranger.certificate(owner),
                at);
    }
}
