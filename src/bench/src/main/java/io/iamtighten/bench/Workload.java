package io.iamtighten.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamtighten.evaluate.Outcome;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A stack of policies with requests and the answers expected, from {@code workloads/NAME.json} below the system property
 * {@code shared.dir}; a generated stand-in of the same size where that file is absent.
 *
 * @param identity the texts of the identity-based policies
 * @param boundary the text of the permissions boundary, or empty
 * @param scps the texts of the service control policies, by level
 * @param requests the requests
 * @param expected the outcome of each request
 */
record Workload(
        List<String> identity,
        Optional<String> boundary,
        List<List<String>> scps,
        List<AccessRequest> requests,
        List<Outcome> expected) {
    private static final String CALLER = "arn:aws:iam::111122223333:role/bench";
    private static final String ACCOUNT = "111122223333";

    static Workload read(String name) {
        Path file = Path.of(System.getProperty("shared.dir", "../shared"), "workloads", name + ".json");
        if (!Files.exists(file)) {
            return StandIns.of(name);
        }
        try {
            return of(new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    private static Workload of(JsonNode root) {
        List<String> identity = new ArrayList<>();
        root.path("identity").forEach(policy -> identity.add(policy.path("doc").toString()));
        JsonNode boundary = root.path("boundary");
        List<List<String>> scps = new ArrayList<>();
        for (JsonNode level : root.path("scps")) {
            List<String> policies = new ArrayList<>();
            level.forEach(policy -> policies.add(policy.toString()));
            scps.add(policies);
        }
        List<AccessRequest> requests = new ArrayList<>();
        List<Outcome> expected = new ArrayList<>();
        for (JsonNode request : root.path("requests")) {
            Map<String, String> context = new TreeMap<>();
            request.path("context")
                    .properties()
                    .forEach(e -> context.put(e.getKey(), e.getValue().asText()));
            requests.add(request(
                    request.path("action").asText(), request.path("resource").asText(), context));
            expected.add(outcome(request.path("expect").asText()));
        }
        return new Workload(
                identity,
                boundary.isObject() ? Optional.of(boundary.toString()) : Optional.empty(),
                scps,
                requests,
                expected);
    }

    static AccessRequest request(String action, String resource, Map<String, String> context) {
        Map<String, ContextValues> values = new TreeMap<>();
        context.forEach((key, value) -> values.put(key, ContextValues.single(value)));
        return AccessRequest.of(
                RequestPrincipal.of(PrincipalType.IAM_ROLE, CALLER, ACCOUNT),
                action,
                resource,
                RequestContext.of(values));
    }

    private static Outcome outcome(String text) {
        return switch (text) {
            case "ALLOW" -> Outcome.ALLOWED;
            case "EXPLICIT_DENY" -> Outcome.EXPLICIT_DENY;
            default -> Outcome.IMPLICIT_DENY;
        };
    }

    /** Parses the policies. */
    PolicyStack parse() {
        List<PolicyLevel> levels = new ArrayList<>();
        for (List<String> level : scps) {
            levels.add(new PolicyLevel("level-" + levels.size(), policies("scp", level)));
        }
        PolicyStack stack =
                PolicyStack.ofIdentity(policies("identity", identity)).withScps(levels);
        return boundary.map(text -> stack.withBoundary(
                        new NamedPolicy("boundary", PolicyParser.parse(text).orElseThrow())))
                .orElse(stack);
    }

    private static List<NamedPolicy> policies(String name, List<String> texts) {
        List<NamedPolicy> policies = new ArrayList<>();
        for (String text : texts) {
            policies.add(new NamedPolicy(
                    name + "-" + policies.size(), PolicyParser.parse(text).orElseThrow()));
        }
        return policies;
    }
}
