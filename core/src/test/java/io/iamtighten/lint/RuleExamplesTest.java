package io.iamtighten.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.catalog.MappingConfidence;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.CoverageDetail;
import io.iamtighten.usage.Occurrences;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.SourceNetwork;
import io.iamtighten.usage.TrailCoverage;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.usage.UsagePrincipal;
import io.iamtighten.usage.UsageSummary;
import io.iamtighten.usage.UseContext;
import io.iamtighten.usage.UseRelation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each rule finds something in its page's bad policy, and nothing in its good one. */
class RuleExamplesTest {
    private static final Linter LINTER = Linter.standard(ServiceCatalog.bundled())
            .given(new LintContext(Optional.of("111122223333"), Set.of(), Optional.empty(), List.of(), List.of()));

    /** Rules on whole accounts, which single policies cannot break: AccountLintTest has their examples. */
    private static final List<String> ACCOUNT_RULES = List.of("escalation-reach-administrator");

    /** Rules on what was done: their examples are held against this one call. */
    private static final List<String> USAGE_RULES = List.of(
            "wildcard-narrower-by-usage",
            "wildcard-resource-narrower-by-usage",
            "ip-seen-outside",
            "ip-narrower-by-usage");

    private static final UsageSummary USAGE = new UsageSummary(
            List.of(new PrincipalUsage(
                    new UsagePrincipal(
                            PrincipalType.IAM_ROLE,
                            "arn:aws:iam::111122223333:role/Example",
                            true,
                            Optional.empty(),
                            Optional.of("111122223333")),
                    1,
                    List.of(new UsageFact(
                            "sqs:CreateQueue",
                            UseRelation.MAIN,
                            MappingConfidence.EXACT,
                            "arn:aws:sqs:eu-west-1:111122223333:jobs",
                            true,
                            false,
                            new UseContext(
                                    Optional.of("eu-west-1"),
                                    Optional.of(new SourceNetwork.Address("203.0.113.9")),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Map.of()),
                            CallOutcome.SUCCEEDED,
                            new Occurrences(
                                    1,
                                    Instant.parse("2026-10-01T00:00:00Z"),
                                    Instant.parse("2026-10-01T00:00:00Z"),
                                    new TreeMap<>(Map.of(LocalDate.parse("2026-10-01"), 1L)),
                                    List.of("e-1"),
                                    false))),
                    List.of(),
                    List.of())),
            new TrailCoverage(
                    Optional.of(Instant.parse("2026-10-01T00:00:00Z")),
                    Optional.of(Instant.parse("2026-10-02T00:00:00Z")),
                    1,
                    1,
                    new TreeMap<>(Map.of("111122223333", 1L)),
                    new TreeMap<>(Map.of("eu-west-1", 1L)),
                    new TreeMap<>(),
                    new CoverageDetail(
                            new TreeMap<>(),
                            new TreeMap<>(Map.of("sqs.amazonaws.com", 1L)),
                            new TreeMap<>(),
                            1,
                            1,
                            0,
                            0,
                            0,
                            0,
                            new TreeMap<>())));

    @TestFactory
    Stream<DynamicTest> theBadExampleIsFound() {
        return RuleBook.standard().all().stream()
                .filter(rule -> !ACCOUNT_RULES.contains(rule.id()))
                .map(rule -> DynamicTest.dynamicTest(
                        rule.id(), () -> assertThat(rules(rule, rule.bad())).contains(rule.id())));
    }

    @TestFactory
    Stream<DynamicTest> theGoodExampleIsNot() {
        return RuleBook.standard().all().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.id(), () -> {
                    assertThat(rules(rule, rule.good())).doesNotContain(rule.id());
                    assertThat(lint(rule, rule.good()).findings())
                            .as("a good example has no errors")
                            .noneMatch(f -> f.severity() == Severity.ERROR);
                }));
    }

    /** Rules of the families about what is granted that are about the text of a policy, or about what is kept shut. */
    private static final List<String> NOT_ABOUT_GRANTS = List.of(
            "allow-with-not-principal",
            "not-principal-deny",
            "wildcard-narrower-by-usage",
            "wildcard-resource-narrower-by-usage",
            "escalation-path-blocked",
            "escalation-reach-administrator",
            "untrustworthy-condition-key",
            "foranyvalue-with-audience-claim-type");

    /** What a finding says is granted, a request shows. */
    @TestFactory
    Stream<DynamicTest> theBadExampleHasARequest() {
        return RuleBook.standard().all().stream()
                .filter(rule -> rule.family() == RuleFamily.WILDCARDS
                        || rule.family() == RuleFamily.ESCALATION
                        || rule.family() == RuleFamily.EXPOSURE)
                .filter(rule -> !NOT_ABOUT_GRANTS.contains(rule.id()))
                .map(rule -> DynamicTest.dynamicTest(
                        rule.id(),
                        () -> assertThat(lint(rule, rule.bad()).findings().stream()
                                        .filter(f -> f.rule().equals(rule.id())))
                                .isNotEmpty()
                                .allSatisfy(f -> assertThat(f.witness()).isPresent())));
    }

    /** What a Deny takes away is not granted: neither a wildcard nor a passed role is reported then. */
    @TestFactory
    Stream<DynamicTest> whatIsDeniedIsNotGranted() {
        String deny = "{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"},";
        return RuleBook.standard().all().stream()
                .filter(rule -> rule.exampleType() == PolicyType.IDENTITY)
                .filter(rule -> rule.family() == RuleFamily.WILDCARDS || rule.family() == RuleFamily.ESCALATION)
                .filter(rule -> !NOT_ABOUT_GRANTS.contains(rule.id()))
                .filter(rule -> rule.bad().contains("\"Statement\": [\n"))
                .map(rule -> DynamicTest.dynamicTest(
                        rule.id(),
                        () -> assertThat(rules(
                                        rule, rule.bad().replace("\"Statement\": [\n", "\"Statement\": [\n" + deny)))
                                .doesNotContain(rule.id())));
    }

    private static List<String> rules(RuleInfo rule, String text) {
        return lint(rule, text).findings().stream().map(Finding::rule).toList();
    }

    private static LintReport lint(RuleInfo rule, String text) {
        LintedPolicy policy = LintedPolicy.of("example", rule.exampleType(), PolicyParser.parse(text));
        Linter linter = USAGE_RULES.contains(rule.id()) ? LINTER.given(USAGE) : LINTER;
        return linter.lint(rule.exampleType() == PolicyType.RESOURCE ? policy.on("s3") : policy);
    }
}
