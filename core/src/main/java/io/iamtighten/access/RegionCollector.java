package io.iamtighten.access;

import java.util.ArrayList;
import java.util.List;

/** Collects what remains of a difference, for reading. */
final class RegionCollector implements Solver.Regions {
    private static final int MAX_BOXES = 2_000;
    private final List<DifferenceRegion> regions = new ArrayList<>();
    private boolean complete = true;

    @Override
    public void add(RequestSpace space, long[][] box, List<Cube> from, List<Cube> outs) {
        if (regions.size() >= MAX_BOXES) {
            complete = false;
        }
    }

    List<DifferenceRegion> regions() {
        return regions;
    }

    boolean isComplete() {
        return complete;
    }
}
