package io.iamtighten.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.cli.render.RequestWords;
import io.iamtighten.lint.Finding;
import io.iamtighten.lint.FindingNote;
import io.iamtighten.lint.LintReport;
import io.iamtighten.lint.RuleBook;
import io.iamtighten.lint.RuleInfo;
import io.iamtighten.lint.Severity;
import io.iamtighten.policy.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Findings in the Static Analysis Results Interchange Format, version 2.1.0.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF</a>
 */
final class LintSarif {
    private LintSarif() {}

    static String report(LintReport report) {
        ObjectNode root = Inputs.MAPPER.createObjectNode();
        root.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        root.put("version", "2.1.0");
        ObjectNode run = root.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "iam-tighten");
        String version = LintSarif.class.getPackage().getImplementationVersion();
        if (version != null) {
            driver.put("version", version);
        }
        List<Finding> all = new ArrayList<>(report.findings());
        all.addAll(report.suppressed());
        List<String> ids =
                new ArrayList<>(new TreeSet<>(all.stream().map(Finding::rule).toList()));
        ArrayNode rules = driver.putArray("rules");
        for (String id : ids) {
            ObjectNode rule = rules.addObject();
            rule.put("id", id);
            RuleBook.standard().find(id).ifPresent(info -> describe(rule, info));
        }
        run.put("columnKind", "utf16CodeUnits");
        ArrayNode results = run.putArray("results");
        report.findings().forEach(f -> result(results.addObject(), f, ids));
        for (Finding finding : report.suppressed()) {
            ObjectNode result = results.addObject();
            result(result, finding, ids);
            result.putArray("suppressions").addObject().put("kind", "external");
        }
        return root.toPrettyString() + "\n";
    }

    private static void describe(ObjectNode rule, RuleInfo info) {
        rule.putObject("shortDescription").put("text", info.title());
        rule.putObject("fullDescription").put("text", info.rationale());
        rule.putObject("help").put("text", info.fix());
        rule.put("helpUri", info.link());
        rule.putObject("defaultConfiguration").put("level", level(info.severity()));
        ObjectNode properties = rule.putObject("properties");
        properties.putArray("tags").add(info.family().text());
        if (info.severity() == Severity.SECURITY) {
            properties.put("security-severity", "7.0");
        }
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR, SECURITY -> "error";
            case WARNING -> "warning";
            case SUGGESTION, NOTE -> "note";
        };
    }

    private static void result(ObjectNode result, Finding finding, List<String> ids) {
        result.put("ruleId", finding.rule());
        result.put("ruleIndex", ids.indexOf(finding.rule()));
        result.put("level", level(finding.severity()));
        result.putObject("message").put("text", finding.message() + ". Fix: " + finding.fix());
        location(result.putArray("locations").addObject(), finding.file(), finding.position(), finding.source());
        if (!finding.notes().isEmpty()) {
            ArrayNode related = result.putArray("relatedLocations");
            for (FindingNote note : finding.notes()) {
                ObjectNode location = related.addObject();
                location(location, note.file(), note.position(), note.source());
                location.putObject("message").put("text", note.text());
            }
        }
        result.putObject("partialFingerprints").put("iamTighten/v1", finding.fingerprint());
        finding.witness()
                .ifPresent(w ->
                        result.putObject("properties").put("request", RequestWords.of(w, ServiceCatalog.bundled())));
    }

    private static void location(ObjectNode location, Optional<String> file, Optional<Position> position, String name) {
        file.ifPresent(f -> {
            ObjectNode physical = location.putObject("physicalLocation");
            physical.putObject("artifactLocation").put("uri", uri(f));
            position.ifPresent(p -> {
                ObjectNode region = physical.putObject("region");
                region.put("startLine", p.line());
                region.put("startColumn", p.column());
                region.put("endLine", p.endLine());
                region.put("endColumn", p.endColumn());
            });
        });
        location.putArray("logicalLocations").addObject().put("fullyQualifiedName", name);
    }

    /** Relative paths stay relative: viewers resolve them against the checkout. */
    private static String uri(String file) {
        Path path = Path.of(file);
        if (path.isAbsolute()) {
            return path.toUri().toString();
        }
        try {
            return new java.net.URI(null, null, file.replace('\\', '/'), null).toASCIIString();
        } catch (java.net.URISyntaxException e) {
            return path.toUri().toString();
        }
    }
}
