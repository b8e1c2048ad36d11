package io.iamtighten.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.lint.Finding;
import io.iamtighten.lint.LintReport;
import io.iamtighten.lint.LintRule;
import io.iamtighten.lint.LintedPolicy;
import io.iamtighten.lint.Linter;
import io.iamtighten.lint.PolicyType;
import io.iamtighten.lint.RuleInfo;
import io.iamtighten.lint.Severity;
import io.iamtighten.lint.Suppressions;
import io.iamtighten.policy.PolicyParser;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A rule of somebody else's, written with what the library shows. */
class OwnLintRuleTest {
    private static final RuleInfo SIDS = RuleInfo.custom(
            "acme-sid",
            Severity.WARNING,
            "A statement has no Sid",
            "Reviews speak of statements by name.",
            "Add a Sid.");

    private static List<Finding> withoutSid(LintedPolicy policy) {
        List<Finding> findings = new ArrayList<>();
        policy.document().ifPresent(document -> {
            for (int i = 0; i < document.statements().size(); i++) {
                if (document.statements().get(i).sid().isEmpty()) {
                    findings.add(Finding.of(SIDS, policy, "/Statement/" + i, "statement " + (i + 1) + " has no Sid"));
                }
            }
        });
        return findings;
    }

    @Test
    void anOwnRuleFindsReportsAndIsSuppressedLikeTheOthers() {
        Linter linter =
                Linter.standard(ServiceCatalog.bundled()).with(List.of(LintRule.of(SIDS, OwnLintRuleTest::withoutSid)));
        LintedPolicy policy = LintedPolicy.of("deploy.json", PolicyType.IDENTITY, PolicyParser.parse("""
                {"Version": "2012-10-17", "Statement": [
                  {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/2026.csv"},
                  {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports/2026.csv"}]}
                """));
        LintReport report = linter.lint(policy);
        assertThat(report.findings()).hasSize(1);
        Finding finding = report.findings().get(0);
        assertThat(finding.rule()).isEqualTo("acme-sid");
        assertThat(finding.position().orElseThrow().line()).isEqualTo(3);
        assertThat(finding.fix()).isEqualTo("Add a Sid.");
        assertThat(linter.without(Set.of("acme-sid")).lint(policy).findings()).isEmpty();

        Suppressions suppressions = Suppressions.parse("""
                        {"format": 1, "suppressions": [
                          {"rule": "acme-*", "source": "deploy.json", "reason": "old policy", "expires": "2027-01-31"}]}
                        """).suppressions().orElseThrow();
        assertThat(suppressions.apply(report, LocalDate.parse("2027-01-31")).findings())
                .isEmpty();
        LintReport late = suppressions.apply(report, LocalDate.parse("2027-02-01"));
        assertThat(late.findings()).hasSize(1);
        assertThat(late.notices()).anyMatch(n -> n.contains("expired on 2027-01-31: old policy"));
    }
}
