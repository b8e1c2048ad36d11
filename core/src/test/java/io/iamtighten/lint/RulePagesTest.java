package io.iamtighten.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The pages below {@code src/docs/rules} are what the rules' own data say. {@code mvn test -pl core -am
 * -Dtest=RulePagesTest -Dsurefire.failIfNoSpecifiedTests=false -Dupdate.docs=true} writes them anew.
 */
class RulePagesTest {
    private static final Path FOLDER = TestData.source("src/docs/rules");
    private static final int LONGEST_EXAMPLE = 1_500;

    /** The codes of Access Analyzer that have no rule, and why. */
    private static final Map<String, String> NOT_DONE = new TreeMap<>(Map.of(
            "SCP_SYNTAX_ERROR_ACTION_WILDCARD",
            "out of date: since September 2025 service control policies take wildcards anywhere in an action",
            "SCP_SYNTAX_ERROR_ALLOW_CONDITION",
            "retired: service control policies take the full policy language",
            "SCP_SYNTAX_ERROR_ALLOW_NOTACTION",
            "retired: service control policies take the full policy language",
            "SCP_SYNTAX_ERROR_ALLOW_RESOURCE",
            "retired: service control policies take the full policy language",
            "SCP_SYNTAX_ERROR_NOTRESOURCE",
            "retired: service control policies take the full policy language",
            "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES",
            "AWS publishes the services that fill aws:VpceAccount, aws:VpceOrgID and aws:VpceOrgPaths as a list that grows;"
                    + " the catalog does not hold it"));

    @Test
    void thePagesAreCurrent() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        for (RuleInfo rule : RuleBook.standard().all()) {
            pages.put(rule.id() + ".md", page(rule));
        }
        pages.put("README.md", index());
        pages.put("access-analyzer.md", accessAnalyzer());
        if (Boolean.getBoolean("update.docs")) {
            for (Path old : present()) {
                Files.delete(old);
            }
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
            }
        }
        assertThat(present().stream().map(p -> p.getFileName().toString()).toList())
                .containsExactlyElementsOf(pages.keySet());
        for (Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(Files.readString(FOLDER.resolve(page.getKey())))
                    .as("%s (write the pages anew with -Dupdate.docs=true)", page.getKey())
                    .isEqualTo(page.getValue());
        }
    }

    @Test
    void everyCodeOfAccessAnalyzerIsDoneOrExplained() {
        List<String> codes = new ArrayList<>();
        for (String line : TestData.lines(TestData.shared("reference/access-analyzer-checks.tsv"))) {
            codes.add(line.substring(0, line.indexOf('\t')));
        }
        codes.remove(0);
        assertThat(byCode().keySet()).containsExactlyInAnyOrderElementsOf(new TreeSet<>(codes));
    }

    /** Pages that this test writes; the others are written by hand. */
    private static List<Path> present() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> !f.getFileName().toString().startsWith("about-"))
                    .sorted()
                    .toList();
        }
    }

    private static String page(RuleInfo rule) {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(rule.id()).append("\n\n").append(rule.title()).append(".\n\n");
        text.append("* severity: ").append(rule.severity().text()).append('\n');
        text.append("* family: ").append(rule.family().text()).append('\n');
        if (!rule.awsCodes().isEmpty()) {
            text.append("* Access Analyzer: ")
                    .append(String.join(", ", rule.awsCodes()))
                    .append('\n');
        }
        text.append("* documentation: <").append(rule.link()).append(">\n\n");
        text.append("## Why\n\n").append(rule.rationale()).append("\n\n");
        text.append("## What to do\n\n").append(rule.fix()).append("\n\n");
        text.append("## Found here\n\n").append(example(rule, rule.bad())).append('\n');
        text.append("## Not found here\n\n").append(example(rule, rule.good()));
        return text.toString();
    }

    private static String example(RuleInfo rule, String policy) {
        if (policy.length() > LONGEST_EXAMPLE) {
            return "A text of " + policy.length() + " characters that starts with\n\n```json\n"
                    + policy.substring(0, 160) + "\n```\n";
        }
        return "As a policy of type " + rule.exampleType().text() + ":\n\n```json\n" + policy + "\n```\n";
    }

    private static String index() {
        StringBuilder text = new StringBuilder(
                "# Rules\n\nWhat `iam-tighten lint` finds. These pages are made from the rules' own"
                        + " data.\nHow Access Analyzer's codes map to them: [access-analyzer.md](access-analyzer.md).\n");
        for (RuleFamily family : RuleFamily.values()) {
            List<RuleInfo> rules = RuleBook.standard().all().stream()
                    .filter(r -> r.family() == family)
                    .toList();
            if (rules.isEmpty()) {
                continue;
            }
            text.append("\n## ").append(family.text().substring(0, 1).toUpperCase(Locale.ROOT));
            text.append(family.text().substring(1)).append("\n\n| rule | severity | what is found |\n|---|---|---|\n");
            for (RuleInfo rule : rules) {
                text.append("| [")
                        .append(rule.id())
                        .append("](")
                        .append(rule.id())
                        .append(".md) | ");
                text.append(rule.severity().text())
                        .append(" | ")
                        .append(rule.title())
                        .append(" |\n");
            }
        }
        return text.toString();
    }

    private static Map<String, String> byCode() {
        Map<String, String> byCode = new TreeMap<>();
        for (RuleInfo rule : RuleBook.standard().all()) {
            for (String code : rule.awsCodes()) {
                byCode.merge(code, "[" + rule.id() + "](" + rule.id() + ".md)", (a, b) -> a + ", " + b);
            }
        }
        NOT_DONE.forEach((code, why) -> byCode.put(code, "not done: " + why));
        return byCode;
    }

    private static String accessAnalyzer() {
        StringBuilder text = new StringBuilder("# Access Analyzer's policy validation\n\nThe findings of"
                + " [IAM Access Analyzer's policy"
                + " validation](https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html)"
                + " that concern\nJSON policies, and the rules that answer to them.\n\n| code | rule |\n|---|---|\n");
        byCode().forEach((code, rule) ->
                text.append("| ").append(code).append(" | ").append(rule).append(" |\n"));
        return text.toString();
    }
}
