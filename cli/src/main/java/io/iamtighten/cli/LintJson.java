package io.iamtighten.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.lint.Finding;
import io.iamtighten.lint.FindingNote;
import io.iamtighten.lint.LintReport;
import io.iamtighten.policy.Position;
import io.iamtighten.request.AccessRequest;
import java.util.List;

/** Findings as JSON, for programs and for the next run's baseline. */
final class LintJson {
    private LintJson() {}

    static String report(LintReport report) {
        ObjectNode root = Inputs.MAPPER.createObjectNode();
        root.put("format", 1);
        findings(report.findings(), root.putArray("findings"));
        findings(report.suppressed(), root.putArray("suppressed"));
        ArrayNode notices = root.putArray("notices");
        report.notices().forEach(notices::add);
        return root.toPrettyString() + "\n";
    }

    private static void findings(List<Finding> findings, ArrayNode list) {
        for (Finding finding : findings) {
            ObjectNode node = list.addObject();
            node.put("rule", finding.rule());
            node.put("severity", finding.severity().text());
            node.put("source", finding.source());
            finding.file().ifPresent(f -> node.put("file", f));
            finding.position().ifPresent(p -> position(node, p));
            node.put("pointer", finding.pointer());
            node.put("message", finding.message());
            node.put("fix", finding.fix());
            node.put("fingerprint", finding.fingerprint());
            finding.witness().ifPresent(w -> witness(node.putObject("witness"), w));
            if (!finding.notes().isEmpty()) {
                ArrayNode notes = node.putArray("notes");
                for (FindingNote note : finding.notes()) {
                    ObjectNode entry = notes.addObject();
                    entry.put("source", note.source());
                    note.file().ifPresent(f -> entry.put("file", f));
                    note.position().ifPresent(p -> position(entry, p));
                    entry.put("text", note.text());
                }
            }
        }
    }

    private static void position(ObjectNode node, Position position) {
        node.put("line", position.line());
        node.put("column", position.column());
        node.put("endLine", position.endLine());
        node.put("endColumn", position.endColumn());
    }

    private static void witness(ObjectNode node, AccessRequest request) {
        request.principal().arn().ifPresent(a -> node.put("principal", a));
        node.put("action", request.action());
        node.put("resource", request.resource());
        ObjectNode context = node.putObject("context");
        request.context().asMap().forEach((key, values) -> {
            ArrayNode list = context.putArray(key);
            values.values().forEach(list::add);
        });
    }
}
