package io.iamtighten.cli.render;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.evaluate.Explanation;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.StatementRef;
import io.iamtighten.request.AccessRequest;
import java.util.List;

/** Writes a decision with its explanation as JSON. */
public final class ExplanationJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ExplanationJson() {}

    /**
     * Returns the JSON text.
     *
     * @param undecided whether the decision hangs on a policy that is not known
     * @param notes what the answer does not take into account
     * @param why whether the explanation is wanted
     */
    public static String of(Explanation explanation, boolean undecided, List<String> notes, boolean why) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", 1);
        root.put(
                "decision",
                undecided ? "unknown" : explanation.decision().outcome().text());
        root.put("layer", explanation.decision().layer().text());
        explanation.decision().statement().ifPresent(ref -> statement(root.putObject("statement"), ref));
        root.put("reason", explanation.decision().reason());
        request(root.putObject("request"), explanation.request());
        if (why) {
            why(root.putObject("why"), explanation);
        }
        notes.forEach(root.putArray("notes")::add);
        return root.toPrettyString() + "\n";
    }

    private static void statement(ObjectNode node, StatementRef ref) {
        node.put("policy", ref.policy());
        node.put("index", ref.index());
        ref.sid().ifPresent(sid -> node.put("sid", sid));
    }

    private static void request(ObjectNode node, AccessRequest request) {
        ObjectNode principal = node.putObject("principal");
        principal.put("type", request.principal().type().text());
        request.principal().arn().ifPresent(arn -> principal.put("arn", arn));
        request.principal().accountId().ifPresent(id -> principal.put("accountId", id));
        node.put("action", request.action());
        ObjectNode resource = node.putObject("resource");
        resource.put("arn", request.resource());
        request.resourceAccount().ifPresent(id -> resource.put("accountId", id));
        ObjectNode context = node.putObject("context");
        request.context().asMap().forEach((key, values) -> strings(context.putArray(key), values.values()));
    }

    private static void why(ObjectNode node, Explanation explanation) {
        ArrayNode layers = node.putArray("layers");
        for (Explanation.LayerAnswer layer : explanation.layers()) {
            ObjectNode one = layers.addObject();
            one.put("layer", layer.layer().text());
            one.put("level", layer.level());
            one.put("answer", layer.answer().text());
        }
        ArrayNode matched = node.putArray("matched");
        for (Explanation.AppliedStatement applied : explanation.matched()) {
            ObjectNode one = matched.addObject();
            head(one, applied.layer().text(), applied.effect(), applied.statement());
            one.put("note", applied.naming().note());
        }
        ArrayNode nearMisses = node.putArray("nearMisses");
        for (Explanation.NearMiss miss : explanation.nearMisses()) {
            ObjectNode one = nearMisses.addObject();
            head(one, miss.layer().text(), miss.effect(), miss.statement());
            ArrayNode mismatches = one.putArray("mismatches");
            miss.mismatches().forEach(mismatch -> mismatch(mismatches.addObject(), mismatch));
        }
        ArrayNode alternatives = node.putArray("alternatives");
        for (Explanation.Alternative alternative : explanation.alternatives()) {
            ObjectNode one = alternatives.addObject();
            one.put("decision", alternative.outcome().text());
            ObjectNode context = one.putObject("context");
            alternative.context().forEach((key, values) -> strings(context.putArray(key), values.values()));
        }
        node.put("alternativesComplete", explanation.alternativesComplete());
    }

    private static void head(ObjectNode node, String layer, Effect effect, StatementRef ref) {
        node.put("layer", layer);
        node.put("effect", effect.text());
        statement(node.putObject("statement"), ref);
    }

    private static void mismatch(ObjectNode node, Explanation.Mismatch mismatch) {
        node.put("element", mismatch.element().text());
        mismatch.condition().ifPresent(condition -> {
            node.put("operator", condition.operator().text());
            node.put("key", condition.key());
        });
        strings(node.putArray("expected"), mismatch.expected());
        mismatch.actual().ifPresent(actual -> strings(node.putArray("actual"), actual));
    }

    private static void strings(ArrayNode node, List<String> values) {
        values.forEach(node::add);
    }
}
