package io.iamtighten.catalog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the catalog's binary form: variable-length numbers, texts in place, and references into a shared table of texts. */
final class Packer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Texts texts;

    Packer(Texts texts) {
        this.texts = texts;
    }

    /** The shared table. Used twice: a first pass counts, then numbers are given by frequency, then a second pass writes. */
    static final class Texts {
        private final Map<String, Integer> counts = new TreeMap<>();
        private final Map<String, Integer> numbers = new HashMap<>();

        int number(String text) {
            Integer number = numbers.get(text);
            if (number != null) {
                return number;
            }
            counts.merge(text, 1, Integer::sum);
            return 0;
        }

        /** Ends the counting pass: the most frequent texts get the smallest numbers, equals in alphabetical order. */
        List<String> freeze() {
            List<String> order = counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .toList();
            for (String text : order) {
                numbers.put(text, numbers.size());
            }
            return order;
        }
    }

    void number(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    void inline(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        out.writeBytes(bytes);
    }

    void text(String text) {
        number(texts.number(text));
    }

    void texts(List<String> list) {
        number(list.size());
        list.forEach(this::text);
    }

    /** Writes another packer's bytes with their length before them, so that a reader may skip them. */
    void block(Packer block) {
        number(block.out.size());
        out.writeBytes(block.out.toByteArray());
    }

    Packer sub() {
        return new Packer(texts);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
