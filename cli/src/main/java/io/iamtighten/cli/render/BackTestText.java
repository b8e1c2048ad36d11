package io.iamtighten.cli.render;

import io.iamtighten.tighten.BackTest;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A back-test for people: what would have been refused, how long to watch, and what stayed for nothing; 80 columns. */
public final class BackTestText {
    private static final int BAR = 24;
    /** What is beyond is counted, and stands in full in the JSON. */
    private static final int MAX_REFUSALS = 15;

    private static final int MAX_SERVICES = 15;

    private final BackTest test;
    private final Lines lines = new Lines();

    private BackTestText(BackTest test) {
        this.test = test;
    }

    /** Returns the back-test as text. */
    public static String render(BackTest test) {
        BackTestText text = new BackTestText(test);
        text.folds();
        text.curve();
        text.refusals();
        text.unused();
        return text.lines.toString();
    }

    /** Returns the back-test as a part of a pull request's text. */
    public static String markdown(BackTest test) {
        StringBuilder out = new StringBuilder("\n### Back-test\n\n");
        if (!test.folds().isEmpty()) {
            out.append(
                    "| tried on | learned from | later uses | refused | kept, not used later |\n|---|---:|---:|---:|---:|\n");
            for (BackTest.Fold fold : test.folds()) {
                out.append("| ")
                        .append(fold.testFrom())
                        .append(" to ")
                        .append(fold.testTo())
                        .append(" | ")
                        .append(days(learned(fold)))
                        .append(" | ")
                        .append(fold.uses())
                        .append(" | ")
                        .append(percent(fold.refused(), fold.uses()))
                        .append(" | ")
                        .append(share(fold.permissions()))
                        .append(" |\n");
            }
            out.append("\n| watched | refused |\n|---:|---:|\n");
            for (BackTest.Point point : test.curve()) {
                out.append("| ")
                        .append(days(point.days()))
                        .append(" | ")
                        .append(percent(point.refused(), point.uses()))
                        .append(" |\n");
            }
            out.append('\n');
        }
        test.advice().forEach(each -> out.append("- ").append(each).append('\n'));
        List<Merged> merged = merged(test);
        merged.stream()
                .limit(MAX_REFUSALS)
                .forEach(each ->
                        out.append("- refused later: ").append(each.words()).append('\n'));
        if (merged.size() > MAX_REFUSALS) {
            out.append("- and ").append(merged.size() - MAX_REFUSALS).append(" more\n");
        }
        return out.toString();
    }

    private void folds() {
        lines.blank()
                .line(0, "Back-test: proposals made from older days, tried on the " + days(test.days()) + " after");
        if (test.folds().isEmpty()) {
            test.advice().forEach(each -> lines.line(2, each));
            return;
        }
        lines.line(
                2,
                String.format(
                        Locale.ROOT, "%-24s  %9s %8s %16s  %s", "tried on", "learned", "uses", "refused", "unused"));
        for (BackTest.Fold fold : test.folds()) {
            row(
                    "%-24s  %9s %8d %16s  %s",
                    fold.testFrom() + " to " + fold.testTo(),
                    days(learned(fold)),
                    fold.uses(),
                    fold.refused() + " = " + percent(fold.refused(), fold.uses()),
                    share(fold.permissions()));
        }
        lines.line(
                2,
                "uses: later ones that today's policies allow; unused: actions kept because they had been used, and not"
                        + " used later");
    }

    private void row(String format, Object... values) {
        lines.raw("  " + String.format(Locale.ROOT, format, values));
    }

    private void curve() {
        if (test.curve().isEmpty()) {
            return;
        }
        BackTest.Fold newest = test.folds().get(0);
        lines.blank().line(0, "How long to watch: tried on " + newest.testFrom() + " to " + newest.testTo());
        double most = test.curve().stream()
                .mapToDouble(p -> ratio(p.refused(), p.uses()))
                .max()
                .orElse(0);
        for (BackTest.Point point : test.curve()) {
            double share = ratio(point.refused(), point.uses());
            int length = share == 0 ? 0 : Math.max(1, (int) Math.round(BAR * share / most));
            row(
                    "%9s  refused %8s  %-" + BAR + "s  %s",
                    days(point.days()),
                    percent(point.refused(), point.uses()),
                    "#".repeat(length),
                    point.refusedActions() == 0
                            ? ""
                            : point.refusedActions()
                                    + (point.refusedActions() == 1 ? " action, " : " actions, ")
                                    + days(point.refusedDays()));
        }
        test.advice().forEach(each -> lines.line(2, each));
    }

    private void refusals() {
        List<Merged> merged = merged(test);
        if (merged.isEmpty()) {
            return;
        }
        lines.blank().line(0, "Would have been refused later (" + merged.size() + ")");
        for (Merged each : merged.subList(0, Math.min(MAX_REFUSALS, merged.size()))) {
            lines.line(2, each.words());
            if (!each.resources.isEmpty()) {
                lines.line(6, "on " + each.onWhat());
            }
            if (!each.samples.isEmpty()) {
                lines.line(6, "such as " + each.samples.first());
            }
        }
        if (merged.size() > MAX_REFUSALS) {
            lines.line(2, "and " + (merged.size() - MAX_REFUSALS) + " more (--format json has them all)");
        }
    }

    private void unused() {
        if (test.folds().isEmpty()) {
            return;
        }
        BackTest.Fold newest = test.folds().get(0);
        List<BackTest.ServiceScore> scores = newest.services().stream()
                .filter(s -> s.permissions().unused() > 0 || s.permissions().resourcesUnused() > 0)
                .toList();
        if (scores.isEmpty()) {
            return;
        }
        lines.blank()
                .line(
                        0,
                        "Kept, not used from " + newest.testFrom() + " to " + newest.testTo() + ", by service ("
                                + scores.size() + ")");
        for (BackTest.ServiceScore score : scores.subList(0, Math.min(MAX_SERVICES, scores.size()))) {
            BackTest.Permissions permissions = score.permissions();
            row(
                    "%-24s %4d of %4d actions   %5d of %5d resource entries",
                    score.service(),
                    permissions.unused(),
                    permissions.kept(),
                    permissions.resourcesUnused(),
                    permissions.resources());
        }
        if (scores.size() > MAX_SERVICES) {
            lines.line(2, "and " + (scores.size() - MAX_SERVICES) + " more (--format json has them all)");
        }
    }

    /** One action's refusals of one cause in all trials; no event is in two of them. */
    private static final class Merged {
        private final String action;
        private final BackTest.Cause cause;
        private long uses;
        private int days;
        private int resourceCount;
        private final TreeSet<String> resources = new TreeSet<>();
        private final TreeSet<String> samples = new TreeSet<>();

        Merged(BackTest.Refusal refusal) {
            this.action = refusal.action();
            this.cause = refusal.cause();
        }

        void add(BackTest.Refusal refusal) {
            uses += refusal.uses();
            days += refusal.days();
            resourceCount = Math.max(resourceCount, refusal.resourceCount());
            resources.addAll(refusal.resources());
            samples.addAll(refusal.samples());
        }

        String words() {
            return action + ": " + uses + (uses == 1 ? " use on " : " uses on ") + BackTestText.days(days)
                    + switch (cause) {
                        case NEW_ACTION -> ", not seen before";
                        case NEW_RESOURCE -> ", on resources not seen before";
                        case CONDITION -> ", outside of a condition";
                    };
        }

        String onWhat() {
            int all = Math.max(resourceCount, resources.size());
            return resources.first() + (all > 1 ? " and " + (all - 1) + " more" : "");
        }
    }

    private static List<Merged> merged(BackTest test) {
        Map<String, Merged> merged = new TreeMap<>();
        for (BackTest.Fold fold : test.folds()) {
            for (BackTest.Refusal refusal : fold.refusals()) {
                merged.computeIfAbsent(refusal.action() + " " + refusal.cause().text(), k -> new Merged(refusal))
                        .add(refusal);
            }
        }
        Collection<Merged> all = merged.values();
        List<Merged> sorted = new ArrayList<>(all);
        sorted.sort((a, b) -> Long.compare(b.uses, a.uses));
        return sorted;
    }

    private static long learned(BackTest.Fold fold) {
        return ChronoUnit.DAYS.between(fold.learnFrom(), fold.testFrom());
    }

    private static String share(BackTest.Permissions permissions) {
        return permissions.unused() + " of " + permissions.kept();
    }

    private static double ratio(long part, long all) {
        return all == 0 ? 0 : (double) part / all;
    }

    private static String percent(long part, long all) {
        return all == 0 ? "none" : String.format(Locale.ROOT, "%.2f %%", 100 * ratio(part, all));
    }

    private static String days(long count) {
        return count + (count == 1 ? " day" : " days");
    }
}
