package io.iamtighten.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.PolicyParser;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each rule finds something in its page's bad policy, and nothing in its good one. */
class RuleExamplesTest {
    private static final Linter LINTER = Linter.standard(ServiceCatalog.bundled())
            .given(new LintContext(Optional.of("111122223333"), Set.of(), Optional.empty(), List.of(), List.of()));

    /** Rules on whole accounts, which single policies cannot break: AccountLintTest has their examples. */
    private static final List<String> ACCOUNT_RULES = List.of("escalation-reach-administrator");

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

    private static List<String> rules(RuleInfo rule, String text) {
        return lint(rule, text).findings().stream().map(Finding::rule).toList();
    }

    private static LintReport lint(RuleInfo rule, String text) {
        LintedPolicy policy = LintedPolicy.of("example", rule.exampleType(), PolicyParser.parse(text));
        return LINTER.lint(rule.exampleType() == PolicyType.RESOURCE ? policy.on("s3") : policy);
    }
}
