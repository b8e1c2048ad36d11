package io.iamtighten.evaluate;

import io.iamtighten.condition.ConditionEvaluator;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Works out an explanation: looks at every statement of every layer that takes part, slowly and once. */
final class Explainer {
    /** How many contexts are tried in search of one that changes the outcome. */
    private static final int MAX_TRIES = 2_000;

    private final Authorizer authorizer;
    private final AccessRequest request;
    private final String target;
    private final boolean bounded;
    private final Decision decision;
    private final List<Explanation.LayerAnswer> layers = new ArrayList<>();
    private final List<Explanation.AppliedStatement> matched = new ArrayList<>();
    private final List<Explanation.NearMiss> nearMisses = new ArrayList<>();
    /** The conditions of statements that action, resource and principal fit, by statement. */
    private final List<List<Condition>> inQuestion = new ArrayList<>();

    private Explainer(Authorizer authorizer, AccessRequest request) {
        this.authorizer = authorizer;
        this.request = request;
        this.target = Authorizer.target(request);
        this.bounded = authorizer.bounds(request.principal());
        this.decision = authorizer.decide(request);
    }

    static Explanation explain(Authorizer authorizer, AccessRequest request) {
        Explainer explainer = new Explainer(authorizer, request);
        for (Authorizer.ExplainedLayer layer : authorizer.layersFor(request)) {
            explainer.look(layer);
        }
        Alternatives alternatives = explainer.new Alternatives();
        alternatives.search();
        return new Explanation(
                request,
                explainer.decision,
                explainer.layers,
                explainer.matched,
                explainer.nearMisses,
                alternatives.found,
                alternatives.tries <= MAX_TRIES);
    }

    private void look(Authorizer.ExplainedLayer layer) {
        boolean allows = false;
        boolean denies = false;
        for (CompiledStatement statement : layer.statements().statements()) {
            PrincipalMatch match = statement.principal(request, statement.deny && bounded);
            List<Explanation.Mismatch> others = mismatches(statement, match);
            List<Explanation.Mismatch> conditions = conditionMismatches(statement);
            if (others.isEmpty()) {
                inQuestion.add(statement.statement.conditions());
            }
            if (others.isEmpty() && conditions.isEmpty()) {
                allows |= !statement.deny;
                denies |= statement.deny;
                matched.add(new Explanation.AppliedStatement(
                        layer.layer(), statement.ref, statement.statement.effect(), naming(statement, match)));
            } else if (others.isEmpty() || (others.size() == 1 && conditions.isEmpty())) {
                List<Explanation.Mismatch> reasons = others.isEmpty() ? conditions : others;
                if (reasons.get(0).element() != Explanation.Element.ACTION || namesService(statement.statement)) {
                    nearMisses.add(new Explanation.NearMiss(
                            layer.layer(), statement.ref, statement.statement.effect(), reasons));
                }
            }
        }
        layers.add(new Explanation.LayerAnswer(layer.layer(), layer.level(), answer(layer, allows, denies)));
    }

    /** {@code RCPFullAWSAccess} cannot be detached: a level of resource control policies allows what it does not deny. */
    private static Explanation.Answer answer(Authorizer.ExplainedLayer layer, boolean allows, boolean denies) {
        if (denies) {
            return Explanation.Answer.DENIES;
        }
        return allows || layer.layer() == PolicyLayer.RCP ? Explanation.Answer.ALLOWS : Explanation.Answer.SILENT;
    }

    private static Explanation.Naming naming(CompiledStatement statement, PrincipalMatch match) {
        if (statement.deny) {
            return Explanation.Naming.CALLER;
        }
        return switch (match) {
            case NONE, DIRECT -> Explanation.Naming.CALLER;
            case ROLE -> Explanation.Naming.ROLE;
            case ACCOUNT -> Explanation.Naming.ACCOUNT;
        };
    }

    private List<Explanation.Mismatch> mismatches(CompiledStatement compiled, PrincipalMatch match) {
        List<Explanation.Mismatch> found = new ArrayList<>();
        Statement statement = compiled.statement;
        if (!compiled.actions.matches(request.action())) {
            found.add(mismatch(
                    Explanation.Element.ACTION,
                    spelled(
                            statement.actions().polarity(),
                            statement.actions().patterns().stream()
                                    .map(ActionPattern::text)
                                    .toList()),
                    request.action()));
        }
        if (!compiled.resources.matches(target, request.context())) {
            ResourceElement element = statement.resources().orElseThrow();
            found.add(mismatch(
                    Explanation.Element.RESOURCE,
                    spelled(
                            element.polarity(),
                            element.patterns().stream()
                                    .map(ResourcePattern::text)
                                    .toList()),
                    target));
        }
        if (match == PrincipalMatch.NONE) {
            PrincipalElement element = statement.principal().orElseThrow();
            List<String> named = element.anyone()
                    ? List.of("*")
                    : element.entries().stream()
                            .map(e -> e.kind().text() + " " + e.value())
                            .toList();
            found.add(mismatch(
                    Explanation.Element.PRINCIPAL,
                    spelled(element.polarity(), named),
                    request.principal().arn().orElse("no identity")));
        }
        return found;
    }

    private static List<String> spelled(Polarity polarity, List<String> values) {
        return polarity == Polarity.ONLY
                ? values
                : values.stream().map(v -> "not " + v).toList();
    }

    private static Explanation.Mismatch mismatch(Explanation.Element element, List<String> expected, String actual) {
        return new Explanation.Mismatch(element, Optional.empty(), expected, Optional.of(List.of(actual)));
    }

    private List<Explanation.Mismatch> conditionMismatches(CompiledStatement compiled) {
        List<Explanation.Mismatch> found = new ArrayList<>();
        for (ConditionEvaluator evaluator : compiled.conditions) {
            if (!evaluator.evaluate(request.context())) {
                Condition condition = evaluator.condition();
                found.add(new Explanation.Mismatch(
                        Explanation.Element.CONDITION,
                        Optional.of(condition),
                        condition.values(),
                        request.context().get(condition.key()).map(ContextValues::values)));
            }
        }
        return found;
    }

    private boolean namesService(Statement statement) {
        int colon = request.action().indexOf(':');
        String service = colon < 0 ? "" : request.action().substring(0, colon).toLowerCase(Locale.ROOT);
        return statement.actions().polarity() == Polarity.ALL_BUT
                || statement.actions().patterns().stream()
                        .anyMatch(p -> p.servicePattern().equals(service));
    }

    /** Searches context that the request lacks and with which the decision is another. */
    private final class Alternatives {
        private final List<Explanation.Alternative> found = new ArrayList<>();
        private final Set<String> tried = new TreeSet<>();
        /** Keys that change the outcome by themselves, with the outcome: larger sets with them say nothing new. */
        private final Set<String> sufficient = new TreeSet<>();

        private int tries;

        void search() {
            for (List<Condition> conditions : inQuestion) {
                for (Condition condition : conditions) {
                    alone(condition);
                }
            }
            for (List<Condition> conditions : inQuestion) {
                together(conditions);
            }
        }

        private boolean absent(Condition condition) {
            return request.context().get(condition.key()).isEmpty();
        }

        /** One key, with each value that one of the conditions tells apart. */
        private void alone(Condition condition) {
            if (!absent(condition)) {
                return;
            }
            for (ContextValues values : Representatives.of(condition)) {
                TreeMap<String, ContextValues> context = new TreeMap<>();
                context.put(condition.key().toLowerCase(Locale.ROOT), values);
                attempt(context);
            }
        }

        /** All keys that a statement asks for and the request lacks, with values that satisfy it. */
        private void together(List<Condition> conditions) {
            TreeMap<String, ContextValues> context = new TreeMap<>();
            for (Condition condition : conditions) {
                String key = condition.key().toLowerCase(Locale.ROOT);
                if (absent(condition) && !context.containsKey(key)) {
                    Representatives.of(condition).stream()
                            .filter(values -> ConditionEvaluator.compile(condition, PolicyVersion.V2012_10_17)
                                    .evaluate(request.context().with(key, values)))
                            .findFirst()
                            .ifPresent(values -> context.put(key, values));
                }
            }
            if (context.size() > 1) {
                attempt(context);
            }
        }

        private void attempt(TreeMap<String, ContextValues> context) {
            if (!tried.add(context.toString()) || ++tries > MAX_TRIES) {
                return;
            }
            AccessRequest changed = request;
            for (var entry : context.entrySet()) {
                changed = changed.withContext(changed.context().with(entry.getKey(), entry.getValue()));
            }
            Outcome outcome = authorizer.decide(changed).outcome();
            boolean news = outcome != decision.outcome()
                    && context.keySet().stream().noneMatch(key -> sufficient.contains(key + " " + outcome));
            if (news) {
                if (context.size() == 1) {
                    sufficient.add(context.firstKey() + " " + outcome);
                }
                found.add(new Explanation.Alternative(context, outcome));
            }
        }
    }
}
