package io.iamtighten.testkit;

import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.Explanation;
import io.iamtighten.evaluate.Outcome;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.request.AccessRequest;
import org.assertj.core.api.AbstractAssert;

/** Assertions on what a stack of policies decides. A failure explains the decision. */
public final class StackAssert extends AbstractAssert<StackAssert, PolicyStack> {
    private final Authorizer authorizer;

    StackAssert(PolicyStack stack) {
        super(stack, StackAssert.class);
        this.authorizer = Authorizer.compile(stack);
    }

    /** Verifies that the request is allowed. */
    public StackAssert allows(AccessRequest request) {
        return decides(request, Outcome.ALLOWED);
    }

    /** Verifies that the request is denied, explicitly or because nothing allows it. */
    public StackAssert denies(AccessRequest request) {
        if (authorizer.decide(request).allowed()) {
            throw fail("denied", request);
        }
        return this;
    }

    /** Verifies that a Deny statement denies the request. */
    public StackAssert deniesExplicitly(AccessRequest request) {
        return decides(request, Outcome.EXPLICIT_DENY);
    }

    private StackAssert decides(AccessRequest request, Outcome expected) {
        if (authorizer.decide(request).outcome() != expected) {
            throw fail(expected.text(), request);
        }
        return this;
    }

    private AssertionError fail(String expected, AccessRequest request) {
        Explanation explanation = authorizer.explain(request);
        return failure("expected the request to be %s, but it is%n%s", expected, explanation.render());
    }
}
