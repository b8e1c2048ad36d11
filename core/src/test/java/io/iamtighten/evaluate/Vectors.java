package io.iamtighten.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads test vectors of the conformance format. */
final class Vectors {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private Vectors() {}

    static PolicyStack stack(JsonNode policies, JsonNode organization) {
        List<NamedPolicy> boundary = policies(policies.path("boundary"));
        JsonNode resource = policies.path("resource");
        return new PolicyStack(
                policies(policies.path("identity")),
                boundary.stream().findFirst(),
                policies(policies.path("session")),
                resource.isMissingNode() ? Optional.empty() : Optional.of(policy(resource)),
                levels(policies.path("scps")),
                levels(policies.path("rcps")),
                policies(policies.path("vpcEndpoint")),
                text(organization.path("managementAccountId")));
    }

    private static List<PolicyLevel> levels(JsonNode levels) {
        List<PolicyLevel> list = new ArrayList<>();
        levels.forEach(level -> list.add(new PolicyLevel(level.path("id").asText(), policies(level.path("policies")))));
        return list;
    }

    private static List<NamedPolicy> policies(JsonNode policies) {
        List<NamedPolicy> list = new ArrayList<>();
        policies.forEach(policy -> list.add(policy(policy)));
        return list;
    }

    private static NamedPolicy policy(JsonNode node) {
        return new NamedPolicy(
                node.path("name").asText(),
                PolicyParser.parse(node.path("document").toString()).orElseThrow());
    }

    static AccessRequest request(JsonNode node) {
        JsonNode principal = node.path("principal");
        PrincipalType type = Arrays.stream(PrincipalType.values())
                .filter(t -> t.text().equals(principal.path("type").asText()))
                .findFirst()
                .orElseThrow();
        Set<String> sets = new HashSet<>();
        node.path("multivalued").forEach(key -> sets.add(key.asText()));
        Map<String, ContextValues> context = new TreeMap<>();
        node.path("context").fields().forEachRemaining(entry -> {
            List<String> values = new ArrayList<>();
            entry.getValue().forEach(value -> values.add(value.asText()));
            context.put(entry.getKey(), new ContextValues(values, sets.contains(entry.getKey())));
        });
        return new AccessRequest(
                new RequestPrincipal(
                        type,
                        text(principal.path("arn")),
                        text(principal.path("accountId")),
                        principal.path("serviceLinkedRole").asBoolean()),
                node.path("action").asText(),
                node.path("resource").path("arn").asText(),
                text(node.path("resource").path("accountId")),
                RequestContext.of(context),
                node.path("wildcardOnlyAction").asBoolean()
                        ? AccessRequest.ResourceLevel.WILDCARD_ONLY
                        : AccessRequest.ResourceLevel.SUPPORTED);
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }
}
