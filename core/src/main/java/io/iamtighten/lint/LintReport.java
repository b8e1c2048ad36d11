package io.iamtighten.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a linter found.
 *
 * @param findings the findings, by source, place and rule
 * @param suppressed the findings that a suppression keeps back
 * @param notices what a reader should know besides, one line each: what was not looked at, suppressions out of date
 */
public record LintReport(List<Finding> findings, List<Finding> suppressed, List<String> notices) {
    /** Copies the lists. */
    public LintReport {
        findings = List.copyOf(findings);
        suppressed = List.copyOf(suppressed);
        notices = List.copyOf(notices);
    }

    /** Returns a report of findings alone. */
    public static LintReport of(List<Finding> findings) {
        return new LintReport(findings, List.of(), List.of());
    }

    /** Returns the reports one after the other. */
    public static LintReport join(List<LintReport> reports) {
        List<Finding> findings = new ArrayList<>();
        List<Finding> suppressed = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        for (LintReport report : reports) {
            findings.addAll(report.findings);
            suppressed.addAll(report.suppressed);
            notices.addAll(report.notices);
        }
        return new LintReport(findings, suppressed, notices);
    }

    /** Returns the worst severity found, or empty. */
    public Optional<Severity> worst() {
        return findings.stream().map(Finding::severity).max(Severity::compareTo);
    }

    /** Returns the findings of one rule. */
    public List<Finding> of(String rule) {
        return findings.stream().filter(f -> f.rule().equals(rule)).toList();
    }
}
