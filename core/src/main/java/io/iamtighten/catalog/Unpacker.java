package io.iamtighten.catalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link Packer} wrote, from a place in the catalog's bytes. Not thread-safe: make one for each use. */
final class Unpacker {
    private final byte[] bytes;
    private final Texts texts;
    private int at;

    Unpacker(byte[] bytes, int at, Texts texts) {
        this.bytes = bytes;
        this.at = at;
        this.texts = texts;
    }

    /** The shared table of texts; each is decoded when first asked for. Safe to share: strings are immutable. */
    static final class Texts {
        private final byte[] bytes;
        private final int[] ends;
        private final int start;
        private final String[] decoded;

        Texts(Unpacker in) {
            int count = in.count();
            ends = new int[count];
            int end = 0;
            for (int i = 0; i < count; i++) {
                end += in.number();
                ends[i] = end;
            }
            bytes = in.bytes;
            start = in.at;
            decoded = new String[count];
            if (end < 0 || end > bytes.length - start) {
                throw CatalogFormatException.damaged();
            }
        }

        private Texts() {
            bytes = new byte[0];
            ends = new int[0];
            start = 0;
            decoded = new String[0];
        }

        /** Returns the empty table, for the part of a catalog that comes before its table. */
        static Texts none() {
            return new Texts();
        }

        /** Returns where the table ends. */
        int end() {
            return start + (ends.length == 0 ? 0 : ends[ends.length - 1]);
        }

        String get(int number) {
            if (number >= decoded.length) {
                throw CatalogFormatException.damaged();
            }
            String text = decoded[number];
            if (text == null) {
                int from = number == 0 ? 0 : ends[number - 1];
                text = new String(bytes, start + from, ends[number] - from, StandardCharsets.UTF_8);
                decoded[number] = text;
            }
            return text;
        }
    }

    int position() {
        return at;
    }

    void skip(int count) {
        if (count > bytes.length - at) {
            throw CatalogFormatException.damaged();
        }
        at += count;
    }

    int number() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (at >= bytes.length) {
                throw CatalogFormatException.damaged();
            }
            byte b = bytes[at++];
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                if (value < 0) {
                    throw CatalogFormatException.damaged();
                }
                return value;
            }
        }
        throw CatalogFormatException.damaged();
    }

    /** Returns a number of things that each take at least a byte. */
    int count() {
        int count = number();
        if (count > bytes.length - at) {
            throw CatalogFormatException.damaged();
        }
        return count;
    }

    String inline() {
        int length = count();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    String text() {
        return texts.get(number());
    }

    List<String> texts() {
        int count = count();
        if (count == 0) {
            return List.of();
        }
        List<String> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(text());
        }
        return list;
    }

    /** Returns another reader at the same place. */
    Unpacker copy() {
        return new Unpacker(bytes, at, texts);
    }

    /** Returns a reader of the block that starts here, and moves on behind it. */
    Unpacker block() {
        int length = count();
        Unpacker block = new Unpacker(bytes, at, texts);
        at += length;
        return block;
    }
}
