package io.iamtighten.usage;

import io.iamtighten.catalog.MappingConfidence;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All of a {@link UsageFact} but its occurrences; what equal uses have in common. */
final class FactKey {
    final String action;
    final UseRelation relation;
    final MappingConfidence confidence;
    final String resource;
    final boolean complete;
    final boolean folded;
    final UseContext context;
    final CallOutcome outcome;
    final Optional<String> instanceProfile;
    /** Kept, because it takes longer than everything else together. */
    private final int contextHash;

    private final int hash;

    FactKey(
            String action,
            UseRelation relation,
            MappingConfidence confidence,
            String resource,
            boolean complete,
            boolean folded,
            UseContext context,
            CallOutcome outcome,
            Optional<String> instanceProfile) {
        this(
                action,
                relation,
                confidence,
                resource,
                complete,
                folded,
                context,
                outcome,
                instanceProfile,
                context.hashCode());
    }

    private FactKey(
            String action,
            UseRelation relation,
            MappingConfidence confidence,
            String resource,
            boolean complete,
            boolean folded,
            UseContext context,
            CallOutcome outcome,
            Optional<String> instanceProfile,
            int contextHash) {
        this.action = action;
        this.relation = relation;
        this.confidence = confidence;
        this.resource = resource;
        this.complete = complete;
        this.folded = folded;
        this.context = context;
        this.outcome = outcome;
        this.instanceProfile = instanceProfile;
        this.contextHash = contextHash;
        int sum = action.hashCode();
        sum = 31 * sum + resource.hashCode();
        sum = 31 * sum + contextHash;
        sum = 31 * sum + instanceProfile.hashCode();
        sum = 31 * sum + ((relation.ordinal() * 8 + confidence.ordinal()) * 8 + outcome.ordinal());
        sum = 31 * sum + (complete ? 2 : 0) + (folded ? 1 : 0);
        sum = (sum ^ sum >>> 16) * 0x7feb352d;
        this.hash = sum ^ sum >>> 15;
    }

    static FactKey of(UsageFact fact) {
        return new FactKey(
                fact.action(),
                fact.relation(),
                fact.confidence(),
                fact.resource(),
                fact.complete(),
                fact.folded(),
                fact.context(),
                fact.outcome(),
                fact.instanceProfile());
    }

    FactKey withResource(String other) {
        return new FactKey(
                action, relation, confidence, other, complete, true, context, outcome, instanceProfile, contextHash);
    }

    FactKey withContext(UseContext other) {
        return new FactKey(action, relation, confidence, resource, complete, folded, other, outcome, instanceProfile);
    }

    /** Returns whether it has nothing that {@link #bare} leaves out. */
    boolean isBare() {
        return instanceProfile.isEmpty() && context.equals(UseContext.unknown());
    }

    /** Returns the same use of which nothing is known but action, resource and outcome. */
    FactKey bare() {
        return new FactKey(
                action,
                relation,
                confidence,
                resource,
                complete,
                folded,
                UseContext.unknown(),
                outcome,
                Optional.empty());
    }

    UsageFact fact(Occurrences occurrences) {
        return new UsageFact(
                action,
                relation,
                confidence,
                resource,
                complete,
                folded,
                context,
                outcome,
                occurrences,
                instanceProfile);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof FactKey key
                        && hash == key.hash
                        && action.equals(key.action)
                        && relation == key.relation
                        && confidence == key.confidence
                        && resource.equals(key.resource)
                        && complete == key.complete
                        && folded == key.folded
                        && outcome == key.outcome
                        && instanceProfile.equals(key.instanceProfile)
                        && context.equals(key.context);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
