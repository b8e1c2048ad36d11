package io.iamtighten.testkit;

import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.request.AccessRequest;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;

/** What several properties are asked of: stacks, requests, and both together. */
public abstract class SmallWorld {
    private static final int REQUESTS = 8;

    @Provide
    Arbitrary<AccessCase> cases() {
        return StackArbitraries.cases();
    }

    @Provide
    Arbitrary<AccessCase> identityCases() {
        return StackArbitraries.identityCases();
    }

    @Provide
    Arbitrary<PolicyStack> stacks() {
        return StackArbitraries.stacks();
    }

    @Provide
    Arbitrary<List<AccessRequest>> requests() {
        return RequestArbitraries.requests().list().ofSize(REQUESTS);
    }
}
