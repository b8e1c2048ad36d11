package io.iamtighten.lint;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.policy.OperatorUse;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.Quantifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Identity providers of which everybody can get tokens, so that only claims tell whose token it is. Which claims a token's owner
 * chooses, and which begin with the owner's name, is on each provider's page.
 *
 * @see <a href="https://docs.github.com/en/actions/concepts/security/openid-connect">GitHub</a>
 * @see <a href="https://docs.gitlab.com/ci/secrets/id_token_authentication/">GitLab</a>
 * @see <a href="https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/workload-identity-tokens">HCP Terraform</a>
 * @see <a href="https://buildkite.com/docs/agent/cli/reference/oidc">Buildkite</a>
 * @see <a href="https://vercel.com/docs/oidc/reference">Vercel</a>
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html">AWS's keys</a>
 */
final class IdentityProviders {
    /**
     * A claim that begins with its owner.
     *
     * @param before what stands before the owner's name
     * @param after the characters of which one ends it
     */
    private record Owner(String before, String after) {
        /** Returns the owner that a value names, or begins to name, or empty. */
        Optional<String> in(String value) {
            if (!value.startsWith(before)) {
                return Optional.empty();
            }
            for (int i = before.length(); i < value.length(); i++) {
                char c = value.charAt(i);
                if (after.indexOf(c) >= 0) {
                    return i > before.length() ? Optional.of(value.substring(before.length(), i)) : Optional.empty();
                }
                if (c == '*' || c == '?') {
                    // What stands before the wildcard is most likely the owner's own name: a stranger is somebody else.
                    return i > before.length() ? Optional.of(value.substring(before.length(), i)) : Optional.empty();
                }
                if (c == '$') {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        }
    }

    /**
     * A provider.
     *
     * @param chosen the claims whose values everybody can choose
     * @param owners the claims that begin with their owner
     */
    private record Provider(Set<String> chosen, Map<String, Owner> owners) {}

    private static final Map<String, Provider> SHARED = Map.of(
            // A workflow of somebody else's can call a public reusable workflow, and then has its job_workflow_ref.
            "token.actions.githubusercontent.com",
            new Provider(
                    Set.of("aud", "environment", "ref", "ref_type", "job_workflow_ref", "workflow", "event_name"),
                    Map.of("sub", new Owner("repo:", "/@"), "repository", new Owner("", "/"))),
            "gitlab.com",
            new Provider(Set.of("aud", "ref", "ref_type"), Map.of("sub", new Owner("project_path:", "/:"))),
            "app.terraform.io",
            new Provider(Set.of("aud"), Map.of("sub", new Owner("organization:", ":"))),
            "app.eu.terraform.io",
            new Provider(Set.of("aud"), Map.of("sub", new Owner("organization:", ":"))),
            "agent.buildkite.com",
            new Provider(Set.of("aud"), Map.of("sub", new Owner("organization:", ":"))),
            "oidc.vercel.com",
            new Provider(Set.of(), Map.of("sub", new Owner("owner:", ":"))),
            "accounts.google.com",
            new Provider(Set.of(), Map.of()),
            "cognito-identity.amazonaws.com",
            new Provider(Set.of("amr"), Map.of()),
            "www.amazon.com",
            new Provider(Set.of(), Map.of()),
            "graph.facebook.com",
            new Provider(Set.of(), Map.of()));

    private IdentityProviders() {}

    /** Returns the domain and path of a provider that a principal element names, as condition keys start with it. */
    static String host(String value) {
        int at = value.indexOf("oidc-provider/");
        return (at < 0 ? value : value.substring(at + "oidc-provider/".length())).toLowerCase(Locale.ROOT);
    }

    /** Whether everybody can get tokens of a provider. */
    static boolean isShared(String host) {
        return SHARED.containsKey(host);
    }

    /** Whether a claim says whose the token is. */
    static boolean tellsOwner(String host, String claim) {
        Provider provider = SHARED.get(host);
        return provider != null && provider.owners().containsKey(claim);
    }

    /** Returns what is known of the claims in tokens that are of none of those whom a document names, by key in lower case. */
    static Map<String, List<Condition>> strangersClaims(String host, PolicyDocument document) {
        Map<String, List<Condition>> known = new TreeMap<>();
        Provider provider = SHARED.get(host);
        if (provider == null) {
            return known;
        }
        Set<String> keys = new TreeSet<>();
        document.statements()
                .forEach(s -> Conditions.on(s, host + ":")
                        .forEach(c -> keys.add(c.key().toLowerCase(Locale.ROOT))));
        for (String key : keys) {
            String claim = key.substring(host.length() + 1);
            if (provider.chosen().contains(claim)) {
                continue;
            }
            List<String> values = Stranger.values(document, key);
            Owner owner = provider.owners().get(claim);
            known.put(key, owner == null ? others(key, values) : ofOthers(key, owner, values));
        }
        return known;
    }

    private static List<Condition> ofOthers(String key, Owner owner, List<String> values) {
        List<Condition> conditions = new ArrayList<>();
        String last = owner.after().substring(0, 1);
        conditions.add(Condition.of(ConditionOperator.STRING_LIKE, key, owner.before() + "?*" + last + "?*"));
        Set<String> named = new TreeSet<>();
        for (String value : values) {
            owner.in(value)
                    .ifPresent(o -> owner.after().chars().forEach(c -> named.add(owner.before() + o + (char) c + "*")));
        }
        if (!named.isEmpty()) {
            conditions.add(new Condition(OperatorUse.of(ConditionOperator.STRING_NOT_LIKE), key, List.copyOf(named)));
        }
        return conditions;
    }

    /** Other values than those that are spelled out. */
    private static List<Condition> others(String key, List<String> values) {
        List<String> plain = values.stream()
                .filter(v -> v.indexOf('*') < 0 && v.indexOf('?') < 0 && v.indexOf('$') < 0)
                .toList();
        return plain.isEmpty()
                ? List.of()
                : List.of(new Condition(
                        new OperatorUse(Quantifier.NONE, ConditionOperator.STRING_NOT_EQUALS, false), key, plain));
    }
}
