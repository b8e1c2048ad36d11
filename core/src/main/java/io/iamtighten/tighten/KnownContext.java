package io.iamtighten.tighten;

import io.iamtighten.account.IamUser;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.condition.ConditionEvaluator;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.RequestContext;
import io.iamtighten.usage.SourceNetwork;
import io.iamtighten.usage.UseContext;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known of the context of a use: some keys with their values, some known to be absent, all others unknown.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Global condition context keys</a>
 */
final class KnownContext {
    /** Stands for the session's name, which a summary of all of a role's sessions does not have. */
    static final String SESSION = "session";

    private final RequestContext context;
    private final Set<String> absent;

    private KnownContext(RequestContext context, Set<String> absent) {
        this.context = context;
        this.absent = absent;
    }

    /** Returns what is known whatever the use: the keys that AWS derives from the principal. */
    static KnownContext ofPrincipal(PrincipalView view) {
        return of(view, UseContext.unknown());
    }

    static KnownContext of(PrincipalView view, UseContext use) {
        Map<String, ContextValues> keys = new TreeMap<>();
        Set<String> absent = new HashSet<>();
        boolean user = view.principal() instanceof IamUser;
        view.derivedContext(SESSION).forEach((key, values) -> {
            String lower = key.toLowerCase(Locale.ROOT);
            // A session's tags may replace those of its role, and its name is part of the user id.
            boolean sessionDecides = lower.equals("aws:userid") || lower.startsWith("aws:principaltag/");
            if (user || !sessionDecides) {
                keys.put(
                        lower,
                        lower.equals("aws:principalorgpaths")
                                ? ContextValues.set(values)
                                : new ContextValues(values, false));
            }
        });
        if (!user) {
            absent.add("aws:username");
        }
        keys.put("aws:principalisawsservice", ContextValues.single("false"));
        use.region().ifPresent(region -> keys.put("aws:requestedregion", ContextValues.single(region)));
        use.source().ifPresent(source -> source(source, keys, absent));
        if (use.viaService().isPresent()) {
            keys.put("aws:viaawsservice", ContextValues.single("true"));
        } else if (use.source().isPresent()) {
            // A record without `invokedBy` is the caller's own call; where the source was folded away, so may this have
            // been.
            keys.put("aws:viaawsservice", ContextValues.single("false"));
        }
        use.secureTransport()
                .ifPresent(tls -> keys.put("aws:securetransport", ContextValues.single(String.valueOf(tls))));
        use.mfa().ifPresent(mfa -> keys.put("aws:multifactorauthpresent", ContextValues.single(String.valueOf(mfa))));
        use.keys()
                .forEach((key, value) -> keys.put(
                        key.toLowerCase(Locale.ROOT),
                        // An empty text stands for a value that the record leaves open.
                        ContextValues.single(value)));
        keys.entrySet()
                .removeIf(entry -> entry.getValue().values().equals(List.of(""))
                        && use.keys().containsKey(entry.getKey()));
        return new KnownContext(RequestContext.of(keys), absent);
    }

    private static void source(SourceNetwork source, Map<String, ContextValues> keys, Set<String> absent) {
        if (source instanceof SourceNetwork.Address address) {
            keys.put("aws:sourceip", ContextValues.single(address.ip()));
            absent.addAll(Set.of("aws:sourcevpce", "aws:sourcevpc", "aws:vpcsourceip"));
        } else if (source instanceof SourceNetwork.VpcEndpoint endpoint) {
            keys.put("aws:sourcevpce", ContextValues.single(endpoint.id()));
            endpoint.ip().ifPresent(ip -> keys.put("aws:vpcsourceip", ContextValues.single(ip)));
            absent.add("aws:sourceip");
        }
    }

    /** Returns the keys known, for a request that is decided as if all others were absent. */
    RequestContext context() {
        return context;
    }

    boolean knows(String lowerCaseKey) {
        return absent.contains(lowerCaseKey) || context.lookup(lowerCaseKey) != null;
    }

    /** Returns the value that a policy variable takes, or empty when that is not known. */
    Optional<String> variable(String lowerCaseKey) {
        return context.single(lowerCaseKey);
    }

    Truth holds(ConditionEvaluator condition, PolicyVersion version) {
        if (!knows(condition.key())) {
            return Truth.MAYBE;
        }
        for (String value : condition.condition().values()) {
            for (PatternText.Variable variable : PatternText.parse(value, version, PatternText.Wildcards.ACTIVE)
                    .variables()) {
                if (!knows(variable.key())) {
                    return Truth.MAYBE;
                }
            }
        }
        return condition.evaluate(context) ? Truth.YES : Truth.NO;
    }
}
