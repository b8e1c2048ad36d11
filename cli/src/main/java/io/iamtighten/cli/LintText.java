package io.iamtighten.cli;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.cli.render.RequestWords;
import io.iamtighten.lint.Finding;
import io.iamtighten.lint.FindingNote;
import io.iamtighten.lint.LintReport;
import io.iamtighten.lint.RuleInfo;
import io.iamtighten.lint.Severity;
import io.iamtighten.policy.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints findings with the lines that they are about. */
final class LintText {
    private static final int WIDTH = 80;
    /** How much of a long line is shown around its finding. */
    private static final int EXCERPT = 72;

    private LintText() {}

    static String report(LintReport report, Map<String, String> texts) {
        StringBuilder text = new StringBuilder();
        Map<String, List<String>> lines = new HashMap<>();
        for (Finding finding : report.findings()) {
            text.append(finding.file().orElse(finding.source()));
            finding.position()
                    .ifPresent(
                            p -> text.append(':').append(p.line()).append(':').append(p.column()));
            text.append(": ")
                    .append(finding.severity().text())
                    .append(" [")
                    .append(finding.rule())
                    .append("]\n");
            if (finding.file().filter(f -> !f.equals(finding.source())).isPresent()) {
                wrap("in " + finding.source(), "  ", text);
            }
            wrap(finding.message(), "  ", text);
            String file = finding.file().orElse("");
            if (finding.position().isPresent() && texts.containsKey(file)) {
                excerpt(
                        finding.position().get(),
                        lines.computeIfAbsent(
                                file, f -> texts.getOrDefault(f, "").lines().toList()),
                        text);
            }
            finding.witness()
                    .ifPresent(w -> wrap("request: " + RequestWords.of(w, ServiceCatalog.bundled()), "  ", text));
            for (FindingNote note : finding.notes()) {
                String at = note.position()
                        .map(p -> ":" + p.line() + ":" + p.column())
                        .orElse("");
                String place = note.file().orElse(note.source());
                String of = place.equals(note.source()) ? "" : " (" + note.source() + ")";
                wrap(place + at + of + ": " + note.text(), "  - ", text);
            }
            wrap("fix: " + finding.fix(), "  ", text);
            text.append('\n');
        }
        return text.append(summary(report)).toString();
    }

    private static String summary(LintReport report) {
        List<String> parts = new ArrayList<>();
        Severity[] severities = Severity.values();
        for (int i = severities.length - 1; i >= 0; i--) {
            Severity severity = severities[i];
            long n = report.findings().stream()
                    .filter(f -> f.severity() == severity)
                    .count();
            if (n > 0) {
                parts.add(n + " " + severity.text() + (n == 1 || severity == Severity.SECURITY ? "" : "s"));
            }
        }
        String suppressed =
                report.suppressed().isEmpty() ? "" : " (" + report.suppressed().size() + " suppressed)";
        return (parts.isEmpty() ? "nothing found" : "found: " + String.join(", ", parts)) + suppressed + "\n";
    }

    private static void excerpt(Position position, List<String> lines, StringBuilder text) {
        if (position.line() > lines.size()) {
            return;
        }
        String line = lines.get(position.line() - 1);
        int column = Math.min(position.column() - 1, line.length());
        int end = position.endLine() == position.line() ? position.endColumn() - 1 : line.length();
        int from = 0;
        int to = line.length();
        if (line.length() > EXCERPT) {
            from = Math.max(0, Math.min(column - 10, line.length() - EXCERPT));
            to = Math.min(line.length(), from + EXCERPT);
        }
        String shown = line.substring(from, to).replace('\t', ' ');
        int marks = Math.max(1, Math.min(end, to) - column);
        text.append("    ").append(shown).append('\n');
        text.append("    ")
                .append(" ".repeat(Math.max(0, column - from)))
                .append("^".repeat(marks))
                .append('\n');
    }

    /** Breaks at spaces; a word that is longer than a line stays whole. */
    static void wrap(String words, String indent, StringBuilder text) {
        int length = 0;
        for (String word : words.split(" ", -1)) {
            if (length > 0 && length + 1 + word.length() > WIDTH) {
                text.append('\n').append(" ".repeat(indent.length())).append(word);
                length = indent.length() + word.length();
            } else {
                text.append(length == 0 ? indent : " ").append(word);
                length += (length == 0 ? indent.length() : 1) + word.length();
            }
        }
        text.append('\n');
    }

    static String explain(RuleInfo rule) {
        StringBuilder text = new StringBuilder();
        text.append(rule.id())
                .append("  (")
                .append(rule.severity().text())
                .append(", ")
                .append(rule.family().text())
                .append(")\n\n");
        wrap(rule.title() + ".", "", text);
        text.append('\n');
        wrap(rule.rationale(), "", text);
        text.append('\n');
        wrap("Fix: " + rule.fix(), "", text);
        if (!rule.awsCodes().isEmpty()) {
            wrap("Access Analyzer: " + String.join(", ", rule.awsCodes()), "", text);
        }
        text.append(rule.link()).append("\n\nFound here:\n\n").append(shorten(rule.bad()));
        text.append("\n\nNot found here:\n\n").append(shorten(rule.good())).append('\n');
        return text.toString();
    }

    private static String shorten(String policy) {
        return policy.length() > 1_500
                ? policy.substring(0, 200) + " ... (" + policy.length() + " characters)"
                : policy;
    }
}
