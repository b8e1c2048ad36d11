package io.iamtighten.evaluate;

import io.iamtighten.arn.WildcardReading;
import io.iamtighten.catalog.ServiceCatalog;
import java.util.Set;

/**
 * What an evaluation takes as given.
 *
 * @param reading how wildcards of resource patterns are read
 * @param rcpServices the service prefixes whose actions resource control policies cover
 * @param unknownResourcePolicies what a stack without a resource-based policy means
 */
public record EvaluationOptions(
        WildcardReading reading, Set<String> rcpServices, MissingResourcePolicy unknownResourcePolicies) {
    /** What the absence of a resource-based policy means where the target must have one (KMS keys, roles). */
    public enum MissingResourcePolicy {
        /** The target has none: such targets then allow nobody. */
        NONE,
        /** It is not known: such targets are taken to hand over to identity-based policies. */
        ASSUMED_TO_DELEGATE
    }

    /** Copies the set. */
    public EvaluationOptions {
        rcpServices = Set.copyOf(rcpServices);
    }

    /** Returns the documented reading, with the bundled catalog's list of services. */
    public static EvaluationOptions standard() {
        return new EvaluationOptions(
                WildcardReading.PART_BY_PART, ServiceCatalog.bundled().rcpServices(), MissingResourcePolicy.NONE);
    }

    /** Returns these options with another reading of wildcards. */
    public EvaluationOptions withReading(WildcardReading changed) {
        return new EvaluationOptions(changed, rcpServices, unknownResourcePolicies);
    }

    /** Returns these options with unknown resource-based policies taken to delegate. */
    public EvaluationOptions assumingDelegation() {
        return new EvaluationOptions(reading, rcpServices, MissingResourcePolicy.ASSUMED_TO_DELEGATE);
    }
}
