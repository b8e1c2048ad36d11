package io.iamtighten.tighten;

import java.time.Instant;
import java.util.List;

/**
 * A resource that the principal named and that each call said does not exist: looked for, probed, or misspelt. No record of anybody
 * shows it to exist. The proposal still allows the calls, since they were allowed and may be made again.
 *
 * @param resource the resource's ARN, with {@code *} for what the calls left open
 * @param actions the actions tried on it, in order
 * @param calls how many calls tried it
 * @param last the last time
 * @param samples a few event ids that show it
 */
public record NeverFound(String resource, List<String> actions, long calls, Instant last, List<String> samples) {
    /** Copies the lists. */
    public NeverFound {
        actions = List.copyOf(actions);
        samples = List.copyOf(samples);
    }
}
