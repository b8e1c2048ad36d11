package io.iamtighten.values;

import java.util.Optional;

/**
 * A CIDR block of IPv4 or IPv6 addresses. The two families never overlap; an IPv4-mapped IPv6 address is an IPv6 address.
 *
 * @param v6 whether the addresses are IPv6
 * @param high the upper 64 bits of the first address; 0 for IPv4
 * @param low the lower 64 bits of the first address; IPv4 in the lowest 32
 * @param prefixLength the number of fixed bits, 0 to 32 or 0 to 128
 */
public record IpRange(boolean v6, long high, long low, int prefixLength) implements Comparable<IpRange> {
    /** Returns the block that a text spells, host bits cleared, or empty. An address without prefix is that one address. */
    public static Optional<IpRange> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean v6 = address.indexOf(':') >= 0;
        long[] bits = v6 ? parseV6(address) : parseV4(address);
        if (bits.length == 0) {
            return Optional.empty();
        }
        int width = v6 ? 128 : 32;
        int prefix = slash < 0 ? width : number(text.substring(slash + 1), width);
        if (prefix < 0) {
            return Optional.empty();
        }
        return Optional.of(of(v6, bits[0], bits[1], prefix));
    }

    /** Returns the 32 bits of a text that is one IPv4 address without prefix, otherwise -1; allocates nothing. */
    public static long plainV4(String text) {
        long address = 0;
        int octet = 0;
        int digits = 0;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (digits == 0 || ++dots > 3) {
                    return -1;
                }
                address = address << 8 | octet;
                octet = 0;
                digits = 0;
            } else {
                octet = octet * 10 + c - '0';
                if (c < '0' || c > '9' || ++digits > 3 || octet > 255) {
                    return -1;
                }
            }
        }
        return dots == 3 && digits > 0 ? address << 8 | octet : -1;
    }

    /** Returns whether an IPv4 address, given as its 32 bits, is in the block. */
    public boolean containsV4(long address) {
        return !v6 && (prefixLength == 0 || (address ^ low) >>> (32 - prefixLength) == 0);
    }

    /** Returns the block of a prefix length that holds an address. */
    public static IpRange of(boolean v6, long high, long low, int prefixLength) {
        int host = (v6 ? 128 : 32) - prefixLength;
        long maskLow = host >= 64 ? 0 : -1L << host;
        long maskHigh = host >= 128 ? 0 : host > 64 ? -1L << (host - 64) : -1L;
        return new IpRange(v6, high & maskHigh, low & maskLow & (v6 ? -1L : 0xffffffffL), prefixLength);
    }

    /** Returns whether the text of an address block has bits set behind its prefix. */
    public static boolean hasHostBits(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return false;
        }
        Optional<IpRange> block = parse(text);
        Optional<IpRange> address = parse(text.substring(0, slash));
        return block.isPresent()
                && address.isPresent()
                && (block.get().high != address.get().high || block.get().low != address.get().low);
    }

    private static int number(String text, int most) {
        if (text.isEmpty() || text.length() > 3) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value <= most ? value : -1;
    }

    private static long[] parseV4(String text) {
        long value = 0;
        int from = 0;
        for (int part = 0; part < 4; part++) {
            int end = part == 3 ? text.length() : text.indexOf('.', from);
            if (end < 0 || end - from > 3) {
                return new long[0];
            }
            int octet = number(text.substring(from, end), 255);
            if (octet < 0) {
                return new long[0];
            }
            value = value << 8 | octet;
            from = end + 1;
        }
        return new long[] {0, value};
    }

    private static long[] parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return new long[0];
        }
        int[] head = gap < 0 ? groups(text) : groups(text.substring(0, gap));
        int[] tail = gap < 0 ? new int[0] : groups(text.substring(gap + 2));
        int count = head.length + tail.length;
        boolean broken = head.length == 1 && head[0] < 0 || tail.length == 1 && tail[0] < 0;
        if (broken || (gap < 0 ? count != 8 : count > 7)) {
            return new long[0];
        }
        int[] all = new int[8];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, 8 - tail.length, tail.length);
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | all[i];
            low = low << 16 | all[i + 4];
        }
        return new long[] {high, low};
    }

    /** The 16-bit groups; one negative entry when the text is not well-formed. */
    private static int[] groups(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        int[] values = new int[parts.length + 1];
        int n = 0;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (i == parts.length - 1 && part.indexOf('.') >= 0) {
                long[] v4 = parseV4(part);
                if (v4.length == 0) {
                    return new int[] {-1};
                }
                values[n++] = (int) (v4[1] >>> 16);
                values[n++] = (int) (v4[1] & 0xffff);
                continue;
            }
            if (part.isEmpty() || part.length() > 4 || n >= 8) {
                return new int[] {-1};
            }
            int value = 0;
            for (int k = 0; k < part.length(); k++) {
                int digit = Character.digit(part.charAt(k), 16);
                if (digit < 0 || part.charAt(k) > 'f') {
                    return new int[] {-1};
                }
                value = value << 4 | digit;
            }
            values[n++] = value;
        }
        return java.util.Arrays.copyOf(values, n);
    }

    /** Returns whether every address of the other block is in this one. */
    public boolean contains(IpRange other) {
        return v6 == other.v6
                && prefixLength <= other.prefixLength
                && of(v6, other.high, other.low, prefixLength).equals(this);
    }

    /** Returns whether the blocks have an address in common: then one holds the other. */
    public boolean intersects(IpRange other) {
        return contains(other) || other.contains(this);
    }

    /** Returns whether every address of the block is private, shared, loopback or link-local: never a public source. */
    public boolean isPrivate() {
        for (String block : v6 ? PRIVATE_V6 : PRIVATE_V4) {
            if (parse(block).orElseThrow().contains(this)) {
                return true;
            }
        }
        return false;
    }

    /** RFC 1918, RFC 6598, RFC 1122 and RFC 3927. */
    private static final String[] PRIVATE_V4 = {
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"
    };
    /** RFC 4193, RFC 4291. */
    private static final String[] PRIVATE_V6 = {"fc00::/7", "fe80::/10", "::1/128"};

    @Override
    public int compareTo(IpRange other) {
        if (v6 != other.v6) {
            return v6 ? 1 : -1;
        }
        int order = Long.compareUnsigned(high, other.high);
        order = order != 0 ? order : Long.compareUnsigned(low, other.low);
        return order != 0 ? order : Integer.compare(prefixLength, other.prefixLength);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (v6) {
            for (int i = 0; i < 8; i++) {
                long word = i < 4 ? high : low;
                text.append(i == 0 ? "" : ":").append(Long.toHexString(word >>> (48 - 16 * (i & 3)) & 0xffff));
            }
        } else {
            for (int shift = 24; shift >= 0; shift -= 8) {
                text.append(shift == 24 ? "" : ".").append(low >>> shift & 255);
            }
        }
        return text.append('/').append(prefixLength).toString();
    }
}
