package io.iamtighten.lint;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.ActionPattern;
import java.util.BitSet;

/** Looks the entries of an action element up, as the evaluator reads them. */
final class Expansions {
    private Expansions() {}

    /** A wildcard in the service prefix names no service (reference_policies_elements_action), unless the entry is everything. */
    static BitSet of(ServiceCatalog catalog, ActionPattern pattern) {
        return pattern.hasWildcardInService() && !pattern.isEverything()
                ? new BitSet()
                : catalog.expand(pattern.isEverything() ? "*" : pattern.text());
    }
}
