package io.iamtighten.tighten;

import io.iamtighten.policy.StatementRef;
import java.util.List;

/**
 * A condition on the caller's address, met in a policy that applies.
 *
 * @param statement where it stands
 * @param deny whether the statement denies
 * @param operator the operator as written, such as {@code NotIpAddress}
 * @param key the context key as written
 * @param ranges the ranges
 * @param inside addresses seen that fall inside, in order
 * @param outside addresses seen that fall outside, in order
 */
public record SourceCondition(
        StatementRef statement,
        boolean deny,
        String operator,
        String key,
        List<String> ranges,
        List<String> inside,
        List<String> outside) {
    /** Copies the lists. */
    public SourceCondition {
        ranges = List.copyOf(ranges);
        inside = List.copyOf(inside);
        outside = List.copyOf(outside);
    }
}
