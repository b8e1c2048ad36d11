package io.iamtighten.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The few event ids that come first in the alphabet, each once; most are UUIDs and kept as numbers, whose order is the same. A base class
 * and not a part, and fields and not arrays, because there is one for every fact of a summary.
 */
class EventSamples {
    static final int MOST = 3;

    /** Both halves of each UUID, those that come first at the front. */
    private long high0;

    private long low0;
    private long high1;
    private long low1;
    private long high2;
    private long low2;
    private int size;
    /** Ids of another form, in order. */
    private List<String> others = List.of();

    final void addSample(EventId id) {
        if (id.text().isEmpty()) {
            addSample(id.high(), id.low());
        } else {
            addOther(id.text());
        }
    }

    final void addSample(long high, long low) {
        if (size == MOST && compare(high, low, high2, low2) >= 0) {
            return;
        }
        int first = size > 0 ? compare(high, low, high0, low0) : -1;
        int second = size > 1 ? compare(high, low, high1, low1) : -1;
        int third = size > 2 ? compare(high, low, high2, low2) : -1;
        if (first == 0 || second == 0 || third == 0) {
            return;
        }
        if (second < 0) {
            high2 = high1;
            low2 = low1;
        } else {
            high2 = high;
            low2 = low;
        }
        if (first < 0) {
            high1 = high0;
            low1 = low0;
            high0 = high;
            low0 = low;
        } else if (second < 0) {
            high1 = high;
            low1 = low;
        }
        size = Math.min(MOST, size + 1);
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int order = Long.compareUnsigned(high, otherHigh);
        return order != 0 ? order : Long.compareUnsigned(low, otherLow);
    }

    private void addOther(String text) {
        TreeSet<String> sorted = new TreeSet<>(others);
        sorted.add(text);
        if (sorted.size() > MOST) {
            sorted.pollLast();
        }
        others = List.copyOf(sorted);
    }

    final void addSample(String id) {
        if (!id.isEmpty()) {
            addSample(EventId.of(id));
        }
    }

    final void addSamples(EventSamples other) {
        if (other.size > 0) {
            addSample(other.high0, other.low0);
        }
        if (other.size > 1) {
            addSample(other.high1, other.low1);
        }
        if (other.size > 2) {
            addSample(other.high2, other.low2);
        }
        other.others.forEach(this::addOther);
    }

    final List<String> sampleIds() {
        List<String> ids = new ArrayList<>(size);
        if (size > 0) {
            ids.add(EventId.ofUuid(high0, low0).show());
        }
        if (size > 1) {
            ids.add(EventId.ofUuid(high1, low1).show());
        }
        if (size > 2) {
            ids.add(EventId.ofUuid(high2, low2).show());
        }
        if (others.isEmpty()) {
            return ids;
        }
        TreeSet<String> sorted = new TreeSet<>(others);
        sorted.addAll(ids);
        return sorted.stream().limit(MOST).toList();
    }
}
