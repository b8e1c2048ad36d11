package io.iamtighten.tighten;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.PolicyVersion;
import java.util.Optional;

/** One entry of {@code Resource} or {@code NotResource}, in both readings of its wildcards. */
final class ResourceEntry {
    private final String text;
    private final PatternText parsed;
    private final ArnPattern widest;

    ResourceEntry(String text, PolicyVersion version) {
        this.text = text;
        this.parsed = PatternText.parse(text, version, PatternText.Wildcards.ACTIVE);
        int[] tokens = parsed.tokens();
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = tokens[i] <= -3 ? PatternText.ANY_RUN : tokens[i];
        }
        this.widest = ArnPattern.ofTokens(tokens);
    }

    String text() {
        return text;
    }

    boolean hasVariables() {
        return parsed.hasVariables();
    }

    boolean isEverything() {
        return !hasVariables() && widest.isEverything();
    }

    /** Returns the pattern with every variable widened to anything. */
    ArnPattern widest() {
        return widest;
    }

    /** Returns the pattern itself; empty when it has variables. */
    Optional<ArnPattern> fixed() {
        return hasVariables() ? Optional.empty() : Optional.of(widest);
    }

    Truth covers(Use use) {
        return switch (use.kind()) {
            case NONE -> Truth.YES.and(isEverything() ? Truth.YES : Truth.NO);
            case OPEN -> isEverything() ? Truth.YES : Truth.MAYBE;
            case KNOWN -> covers(use, use.pattern());
        };
    }

    private Truth covers(Use use, ArnPattern resource) {
        ArnPattern pattern = parsed.resolve(use.context()::variable)
                .map(ArnPattern::ofTokens)
                .orElse(widest);
        if (!intersectsInAny(pattern, resource)) {
            return Truth.NO;
        }
        boolean resolved = !hasVariables()
                || parsed.variables().stream().allMatch(v -> use.context().knows(v.key()));
        return resolved && containsInAll(pattern, resource) ? Truth.YES : Truth.MAYBE;
    }

    static boolean containsInAll(ArnPattern outer, ArnPattern inner) {
        return outer.contains(inner, WildcardReading.PART_BY_PART) && outer.contains(inner, WildcardReading.WHOLE_TEXT);
    }

    static boolean intersectsInAny(ArnPattern a, ArnPattern b) {
        return a.intersects(b, WildcardReading.PART_BY_PART) || a.intersects(b, WildcardReading.WHOLE_TEXT);
    }
}
