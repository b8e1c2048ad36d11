package io.iamtighten.lint;

import java.util.List;
import java.util.Optional;

/**
 * What a linter found.
 *
 * @param findings the findings, by source, place and rule
 */
public record LintReport(List<Finding> findings) {
    /** Copies the list. */
    public LintReport {
        findings = List.copyOf(findings);
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
