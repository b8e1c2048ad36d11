package io.iamtighten.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a formula has a request, and finds one.
 *
 * <p>Alternatives are tried one by one; within one, every choice of a cube from each list is cut by the cubes to stay out
 * of, splitting into disjoint boxes, until nothing is left or something remains. What no class table tells apart is first
 * dropped: cubes that one to stay out of covers as written, and patterns of services that are not asked about.
 */
final class Solver {
    /** How many choices of values for policy variables are tried. */
    private static final int MAX_SUBSTITUTIONS = 48;
    /** The most work for a class table that can be divided. */
    private static final long FIRST_TABLE = 300_000;
    /** How many boxes of one attempt are kept for reporting. */
    private static final int MAX_REMAINING = 2_000;
    /** How often a question is halved at most. */
    private static final int MAX_HALVINGS = 40;

    private final Semantics semantics;
    private final Work work;
    private final Predicate<Candidate> confirm;
    /** Sees each remaining box with the cubes it comes from; null when one witness is enough. */
    private final @Nullable Regions regions;

    private @Nullable Candidate witness;
    private @Nullable String doubt;
    private boolean full;

    /** Collects what remains. */
    interface Regions {
        /** Takes one box; returns whether more are wanted. */
        boolean add(RequestSpace space, long[][] box, List<Cube> from);

        /** Learns that something could not be worked out. */
        void miss();
    }

    /** The answer: a confirmed request, or none is known; then a doubt, or there is none. */
    record Answer(Optional<Candidate> witness, Optional<String> doubt) {
        boolean isEmpty() {
            return witness.isEmpty() && doubt.isEmpty();
        }
    }

    Solver(Semantics semantics, Work work, Predicate<Candidate> confirm, @Nullable Regions regions) {
        this.semantics = semantics;
        this.work = work;
        this.confirm = confirm;
        this.regions = regions;
    }

    Answer solve(Formula formula) {
        try {
            branch(List.of(formula));
        } catch (Undecided e) {
            doubt = e.reason();
            if (regions != null) {
                regions.miss();
            }
        }
        return new Answer(Optional.ofNullable(witness), Optional.ofNullable(doubt));
    }

    private boolean done() {
        return witness != null && (regions == null || full);
    }

    private void branch(List<Formula> parts) throws Undecided {
        List<List<Cube>> ins = new ArrayList<>();
        List<Cube> outs = new ArrayList<>();
        List<Formula.Or> ors = new ArrayList<>();
        gather(parts, ins, outs, ors);
        reduce(ins, outs);
        for (List<Cube> in : ins) {
            if (in.isEmpty()) {
                return;
            }
        }
        if (ors.isEmpty()) {
            conjunction(ins, outs);
            return;
        }
        Formula.Or first = ors.get(0);
        List<Formula> rest = new ArrayList<>();
        ins.forEach(in -> rest.add(new Formula.In(in)));
        rest.add(new Formula.Out(outs));
        rest.addAll(ors.subList(1, ors.size()));
        for (Formula alternative : first.parts()) {
            if (done()) {
                return;
            }
            List<Formula> chosen = new ArrayList<>(rest);
            chosen.add(alternative);
            branch(chosen);
        }
    }

    private static void gather(List<Formula> parts, List<List<Cube>> ins, List<Cube> outs, List<Formula.Or> ors) {
        for (Formula part : parts) {
            if (part instanceof Formula.In in) {
                ins.add(in.cubes());
            } else if (part instanceof Formula.Out out) {
                outs.addAll(out.cubes());
            } else if (part instanceof Formula.And and) {
                gather(and.parts(), ins, outs, ors);
            } else if (part instanceof Formula.Or or) {
                if (or.parts().size() == 1) {
                    gather(or.parts(), ins, outs, ors);
                } else {
                    ors.add(or);
                }
            }
        }
    }

    /** What of a cube decides which patterns of another it covers as written. */
    private record Rest(@Nullable Object part, Cube.Rest rest) {}

    /** Drops from each list what a cube to stay out of covers as written. */
    private static void reduce(List<List<Cube>> ins, List<Cube> outs) {
        Map<Rest, Set<String>> actions = new HashMap<>();
        Map<Rest, Set<Resources.Entry>> resources = new HashMap<>();
        for (Cube out : outs) {
            Rest byResources = new Rest(out.resources, out.rest());
            Rest byActions = new Rest(out.actions, out.rest());
            if (out.actions == null) {
                actions.computeIfAbsent(byResources, r -> new HashSet<>()).add("*");
            } else if (!out.actions.allBut) {
                actions.computeIfAbsent(byResources, r -> new HashSet<>()).addAll(out.actions.spelling.keySet());
            }
            if (out.resources == null) {
                resources.computeIfAbsent(byActions, r -> new HashSet<>()).add(new Resources.Entry("*", false, false));
            } else if (!out.resources.allBut) {
                resources.computeIfAbsent(byActions, r -> new HashSet<>()).addAll(out.resources.patterns.keySet());
            }
        }
        for (int i = 0; i < ins.size(); i++) {
            List<Cube> kept = new ArrayList<>();
            for (Cube cube : ins.get(i)) {
                Cube rest = reduce(cube, actions, resources);
                if (rest != null) {
                    kept.add(rest);
                }
            }
            ins.set(i, kept);
        }
    }

    private static @Nullable Cube reduce(
            Cube cube, Map<Rest, Set<String>> actions, Map<Rest, Set<Resources.Entry>> resources) {
        Set<String> coveredActions = actions.get(new Rest(cube.resources, cube.rest()));
        Cube result = cube;
        if (coveredActions != null) {
            if (coveredActions.contains("*") || coveredActions.contains("*:*")) {
                return null;
            }
            if (cube.actions != null && !cube.actions.allBut) {
                Map<String, String> left = new LinkedHashMap<>(cube.actions.spelling);
                left.keySet().removeAll(coveredActions);
                if (left.isEmpty()) {
                    return null;
                }
                result = left.size() == cube.actions.spelling.size()
                        ? cube
                        : cube.withActions(cube.actions.withPatterns(left));
            }
        }
        Set<Resources.Entry> coveredResources = resources.get(new Rest(cube.actions, cube.rest()));
        if (coveredResources != null) {
            if (coveredResources.contains(new Resources.Entry("*", false, false))) {
                return null;
            }
            if (result == cube && cube.resources != null && !cube.resources.allBut) {
                Map<Resources.Entry, io.iamtighten.policy.PatternText> left =
                        new LinkedHashMap<>(cube.resources.patterns);
                left.keySet().removeAll(coveredResources);
                if (left.isEmpty()) {
                    return null;
                }
                if (left.size() < cube.resources.patterns.size()) {
                    result = cube.withResources(cube.resources.withPatterns(left));
                }
            }
        }
        return result;
    }

    private void conjunction(List<List<Cube>> ins, List<Cube> outs) throws Undecided {
        Set<String> services = services(ins);
        List<List<Cube>> chosen = new ArrayList<>();
        for (List<Cube> in : ins) {
            List<Cube> kept = relevant(in, services);
            if (kept.isEmpty()) {
                return;
            }
            chosen.add(kept);
        }
        conjunction(chosen, relevant(outs, services), 0);
    }

    /** Tries a class table for all at once; where it gets too big, halves what is asked about. */
    private void conjunction(List<List<Cube>> chosen, List<Cube> avoided, int depth) throws Undecided {
        List<List<List<Cube>>> halves = depth < MAX_HALVINGS ? halves(chosen) : List.of();
        Attempt attempt = new Attempt(chosen, avoided, null, halves.isEmpty() ? work : work.part(FIRST_TABLE));
        String undecided = null;
        try {
            attempt.run();
            attempt.report();
            if (attempt.phantom) {
                undecided = "what is left of the difference could not be shown by a request";
            }
        } catch (Undecided e) {
            undecided = e.reason();
            if (!halves.isEmpty()) {
                if (done()) {
                    return;
                }
                for (List<List<Cube>> half : halves) {
                    half(half, avoided, depth + 1);
                    if (done()) {
                        return;
                    }
                }
                return;
            }
            attempt.report();
            if (regions != null) {
                regions.miss();
            }
        }
        if (undecided == null || done()) {
            return;
        }
        if (witness == null && hasVariables(chosen, avoided)) {
            substitute(chosen, avoided, attempt.space);
            if (witness != null) {
                return;
            }
            undecided = "policy variables: " + undecided;
        }
        if (witness == null) {
            doubt = doubt == null ? undecided : doubt;
        }
    }

    /** Asks about a part, of everything else only what has to do with it. */
    private void half(List<List<Cube>> chosen, List<Cube> avoided, int depth) throws Undecided {
        List<List<Cube>> ins = new ArrayList<>(chosen);
        List<Cube> outs = avoided;
        for (int i = 0; i < ins.size(); i++) {
            Overlap overlap = new Overlap(ins.get(i), work);
            for (int j = 0; j < ins.size(); j++) {
                if (j != i) {
                    ins.set(j, overlap.of(ins.get(j)));
                }
            }
            outs = overlap.of(outs);
        }
        for (List<Cube> in : ins) {
            if (in.isEmpty()) {
                return;
            }
        }
        conjunction(ins, outs, depth);
    }

    /** Divides the longest list in two, or the patterns of its only cube; nothing where neither can be. */
    private static List<List<List<Cube>>> halves(List<List<Cube>> chosen) {
        int longest = -1;
        for (int i = 0; i < chosen.size(); i++) {
            if (longest < 0 || chosen.get(i).size() > chosen.get(longest).size()) {
                longest = i;
            }
        }
        if (longest < 0) {
            return List.of();
        }
        List<Cube> list = chosen.get(longest);
        if (list.size() > 1) {
            int middle = list.size() / 2;
            return List.of(
                    with(chosen, longest, list.subList(0, middle)),
                    with(chosen, longest, list.subList(middle, list.size())));
        }
        for (int i = 0; i < chosen.size(); i++) {
            Cube cube = chosen.get(i).get(0);
            List<Cube> parts = cube.halves();
            if (!parts.isEmpty()) {
                return List.of(with(chosen, i, List.of(parts.get(0))), with(chosen, i, List.of(parts.get(1))));
            }
        }
        return List.of();
    }

    private static List<List<Cube>> with(List<List<Cube>> lists, int place, List<Cube> list) {
        List<List<Cube>> changed = new ArrayList<>(lists);
        changed.set(place, list);
        return changed;
    }

    private static boolean hasVariables(List<List<Cube>> chosen, List<Cube> avoided) {
        for (List<Cube> in : chosen) {
            for (Cube cube : in) {
                if (cube.hasVariables()) {
                    return true;
                }
            }
        }
        for (Cube cube : avoided) {
            if (cube.hasVariables()) {
                return true;
            }
        }
        return false;
    }

    /** The services to which some list confines the requests, or null when none does. */
    private static @Nullable Set<String> services(List<List<Cube>> ins) {
        Set<String> common = null;
        for (List<Cube> in : ins) {
            Set<String> services = new HashSet<>();
            for (Cube cube : in) {
                if (cube.actions == null || cube.actions.allBut) {
                    services = null;
                    break;
                }
                for (String pattern : cube.actions.spelling.keySet()) {
                    services.add(Actions.service(pattern));
                }
                if (services.contains("")) {
                    services = null;
                    break;
                }
            }
            if (services != null) {
                if (common == null) {
                    common = services;
                } else {
                    common.retainAll(services);
                }
            }
        }
        return common;
    }

    private static List<Cube> relevant(List<Cube> cubes, @Nullable Set<String> services) {
        List<Cube> kept = new ArrayList<>();
        for (Cube cube : cubes) {
            Cube part = services == null || cube.actions == null ? cube : restrict(cube, cube.actions, services);
            if (part != null) {
                kept.add(part);
            }
        }
        return kept;
    }

    private static @Nullable Cube restrict(Cube cube, Actions actions, Set<String> services) {
        Map<String, String> left = new LinkedHashMap<>();
        actions.spelling.forEach((pattern, written) -> {
            String service = Actions.service(pattern);
            if (service.isEmpty() || services.contains(service)) {
                left.put(pattern, written);
            }
        });
        if (left.size() == actions.spelling.size()) {
            return cube;
        }
        return left.isEmpty() && !actions.allBut ? null : cube.withActions(actions.withPatterns(left));
    }

    /** Looks for a request with values chosen for the policy variables; what it finds is real. */
    private void substitute(List<List<Cube>> ins, List<Cube> outs, @Nullable RequestSpace space) throws Undecided {
        Set<Cube> all = new LinkedHashSet<>(outs);
        ins.forEach(all::addAll);
        Map<String, List<Optional<String>>> choices = Substitutions.choices(all, space);
        for (Substitution substitution : Substitutions.combine(choices, MAX_SUBSTITUTIONS)) {
            List<List<Cube>> fixed = new ArrayList<>(ins);
            substitution.values().forEach((key, value) -> {
                if (!Substitutions.isSetValued(all, key)) {
                    fixed.add(List.of(Substitutions.fixing(key, value)));
                }
            });
            Attempt attempt = new Attempt(fixed, outs, substitution, work);
            try {
                attempt.run();
            } catch (Undecided e) {
                work.require(1);
            }
            if (witness != null) {
                return;
            }
        }
    }

    /** A box that remains, and the cubes it comes from. */
    private record Remaining(long[][] box, List<Cube> from) {}

    /** One class table, and the search over it. */
    private final class Attempt {
        private final List<List<Cube>> ins;
        private final List<Cube> outs;
        private final @Nullable Substitution substitution;
        private final Work work;

        @Nullable
        RequestSpace space;

        boolean phantom;
        /** What remains, to be reported when the attempt has gone through. */
        private final List<Remaining> remaining = new ArrayList<>();

        private long[][][] avoided = new long[0][][];

        Attempt(List<List<Cube>> ins, List<Cube> outs, @Nullable Substitution substitution, Work work) {
            this.work = work;
            this.ins = ins;
            this.outs = outs;
            this.substitution = substitution;
        }

        void run() throws Undecided {
            Set<Cube> all = new LinkedHashSet<>(outs);
            ins.forEach(all::addAll);
            RequestSpace table =
                    new RequestSpace(all, semantics, substitution, regions != null && substitution == null, work);
            space = table;
            List<long[][]> boxes = new ArrayList<>();
            for (Cube out : outs) {
                long[][] box = table.box(out);
                if (box != null) {
                    boxes.add(box);
                }
            }
            avoided = boxes.toArray(long[][][]::new);
            List<List<Cube>> order = new ArrayList<>(ins);
            order.sort(java.util.Comparator.comparingInt(List::size));
            choose(table, order, 0, table.everything(), new ArrayList<>());
        }

        private void choose(RequestSpace table, List<List<Cube>> order, int at, long[][] box, List<Cube> from)
                throws Undecided {
            if (at == order.size()) {
                int[] left = new int[avoided.length];
                for (int i = 0; i < left.length; i++) {
                    left[i] = i;
                }
                cut(table, box, left, left.length, from);
                return;
            }
            for (Cube cube : order.get(at)) {
                work.require(box.length);
                long[][] part = table.box(cube);
                long[][] met = part == null ? null : meet(box, part);
                if (met != null) {
                    from.add(cube);
                    choose(table, order, at + 1, met, from);
                    from.remove(from.size() - 1);
                    if (isEnough()) {
                        return;
                    }
                }
            }
        }

        /** Cuts a box by the cubes to stay out of; what remains is reported. */
        private void cut(RequestSpace table, long[][] box, int[] candidates, int count, List<Cube> from)
                throws Undecided {
            work.require(4L + (long) count * box.length / 2);
            int[] left = new int[count];
            int n = 0;
            int best = -1;
            int fewest = Integer.MAX_VALUE;
            for (int i = 0; i < count; i++) {
                long[][] out = avoided[candidates[i]];
                int pieces = 0;
                boolean meets = true;
                for (int d = 0; d < box.length && meets; d++) {
                    if (out[d] != null) {
                        meets = Bits.intersects(box[d], out[d]);
                        if (meets && !Bits.contains(out[d], box[d])) {
                            pieces++;
                        }
                    }
                }
                if (!meets) {
                    continue;
                }
                if (pieces == 0) {
                    return;
                }
                if (pieces < fewest) {
                    fewest = pieces;
                    best = n;
                }
                left[n++] = candidates[i];
            }
            if (n == 0) {
                remains(table, box, from);
                return;
            }
            long[][] out = avoided[left[best]];
            left[best] = left[n - 1];
            long[][] inside = box.clone();
            for (int d = 0; d < box.length; d++) {
                if (out[d] == null || Bits.contains(out[d], inside[d])) {
                    continue;
                }
                long[][] piece = inside.clone();
                piece[d] = Bits.andNot(inside[d], out[d]);
                cut(table, piece, left, n - 1, from);
                if (isEnough()) {
                    return;
                }
                inside[d] = Bits.and(inside[d], out[d]);
            }
        }

        private void remains(RequestSpace table, long[][] box, List<Cube> from) {
            if (regions != null && substitution == null) {
                remaining.add(new Remaining(box, List.copyOf(from)));
            }
            if (witness != null) {
                return;
            }
            Optional<Candidate> candidate = table.candidate(box);
            if (candidate.isPresent() && confirm.test(candidate.get())) {
                witness = candidate.get();
            } else {
                phantom = true;
            }
        }

        /** Reports what remains. */
        void report() {
            if (regions == null || space == null) {
                return;
            }
            for (Remaining box : remaining) {
                if (!full) {
                    full = !regions.add(space, box.box(), box.from());
                }
            }
        }

        /** Whether no more is wanted: a witness is known, and where regions are collected as many as will be. */
        private boolean isEnough() {
            return witness != null && (regions == null || remaining.size() > MAX_REMAINING || done());
        }

        private static long @Nullable [][] meet(long[][] box, long[][] part) {
            long[][] met = box.clone();
            for (int d = 0; d < box.length; d++) {
                if (part[d] != null) {
                    met[d] = Bits.and(box[d], part[d]);
                    if (Bits.isEmpty(met[d])) {
                        return null;
                    }
                }
            }
            return met;
        }
    }
}
