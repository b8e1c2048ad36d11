package io.iamtighten.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.arn.WildcardReading;
import io.iamtighten.condition.ConditionEvaluator;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** The regions of a difference, read as a person reads them, together hold what the difference holds, and nothing else. */
class DifferenceRegionPropertyTest {
    @Provide
    Arbitrary<List<PolicyDocument>> documents() {
        return SmallUniverse.documents(2);
    }

    @StatisticsReport(onFailureOnly = true)
    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void regionsAreTheDifference(@ForAll("documents") List<PolicyDocument> documents) {
        Comparison compared = Comparison.ofDocuments(
                new NamedPolicy("old", documents.get(0)),
                new NamedPolicy("new", documents.get(1)),
                Comparison.Readings.PART_BY_PART,
                Comparison.Detail.REGIONS,
                WorkLimit.standard());
        if (!(compared.onlyOld() instanceof Difference.Some some)) {
            return;
        }
        assertThat(some.complete()).isTrue();
        Map<String, Condition> conditions = conditions(documents);
        List<Predicate<Candidate>> read = new ArrayList<>();
        boolean exact = true;
        for (DifferenceRegion region : some.regions()) {
            Optional<Predicate<Candidate>> words = read(region, conditions);
            words.ifPresent(read::add);
            exact &= words.isPresent();
        }
        Statistics.label("regions in words alone")
                .collect(exact)
                .coverage(coverage -> coverage.check(true).percentage(p -> p > 95));
        DocumentReading older = new DocumentReading(documents.get(0), WildcardReading.PART_BY_PART);
        DocumentReading newer = new DocumentReading(documents.get(1), WildcardReading.PART_BY_PART);
        for (Candidate request : SmallUniverse.requests(documents)) {
            if (request.context().asMap().values().stream()
                    .anyMatch(held -> held.values().contains(""))) {
                // Whether a key that holds an empty text is null is read in two ways.
                continue;
            }
            boolean shown = read.stream().anyMatch(region -> region.test(request));
            boolean differs = older.grants(request) && !newer.grants(request);
            if (shown != differs && (shown || exact)) {
                assertThat(some.regions())
                        .as("%s differs: %s", request, differs)
                        .isEmpty();
            }
        }
    }

    private static Map<String, Condition> conditions(List<PolicyDocument> documents) {
        Map<String, Condition> byText = new TreeMap<>();
        documents.forEach(document -> document.statements()
                .forEach(statement -> statement
                        .conditions()
                        .forEach(condition -> byText.put(
                                KeyCondition.of(condition, PolicyVersion.V2012_10_17)
                                        .text(),
                                condition))));
        return byText;
    }

    /** What a region says; empty where it names examples instead of patterns. */
    private static Optional<Predicate<Candidate>> read(DifferenceRegion region, Map<String, Condition> conditions) {
        List<Predicate<Candidate>> parts = new ArrayList<>();
        if (isExample(region.actions()) || isExample(region.resources())) {
            return Optional.empty();
        }
        parts.add(names(region.actions(), region.resources()));
        if (!region.exceptActions().isEmpty()) {
            parts.add(names(region.exceptActions(), List.of("*")).negate());
        }
        if (!region.exceptResources().isEmpty()) {
            parts.add(names(List.of("*"), region.exceptResources()).negate());
        }
        for (String line : region.conditions()) {
            boolean negated = line.startsWith("not ");
            String text = negated ? line.substring(4) : line;
            boolean together = text.startsWith("(") && !conditions.containsKey(text);
            List<Condition> all = new ArrayList<>();
            for (String one : together ? text.substring(1, text.length() - 1).split(" and ") : new String[] {text}) {
                if (!conditions.containsKey(one)) {
                    return Optional.empty();
                }
                all.add(conditions.get(one));
            }
            Predicate<Candidate> holds = request -> all.stream()
                    .allMatch(condition -> ConditionEvaluator.compile(condition, PolicyVersion.V2012_10_17)
                            .evaluate(request.context()));
            parts.add(negated ? holds.negate() : holds);
        }
        return parts.stream().reduce(Predicate::and);
    }

    private static boolean isExample(List<String> texts) {
        return texts.stream().anyMatch(text -> text.startsWith("like "));
    }

    private static Predicate<Candidate> names(List<String> actions, List<String> resources) {
        return any(actions, text -> statement(text, "*")).and(any(resources, text -> statement("*", text)));
    }

    /** What one of some texts means: patterns joined by {@code and}, then {@code but not} others. */
    private static Predicate<Candidate> any(List<String> texts, Function<String, Predicate<Candidate>> pattern) {
        Predicate<Candidate> any = request -> false;
        for (String text : texts) {
            String[] halves = text.split(" but not ");
            Predicate<Candidate> all = request -> true;
            for (String inside : halves[0].split(" and ")) {
                all = all.and(pattern.apply(inside));
            }
            for (String outside : halves.length > 1 ? halves[1].split(", ") : new String[0]) {
                all = all.and(pattern.apply(outside).negate());
            }
            any = any.or(all);
        }
        return any;
    }

    private static Predicate<Candidate> statement(String action, String resource) {
        PolicyDocument document = new PolicyDocument(
                Optional.of(PolicyVersion.V2012_10_17),
                Optional.empty(),
                List.of(Statement.of(Effect.ALLOW, ActionElement.of(action), ResourceElement.of(resource))));
        return new DocumentReading(document, WildcardReading.PART_BY_PART)::grants;
    }
}
