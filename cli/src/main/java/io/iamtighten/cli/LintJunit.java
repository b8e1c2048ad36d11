package io.iamtighten.cli;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.cli.render.RequestWords;
import io.iamtighten.lint.Finding;
import io.iamtighten.lint.LintReport;

/** Findings as a JUnit report: one failed test each. */
final class LintJunit {
    private LintJunit() {}

    static String report(LintReport report) {
        int all = Math.max(1, report.findings().size() + report.suppressed().size());
        StringBuilder text = new StringBuilder(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"iam-tighten lint\" tests=\"")
                .append(all)
                .append("\" failures=\"")
                .append(report.findings().size())
                .append("\" skipped=\"")
                .append(report.suppressed().size())
                .append("\">\n");
        for (Finding finding : report.findings()) {
            open(text, finding);
            text.append("><failure type=\"").append(finding.severity().text()).append("\" message=\"");
            text.append(xml(finding.message()))
                    .append("\">")
                    .append(xml(finding.witness()
                                    .map(w -> "request: " + RequestWords.of(w, ServiceCatalog.bundled()) + "\n")
                                    .orElse("")
                            + "fix: " + finding.fix()))
                    .append("</failure></testcase>\n");
        }
        for (Finding finding : report.suppressed()) {
            open(text, finding);
            text.append("><skipped/></testcase>\n");
        }
        if (report.findings().isEmpty() && report.suppressed().isEmpty()) {
            text.append("  <testcase name=\"nothing found\"/>\n");
        }
        return text.append("</testsuite>\n").toString();
    }

    private static void open(StringBuilder text, Finding finding) {
        String at =
                finding.position().map(p -> ":" + p.line() + ":" + p.column()).orElse("");
        text.append("  <testcase classname=\"")
                .append(xml(finding.rule()))
                .append("\" name=\"")
                .append(xml(finding.source() + at))
                .append('"');
    }

    /** Characters that XML 1.0 cannot hold become question marks. */
    static String xml(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            boolean legal = c == '\t'
                    || c == '\n'
                    || c == '\r'
                    || c >= 0x20 && c <= 0xd7ff
                    || c >= 0xe000 && c <= 0xfffd
                    || c >= 0x10000;
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(legal ? c : '?');
            }
        });
        return out.toString();
    }
}
