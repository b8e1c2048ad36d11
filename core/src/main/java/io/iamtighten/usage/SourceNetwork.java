package io.iamtighten.usage;

import io.iamtighten.values.IpRange;
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

    /**
     * Returns where a record says that its call came from, or empty when it does not say.
     *
     * @param sourceIpAddress {@code sourceIPAddress}: an address, a service's name, or {@code AWS Internal}
     * @param vpcEndpointId {@code vpcEndpointId}, or empty; of a call by a service it is not the caller's endpoint
     */
    static Optional<SourceNetwork> of(String sourceIpAddress, String vpcEndpointId) {
        if (isAddress(sourceIpAddress)) {
            return Optional.of(
                    vpcEndpointId.isEmpty()
                            ? new Address(sourceIpAddress)
                            : new VpcEndpoint(vpcEndpointId, Optional.of(sourceIpAddress)));
        }
        if (sourceIpAddress.equals("AWS Internal")
                || sourceIpAddress.endsWith(".amazonaws.com")
                || sourceIpAddress.endsWith(".amazonaws.com.cn")
                || sourceIpAddress.endsWith(".amazon.com")) {
            return Optional.of(new Service(sourceIpAddress));
        }
        return vpcEndpointId.isEmpty()
                ? Optional.empty()
                : Optional.of(new VpcEndpoint(vpcEndpointId, Optional.empty()));
    }

    private static boolean isAddress(String text) {
        boolean begins = !text.isEmpty() && (text.charAt(0) <= '9' || text.indexOf(':') >= 0);
        return begins && text.indexOf('/') < 0 && IpRange.parse(text).isPresent();
    }
}
