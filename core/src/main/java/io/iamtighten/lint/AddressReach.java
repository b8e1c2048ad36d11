package io.iamtighten.lint;

import io.iamtighten.policy.StatementRef;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.values.IpRange;
import java.util.List;
import java.util.Optional;

/**
 * From where some permissions of a principal can be used: the exact set of source addresses, over all its Allow and Deny statements.
 *
 * @param actions the actions, in the catalog's order; all of them are named by the same statements
 * @param statements the Allow statements that name them
 * @param ranges the public addresses, as the fewest blocks, in order; empty when there are none
 * @param privateRanges blocks of private addresses that conditions let through, and that no request over the internet comes from
 * @param withoutAddress whether requests without {@code aws:SourceIp}, such as those through VPC endpoints, are allowed
 * @param undecided why the set is not known; then the other components say nothing
 * @param example an allowed request from an address that some condition of the statements does not name, or without one; empty when
 *     there is none
 */
public record AddressReach(
        List<String> actions,
        List<StatementRef> statements,
        List<IpRange> ranges,
        List<IpRange> privateRanges,
        boolean withoutAddress,
        Optional<String> undecided,
        Optional<AccessRequest> example) {
    /** Copies the lists. */
    public AddressReach {
        actions = List.copyOf(actions);
        statements = List.copyOf(statements);
        ranges = List.copyOf(ranges);
        privateRanges = List.copyOf(privateRanges);
    }

    /** Returns whether the permissions can be used from an address. */
    public boolean contains(IpRange address) {
        return ranges.stream().anyMatch(r -> r.contains(address))
                || privateRanges.stream().anyMatch(r -> r.contains(address));
    }

    /** Returns whether every IPv4 address is among the ranges. */
    public boolean everywhere() {
        return ranges.stream().anyMatch(r -> !r.v6() && r.prefixLength() == 0);
    }

    /** Returns whether the permissions can be used from nowhere. */
    public boolean nowhere() {
        return undecided.isEmpty() && ranges.isEmpty() && privateRanges.isEmpty() && !withoutAddress;
    }
}
