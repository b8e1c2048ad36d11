package io.iamtighten.access;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.condition.ConditionEvaluator;
import io.iamtighten.glob.Glob;
import io.iamtighten.policy.ActionPattern;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.RequestContext;
import java.util.Optional;

/**
 * Judges one request by one document alone, straight from its elements: the second opinion that every witness passes.
 * Where a document grants: some Allow statement matches and no Deny does.
 */
final class DocumentReading {
    private final PolicyDocument document;
    private final WildcardReading reading;

    DocumentReading(PolicyDocument document, WildcardReading reading) {
        this.document = document;
        this.reading = reading;
    }

    boolean grants(Candidate request) {
        boolean allowed = false;
        for (Statement statement : document.statements()) {
            if (matches(statement, request)) {
                if (statement.effect() == Effect.DENY) {
                    return false;
                }
                allowed = true;
            }
        }
        return allowed;
    }

    private boolean matches(Statement statement, Candidate request) {
        if (statement.principal().isPresent()
                && !request.caller()
                        .map(c -> c.isIn(statement.principal().get()))
                        .orElse(true)) {
            return false;
        }
        return action(statement, request.action())
                && resource(statement, request.resource(), request.context())
                && statement.conditions().stream()
                        .allMatch(condition -> ConditionEvaluator.compile(condition, document.version())
                                .evaluate(request.context()));
    }

    private static boolean action(Statement statement, String action) {
        boolean named = false;
        for (ActionPattern pattern : statement.actions().patterns()) {
            named |= pattern.isEverything()
                    || Glob.ofIgnoringCase(pattern.text()).matches(action);
        }
        return named == (statement.actions().polarity() == Polarity.ONLY);
    }

    private boolean resource(Statement statement, String resource, RequestContext context) {
        if (statement.resources().isEmpty()) {
            return true;
        }
        boolean named = false;
        for (ResourcePattern pattern : statement.resources().get().patterns()) {
            named |= resource(pattern, document.version(), resource, context);
        }
        return named == (statement.resources().get().polarity() == Polarity.ONLY);
    }

    private boolean resource(ResourcePattern pattern, PolicyVersion version, String resource, RequestContext context) {
        Optional<int[]> tokens = PatternText.parse(pattern.text(), version, PatternText.Wildcards.ACTIVE)
                .resolve(context::single);
        if (tokens.isEmpty()) {
            return false;
        }
        ArnPattern arn = ArnPattern.ofTokens(tokens.get());
        if (arn.hasWildcardForType() && reading == WildcardReading.PART_BY_PART && resource.startsWith("arn:")) {
            return Patterns.byParts(tokens.get()).matches(resource);
        }
        return arn.matches(resource, reading);
    }
}
