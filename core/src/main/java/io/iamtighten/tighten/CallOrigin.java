package io.iamtighten.tighten;

import io.iamtighten.usage.SourceNetwork;
import io.iamtighten.usage.UseContext;
import io.iamtighten.values.IpRange;
import java.util.Optional;

/** Who made a call, as far as its record tells. */
enum CallOrigin {
    /** The principal itself. */
    OWN,
    /** A service, for the principal. */
    SERVICE,
    /** The record does not tell. */
    UNTOLD;

    static CallOrigin of(UseContext context) {
        if (context.viaService().isPresent()) {
            return SERVICE;
        }
        // Without a source, as when a summary folded too many, a service may have made the call.
        return context.source()
                .map(source -> source instanceof SourceNetwork.Service ? SERVICE : OWN)
                .orElse(UNTOLD);
    }

    /** Returns the public address of the principal's own call; a private one came through an endpoint that the record lacks. */
    static Optional<IpRange> publicAddress(UseContext context) {
        return context.source()
                .filter(source -> source instanceof SourceNetwork.Address)
                .flatMap(source -> IpRange.parse(((SourceNetwork.Address) source).ip()))
                .filter(address -> !address.isPrivate());
    }

    /** Returns the VPC endpoint that the principal's own call came through. */
    static Optional<String> endpoint(UseContext context) {
        return context.source()
                .filter(source -> source instanceof SourceNetwork.VpcEndpoint)
                .map(source -> ((SourceNetwork.VpcEndpoint) source).id());
    }
}
