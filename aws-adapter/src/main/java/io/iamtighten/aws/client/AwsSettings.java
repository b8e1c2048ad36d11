package io.iamtighten.aws.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach AWS. What is not given is found as the AWS CLI finds it: environment, profile, container and instance.
 *
 * @param profile the profile of the shared configuration, or empty for the environment's
 * @param region the region, or empty for the environment's or the profile's
 * @param endpoint where every service is instead of AWS, or empty
 * @param env the environment: {@code AWS_ENDPOINT_URL}, {@code AWS_ENDPOINT_URL_IAM} ..., {@code AWS_DEFAULT_REGION}, and keys
 * @param attempts how often a call is tried
 * @param backoff the first pause between two tries, which doubles; after throttling five times as long
 * @param attemptTimeout how long one try may take
 * @param parallel how many calls are in flight at once
 */
public record AwsSettings(
        Optional<String> profile,
        Optional<String> region,
        Optional<URI> endpoint,
        Map<String, String> env,
        int attempts,
        Duration backoff,
        Duration attemptTimeout,
        int parallel) {
    private static final int ATTEMPTS = 8;
    private static final int PARALLEL = 8;

    /**
     * Copies the environment.
     *
     * @throws IllegalArgumentException when a number is not positive
     */
    public AwsSettings {
        env = Map.copyOf(env);
        if (attempts < 1 || parallel < 1 || backoff.isNegative() || attemptTimeout.isNegative()) {
            throw new IllegalArgumentException("attempts, parallel and times are positive");
        }
    }

    /** Returns the settings of an environment. */
    public static AwsSettings of(Map<String, String> env) {
        return new AwsSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                env,
                ATTEMPTS,
                Duration.ofMillis(200),
                Duration.ofSeconds(60),
                PARALLEL);
    }

    /** Returns the same settings with a profile, where one is given. */
    public AwsSettings withProfile(Optional<String> name) {
        return new AwsSettings(name, region, endpoint, env, attempts, backoff, attemptTimeout, parallel);
    }

    /** Returns the same settings with a region, where one is given. */
    public AwsSettings withRegion(Optional<String> name) {
        return new AwsSettings(profile, name, endpoint, env, attempts, backoff, attemptTimeout, parallel);
    }

    /** Returns the same settings with an endpoint, where one is given. */
    public AwsSettings withEndpoint(Optional<URI> url) {
        return new AwsSettings(profile, region, url, env, attempts, backoff, attemptTimeout, parallel);
    }

    /** Returns the same settings with other tries. */
    public AwsSettings withAttempts(int tries, Duration firstPause, Duration timeout) {
        return new AwsSettings(profile, region, endpoint, env, tries, firstPause, timeout, parallel);
    }

    /** Returns where a service is instead of AWS, as option and environment say it; the SDK itself looks into the profile. */
    Optional<URI> endpointOf(String service) {
        if (endpoint.isPresent()) {
            return endpoint;
        }
        if ("true".equalsIgnoreCase(env.getOrDefault("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", ""))) {
            return Optional.empty();
        }
        String own = env.getOrDefault("AWS_ENDPOINT_URL_" + service.toUpperCase(java.util.Locale.ROOT), "");
        String url = own.isBlank() ? env.getOrDefault("AWS_ENDPOINT_URL", "") : own;
        if (url.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(url));
        } catch (IllegalArgumentException e) {
            throw AwsException.of(AwsException.Kind.UNREACHABLE, "", "the endpoint `" + url + "` is not a URL");
        }
    }
}
