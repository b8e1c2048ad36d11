package io.iamtighten.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.PolicyParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Errors in AWS's managed policies are those that a table defends, and no others. */
class ManagedPoliciesConformanceTest {
    private static final Path TABLE =
            Path.of(System.getProperty("root.dir", ".."), "src", "docs", "rules", "about-aws-managed-policies.md");

    private record Row(String rule, String text, int findings) {}

    @Test
    void everyErrorIsDefended() throws IOException {
        List<Row> rows = table();
        Linter linter = Linter.standard(ServiceCatalog.bundled());
        Map<Row, Integer> counts = new TreeMap<>((a, b) -> (a.rule() + a.text()).compareTo(b.rule() + b.text()));
        List<String> undefended = new ArrayList<>();
        for (JsonNode line : SharedPolicies.lines("policies/aws-managed.jsonl.gz")) {
            String name = line.get("name").asText();
            LintReport report = linter.lint(LintedPolicy.of(
                    name,
                    PolicyType.IDENTITY,
                    PolicyParser.parse(line.get("document").toString())));
            for (Finding finding : report.findings()) {
                if (finding.severity() == Severity.ERROR) {
                    rows.stream()
                            .filter(r -> r.rule().equals(finding.rule())
                                    && finding.message().contains(r.text()))
                            .findFirst()
                            .ifPresentOrElse(
                                    r -> counts.merge(r, 1, Integer::sum),
                                    () -> undefended.add(name + ": " + finding.rule() + ": " + finding.message()));
                }
                assertThat(finding.position()).as("%s %s", name, finding).isPresent();
            }
        }
        assertThat(undefended).isEmpty();
        for (Row row : rows) {
            assertThat(counts.getOrDefault(row, 0)).as(row.toString()).isEqualTo(row.findings());
        }
    }

    /** But for placeholders to be filled in, and two actions of AWS Marketplace that its reference does not have. */
    @Test
    void publishedServiceControlPoliciesHaveNoErrors() {
        Linter linter = Linter.standard(ServiceCatalog.bundled());
        List<String> errors = new ArrayList<>();
        for (JsonNode line : SharedPolicies.lines("policies/service-control-policies.jsonl")) {
            String name = line.get("file").asText();
            linter
                    .lint(LintedPolicy.of(
                            name,
                            PolicyType.SCP,
                            PolicyParser.parse(line.get("document").toString())))
                    .findings()
                    .stream()
                    .filter(f -> f.severity() == Severity.ERROR)
                    .filter(f -> !f.message().startsWith("`<my-")
                            && !f.message().startsWith("`{example-")
                            && !f.message().startsWith("`aws-marketplace` has no action"))
                    .forEach(f -> errors.add(name + ": " + f.rule() + ": " + f.message()));
        }
        assertThat(errors).isEmpty();
    }

    private static List<Row> table() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 6 && cells[3].strip().chars().allMatch(Character::isDigit)) {
                rows.add(new Row(cells[1].strip(), cells[2].strip(), Integer.parseInt(cells[3].strip())));
            }
        }
        return rows;
    }
}
