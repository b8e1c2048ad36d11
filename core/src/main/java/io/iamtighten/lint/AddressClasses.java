package io.iamtighten.lint;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.ConditionOperator;
import io.iamtighten.values.IpRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * All addresses, divided into the classes that no condition of a set of conditions tells apart: each block without the
 * blocks inside of it, the rest of each address family, and no address at all. Blocks are nested or disjoint, so every class
 * is one block without its inner blocks.
 */
final class AddressClasses {
    /**
     * One class.
     *
     * @param block the block, empty for requests without an address
     * @param holes the blocks inside of it that are classes of their own
     */
    record AddressClass(Optional<IpRange> block, List<IpRange> holes) {
        String text() {
            if (block.isEmpty()) {
                return "requests without the key";
            }
            IpRange range = block.get();
            String name = range.prefixLength() == 0 ? (range.v6() ? "IPv6" : "IPv4") : range.toString();
            return holes.isEmpty()
                    ? name
                    : name + " without "
                            + String.join(
                                    ", ", holes.stream().map(IpRange::toString).toList());
        }
    }

    private final List<AddressClass> classes;

    private AddressClasses(List<AddressClass> classes) {
        this.classes = List.copyOf(classes);
    }

    /** Returns the classes of the blocks that conditions of the address family name; unreadable values are in no class. */
    static AddressClasses of(List<Condition> conditions) {
        TreeSet<IpRange> blocks = new TreeSet<>();
        blocks.add(IpRange.of(false, 0, 0, 0));
        blocks.add(IpRange.of(true, 0, 0, 0));
        for (Condition condition : conditions) {
            if (condition.operator().operator().family() == ConditionOperator.Family.IP_ADDRESS) {
                condition.values().forEach(v -> IpRange.parse(v).ifPresent(blocks::add));
            }
        }
        List<AddressClass> classes = new ArrayList<>();
        for (IpRange block : blocks) {
            List<IpRange> inner = maximalInside(block, blocks);
            if (!covered(block, inner)) {
                classes.add(new AddressClass(Optional.of(block), inner));
            }
        }
        classes.add(new AddressClass(Optional.empty(), List.of()));
        return new AddressClasses(classes);
    }

    List<AddressClass> all() {
        return classes;
    }

    private static List<IpRange> maximalInside(IpRange block, TreeSet<IpRange> blocks) {
        List<IpRange> inner = new ArrayList<>();
        for (IpRange other : blocks) {
            boolean inside = block.contains(other) && !other.equals(block);
            if (inside && inner.stream().noneMatch(i -> i.contains(other))) {
                inner.add(other);
            }
        }
        return inner;
    }

    /** Whether disjoint blocks fill a block: by halves, down to the blocks themselves. */
    static boolean covered(IpRange block, List<IpRange> inner) {
        if (inner.isEmpty()) {
            return false;
        }
        if (inner.size() == 1 && inner.get(0).contains(block)) {
            return true;
        }
        int width = block.v6() ? 128 : 32;
        if (block.prefixLength() == width) {
            return false;
        }
        for (IpRange half : halves(block)) {
            List<IpRange> within = new ArrayList<>();
            for (IpRange range : inner) {
                if (range.contains(half)) {
                    within = List.of(range);
                    break;
                }
                if (half.contains(range)) {
                    within.add(range);
                }
            }
            if (!covered(half, within)) {
                return false;
            }
        }
        return true;
    }

    private static List<IpRange> halves(IpRange block) {
        int length = block.prefixLength() + 1;
        int bit = (block.v6() ? 128 : 32) - length;
        long high = block.high() | (bit >= 64 ? 1L << (bit - 64) : 0);
        long low = block.low() | (bit < 64 ? 1L << bit : 0);
        return List.of(
                IpRange.of(block.v6(), block.high(), block.low(), length), IpRange.of(block.v6(), high, low, length));
    }

    /** Returns whether a condition on an address holds for the members of a class. */
    static boolean holds(Condition condition, AddressClass of) {
        ConditionOperator operator = condition.operator().operator();
        if (operator == ConditionOperator.NULL) {
            return condition.values().contains(of.block().isEmpty() ? "true" : "false");
        }
        if (of.block().isEmpty()) {
            return switch (condition.operator().quantifier()) {
                case NONE -> operator.negated() || condition.operator().ifExists();
                case FOR_ALL_VALUES -> true;
                case FOR_ANY_VALUE -> condition.operator().ifExists();
            };
        }
        boolean readable = true;
        for (String value : condition.values()) {
            Optional<IpRange> range = IpRange.parse(value);
            if (range.isEmpty()) {
                readable = false;
            } else if (range.get().contains(of.block().get())) {
                return !operator.negated();
            }
        }
        return operator.negated() && readable;
    }

    /** Returns an address of a class: the first that is in none of the holes. */
    static Optional<IpRange> member(AddressClass of) {
        return of.block().flatMap(block -> free(block, of.holes()));
    }

    /** Returns the blocks that a class is made of, without its holes. */
    static List<IpRange> blocks(AddressClass of) {
        List<IpRange> blocks = new ArrayList<>();
        of.block().ifPresent(block -> split(block, of.holes(), blocks));
        return blocks;
    }

    private static void split(IpRange block, List<IpRange> holes, List<IpRange> into) {
        if (holes.stream().noneMatch(block::intersects)) {
            into.add(block);
        } else if (holes.stream().noneMatch(h -> h.contains(block))) {
            halves(block).forEach(half -> split(half, holes, into));
        }
    }

    /** Returns disjoint blocks as the fewest ones: two halves of a block are that block. */
    static List<IpRange> joined(List<IpRange> blocks) {
        TreeSet<IpRange> joined = new TreeSet<>(blocks);
        List<IpRange> open = new ArrayList<>(joined);
        while (!open.isEmpty()) {
            IpRange block = open.remove(open.size() - 1);
            if (block.prefixLength() > 0 && joined.contains(block)) {
                IpRange whole = IpRange.of(block.v6(), block.high(), block.low(), block.prefixLength() - 1);
                List<IpRange> halves = halves(whole);
                if (joined.containsAll(halves)) {
                    halves.forEach(joined::remove);
                    joined.add(whole);
                    open.add(whole);
                }
            }
        }
        return List.copyOf(joined);
    }

    private static Optional<IpRange> free(IpRange block, List<IpRange> holes) {
        if (holes.stream().anyMatch(h -> h.contains(block))) {
            return Optional.empty();
        }
        if (holes.stream().noneMatch(block::contains)) {
            return Optional.of(IpRange.of(block.v6(), block.high(), block.low(), block.v6() ? 128 : 32));
        }
        for (IpRange half : halves(block)) {
            Optional<IpRange> found = free(half, holes);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
