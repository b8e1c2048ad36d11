package io.iamtighten.aws.trail;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A piece of a record's text that was scanned once, with what was found in it: where the same bytes come again, so does that. */
final class Stretch {
    /** Told apart by this alone: no two of one table have the same number. */
    final int number;

    private final byte[] bytes;
    private final byte[] ids;
    private final int[] places;
    /** The fields in it, as bits. */
    final long fields;
    /** Tells stretches apart that often come together with this one. */
    final long hint;
    /** Who calls, for a caller's identity, once that is known. */
    UseMemory.@Nullable Who who;

    private Stretch(int number, byte[] bytes, byte[] ids, int[] places, long fields, long hint) {
        this.number = number;
        this.bytes = bytes;
        this.ids = ids;
        this.places = places;
        this.fields = fields;
        this.hint = hint;
    }

    /** Returns how long it is, the sign behind it included. */
    int length() {
        return bytes.length;
    }

    /** Returns whether it stands at a place in a text. */
    boolean isAt(byte[] text, int at, int limit) {
        return at + bytes.length <= limit && Arrays.equals(text, at, at + bytes.length, bytes, 0, bytes.length);
    }

    /** Tells where the fields are in a text that has the stretch at a place. */
    void place(int at, int[] start, int[] end) {
        for (int i = 0; i < ids.length; i++) {
            start[ids[i]] = at + places[2 * i];
            end[ids[i]] = at + places[2 * i + 1];
        }
    }

    /** The stretches met last, as many as there is room for. */
    static final class Table {
        private static final int MAX_LENGTH = 1 << 10;

        private final @Nullable Stretch[] places;
        private int last;

        /** Makes an empty table for so many, a power of two. */
        Table(int size) {
            places = new @Nullable Stretch[size];
        }

        /** Returns the stretch with this hash that stands at a place in a text, or null. */
        @Nullable
        Stretch find(long hash, byte[] text, int at, int limit) {
            int place = place(hash);
            Stretch first = places[place];
            if (first != null && first.isAt(text, at, limit)) {
                return first;
            }
            Stretch second = places[place ^ 1];
            return second != null && second.isAt(text, at, limit) ? second : null;
        }

        /** Remembers a stretch, in place of another. Returns it, or null when it is empty or too long. */
        @Nullable
        Stretch add(long hash, Slices record, int from, int to, long fields, int hinted) {
            if (to <= from || to - from > MAX_LENGTH) {
                return null;
            }
            long counting = fields & Slices.PLACED;
            byte[] ids = new byte[Long.bitCount(counting)];
            int[] places = new int[2 * ids.length];
            int i = 0;
            for (long left = counting; left != 0; left &= left - 1) {
                int id = Long.numberOfTrailingZeros(left);
                ids[i] = (byte) id;
                if (record.has(id)) {
                    places[2 * i] = record.start[id] - from;
                    places[2 * i + 1] = record.end[id] - from;
                }
                i++;
            }
            long hint = 0;
            for (int at = record.from(hinted); (fields & 1L << hinted) != 0 && at < record.to(hinted); at++) {
                hint = 31 * hint + record.text[at];
            }
            Stretch stretch = new Stretch(++last, Arrays.copyOfRange(record.text, from, to), ids, places, fields, hint);
            int place = place(hash);
            this.places[place ^ 1] = this.places[place];
            this.places[place] = stretch;
            return stretch;
        }

        private int place(long hash) {
            return (int) (hash * 0x9e3779b97f4a7c15L >>> 40) & places.length - 1;
        }
    }
}
