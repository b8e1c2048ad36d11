package io.iamtighten.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParse;
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

/** Reads one policy unit test: a stack, a request and the decision expected. Nothing of the request's context is derived. */
final class VectorFile {
    private VectorFile() {}

    static PolicyStack stack(JsonNode vector) {
        JsonNode policies = vector.path("policies");
        JsonNode resource = policies.path("resource");
        return new PolicyStack(
                policies(policies.path("identity")),
                policies(policies.path("boundary")).stream().findFirst(),
                policies(policies.path("session")),
                resource.isObject() ? Optional.of(policy(resource)) : Optional.empty(),
                levels(policies.path("scps")),
                levels(policies.path("rcps")),
                policies(policies.path("vpcEndpoint")),
                text(vector.path("organization").path("managementAccountId")));
    }

    private static List<PolicyLevel> levels(JsonNode levels) {
        List<PolicyLevel> list = new ArrayList<>();
        for (JsonNode level : levels) {
            list.add(new PolicyLevel(level.path("id").asText(), policies(level.path("policies"))));
        }
        return list;
    }

    private static List<NamedPolicy> policies(JsonNode policies) {
        List<NamedPolicy> list = new ArrayList<>();
        for (JsonNode policy : policies) {
            list.add(policy(policy));
        }
        return list;
    }

    private static NamedPolicy policy(JsonNode node) {
        String name = node.path("name").asText();
        PolicyParse parse = PolicyParser.parse(node.path("document").toString());
        return new NamedPolicy(
                name,
                parse.document()
                        .orElseThrow(() ->
                                new InputException(parse.problems().get(0).render(Optional.of("policy " + name)))));
    }

    static AccessRequest request(JsonNode vector) {
        JsonNode node = vector.path("request");
        JsonNode principal = node.path("principal");
        String kind = principal.path("type").asText();
        PrincipalType type = Arrays.stream(PrincipalType.values())
                .filter(t -> t.text().equals(kind))
                .findFirst()
                .orElseThrow(() -> new InputException("`" + kind + "` is not a principal type; expected one of "
                        + Arrays.stream(PrincipalType.values())
                                .map(PrincipalType::text)
                                .toList()));
        if (!node.path("action").isTextual()) {
            throw new InputException("the vector has no request.action");
        }
        Set<String> sets = new HashSet<>();
        for (JsonNode key : node.path("multivalued")) {
            sets.add(key.asText());
        }
        Map<String, ContextValues> context = new TreeMap<>();
        node.path("context").properties().forEach(entry -> {
            List<String> values = new ArrayList<>();
            if (entry.getValue().isArray()) {
                entry.getValue().forEach(value -> values.add(value.asText()));
            } else {
                values.add(entry.getValue().asText());
            }
            context.put(entry.getKey(), new ContextValues(values, sets.contains(entry.getKey())));
        });
        return new AccessRequest(
                new RequestPrincipal(
                        type,
                        text(principal.path("arn")),
                        text(principal.path("accountId")),
                        principal.path("serviceLinkedRole").asBoolean()),
                node.path("action").asText(),
                node.path("resource").path("arn").asText("*"),
                text(node.path("resource").path("accountId")),
                context(context),
                node.path("wildcardOnlyAction").asBoolean()
                        ? AccessRequest.ResourceLevel.WILDCARD_ONLY
                        : AccessRequest.ResourceLevel.SUPPORTED);
    }

    private static RequestContext context(Map<String, ContextValues> keys) {
        try {
            return RequestContext.of(keys);
        } catch (IllegalArgumentException e) {
            throw new InputException("the vector's request.context cannot be read: " + e.getMessage());
        }
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }
}
