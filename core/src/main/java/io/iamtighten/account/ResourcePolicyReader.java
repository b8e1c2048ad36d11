package io.iamtighten.account;

import io.iamtighten.arn.Arn;
import io.iamtighten.json.JsonValue;
import io.iamtighten.policy.NamedPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads our form of resource policies: {@code {"resource": ARN, "account": NUMBER, "policy": {...}}}, or a list of them. */
final class ResourcePolicyReader {
    private final JsonSource source;
    private final Set<String> known;

    /**
     * Reads one text.
     *
     * @param known the resources whose policies were read before; grows
     */
    ResourcePolicyReader(JsonSource source, Set<String> known) {
        this.source = source;
        this.known = known;
    }

    void read(List<ResourcePolicy> into) {
        for (JsonValue value : source.values()) {
            if (value instanceof JsonValue.JsonArray list) {
                for (int i = 0; i < list.elements().size(); i++) {
                    one(list.elements().get(i), "/" + i, into);
                }
            } else {
                one(value, "", into);
            }
        }
    }

    private void one(JsonValue value, String pointer, List<ResourcePolicy> into) {
        Optional<JsonSource.Node> found = source.node(value, pointer, "a resource policy");
        if (found.isEmpty()) {
            return;
        }
        JsonSource.Node node = found.get();
        if (node.object().members().containsKey("Statement")) {
            source.problem(
                    value,
                    pointer,
                    "the policy does not say whose it is; expected {\"resource\": ARN, \"policy\": {...}}");
            return;
        }
        String arn = source.requiredText(node, "resource");
        Optional<Arn> parsed = Arn.parse(arn);
        if (parsed.isEmpty() && !arn.isEmpty()) {
            source.problem(value, node.below("resource"), "`" + arn + "` is not an ARN");
        }
        if (!arn.isEmpty() && !known.add(arn)) {
            source.problem(value, pointer, "the policy of `" + arn + "` stands twice");
        }
        Optional<String> account =
                source.text(node, "account").or(() -> parsed.map(Arn::account).filter(text -> !text.isEmpty()));
        source.document(node, "policy", PolicySource.Kind.RESOURCE, arn, arn)
                .ifPresent(document -> into.add(new ResourcePolicy(arn, account, new NamedPolicy(arn, document))));
    }
}
