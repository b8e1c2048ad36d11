package io.iamtighten.access;

import io.iamtighten.values.IpRange;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Picks one value from each elementary interval that some bounds make: each bound, and what lies between, below, above. */
final class Intervals {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private Intervals() {}

    static void numbers(TreeSet<BigDecimal> bounds, Set<String> into) {
        if (bounds.isEmpty()) {
            into.add("0");
            return;
        }
        into.add(bounds.first().subtract(BigDecimal.ONE).toPlainString());
        BigDecimal before = null;
        for (BigDecimal bound : bounds) {
            if (before != null) {
                into.add(before.add(bound).divide(TWO).toPlainString());
            }
            into.add(bound.toPlainString());
            before = bound;
        }
        into.add(bounds.last().add(BigDecimal.ONE).toPlainString());
    }

    static void instants(TreeSet<Instant> bounds, Set<String> into) {
        if (bounds.isEmpty()) {
            into.add(Instant.EPOCH.toString());
            return;
        }
        into.add(bounds.first().minusSeconds(86_400).toString());
        Instant before = null;
        for (Instant bound : bounds) {
            if (before != null) {
                Duration gap = Duration.between(before, bound);
                // Two bounds a nanosecond apart have nothing between them that a request could spell.
                if (gap.compareTo(Duration.ofNanos(1)) > 0) {
                    into.add(before.plus(gap.dividedBy(2)).toString());
                }
            }
            into.add(bound.toString());
            before = bound;
        }
        into.add(bounds.last().plusSeconds(86_400).toString());
    }

    static void addresses(List<IpRange> blocks, Set<String> into) {
        for (boolean v6 : new boolean[] {false, true}) {
            // Where an interval starts: at zero, at each block's first address, and behind its last.
            TreeSet<BigInteger> starts = new TreeSet<>();
            starts.add(BigInteger.ZERO);
            int width = v6 ? 128 : 32;
            BigInteger end = BigInteger.ONE.shiftLeft(width);
            for (IpRange block : blocks) {
                if (block.v6() == v6) {
                    BigInteger first = number(block);
                    starts.add(first);
                    BigInteger past = first.add(BigInteger.ONE.shiftLeft(width - block.prefixLength()));
                    if (past.compareTo(end) < 0) {
                        starts.add(past);
                    }
                }
            }
            for (BigInteger start : starts) {
                into.add(text(IpRange.of(v6, start.shiftRight(64).longValue(), start.longValue(), width)));
            }
        }
    }

    private static String text(IpRange address) {
        String text = address.toString();
        return text.substring(0, text.indexOf('/'));
    }

    private static BigInteger number(IpRange block) {
        BigInteger low = new BigInteger(Long.toUnsignedString(block.low()));
        return new BigInteger(Long.toUnsignedString(block.high())).shiftLeft(64).add(low);
    }
}
