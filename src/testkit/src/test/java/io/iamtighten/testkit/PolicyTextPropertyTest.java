package io.iamtighten.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParse;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.policy.PolicyWriter;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.PrincipalEntry;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Reading what was printed gives back what was printed; reading anything gives a policy or a problem with its place. */
class PolicyTextPropertyTest {
    @Provide
    Arbitrary<PolicyDocument> policies() {
        return Arbitraries.oneOf(
                PolicyArbitraries.policies(),
                PolicyArbitraries.resourcePolicies(),
                PolicyArbitraries.limitingPolicies(),
                PolicyArbitraries.resourceControlPolicies());
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void readingUndoesPrinting(@ForAll("policies") PolicyDocument document) {
        String minified = PolicyWriter.minified(document);
        PolicyDocument read = PolicyParser.parse(minified).orElseThrow();
        assertThat(meaning(read)).isEqualTo(meaning(document));
        assertThat(PolicyParser.parse(PolicyWriter.canonical(document)).orElseThrow())
                .isEqualTo(read);
        assertThat(PolicyWriter.minified(read)).isEqualTo(minified);
        assertThat(PolicyWriter.quotaSize(document)).isLessThanOrEqualTo(minified.length());
    }

    /** Conditions of one operator and principals of one kind move together when they are printed; keys may change case. */
    private static List<Object> meaning(PolicyDocument document) {
        List<Object> meaning = new ArrayList<>(List.of(document.version(), document.id()));
        for (Statement statement : document.statements()) {
            meaning.add(new Statement(
                    statement.sid(),
                    statement.effect(),
                    statement.principal().map(PolicyTextPropertyTest::byKind),
                    statement.actions(),
                    statement.resources(),
                    List.of()));
            meaning.add(statement.conditions().stream()
                    .map(c -> c.operator() + " " + c.key().toLowerCase(Locale.ROOT) + " " + c.values())
                    .sorted()
                    .toList());
        }
        return meaning;
    }

    private static PrincipalElement byKind(PrincipalElement principal) {
        return new PrincipalElement(
                principal.polarity(),
                principal.anyone(),
                principal.entries().stream()
                        .sorted(Comparator.comparing(PrincipalEntry::kind))
                        .toList());
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void aDamagedTextIsAPolicyOrAProblemInsideOfIt(
            @ForAll("policies") PolicyDocument document,
            @ForAll @IntRange(max = 1_000_000) int at,
            @ForAll @IntRange(max = 5) int length,
            @ForAll("damage") String inserted) {
        String text = PolicyWriter.canonical(document);
        int start = at % (text.length() + 1);
        String damaged = text.substring(0, start) + inserted + text.substring(Math.min(text.length(), start + length));
        PolicyParse parse = PolicyParser.parse(damaged);
        assertThat(parse.document().isPresent()).isEqualTo(parse.problems().isEmpty());
        long lines = damaged.lines().count();
        parse.problems().forEach(problem -> {
            assertThat(problem.position().line()).isBetween(1, (int) Math.max(1, lines));
            assertThat(problem.position().column()).isPositive();
            assertThat(problem.message()).isNotBlank().doesNotContain("\n");
        });
    }

    @Provide
    Arbitrary<String> damage() {
        return Arbitraries.of(
                "",
                ",",
                "{",
                "}",
                "[",
                "]",
                "\"",
                ":",
                "\\",
                "0",
                "-",
                "null",
                "\n",
                "\u0000",
                "\ud800",
                "//",
                "\"k\":1,");
    }
}
