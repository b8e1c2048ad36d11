package io.iamtighten.usage;

import java.util.Optional;

/** Where a call came from. */
public sealed interface SourceNetwork {
    /**
     * The internet or AWS's public network, by address.
     *
     * @param ip the address, v4 or v6
     */
    record Address(String ip) implements SourceNetwork {}

    /**
     * A VPC endpoint.
     *
     * @param id such as {@code vpce-0a1b2c3d}
     * @param ip the caller's private address, or empty
     */
    record VpcEndpoint(String id, Optional<String> ip) implements SourceNetwork {}

    /**
     * An AWS service that passed on the caller's session, or AWS's own network; no source condition must be learnt from it.
     *
     * @param name such as {@code cloudformation.amazonaws.com} or {@code AWS Internal}
     */
    record Service(String name) implements SourceNetwork {}
}
