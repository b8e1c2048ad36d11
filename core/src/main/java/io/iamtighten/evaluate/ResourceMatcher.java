package io.iamtighten.evaluate;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.Polarity;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.ResourcePattern;
import io.iamtighten.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Matches a statement's resource element with a resource. A pattern whose variable has no value matches nothing. */
final class ResourceMatcher {
    private static final ResourceMatcher ANY =
            new ResourceMatcher(true, new ArnPattern[0], new PatternText[0], WildcardReading.PART_BY_PART);

    private final boolean inverted;
    private final ArnPattern[] fixed;
    private final PatternText[] variable;
    private final WildcardReading reading;

    private ResourceMatcher(boolean inverted, ArnPattern[] fixed, PatternText[] variable, WildcardReading reading) {
        this.inverted = inverted;
        this.fixed = fixed;
        this.variable = variable;
        this.reading = reading;
    }

    static ResourceMatcher of(Optional<ResourceElement> element, PolicyVersion version, WildcardReading reading) {
        if (element.isEmpty()) {
            return ANY;
        }
        List<ArnPattern> fixed = new ArrayList<>();
        List<PatternText> variable = new ArrayList<>();
        for (ResourcePattern pattern : element.get().patterns()) {
            PatternText text = PatternText.parse(pattern.text(), version, PatternText.Wildcards.ACTIVE);
            if (text.hasVariables()) {
                variable.add(text);
            } else {
                fixed.add(ArnPattern.ofTokens(text.tokens()));
            }
        }
        return new ResourceMatcher(
                element.get().polarity() == Polarity.ALL_BUT,
                fixed.toArray(ArnPattern[]::new),
                variable.toArray(PatternText[]::new),
                reading);
    }

    boolean matches(String resource, RequestContext context) {
        for (ArnPattern pattern : fixed) {
            if (pattern.matches(resource, reading)) {
                return !inverted;
            }
        }
        for (PatternText text : variable) {
            Optional<int[]> tokens = text.resolve(context::single);
            if (tokens.isEmpty()) {
                // What a NotResource leaves out is then not known: the statement does not match.
                if (inverted) {
                    return false;
                }
            } else if (ArnPattern.ofTokens(tokens.get()).matches(resource, reading)) {
                return !inverted;
            }
        }
        return inverted;
    }
}
