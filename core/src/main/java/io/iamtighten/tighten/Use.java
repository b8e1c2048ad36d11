package io.iamtighten.tighten;

import io.iamtighten.arn.ArnPattern;
import io.iamtighten.usage.UsageFact;
import java.util.List;
import java.util.Optional;

/**
 * One action on one resource that the proposal has to allow if today's policies do: a recorded fact, or what such a fact makes likely.
 *
 * @param action the action's number in the catalog
 * @param name the action's name
 * @param resource the resource's ARN, perhaps with wildcards; {@code *} when any
 * @param kind how well the resource is known
 * @param context what is known of the request's context
 * @param because why it is to stay
 * @param reason the same as one sentence
 * @param fact the record of it; empty when no record shows it
 */
record Use(
        int action,
        String name,
        String resource,
        ResourceKind kind,
        KnownContext context,
        Keeping because,
        String reason,
        Optional<UsageFact> fact) {
    /** How well the resource is known. */
    enum ResourceKind {
        /** The action has no resource-level permissions: only {@code *} in a policy matches. */
        NONE,
        /** The ARN is what was checked, or a pattern that covers it. */
        KNOWN,
        /** Nothing is known of it. */
        OPEN
    }

    /** Returns the pattern of the resource; a literal {@code $} or {@code ?} in the ARN is read as such or as a wildcard. */
    ArnPattern pattern() {
        return ArnPattern.parse(resource);
    }

    static List<UsageFact> facts(List<Use> uses) {
        return uses.stream().flatMap(use -> use.fact().stream()).toList();
    }
}
