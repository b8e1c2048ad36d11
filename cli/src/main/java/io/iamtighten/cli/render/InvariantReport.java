package io.iamtighten.cli.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.effective.InvariantResult;
import java.util.List;
import java.util.Locale;

/** Results of invariants as text and as JSON. */
public final class InvariantReport {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** More findings of one invariant are counted in text, and stand in full in the JSON. */
    private static final int MAX_FINDINGS = 10;

    private InvariantReport() {}

    /** Returns the results as text. */
    public static String text(List<InvariantResult> results) {
        Lines out = new Lines();
        int violated = 0;
        int unknown = 0;
        for (InvariantResult result : results) {
            violated += result.verdict() == InvariantResult.Verdict.VIOLATED ? 1 : 0;
            unknown += result.verdict() == InvariantResult.Verdict.UNKNOWN ? 1 : 0;
            out.line(0, word(result) + "  " + result.id() + counted(result));
            List<InvariantResult.Finding> findings = result.findings();
            for (InvariantResult.Finding finding : findings.subList(0, Math.min(MAX_FINDINGS, findings.size()))) {
                out.line(4, finding.subject() + ": " + finding.reason());
                AccessWords.example(finding.witness()).ifPresent(text -> out.line(6, text));
            }
            if (findings.size() > MAX_FINDINGS) {
                out.line(4, "and " + (findings.size() - MAX_FINDINGS) + " more (--format json has all)");
            }
            result.notes().stream().distinct().forEach(note -> out.line(4, "note: " + note));
        }
        int holds = results.size() - violated - unknown;
        return out.line(0, holds + " proven, " + violated + " violated, " + unknown + " not decided")
                .toString();
    }

    private static String word(InvariantResult result) {
        return switch (result.verdict()) {
            case HOLDS -> "PROVEN  ";
            case VIOLATED -> "VIOLATED";
            case UNKNOWN -> "UNKNOWN ";
        };
    }

    private static String counted(InvariantResult result) {
        int found = result.findings().size();
        return found == 0
                ? " (" + result.subjects() + " looked at)"
                : " (" + found + " of " + String.format(Locale.ROOT, "%,d", result.subjects()) + ")";
    }

    /** Returns the results as JSON. */
    public static String json(List<InvariantResult> results) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", 1);
        ArrayNode list = root.putArray("invariants");
        for (InvariantResult result : results) {
            ObjectNode node = list.addObject();
            node.put("id", result.id());
            node.put("verdict", result.verdict().text());
            node.put("subjects", result.subjects());
            ArrayNode findings = node.putArray("findings");
            for (InvariantResult.Finding finding : result.findings()) {
                ObjectNode entry = findings.addObject();
                entry.put("subject", finding.subject());
                entry.put("reason", finding.reason());
                entry.set(
                        "witness",
                        finding.witness().<JsonNode>map(AccessJson::request).orElse(null));
            }
            ArrayNode notes = node.putArray("notes");
            result.notes().stream().distinct().forEach(notes::add);
        }
        return root.toPrettyString() + "\n";
    }
}
