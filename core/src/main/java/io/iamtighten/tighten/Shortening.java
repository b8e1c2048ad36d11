package io.iamtighten.tighten;

import java.util.List;

/**
 * What was done to a service's statements so that the proposal fits IAM's quotas, and what that gave away.
 *
 * @param service the service's prefix
 * @param how the way, in words
 * @param actions actions that are allowed for no other reason, in order; {@code Level action}, such as {@code Read s3:GetObject}
 */
public record Shortening(String service, String how, List<String> actions) {
    /** Copies the list. */
    public Shortening {
        actions = List.copyOf(actions);
    }
}
