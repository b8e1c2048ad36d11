package io.iamtighten.lint;

import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;

/**
 * A user or role with everything that bears on what it may do, as the linter takes it.
 *
 * @param name the name by which findings speak of it
 * @param caller the caller that it is in requests
 * @param stack its policies
 * @param policies where the identity-based policies of the stack stand, in their order; may be empty
 */
public record LintedPrincipal(String name, RequestPrincipal caller, PolicyStack stack, List<LintedPolicy> policies) {
    /** Copies the list. */
    public LintedPrincipal {
        policies = List.copyOf(policies);
    }
}
