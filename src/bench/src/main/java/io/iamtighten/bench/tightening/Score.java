package io.iamtighten.bench.tightening;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Totals over applications, and what makes them up. */
final class Score {
    private static final int MOST_CAUSES = 25;

    private long later;
    private long refused;
    private long needed;
    private long permitted;
    /** Refused calls by action, and pairs permitted beyond need by action and why the action stays. */
    private final Map<String, Long> causes = new TreeMap<>();

    void call(String action, boolean allowed) {
        later++;
        if (!allowed) {
            refused++;
            causes.merge("refused " + action, 1L, Long::sum);
        }
    }

    void needs(long pairs) {
        needed += pairs;
    }

    void permits(String action, String because, boolean isNeeded) {
        permitted++;
        if (!isNeeded) {
            causes.merge("beyond  " + action + " (" + because + ")", 1L, Long::sum);
        }
    }

    void add(Score other) {
        later += other.later;
        refused += other.refused;
        needed += other.needed;
        permitted += other.permitted;
        other.causes.forEach((cause, count) -> causes.merge(cause, count, Long::sum));
    }

    void printCauses(PrintStream out) {
        causes.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_CAUSES)
                .forEach(cause ->
                        out.println(String.format(Locale.ROOT, "    %9d  %s", cause.getValue(), cause.getKey())));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "refused %6.2f %% of %6d calls   permitted %7.2f x of %6d pairs",
                later == 0 ? 0.0 : 100.0 * refused / later,
                later,
                needed == 0 ? 0.0 : (double) permitted / needed,
                needed);
    }
}
