package io.iamtighten.aws.trail;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Writes deflate data (RFC 1951) that no compressor would: blocks of all three types with random codes of up to 15 bits, random symbols,
 * and, where asked for, numbers that the format forbids.
 */
final class DeflateText {
    private static final int[] LENGTH_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final int[] LENGTH_EXTRA = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };

    private final Random random;
    private final boolean wrong;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int bits;
    private int count;
    private int produced;

    private DeflateText(Random random, boolean wrong) {
        this.random = random;
        this.wrong = wrong;
    }

    /**
     * Returns such data.
     *
     * @param wrong whether there is an error in about half of them
     */
    static byte[] random(Random random, boolean wrong) {
        DeflateText text = new DeflateText(random, wrong);
        int blocks = 1 + random.nextInt(4);
        for (int i = 0; i < blocks; i++) {
            text.block(i == blocks - 1);
        }
        text.toByte();
        return text.out.toByteArray();
    }

    private boolean slip() {
        return wrong && random.nextInt(12) == 0;
    }

    private void block(boolean last) {
        put(last ? 1 : 0, 1);
        switch (random.nextInt(4)) {
            case 0 -> stored();
            case 1 -> {
                put(1, 2);
                int[] literals = new int[288];
                for (int i = 0; i < 288; i++) {
                    literals[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
                }
                int[] distances = new int[30];
                Arrays.fill(distances, 5);
                symbols(literals, distances);
            }
            default -> {
                put(2, 2);
                int[] literals = code(257 + random.nextInt(30), true);
                int[] distances = code(1 + random.nextInt(30), false);
                header(literals, distances);
                symbols(literals, distances);
            }
        }
    }

    private void stored() {
        put(slip() ? 3 : 0, 2);
        toByte();
        int size = random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(70000) & 0xffff;
        put(size, 16);
        put(slip() ? size : size ^ 0xffff, 16);
        for (int i = 0; i < size; i++) {
            put(random.nextInt(7), 8);
        }
        produced += size;
    }

    /** Returns lengths of codes without gaps for some of the symbols. */
    private int[] code(int symbols, boolean withEnd) {
        int used = withEnd ? 2 + random.nextInt(symbols - 1) : random.nextInt(symbols + 1);
        int[] lengths = new int[symbols];
        if (used == 0 || symbols == 1 || used == 1) {
            lengths[random.nextInt(symbols)] = used == 0 ? 0 : slip() ? 2 : 1;
            return lengths;
        }
        List<Integer> leaves = new ArrayList<>(List.of(1, 1));
        while (leaves.size() < used) {
            // The last ones split most often, which makes for long codes.
            int at = random.nextInt(3) == 0 ? random.nextInt(leaves.size()) : leaves.size() - 1;
            if (leaves.get(at) < 15) {
                int deeper = leaves.remove(at) + 1;
                leaves.add(deeper);
                leaves.add(deeper);
            }
        }
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < symbols; i++) {
            places.add(i);
        }
        Collections.shuffle(places, random);
        if (withEnd) {
            places.remove((Integer) 256);
            places.add(0, 256);
        }
        Collections.shuffle(leaves, random);
        for (int i = 0; i < used; i++) {
            lengths[places.get(i)] = leaves.get(i);
        }
        if (slip()) {
            lengths[places.get(0)] = random.nextInt(16);
        }
        return lengths;
    }

    private void header(int[] literals, int[] distances) {
        put(slip() ? 30 + random.nextInt(2) : literals.length - 257, 5);
        put(slip() ? 30 + random.nextInt(2) : distances.length - 1, 5);
        put(15, 4);
        int[] lengths = new int[19];
        for (int i = 0; i < 19; i++) {
            lengths[i] = i < 13 ? 4 : 5;
        }
        for (int symbol : LENGTH_ORDER) {
            put(slip() ? 3 : lengths[symbol], 3);
        }
        int[] codes = codes(lengths);
        int[] all = new int[literals.length + distances.length];
        System.arraycopy(literals, 0, all, 0, literals.length);
        System.arraycopy(distances, 0, all, literals.length, distances.length);
        int i = 0;
        while (i < all.length) {
            int same = 1;
            while (i + same < all.length && all[i + same] == all[i]) {
                same++;
            }
            if (all[i] == 0 && same >= 11) {
                int times = Math.min(138, same);
                put(codes, lengths, 18);
                put(times - 11, 7);
                i += times;
            } else if (all[i] == 0 && same >= 3) {
                int times = Math.min(10, same);
                put(codes, lengths, 17);
                put(times - 3, 3);
                i += times;
            } else if (i > 0 && all[i] == all[i - 1] && same >= 3) {
                int times = Math.min(6, same);
                put(codes, lengths, 16);
                put(slip() ? 3 : times - 3, 2);
                i += times;
            } else {
                put(codes, lengths, all[i]);
                i++;
            }
        }
    }

    private void symbols(int[] literals, int[] distances) {
        int[] literalCodes = codes(literals);
        int[] distanceCodes = codes(distances);
        int times = random.nextInt(random.nextInt(4) == 0 ? 20000 : 300);
        for (int i = 0; i < times; i++) {
            int symbol = random.nextInt(literals.length);
            if (literals[symbol] == 0 || symbol == 256) {
                continue;
            }
            if (symbol < 256) {
                put(literalCodes, literals, symbol);
                produced++;
                continue;
            }
            int distance = random.nextInt(distances.length);
            if (distances[distance] == 0 || symbol > 285 && !wrong) {
                continue;
            }
            int extra = distance < 4 ? 0 : distance / 2 - 1;
            int least = distance < 4 ? distance + 1 : (2 + distance % 2 << extra) + 1;
            int more = random.nextInt(1 << extra);
            if (least + more > produced && !slip()) {
                continue;
            }
            put(literalCodes, literals, symbol);
            int lengthExtra = symbol > 285 ? 0 : LENGTH_EXTRA[symbol - 257];
            put(random.nextInt(1 << lengthExtra), lengthExtra);
            put(distanceCodes, distances, distance);
            put(more, extra);
            produced += 3;
        }
        put(literalCodes, literals, 256);
    }

    private static int[] codes(int[] lengths) {
        int[] codes = new int[lengths.length];
        int code = 0;
        for (int length = 1; length <= 15; length++) {
            for (int i = 0; i < lengths.length; i++) {
                if (lengths[i] == length) {
                    codes[i] = Integer.reverse(code++) >>> 32 - length;
                }
            }
            code <<= 1;
        }
        return codes;
    }

    private void put(int[] codes, int[] lengths, int symbol) {
        put(codes[symbol], lengths[symbol]);
    }

    private void put(int value, int size) {
        for (int i = 0; i < size; i++) {
            bits |= (value >>> i & 1) << count;
            if (++count == 8) {
                toByte();
            }
        }
    }

    private void toByte() {
        if (count > 0) {
            out.write(bits);
        }
        bits = 0;
        count = 0;
    }
}
