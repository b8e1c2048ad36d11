package io.iamtighten.usage;

import io.iamtighten.catalog.MappingConfidence;
import java.util.Optional;

/**
 * One principal's use of one action on one resource in one context.
 *
 * @param action the action in the catalog's spelling
 * @param relation how it relates to the recorded call; a fact of which {@link UseRelation#isUse} is false only hints at uses
 * @param confidence how sure the action is
 * @param resource the resource's ARN; {@code *} for an action without resource-level permissions or when the record names no resource (then
 *     {@code complete} is false); an ARN with {@code *} when the call left a part open or a summary folded too many resources
 * @param complete whether {@code resource} is what the action was checked on; if not, the record lacks something
 * @param folded whether {@code resource} stands for several resources that a summary folded to stay bounded
 * @param context the request context, as far as it is known
 * @param outcome how the calls ended
 * @param occurrences how often and when
 * @param instanceProfile for {@code iam:PassRole} through an instance profile, the profile's ARN (without its path where the record has
 *     a name only): the role in it was passed, and an account snapshot knows it
 */
public record UsageFact(
        String action,
        UseRelation relation,
        MappingConfidence confidence,
        String resource,
        boolean complete,
        boolean folded,
        UseContext context,
        CallOutcome outcome,
        Occurrences occurrences,
        Optional<String> instanceProfile) {
    /** Makes a fact without an instance profile. */
    public UsageFact(
            String action,
            UseRelation relation,
            MappingConfidence confidence,
            String resource,
            boolean complete,
            boolean folded,
            UseContext context,
            CallOutcome outcome,
            Occurrences occurrences) {
        this(action, relation, confidence, resource, complete, folded, context, outcome, occurrences, Optional.empty());
    }

    /** Returns the same fact, seen at other times. */
    public UsageFact withOccurrences(Occurrences other) {
        return new UsageFact(
                action, relation, confidence, resource, complete, folded, context, outcome, other, instanceProfile);
    }
}
