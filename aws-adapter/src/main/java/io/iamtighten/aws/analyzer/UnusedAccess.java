package io.iamtighten.aws.analyzer;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an analyzer of unused access found about a role or user.
 *
 * @param analyzer the analyzer's ARN
 * @param wholePrincipal whether the principal itself is unused
 * @param services services of which nothing was used
 * @param actions single actions that were not used, such as {@code s3:PutObject}
 */
public record UnusedAccess(
        String analyzer, boolean wholePrincipal, SortedSet<String> services, SortedSet<String> actions) {
    /** Copies the sets. */
    public UnusedAccess {
        services = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(services));
        actions = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(actions));
    }
}
