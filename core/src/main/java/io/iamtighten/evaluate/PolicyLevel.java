package io.iamtighten.evaluate;

import io.iamtighten.policy.NamedPolicy;
import java.util.List;

/**
 * The policies that an organization attaches at one level: its root, an organizational unit, or an account.
 *
 * @param id the level's id, such as {@code r-ab12} or {@code ou-ab12-11111111}
 * @param policies the policies; an SCP level without policies allows nothing
 */
public record PolicyLevel(String id, List<NamedPolicy> policies) {
    /** Copies the list. */
    public PolicyLevel {
        policies = List.copyOf(policies);
    }
}
