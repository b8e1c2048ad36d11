package io.iamtighten.tighten;

import io.iamtighten.condition.ConditionEvaluator;
import io.iamtighten.policy.Condition;
import io.iamtighten.usage.Occurrences;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.values.IpRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Says what the conditions added rest on, and tests how conditions learnt from the older part of the history fare on the newer. */
final class ConditionReport {
    /** How much of the window is learnt from. */
    private static final double LEARNT = 2.0 / 3;

    private static final int MAX_EXAMPLES = 5;

    private final ConditionMiner miner;
    private final Map<Key, Basis> added = new TreeMap<>(
            Comparator.comparing(Key::kind).thenComparing(key -> key.condition().toString()));
    private final Map<ConditionKind, Test> tests = new TreeMap<>();

    private record Key(ConditionKind kind, Condition condition) {}

    /** The uses that a condition rests on. */
    private static final class Basis {
        private final Set<String> actions = new TreeSet<>();
        private final Set<UsageFact> facts = new HashSet<>();
    }

    /** The tally of one kind's test. */
    private static final class Test {
        private final Set<Use> seen = new HashSet<>();
        private final Map<String, Long> refusedBy = new TreeMap<>();
        private long calls;
        private long refused;
    }

    ConditionReport(ConditionMiner miner) {
        this.miner = miner;
    }

    /** Takes note of what stays of an action in a statement. */
    void add(OriginStatement statement, KeptAction kept, String action) {
        for (ConditionMiner.Part part : miner.parts(statement, kept)) {
            for (Condition condition : part.conditions()) {
                Basis basis =
                        added.computeIfAbsent(new Key(ConditionMiner.kindOf(condition), condition), key -> new Basis());
                basis.actions.add(action);
                basis.facts.addAll(Use.facts(part.kept().uses()));
            }
        }
    }

    /** Returns the day from which on the history is held back, or empty when the window is too short to divide. */
    static Optional<LocalDate> heldBackFrom(ObservationWindow window) {
        LocalDate first = LocalDate.ofInstant(window.from(), ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(window.to(), ZoneOffset.UTC);
        long days = last.toEpochDay() - first.toEpochDay() + 1;
        long learnt = Math.round(days * LEARNT);
        return days < 3 ? Optional.empty() : Optional.of(first.plusDays(learnt));
    }

    /** Returns whether a fact was seen before a day. */
    static boolean before(Use use, LocalDate day) {
        return use.fact()
                .map(UsageFact::occurrences)
                .filter(seen -> seen.byDay().firstKey().isBefore(day))
                .isPresent();
    }

    /**
     * Tests an action in a statement: conditions learnt before a day, against the uses from that day on.
     *
     * @param older a miner that learnt from the uses before the day
     */
    void test(OriginStatement statement, KeptAction kept, ConditionMiner older, LocalDate day) {
        KeptAction early = new KeptAction(kept.action(), kept.because(), kept.reason());
        kept.uses().stream().filter(use -> before(use, day)).forEach(early::add);
        if (kept.whole() || early.uses().isEmpty()) {
            return;
        }
        List<ConditionMiner.Part> parts = older.parts(statement, early);
        for (Use use : kept.uses()) {
            long calls = use.fact().map(fact -> after(fact.occurrences(), day)).orElse(0L);
            if (calls > 0) {
                for (Condition condition : conditions(parts, use)) {
                    judge(statement, use, condition, calls);
                }
            }
        }
    }

    private static long after(Occurrences seen, LocalDate day) {
        return seen.byDay().tailMap(day).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Returns the conditions that an older proposal would have had for a use: of its resource, or else those of all resources. */
    private static List<Condition> conditions(List<ConditionMiner.Part> parts, Use use) {
        for (ConditionMiner.Part part : parts) {
            if (part.kept().uses().stream().anyMatch(known -> known.resource().equals(use.resource()))) {
                return part.conditions();
            }
        }
        List<Condition> common = new ArrayList<>(parts.get(0).conditions());
        parts.forEach(part -> common.retainAll(part.conditions()));
        return common;
    }

    private void judge(OriginStatement statement, Use use, Condition condition, long calls) {
        Test test = tests.computeIfAbsent(ConditionMiner.kindOf(condition), kind -> new Test());
        if (!test.seen.add(use)) {
            return;
        }
        test.calls += calls;
        Truth holds =
                use.context().holds(ConditionEvaluator.compile(condition, statement.version()), statement.version());
        if (holds != Truth.YES) {
            test.refused += calls;
            test.refusedBy.merge(use.name() + " on " + use.resource() + where(use, condition), calls, Long::sum);
        }
    }

    private static String where(Use use, Condition condition) {
        return use.context()
                .variable(condition.key().toLowerCase(java.util.Locale.ROOT))
                .map(value -> " with " + condition.key() + " " + value)
                .orElse(", of which no record tells " + condition.key());
    }

    /**
     * Returns the report.
     *
     * @param from the day from which on the history was held back; empty when nothing was tested
     */
    MinedConditions report(Optional<LocalDate> from) {
        List<MinedConditions.Added> list = new ArrayList<>();
        added.forEach((key, basis) -> list.add(new MinedConditions.Added(
                key.kind(),
                key.condition(),
                List.copyOf(basis.actions),
                basis.facts.stream()
                        .mapToLong(fact -> fact.occurrences().count())
                        .sum(),
                days(basis.facts),
                rests(key))));
        List<MinedConditions.HeldOut> held = new ArrayList<>();
        if (from.isPresent()) {
            Instant start = from.get().atStartOfDay(ZoneOffset.UTC).toInstant();
            tests.forEach((kind, test) -> held.add(
                    new MinedConditions.HeldOut(kind, start, test.calls, test.refused, examples(test.refusedBy))));
        }
        return new MinedConditions(list, miner.leftOut(), held);
    }

    private static int days(Set<UsageFact> facts) {
        Set<LocalDate> days = new HashSet<>();
        facts.forEach(fact -> days.addAll(fact.occurrences().byDay().keySet()));
        return days.size();
    }

    private static List<String> examples(Map<String, Long> refusedBy) {
        Map<String, Long> most = new LinkedHashMap<>();
        refusedBy.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Long> e) -> -e.getValue())
                        .thenComparing(Map.Entry::getKey))
                .limit(MAX_EXAMPLES)
                .forEach(e -> most.put(e.getKey(), e.getValue()));
        return most.entrySet().stream()
                .map(e -> e.getKey() + " (" + e.getValue() + ")")
                .toList();
    }

    private String rests(Key key) {
        int values = key.condition().values().size();
        return switch (key.kind()) {
            case REGION -> "its own calls to regional services went to " + counted(values, "region") + " only";
            case NETWORK ->
                key.condition().key().equals("aws:SourceIp")
                        ? "its own calls came from " + counted(miner.addressCount(), "public address")
                                + "; the ranges hold " + size(key.condition().values())
                        : "its own calls to the service came through " + counted(values, "VPC endpoint") + " only";
            case TLS -> "each record shows TLS";
            case MFA -> "each record shows a session with MFA";
            case PASSED_TO_SERVICE -> "the roles were passed to " + counted(values, "service") + " only";
            case VIA_SERVICE -> "the keys were used through " + counted(values, "service") + " only";
        };
    }

    private static String counted(int count, String noun) {
        String many = noun.endsWith("s") ? noun + "es" : noun + "s";
        return count + " " + (count == 1 ? noun : many);
    }

    private static String size(List<String> ranges) {
        Function<Boolean, Double> sum = v6 -> ranges.stream()
                .flatMap(range -> IpRange.parse(range).stream())
                .filter(range -> range.v6() == v6)
                .mapToDouble(range -> Math.pow(2, (v6 ? 64 : 32) - range.prefixLength()))
                .sum();
        double v4 = sum.apply(false);
        double v6 = sum.apply(true);
        String addresses = v4 > 0 ? String.format(java.util.Locale.ROOT, "%.0f IPv4", v4) : "";
        String networks = v6 > 0 ? String.format(java.util.Locale.ROOT, "%.0f IPv6 networks of /64", v6) : "";
        return addresses + (v4 > 0 && v6 > 0 ? " and " : "") + networks;
    }
}
