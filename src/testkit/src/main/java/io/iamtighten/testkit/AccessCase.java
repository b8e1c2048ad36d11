package io.iamtighten.testkit;

import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.request.AccessRequest;

/**
 * A stack of policies with one request to decide.
 *
 * @param stack the policies
 * @param request the request
 */
public record AccessCase(PolicyStack stack, AccessRequest request) {}
