package io.iamtighten.access;

import io.iamtighten.policy.StatementRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Collects what remains of a difference and puts it into words, grouped by the statements it comes from. */
final class RegionCollector implements Solver.Regions {
    private static final int MAX_BOXES = 2_000;

    /** Boxes of one origin over one class table. */
    private record Group(RequestSpace space, List<Cube> from, List<long[][]> boxes) {}

    private final List<Group> groups = new ArrayList<>();
    private int count;
    private boolean complete = true;

    @Override
    public boolean add(RequestSpace space, long[][] box, List<Cube> from) {
        if (count++ >= MAX_BOXES) {
            complete = false;
            return false;
        }
        for (Group group : groups) {
            if (group.space() == space && group.from().equals(from)) {
                group.boxes().add(box);
                return true;
            }
        }
        Group group = new Group(space, from, new ArrayList<>());
        group.boxes().add(box);
        groups.add(group);
        return true;
    }

    @Override
    public void miss() {
        complete = false;
    }

    /** Whether all regions were collected. */
    boolean isComplete() {
        return complete;
    }

    /** Returns the regions in words, in the order of their statements. */
    List<DifferenceRegion> regions() {
        Set<DifferenceRegion> regions = new LinkedHashSet<>();
        for (Group group : groups) {
            merge(group.boxes());
            for (long[][] box : group.boxes()) {
                regions.add(region(group.space(), group.from(), box));
            }
        }
        List<DifferenceRegion> sorted = new ArrayList<>(regions);
        sorted.sort(java.util.Comparator.comparing((DifferenceRegion region) ->
                region.sources().isEmpty() ? -1 : region.sources().get(0).index()));
        return sorted;
    }

    /** Joins boxes that differ in one part alone, until none do. */
    private static void merge(List<long[][]> boxes) {
        boolean again = boxes.size() <= 400;
        while (again) {
            again = false;
            for (int i = 0; i < boxes.size(); i++) {
                for (int j = boxes.size() - 1; j > i; j--) {
                    int part = onlyDifference(boxes.get(i), boxes.get(j));
                    if (part >= 0) {
                        long[][] joined = boxes.get(i).clone();
                        joined[part] = Bits.or(boxes.get(i)[part], boxes.get(j)[part]);
                        boxes.set(i, joined);
                        boxes.remove(j);
                        again = true;
                    }
                }
            }
        }
    }

    private static int onlyDifference(long[][] a, long[][] b) {
        int part = -1;
        for (int d = 0; d < a.length; d++) {
            if (!Arrays.equals(a[d], b[d])) {
                if (part >= 0) {
                    return -1;
                }
                part = d;
            }
        }
        return Math.max(part, 0);
    }

    private static DifferenceRegion region(RequestSpace space, List<Cube> from, long[][] box) {
        List<StatementRef> sources = new ArrayList<>();
        Set<String> conditions = new LinkedHashSet<>();
        long[][] whole = space.everything();
        Set<String> ownActions = new LinkedHashSet<>();
        Set<String> ownResources = new LinkedHashSet<>();
        for (Cube cube : from) {
            cube.origin.ifPresent(sources::add);
            cube.conditions.forEach(condition -> conditions.add(condition.text()));
            if (cube.actions != null && !cube.actions.allBut) {
                ownActions.addAll(cube.actions.spelling.values());
            }
            if (cube.resources != null && !cube.resources.allBut) {
                cube.resources.patterns.keySet().forEach(entry -> ownResources.add(entry.text()));
            }
            long[][] own = space.box(cube);
            for (int d = 0; own != null && d < own.length; d++) {
                if (own[d] != null) {
                    whole[d] = Bits.and(whole[d], own[d]);
                }
            }
        }
        Words actions = new Words(
                space.actionLabels(), ownActions, space.actionClasses(space.everything()), space.actionClasses(box));
        Words resources = new Words(
                space.resourceLabels(),
                ownResources,
                space.resourceClasses(space.everything()),
                space.resourceClasses(box));
        if (!actions.isExact()) {
            actions.spellOut(space.actionLabels(), space.actionClasses(box), space::actionMembers);
        }
        if (!resources.isExact()) {
            resources.spellOut(space.resourceLabels(), space.resourceClasses(box), space::resourceMembers);
        }
        for (int k = 0; k < space.keyNames().size(); k++) {
            conditions(space, k, space.keyClasses(whole, k), space.keyClasses(box, k), conditions);
        }
        return new DifferenceRegion(
                sources,
                actions.listed(),
                actions.excepted(),
                resources.listed(),
                resources.excepted(),
                space.principals(box),
                List.copyOf(conditions),
                space.isReal(box));
    }

    /** Adds what a box asks of a key beyond what its statements ask. */
    private static void conditions(RequestSpace space, int key, long[] own, long[] wanted, Set<String> into) {
        long[] said = own;
        for (Map.Entry<String, long[]> label : space.conditionLabels(key).entrySet()) {
            if (Arrays.equals(said, wanted)) {
                return;
            }
            long[] accepted = label.getValue();
            if (Bits.contains(accepted, wanted) && !Bits.contains(accepted, said)) {
                into.add(label.getKey());
                said = Bits.and(said, accepted);
            } else if (!Bits.intersects(accepted, wanted) && Bits.intersects(accepted, said)) {
                into.add("not " + label.getKey());
                said = Bits.andNot(said, accepted);
            }
        }
        if (!Arrays.equals(said, wanted)) {
            into.add(
                    space.keyNames().get(key) + " is like one of: " + String.join(", ", space.keyMembers(wanted, key)));
        }
    }

    /** Puts a set of classes into patterns: those inside, or wider ones with exceptions. */
    private static final class Words {
        private final Set<String> listed = new LinkedHashSet<>();
        private final Set<String> excepted = new LinkedHashSet<>();
        private boolean exact = true;

        Words(Map<String, long[]> labels, Set<String> own, long[] all, long[] wanted) {
            Map<String, long[]> candidates = new LinkedHashMap<>();
            own.forEach(text -> {
                long[] bits = labels.get(text);
                if (bits != null) {
                    candidates.put(text, bits);
                }
            });
            long[] missing = wanted;
            if (candidates.isEmpty()) {
                candidates.put("*", all);
            }
            for (Map.Entry<String, long[]> candidate : candidates.entrySet()) {
                if (!Bits.isEmpty(candidate.getValue()) && Bits.contains(wanted, candidate.getValue())) {
                    listed.add(candidate.getKey());
                    missing = Bits.andNot(missing, candidate.getValue());
                }
            }
            for (Map.Entry<String, long[]> candidate : candidates.entrySet()) {
                if (Bits.intersects(missing, candidate.getValue())) {
                    part(candidate.getKey(), candidate.getValue(), labels, wanted);
                    missing = Bits.andNot(missing, candidate.getValue());
                }
            }
            exact &= Bits.isEmpty(missing);
        }

        /** A pattern of which a part is meant. */
        private void part(String text, long[] bits, Map<String, long[]> labels, long[] wanted) {
            long[] target = Bits.and(bits, wanted);
            List<String> inside = new ArrayList<>();
            long[] uncovered = target;
            List<String> outside = new ArrayList<>();
            long[] extra = Bits.andNot(bits, wanted);
            for (Map.Entry<String, long[]> label : labels.entrySet()) {
                long[] of = label.getValue();
                if (Bits.contains(target, of) && Bits.intersects(uncovered, of)) {
                    inside.add(label.getKey());
                    uncovered = Bits.andNot(uncovered, of);
                } else if (!Bits.intersects(of, wanted) && Bits.intersects(extra, of)) {
                    outside.add(label.getKey());
                    extra = Bits.andNot(extra, of);
                }
            }
            if (Bits.isEmpty(uncovered)) {
                listed.addAll(inside);
            } else {
                listed.add(text);
                excepted.addAll(outside);
                exact &= Bits.isEmpty(extra);
            }
        }

        boolean isExact() {
            return exact;
        }

        /**
         * Says which patterns must match together and which must not, such as {@code s3:Get* and s3:*Object but not s3:GetObject};
         * names members where patterns do not say it.
         */
        void spellOut(Map<String, long[]> labels, long[] wanted, Function<long[], List<String>> members) {
            listed.clear();
            excepted.clear();
            long[] missing = wanted.clone();
            for (int c = Bits.next(missing, 0); c >= 0; c = Bits.next(missing, c + 1)) {
                Map<String, long[]> inside = new LinkedHashMap<>();
                Map<String, long[]> outside = new LinkedHashMap<>();
                for (Map.Entry<String, long[]> label : labels.entrySet()) {
                    (Bits.get(label.getValue(), c) ? inside : outside).put(label.getKey(), label.getValue());
                }
                if (inside.isEmpty() || !Bits.contains(wanted, accepted(inside, outside))) {
                    long[] one = Bits.none(wanted.length << 6);
                    Bits.set(one, c);
                    listed.add("like " + members.apply(one).get(0));
                    continue;
                }
                leaveOut(outside, () -> Bits.contains(wanted, accepted(inside, outside)));
                leaveOut(inside, () -> !inside.isEmpty() && Bits.contains(wanted, accepted(inside, outside)));
                listed.add(String.join(" and ", inside.keySet())
                        + (outside.isEmpty() ? "" : " but not " + String.join(", ", outside.keySet())));
                missing = Bits.andNot(missing, accepted(inside, outside));
            }
        }

        /** What all of some patterns accept and none of others. */
        private static long[] accepted(Map<String, long[]> inside, Map<String, long[]> outside) {
            long[] bits = null;
            for (long[] of : inside.values()) {
                bits = bits == null ? of : Bits.and(bits, of);
            }
            long[] left = bits == null ? new long[0] : bits;
            for (long[] of : outside.values()) {
                left = Bits.andNot(left, of);
            }
            return left;
        }

        /** Takes out what is not needed. */
        private static void leaveOut(Map<String, long[]> patterns, BooleanSupplier enough) {
            for (Map.Entry<String, long[]> pattern : List.copyOf(patterns.entrySet())) {
                long[] bits = pattern.getValue();
                patterns.remove(pattern.getKey());
                if (!enough.getAsBoolean()) {
                    patterns.put(pattern.getKey(), bits);
                }
            }
        }

        List<String> listed() {
            return List.copyOf(listed);
        }

        List<String> excepted() {
            return List.copyOf(excepted);
        }
    }
}
