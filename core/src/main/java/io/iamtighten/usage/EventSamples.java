package io.iamtighten.usage;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** The few event ids that come first in the alphabet, each once; most are UUIDs and kept as numbers, whose order is the same. */
final class EventSamples {
    static final int MOST = 3;

    private static final long[] NONE = {};

    /** Both halves of each UUID, those that come first at the front. */
    private long[] halves = NONE;
    /** Ids of another form, in order. */
    private List<String> others = List.of();

    void add(EventId id) {
        if (!id.text().isEmpty()) {
            addOther(id.text());
            return;
        }
        int size = halves.length;
        if (size == 2 * MOST && compare(id, size - 2) >= 0) {
            return;
        }
        int place = 0;
        while (place < size) {
            int order = compare(id, place);
            if (order == 0) {
                return;
            }
            if (order < 0) {
                break;
            }
            place += 2;
        }
        long[] more = size == 2 * MOST ? halves : Arrays.copyOf(halves, size + 2);
        System.arraycopy(halves, place, more, place + 2, more.length - place - 2);
        more[place] = id.high();
        more[place + 1] = id.low();
        halves = more;
    }

    private int compare(EventId id, int place) {
        int order = Long.compareUnsigned(id.high(), halves[place]);
        return order != 0 ? order : Long.compareUnsigned(id.low(), halves[place + 1]);
    }

    private void addOther(String text) {
        TreeSet<String> sorted = new TreeSet<>(others);
        sorted.add(text);
        if (sorted.size() > MOST) {
            sorted.pollLast();
        }
        others = List.copyOf(sorted);
    }

    void add(String id) {
        if (!id.isEmpty()) {
            add(EventId.of(id));
        }
    }

    void add(EventSamples other) {
        for (int i = 0; i < other.halves.length; i += 2) {
            add(EventId.ofUuid(other.halves[i], other.halves[i + 1]));
        }
        other.others.forEach(this::addOther);
    }

    List<String> ids() {
        TreeSet<String> sorted = new TreeSet<>(others);
        for (int i = 0; i < halves.length; i += 2) {
            sorted.add(EventId.ofUuid(halves[i], halves[i + 1]).show());
        }
        return sorted.stream().limit(MOST).toList();
    }
}
