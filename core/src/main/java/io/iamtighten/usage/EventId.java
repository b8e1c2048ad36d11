package io.iamtighten.usage;

import java.nio.charset.StandardCharsets;

/**
 * What tells one event from another: its {@code eventID}, or the whole record's hash where it has none.
 *
 * @param high the first eight bytes of the UUID, or of the hash
 * @param low the last eight bytes
 * @param text the id as written, where it is not a UUID in lower case; empty for a UUID
 * @param fromRecord whether the record has no id
 * @param shared what tells the call from others where two accounts got a record of it, each with an id of its own; 0 for others
 */
public record EventId(long high, long low, String text, boolean fromRecord, long shared) {
    private static final int UUID_LENGTH = 36;

    private EventId(long high, long low, String text, boolean fromRecord) {
        this(high, low, text, fromRecord, 0);
    }

    /**
     * Returns the same id of a record that several accounts got, each with another {@code eventID}: they count once.
     *
     * @param sharedEventId the record's {@code sharedEventID}
     */
    public EventId sharedAs(String sharedEventId) {
        // Some records have the same text as both ids.
        long print = mix(of(sharedEventId).fingerprint() ^ 0x9e3779b97f4a7c15L);
        return new EventId(high, low, text, fromRecord, print == 0 ? 1 : print);
    }

    /** Returns whether several accounts got a record of the call. */
    public boolean isShared() {
        return shared != 0;
    }

    /** Returns the id that an {@code eventID} spells. */
    public static EventId of(String eventId) {
        if (eventId.length() == UUID_LENGTH) {
            long[] halves = new long[2];
            if (uuid(eventId, halves)) {
                return new EventId(halves[0], halves[1], "", false);
            }
        }
        return new EventId(
                hash(eventId.getBytes(StandardCharsets.UTF_8), 0x9e3779b97f4a7c15L),
                hash(eventId.getBytes(StandardCharsets.UTF_8), 0xc2b2ae3d27d4eb4fL),
                eventId,
                false);
    }

    /** Returns the id of an {@code eventID} that is a UUID in lower case, by its two halves. */
    public static EventId ofUuid(long high, long low) {
        return new EventId(high, low, "", false);
    }

    /** Returns the id of a record without one: two such records are the same exactly when their bytes are, almost surely. */
    public static EventId ofRecord(byte[] record) {
        return new EventId(hash(record, 0x9e3779b97f4a7c15L), hash(record, 0xc2b2ae3d27d4eb4fL), "", true);
    }

    /** Returns the id as an event id for people; empty for a record without one. */
    public String show() {
        if (fromRecord || !text.isEmpty()) {
            return text;
        }
        StringBuilder out = new StringBuilder(UUID_LENGTH);
        hex(high >>> 32, 8, out);
        hex(high >>> 16, 4, out.append('-'));
        hex(high, 4, out.append('-'));
        hex(low >>> 48, 4, out.append('-'));
        hex(low, 12, out.append('-'));
        return out.toString();
    }

    /** Returns 64 bits that two different ids share with a chance of 2<sup>-64</sup>. */
    long fingerprint() {
        return fingerprint(high, low);
    }

    static long fingerprint(long high, long low) {
        return mix(high ^ Long.rotateLeft(low, 29));
    }

    private static boolean uuid(String text, long[] halves) {
        long value = 0;
        int digits = 0;
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = text.charAt(i);
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (c != '-') {
                    return false;
                }
                continue;
            }
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0) {
                return false;
            }
            value = value << 4 | digit;
            if (++digits == 16) {
                halves[0] = value;
            }
        }
        halves[1] = value;
        return true;
    }

    private static void hex(long value, int digits, StringBuilder out) {
        for (int i = digits - 1; i >= 0; i--) {
            out.append(Character.forDigit((int) (value >>> (4 * i)) & 15, 16));
        }
    }

    private static long hash(byte[] bytes, long seed) {
        long hash = seed ^ bytes.length;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
            hash ^= hash >>> 29;
        }
        return mix(hash);
    }

    private static long mix(long value) {
        long v = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        v = (v ^ v >>> 33) * 0xc4ceb9fe1a85ec53L;
        return v ^ v >>> 33;
    }
}
