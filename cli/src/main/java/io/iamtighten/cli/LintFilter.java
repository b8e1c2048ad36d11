package io.iamtighten.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamtighten.lint.Finding;
import io.iamtighten.lint.LintReport;
import io.iamtighten.lint.Suppressions;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that keep findings back: known ones, suppressed ones, and those that matter little. */
final class LintFilter {
    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Report only what an earlier run did not: FILE is that run's --format json.")
    private Optional<Path> baseline = Optional.empty();

    @Option(
            names = "--suppressions",
            paramLabel = "FILE",
            description = "Findings to live with: rule, source, pointer, reason and expiry date, as JSON.")
    private Optional<Path> suppressions = Optional.empty();

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "The day on which suppressions are judged (default: today).")
    private Optional<String> asOf = Optional.empty();

    @Option(
            names = "--min-severity",
            paramLabel = "SEVERITY",
            description =
                    "Leave out what is less bad than this: note, suggestion (default), warning, security or error.")
    private LintCommand.Level least = LintCommand.Level.suggestion;

    LintReport apply(LintReport report, LocalDate today) {
        LintReport result = report;
        if (suppressions.isPresent()) {
            Path file = suppressions.get();
            Suppressions.Reading reading = Suppressions.parse(Inputs.text(file));
            result = reading.suppressions()
                    .orElseThrow(() ->
                            new InputException(file + ": " + reading.problems().get(0)))
                    .apply(result, day(today));
        }
        List<Finding> kept = new ArrayList<>();
        Map<String, Integer> known = known();
        int old = 0;
        int small = 0;
        for (Finding finding : result.findings()) {
            if (known.merge(finding.fingerprint(), -1, Integer::sum) >= 0) {
                old++;
            } else if (!finding.severity().atLeast(least.severity())) {
                small++;
            } else {
                kept.add(finding);
            }
        }
        List<String> notices = new ArrayList<>(result.notices());
        if (old > 0) {
            notices.add(old + " findings of the baseline are left out");
        }
        if (small > 0) {
            notices.add(small + (small == 1 ? " finding below " : " findings below ") + least
                    + (small == 1 ? " is" : " are") + " left out (--min-severity)");
        }
        return new LintReport(kept, result.suppressed(), notices);
    }

    private LocalDate day(LocalDate today) {
        try {
            return asOf.map(LocalDate::parse).orElse(today);
        } catch (DateTimeException e) {
            throw new InputException("`" + asOf.orElse("") + "` is not a date such as 2027-03-31 (--as-of)");
        }
    }

    private Map<String, Integer> known() {
        Map<String, Integer> known = new HashMap<>();
        if (baseline.isPresent()) {
            JsonNode root =
                    Inputs.json(Inputs.text(baseline.get()), baseline.get().toString());
            if (!root.path("findings").isArray()) {
                throw new InputException(baseline.get() + " is no baseline: it has no list `findings`; expected what"
                        + " `iam-tighten lint --format json` prints");
            }
            for (JsonNode finding : root.path("findings")) {
                known.merge(finding.path("fingerprint").asText(), 1, Integer::sum);
            }
        }
        return known;
    }
}
