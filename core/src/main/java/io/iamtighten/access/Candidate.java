package io.iamtighten.access;

import io.iamtighten.request.RequestContext;
import java.util.Optional;

/** A request that a question's classes say is an answer; to be confirmed. */
record Candidate(String action, String resource, Optional<Caller> caller, RequestContext context) {}
