package io.iamtighten.tighten;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class NetworkCoverPropertyTest {
    private static List<IpRange> addresses(List<Integer> hosts) {
        return hosts.stream()
                .map(h -> IpRange.of(false, 0, 0xc6336400L | (h & 15) | (long) (h & 48) << 4, 32))
                .toList();
    }

    @Property(tries = 300)
    void everyAddressIsCoveredWithinTheBudget(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 63) Integer> hosts,
            @ForAll @IntRange(min = 1, max = 5) int budget) {
        List<IpRange> addresses = addresses(hosts);
        List<IpRange> cover = NetworkCover.of(addresses, budget).orElseThrow();
        assertThat(cover).hasSizeLessThanOrEqualTo(budget);
        assertThat(addresses).allMatch(address -> cover.stream().anyMatch(block -> block.contains(address)));
    }

    /** The slow witness tries every set of blocks that the addresses' common blocks give. */
    @Property(tries = 100)
    void noCoverIsSmaller(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 0, max = 63) Integer> hosts,
            @ForAll @IntRange(min = 1, max = 3) int budget) {
        List<IpRange> addresses = addresses(hosts);
        Set<IpRange> blocks = new HashSet<>();
        for (IpRange address : addresses) {
            for (int length = NetworkCover.WIDEST_V4; length <= 32; length++) {
                blocks.add(IpRange.of(false, 0, address.low(), length));
            }
        }
        double least = least(new ArrayList<>(blocks), addresses, budget).orElseThrow();
        double found = NetworkCover.of(addresses, budget).orElseThrow().stream()
                .mapToDouble(NetworkCoverPropertyTest::size)
                .sum();
        assertThat(found).isEqualTo(least);
    }

    private static double size(IpRange block) {
        return Math.pow(2, 32 - block.prefixLength());
    }

    private static Optional<Double> least(List<IpRange> blocks, List<IpRange> open, int budget) {
        if (open.isEmpty()) {
            return Optional.of(0.0);
        }
        Optional<Double> best = Optional.empty();
        if (budget == 0) {
            return best;
        }
        for (IpRange block : blocks) {
            if (block.contains(open.get(0))) {
                List<IpRange> rest = open.stream()
                        .filter(address -> !block.contains(address))
                        .toList();
                Optional<Double> other = least(blocks, rest, budget - 1);
                if (other.isPresent() && best.orElse(Double.MAX_VALUE) > other.get() + size(block)) {
                    best = Optional.of(other.get() + size(block));
                }
            }
        }
        return best;
    }

    @Property(tries = 50)
    void bothFamiliesShareTheBudget(@ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 63) Integer> hosts) {
        List<IpRange> addresses = new ArrayList<>(addresses(hosts));
        hosts.forEach(h -> addresses.add(IpRange.of(true, 0x20010db800000000L | h, 0x1234567L * (h + 1), 128)));
        List<IpRange> cover = NetworkCover.of(addresses, 3).orElseThrow();
        assertThat(cover).hasSizeLessThanOrEqualTo(3).anyMatch(IpRange::v6).anyMatch(r -> !r.v6());
        assertThat(addresses).allMatch(address -> cover.stream().anyMatch(block -> block.contains(address)));
        assertThat(NetworkCover.of(addresses, 1)).isEmpty();
    }
}
