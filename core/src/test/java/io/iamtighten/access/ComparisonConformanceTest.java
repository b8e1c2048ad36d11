package io.iamtighten.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Comparison agrees with every answer that independent programs and AWS gave; every witness is run through the evaluator. */
class ComparisonConformanceTest {
    private static Comparison compare(NamedPolicy a, NamedPolicy b, Comparison.Readings readings) {
        return Comparison.ofDocuments(a, b, readings, Comparison.Detail.WITNESS, WorkLimit.standard());
    }

    @Test
    void settledPairsHaveTheirVerdict() {
        List<String> wrong = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        int settled = 0;
        for (PolicyPairs.Pair pair : PolicyPairs.semantic(
                "managed-versions", "managed-first-last", "managed-cross", "aa-samples", "quacky", "synthetic")) {
            Comparison comparison = compare(pair.a(), pair.b(), Comparison.Readings.PART_BY_PART);
            String verdict = comparison.relation().text();
            String expected = pair.line().path("verdict").asText();
            checkWitness(pair, comparison.onlyOld(), pair.a(), pair.b(), wrong);
            checkWitness(pair, comparison.onlyNew(), pair.b(), pair.a(), wrong);
            if (expected.equals("unknown")) {
                continue;
            }
            settled++;
            if (verdict.equals("unknown")) {
                unknown.add(pair.id() + " " + comparison);
            } else if (!verdict.equals(expected)) {
                wrong.add(pair.id() + ": " + verdict + ", not " + expected + ": " + comparison);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(settled).isGreaterThan(3_000);
        // One of a hundred may stay open; none does.
        assertThat(unknown).isEmpty();
    }

    /**
     * The evaluator has rules of its own about wildcards in service prefixes and resource types, and about what belongs to
     * AWS; such pairs are left out here: the comparison's own second opinion has confirmed their witnesses too.
     */
    private static void checkWitness(
            PolicyPairs.Pair pair, Difference difference, NamedPolicy holder, NamedPolicy other, List<String> wrong) {
        if (!(difference instanceof Difference.Some some)) {
            return;
        }
        boolean evaluatorsOwn = pair.id().startsWith("synthetic")
                || some.witness().request().resource().contains(":role/aws-reserved/")
                || some.witness()
                        .principal()
                        .filter(p -> p.startsWith("Canonical"))
                        .isPresent();
        if (!evaluatorsOwn
                && !(granted(holder, some.witness(), WildcardReading.PART_BY_PART)
                        && !granted(other, some.witness(), WildcardReading.PART_BY_PART))) {
            wrong.add(pair.id() + ": the evaluator does not confirm "
                    + some.witness().text());
        }
    }

    /** What a document alone grants, asked of the evaluator: as an identity policy, or as the policy of another's resource. */
    private static boolean granted(NamedPolicy policy, Witness witness, WildcardReading reading) {
        NamedPolicy everything = new NamedPolicy(
                "everything",
                PolicyDocument.of(List.of(Statement.of(Effect.ALLOW, ActionElement.of("*"), ResourceElement.of("*")))));
        boolean named = witness.principal().isPresent();
        PolicyStack stack = named
                ? PolicyStack.ofIdentity(List.of(everything)).withResource(Optional.of(policy))
                : PolicyStack.ofIdentity(List.of(policy));
        AccessRequest request = witness.request();
        AccessRequest asked = new AccessRequest(
                request.principal(),
                request.action(),
                request.resource(),
                named ? Optional.of("000000000001") : request.resourceAccount(),
                request.context(),
                request.resourceLevel());
        return Authorizer.compile(
                        stack,
                        new EvaluationOptions(
                                reading, Set.of(), EvaluationOptions.MissingResourcePolicy.ASSUMED_TO_DELEGATE))
                .decide(asked)
                .allowed();
    }

    @Test
    void accessAnalyzerExamplesPassAndFailAsAwsSays() {
        List<String> wrong = new ArrayList<>();
        for (JsonNode row : PolicyPairs.lines("policies/access-analyzer-checks.jsonl")) {
            if (!row.path("doubt").isNull()) {
                continue;
            }
            Comparison comparison = compare(
                    // The page's placeholder stands for the account that its candidates name.
                    new NamedPolicy(
                            "reference",
                            PolicyParser.parse(row.path("reference").toString().replace("<ACCOUNT ID>", "111111111111"))
                                    .orElseThrow()),
                    PolicyPairs.policy("candidate", row.path("candidate")),
                    Comparison.Readings.PART_BY_PART);
            String verdict = comparison.onlyNew() instanceof Difference.None
                    ? "PASS"
                    : comparison.onlyNew() instanceof Difference.Some ? "FAIL" : "UNKNOWN";
            if (!verdict.equals(row.path("verdict").asText())) {
                wrong.add(row.path("file").asText() + " " + row.path("case") + ": " + comparison);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void modelCountersPairsAreContainedBothWays() {
        List<String> wrong = new ArrayList<>();
        for (JsonNode row : PolicyPairs.lines("policies/quacky-pairs.jsonl.gz")) {
            Comparison comparison = compare(
                    PolicyPairs.policy("1", row.path("document1")),
                    PolicyPairs.policy("2", row.path("document2")),
                    Comparison.Readings.PART_BY_PART);
            check(row, "p1WithinP2", comparison.onlyOld(), wrong);
            check(row, "p2WithinP1", comparison.onlyNew(), wrong);
        }
        assertThat(wrong).isEmpty();
    }

    private static void check(JsonNode row, String field, Difference difference, List<String> wrong) {
        if (row.path(field).isBoolean()
                && (difference instanceof Difference.Unknown
                        || row.path(field).asBoolean() != difference instanceof Difference.None)) {
            wrong.add(row.path("policy2").asText() + " " + field + ": " + difference);
        }
    }

    @Test
    void readingsThatDifferAreUnknown() {
        for (PolicyPairs.Pair pair : PolicyPairs.semantic("managed-versions", "aa-samples", "synthetic")) {
            if (pair.line().has("verdictIfWildcardsCrossColons")) {
                assertThat(compare(pair.a(), pair.b(), Comparison.Readings.EVERY)
                                .relation())
                        .as(pair.id())
                        .isEqualTo(Relation.UNKNOWN);
            }
        }
    }
}
