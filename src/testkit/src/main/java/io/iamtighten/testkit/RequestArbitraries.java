package io.iamtighten.testkit;

import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Arbitraries for requests, in the small world of {@link PolicyArbitraries}. */
public final class RequestArbitraries {
    private RequestArbitraries() {}

    /** Returns callers of every type; users and role sessions are the most common. */
    public static Arbitrary<RequestPrincipal> principals() {
        return Arbitraries.frequency(
                Tuple.of(6, of(PrincipalType.IAM_USER, Vocabulary.USER)),
                Tuple.of(6, of(PrincipalType.ASSUMED_ROLE, Vocabulary.SESSION)),
                Tuple.of(2, of(PrincipalType.IAM_ROLE, Vocabulary.ROLE)),
                Tuple.of(1, of(PrincipalType.FEDERATED_USER, Vocabulary.FEDERATED)),
                Tuple.of(1, of(PrincipalType.ROOT_USER, "arn:aws:iam::111122223333:root")),
                Tuple.of(
                        1,
                        new RequestPrincipal(
                                PrincipalType.AWS_SERVICE, Optional.of(Vocabulary.SERVICE), Optional.empty(), false)),
                Tuple.of(1, of(PrincipalType.WEB_IDENTITY, Vocabulary.OIDC)),
                Tuple.of(1, of(PrincipalType.SAML, Vocabulary.SAML)),
                Tuple.of(1, RequestPrincipal.anonymous()),
                Tuple.of(
                        1,
                        new RequestPrincipal(
                                PrincipalType.ASSUMED_ROLE,
                                Optional.of("arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForX/s"),
                                Optional.of(Vocabulary.ACCOUNT),
                                true)));
    }

    private static RequestPrincipal of(PrincipalType type, String arn) {
        return RequestPrincipal.of(type, arn, Vocabulary.ACCOUNT);
    }

    /** Returns contexts: each key of the small world is there or not; multivalued ones hold none to three values. */
    public static Arbitrary<RequestContext> contexts() {
        List<Arbitrary<Optional<Map.Entry<String, ContextValues>>>> entries = new ArrayList<>();
        for (Vocabulary.Keys keys : Vocabulary.ALL_KEYS) {
            Arbitrary<String> values = Arbitraries.of(keys.values());
            for (String key : keys.single()) {
                entries.add(values.map(ContextValues::single)
                        .map(v -> Map.entry(key, v))
                        .optional(0.6));
            }
            for (String key : keys.multivalued()) {
                entries.add(values.list()
                        .ofMaxSize(3)
                        .map(ContextValues::set)
                        .map(v -> Map.entry(key, v))
                        .optional(0.5));
            }
        }
        // A key that is a set of one value although nobody said so, as a caller may send it.
        entries.add(Arbitraries.of("alice", "red")
                .list()
                .ofMinSize(2)
                .ofMaxSize(2)
                .map(ContextValues::set)
                .map(v -> Map.entry("aws:PrincipalTag/team", v))
                .optional(0.05));
        return Combinators.combine(entries).as(list -> {
            Map<String, ContextValues> context = new TreeMap<>();
            list.forEach(entry -> entry.ifPresent(e -> context.put(e.getKey(), e.getValue())));
            return RequestContext.of(context);
        });
    }

    /**
     * Returns requests: an action on a resource that it acts on, mostly of the caller's account, under a context. Some
     * actions support no resource-level permissions, some resources have no known owner.
     */
    public static Arbitrary<AccessRequest> requests() {
        List<Tuple.Tuple2<Integer, Vocabulary.Target>> weighted = new ArrayList<>();
        for (Vocabulary.Target target : Vocabulary.TARGETS) {
            weighted.add(Tuple.of(target.weight(), target));
        }
        Arbitrary<Tuple.Tuple2<String, String>> targets = Arbitraries.frequency(weighted)
                .flatMap(target -> Arbitraries.of(target.resources()).map(r -> Tuple.of(target.action(), r)));
        Arbitrary<Optional<String>> owners = Arbitraries.frequency(
                Tuple.of(7, Optional.of(Vocabulary.ACCOUNT)),
                Tuple.of(2, Optional.of(Vocabulary.OTHER_ACCOUNT)),
                Tuple.of(1, Optional.of(Vocabulary.MANAGEMENT_ACCOUNT)),
                Tuple.of(1, Optional.empty()));
        Arbitrary<AccessRequest.ResourceLevel> levels = Arbitraries.frequency(
                Tuple.of(19, AccessRequest.ResourceLevel.SUPPORTED),
                Tuple.of(1, AccessRequest.ResourceLevel.WILDCARD_ONLY));
        return Combinators.combine(principals(), targets, owners, contexts(), levels)
                .as((who, target, owner, context, level) ->
                        new AccessRequest(who, target.get1(), target.get2(), owner, context, level));
    }
}
