package io.iamtighten.effective;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.condition.ConditionEvaluator;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** A statement that knows the catalog's actions it names. */
final class IndexedStatement {
    final Statement statement;
    /** Its index in its document. */
    final int index;

    final PolicyVersion version;
    final boolean deny;
    /** By number in the catalog; shared, never changed. */
    final BitSet actions;
    /** Whether the statement reaches every resource. */
    final boolean everyResource;

    final List<Line> conditions;
    /** The context keys, in lower case, that policy variables of resources and conditions name. */
    final List<String> variables;

    private final boolean resourcesInverted;
    private final List<ResourceText> resources;

    /** A condition, compiled. */
    record Line(Condition condition, ConditionEvaluator evaluator, boolean variables) {}

    /**
     * A resource pattern.
     *
     * @param text the text taken apart
     * @param widened the pattern, each policy variable as {@code *}
     * @param variables whether there are variables
     */
    record ResourceText(PatternText text, ArnPattern widened, boolean variables) {}

    IndexedStatement(
            Statement statement,
            int index,
            PolicyVersion version,
            ServiceCatalog catalog,
            Map<ActionElement, BitSet> expanded) {
        this.statement = statement;
        this.index = index;
        this.version = version;
        this.deny = statement.effect() == Effect.DENY;
        this.actions = expanded.computeIfAbsent(statement.actions(), element -> expand(element, catalog));
        this.resources =
                statement.resources().map(r -> texts(r.patterns(), version)).orElse(List.of());
        this.resourcesInverted =
                statement.resources().map(r -> r.polarity() == Polarity.ALL_BUT).orElse(false);
        boolean all = statement.resources().isEmpty();
        for (ResourceText text : resources) {
            all |= !resourcesInverted && text.widened().isEverything() && !text.variables();
        }
        this.everyResource = all;
        List<Line> lines = new ArrayList<>();
        for (Condition condition : statement.conditions()) {
            boolean variables =
                    version.hasVariables() && condition.values().stream().anyMatch(v -> v.contains("${"));
            lines.add(new Line(condition, ConditionEvaluator.compile(condition, version), variables));
        }
        this.conditions = List.copyOf(lines);
        List<String> keys = new ArrayList<>();
        for (ResourceText text : resources) {
            text.text().variables().forEach(v -> keys.add(v.key()));
        }
        for (Line line : lines) {
            if (line.variables()) {
                for (String value : line.condition().values()) {
                    PatternText.parse(value, version, PatternText.Wildcards.ACTIVE)
                            .variables()
                            .forEach(v -> keys.add(v.key()));
                }
            }
        }
        this.variables = List.copyOf(keys);
    }

    /** As the evaluator reads it: a wildcard in the service prefix names no service. */
    private static BitSet expand(ActionElement element, ServiceCatalog catalog) {
        BitSet ids = new BitSet();
        for (ActionPattern pattern : element.patterns()) {
            if (pattern.isEverything()) {
                ids.set(0, catalog.actionCount());
            } else if (!pattern.hasWildcardInService()) {
                catalog.expand(pattern.text(), ids);
            }
        }
        if (element.polarity() == Polarity.ALL_BUT) {
            ids.flip(0, catalog.actionCount());
        }
        return ids;
    }

    private static List<ResourceText> texts(List<ResourcePattern> patterns, PolicyVersion version) {
        List<ResourceText> texts = new ArrayList<>();
        for (ResourcePattern pattern : patterns) {
            PatternText text = PatternText.parse(pattern.text(), version, PatternText.Wildcards.ACTIVE);
            int[] tokens = text.tokens();
            for (int i = 0; i < tokens.length; i++) {
                if (tokens[i] < PatternText.ANY_RUN) {
                    tokens[i] = PatternText.ANY_RUN;
                }
            }
            texts.add(new ResourceText(text, ArnPattern.ofTokens(tokens), text.hasVariables()));
        }
        return List.copyOf(texts);
    }

    /** Whether the statement names an action, which the catalog need not know. */
    boolean namesAction(String action, int id) {
        if (id >= 0) {
            return actions.get(id);
        }
        boolean named = false;
        for (ActionPattern pattern : statement.actions().patterns()) {
            if ((pattern.isEverything() || !pattern.hasWildcardInService())
                    && Glob.ofIgnoringCase(pattern.text()).matches(action)) {
                named = true;
                break;
            }
        }
        return named == (statement.actions().polarity() == Polarity.ONLY);
    }

    /** The patterns of {@code Resource}; none for {@code NotResource} and where there is no such element. */
    List<ResourceText> positiveResources() {
        return resourcesInverted ? List.of() : resources;
    }

    /**
     * Adds a value for each key that a variable of this statement names, where the map has none: one with which the statement
     * reaches a resource, if there is one.
     */
    void valuesReaching(String resource, Map<String, String> into) {
        if (variables.isEmpty()) {
            return;
        }
        for (ResourceText text : positiveResources()) {
            if (text.variables()) {
                text.text().valuesAccepting(resource).ifPresent(values -> values.forEach(into::putIfAbsent));
            }
        }
        for (String key : variables) {
            into.putIfAbsent(key, ResourceShape.FILLER);
        }
    }

    boolean unconditional() {
        return conditions.isEmpty();
    }

    Match reaches(String resource) {
        if (everyResource) {
            return Match.YES;
        }
        Match best = Match.NO;
        for (ResourceText text : resources) {
            boolean byParts = text.widened().matches(resource, WildcardReading.PART_BY_PART);
            boolean whole = text.widened().matches(resource, WildcardReading.WHOLE_TEXT);
            if (byParts && whole && !text.variables()) {
                best = Match.YES;
                break;
            }
            // A NotResource whose variable has no value matches nothing, whatever the resource.
            if (byParts || whole || (resourcesInverted && text.variables())) {
                best = Match.OPEN;
            }
        }
        return resourcesInverted ? best.negate() : best;
    }
}
