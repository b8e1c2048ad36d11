package io.iamtighten.tighten;

import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The smallest set of address blocks, of at most a given number, that covers addresses: exact, by dynamic programming over the
 * blocks' tree. An IPv6 address stands for its /64, since hosts change the rest of it daily (RFC 8981); sizes are
 * counted in IPv4 addresses and in IPv6 networks of that length.
 */
final class NetworkCover {
    /** Wider blocks say nothing about a network. */
    static final int WIDEST_V4 = 16;
    /** What registries give to a provider at least. */
    static final int WIDEST_V6 = 32;

    private static final int HOST_V6 = 64;

    private NetworkCover() {}

    /**
     * Returns the blocks in order, or empty when that many of the widest blocks do not suffice. Takes {@code O(n · budget²)}.
     *
     * @param addresses addresses or blocks, at least one
     * @param budget the most blocks, at least 1
     */
    static Optional<List<IpRange>> of(Collection<IpRange> addresses, int budget) {
        TreeSet<IpRange> leaves = new TreeSet<>();
        for (IpRange address : addresses) {
            leaves.add(
                    address.v6() && address.prefixLength() > HOST_V6
                            ? IpRange.of(true, address.high(), address.low(), HOST_V6)
                            : address);
        }
        List<IpRange> v4 = leaves.stream().filter(r -> !r.v6()).toList();
        List<IpRange> v6 = leaves.stream().filter(IpRange::v6).toList();
        if (v4.isEmpty() || v6.isEmpty()) {
            return best(tree(v4.isEmpty() ? v6 : v4, budget), budget);
        }
        return best(join(tree(v4, budget), tree(v6, budget), budget), budget);
    }

    /** By number of blocks (0 is never possible): the least size, infinite when there is none, and the blocks. */
    private record Covers(double[] size, List<List<IpRange>> blocks) {}

    private static Optional<List<IpRange>> best(Covers covers, int budget) {
        int best = 0;
        for (int k = 1; k <= budget; k++) {
            if (covers.size()[k] < covers.size()[best]) {
                best = k;
            }
        }
        return best == 0
                ? Optional.empty()
                : Optional.of(covers.blocks().get(best).stream().sorted().toList());
    }

    private static Covers none(int budget) {
        double[] size = new double[budget + 1];
        Arrays.fill(size, Double.POSITIVE_INFINITY);
        List<List<IpRange>> blocks = new ArrayList<>();
        for (int k = 0; k <= budget; k++) {
            blocks.add(List.of());
        }
        return new Covers(size, blocks);
    }

    /** Covers blocks of one family in order; recursion is as deep as an address has bits. */
    private static Covers tree(List<IpRange> leaves, int budget) {
        IpRange first = leaves.get(0);
        IpRange last = leaves.get(leaves.size() - 1);
        int length = Math.min(first.prefixLength(), last.prefixLength());
        while (!IpRange.of(first.v6(), first.high(), first.low(), length).contains(last)) {
            length--;
        }
        IpRange whole = IpRange.of(first.v6(), first.high(), first.low(), length);
        Covers covers = none(budget);
        if (leaves.size() > 1 && !leaves.contains(whole)) {
            int split = 1;
            IpRange half = IpRange.of(first.v6(), first.high(), first.low(), length + 1);
            while (half.contains(leaves.get(split))) {
                split++;
            }
            covers = join(
                    tree(leaves.subList(0, split), budget), tree(leaves.subList(split, leaves.size()), budget), budget);
        }
        if (length >= (first.v6() ? WIDEST_V6 : WIDEST_V4)) {
            covers.size()[1] = Math.pow(2, (first.v6() ? HOST_V6 : 32) - length);
            covers.blocks().set(1, List.of(whole));
        }
        return covers;
    }

    private static Covers join(Covers a, Covers b, int budget) {
        Covers joined = none(budget);
        for (int i = 1; i < budget; i++) {
            for (int j = 1; i + j <= budget; j++) {
                double size = a.size()[i] + b.size()[j];
                if (size < joined.size()[i + j]) {
                    joined.size()[i + j] = size;
                    List<IpRange> blocks = new ArrayList<>(a.blocks().get(i));
                    blocks.addAll(b.blocks().get(j));
                    joined.blocks().set(i + j, blocks);
                }
            }
        }
        return joined;
    }
}
