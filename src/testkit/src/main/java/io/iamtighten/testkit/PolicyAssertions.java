package io.iamtighten.testkit;

import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParse;
import io.iamtighten.policy.PolicyParser;

/**
 * Where assertions on policies begin.
 *
 * <pre>{@code
 * assertThatPolicy(policy).allows("s3:GetObject", "arn:aws:s3:::data/in/x").denies("s3:PutObject", "arn:aws:s3:::data/in/x");
 * assertThatPolicy(tightened).grantsNothingBeyond(original);
 * }</pre>
 */
public final class PolicyAssertions {
    private PolicyAssertions() {}

    /** Begins assertions on an identity-based policy. */
    public static PolicyAssert assertThatPolicy(PolicyDocument policy) {
        return new PolicyAssert(policy);
    }

    /**
     * Begins assertions on an identity-based policy given as JSON.
     *
     * @throws AssertionError when the text is no policy, naming what is wrong and where
     */
    public static PolicyAssert assertThatPolicy(String json) {
        PolicyParse parse = PolicyParser.parse(json);
        if (parse.document().isEmpty()) {
            throw new AssertionError("the text is no policy: " + parse.problems());
        }
        return new PolicyAssert(parse.document().get());
    }

    /** Begins assertions on all policies that apply to a caller and a resource. */
    public static StackAssert assertThatPolicies(PolicyStack stack) {
        return new StackAssert(stack);
    }
}
