package io.iamtighten.usage;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a call's record tells of the request context.
 *
 * @param region where the call went ({@code aws:RequestedRegion}); empty when the record does not say
 * @param source where it came from; empty when the record does not say, or when a summary folded too many sources
 * @param viaService the service that made the call for the principal ({@code invokedBy}; sets {@code aws:ViaAWSService}), or empty
 * @param secureTransport whether the call used TLS; empty when the record does not say
 * @param mfa whether the session was authenticated with MFA; empty when the record does not say
 * @param keys further context keys of this action's check, in lower case, such as {@code iam:passedtoservice}
 */
public record UseContext(
        Optional<String> region,
        Optional<SourceNetwork> source,
        Optional<String> viaService,
        Optional<Boolean> secureTransport,
        Optional<Boolean> mfa,
        Map<String, String> keys) {
    /** Copies the map, in order of the keys. */
    public UseContext {
        keys = keys.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(keys));
    }

    /** Returns a context of which nothing is known. */
    public static UseContext unknown() {
        return new UseContext(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }
}
