package io.iamtighten.tighten;

import io.iamtighten.catalog.ActionVisibility;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.usage.CallOutcome;
import io.iamtighten.usage.Occurrences;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.TrailCoverage;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.usage.UsagePrincipal;
import io.iamtighten.usage.UsageSummary;
import io.iamtighten.usage.UseRelation;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Cuts a history into a part to learn from and a part to try on, again and again. */
final class BackTester {
    /** Less than a week shows nothing of what is done once a week. */
    static final int MIN_LEARNED = 7;

    private static final int MAX_FOLDS = 5;
    private static final List<Integer> WINDOWS = List.of(7, 14, 30, 60, 90, 120, 180, 270, 365, 540, 730);
    /** Beyond so many, the rest of the refusals of a curve's last step is no reason to watch longer. */
    private static final double TOLERATED = 0.001;

    /** Nobody's name, so that it is not taken for the principal's own. */
    private static final UsagePrincipal EVERYBODY =
            new UsagePrincipal(PrincipalType.ANONYMOUS, "*", false, Optional.empty(), Optional.empty());

    private final UsageSummary summary;
    private final TrailCoverage coverage;
    private final PrincipalUsage usage;
    private final Attempt attempt;
    private final int days;
    private final SortedMap<String, LocalDate> firstDataEvents = new TreeMap<>();
    /** Everybody's data events and what shows a resource looked for in vain to be there: evidence of what the records show. */
    private final PrincipalUsage everybody;

    private final List<String> advice = new ArrayList<>();

    /** Makes a proposal from one part of the history and decides another by it. */
    interface Attempt {
        Trial of(UsageSummary before, PrincipalUsage later);
    }

    BackTester(ServiceCatalog catalog, UsageSummary summary, PrincipalUsage usage, Attempt attempt, int days) {
        if (days < 1) {
            throw new IllegalArgumentException("a part to try on has at least 1 day, not " + days);
        }
        this.summary = summary;
        this.coverage = summary.coverage();
        this.usage = usage;
        this.attempt = attempt;
        this.days = days;
        this.everybody = everybody(catalog);
    }

    /**
     * Collects what a proposal looks at of others' calls: data events, whoever's, show of which resources the trail carries them, and
     * calls of KMS under which keys data lies. Also
     * finds when the first of each event source was seen: a trail may have recorded them from then on only.
     */
    private PrincipalUsage everybody(ServiceCatalog catalog) {
        Map<String, List<String>> sourcesOf = new HashMap<>();
        Set<String> lookedFor = new HashSet<>();
        for (UsageFact fact : usage.facts()) {
            if (fact.outcome() == CallOutcome.NOT_FOUND) {
                lookedFor.add(fact.resource());
            }
        }
        List<UsageFact> evidence = new ArrayList<>();
        for (PrincipalUsage each : summary.principals()) {
            for (UsageFact fact : each.facts()) {
                List<String> sources = sourcesOf.computeIfAbsent(
                        fact.action(),
                        action -> catalog.visibility(action)
                                .filter(v -> !v.shownByManagementEvents() && v.shownByDataEvents())
                                .map(BackTester::sources)
                                .orElse(List.of()));
                boolean key = fact.relation() == UseRelation.KEY_FOR_DATA;
                if (!sources.isEmpty() || key || lookedFor.contains(fact.resource())) {
                    evidence.add(fact);
                }
                LocalDate day = LocalDate.ofInstant(fact.occurrences().first(), ZoneOffset.UTC);
                sources.forEach(source -> firstDataEvents.merge(source, day, (a, b) -> a.isBefore(b) ? a : b));
            }
        }
        if (coverage.dataEvents().isEmpty()) {
            firstDataEvents.clear();
        }
        return new PrincipalUsage(EVERYBODY, 0, evidence, List.of(), List.of());
    }

    private static List<String> sources(ActionVisibility visibility) {
        TreeSet<String> sources = new TreeSet<>();
        visibility.events().forEach(event -> sources.add(event.substring(0, event.indexOf('/'))));
        return List.copyOf(sources);
    }

    BackTest run() {
        Optional<LocalDate> start = coverage.from().map(t -> LocalDate.ofInstant(t, ZoneOffset.UTC));
        Optional<LocalDate> last = coverage.to().map(t -> LocalDate.ofInstant(t, ZoneOffset.UTC));
        if (start.isEmpty() || last.isEmpty()) {
            advice.add("there are no events, so there is nothing to learn from");
            return result(start, last, List.of(), List.of(), BackTest.Verdict.TOO_SHORT);
        }
        return run(start.get(), last.get());
    }

    private BackTest result(
            Optional<LocalDate> from,
            Optional<LocalDate> to,
            List<BackTest.Fold> folds,
            List<BackTest.Point> curve,
            BackTest.Verdict verdict) {
        return new BackTest(days, from, to, folds, curve, verdict, advice);
    }

    private BackTest run(LocalDate start, LocalDate last) {
        long length = ChronoUnit.DAYS.between(start, last) + 1;
        if (length < days + MIN_LEARNED) {
            advice.add("the history has " + plural(length, "day") + "; to try " + plural(days, "day")
                    + " and learn from at least " + MIN_LEARNED + " before them takes " + (days + MIN_LEARNED)
                    + (length > MIN_LEARNED + 1
                            ? ": `--backtest " + Math.min(length - MIN_LEARNED, Math.max(1, length / 2))
                                    + "d` would fit"
                            : ""));
            return result(Optional.of(start), Optional.of(last), List.of(), List.of(), BackTest.Verdict.TOO_SHORT);
        }
        List<BackTest.Fold> folds = new ArrayList<>();
        LocalDate until = last.plusDays(1);
        for (int i = 0; i < MAX_FOLDS; i++) {
            LocalDate testFrom = until.minusDays(days);
            if (start.plusDays(MIN_LEARNED).isAfter(testFrom)) {
                break;
            }
            folds.add(fold(start, testFrom, until));
            until = testFrom;
        }
        List<BackTest.Point> curve = curve(start, last.plusDays(1).minusDays(days), folds.get(0));
        return result(Optional.of(start), Optional.of(last), folds, curve, verdict(folds.get(0), curve));
    }

    private BackTest.Fold fold(LocalDate learnFrom, LocalDate testFrom, LocalDate until) {
        UsageSummary before = new UsageSummary(
                List.of(everybody.between(learnFrom, testFrom), usage.between(learnFrom, testFrom)),
                coverageOf(learnFrom, testFrom));
        return attempt.of(before, usage.between(testFrom, until)).fold(learnFrom, testFrom, until.minusDays(1));
    }

    /** What records of some days could show: no data events of sources that only came later. */
    private TrailCoverage coverageOf(LocalDate from, LocalDate until) {
        TrailCoverage part = coverage.between(from, until);
        SortedMap<String, Long> dataEvents = new TreeMap<>(part.dataEvents());
        dataEvents
                .keySet()
                .removeIf(source -> !firstDataEvents.getOrDefault(source, from).isBefore(until));
        return new TrailCoverage(
                part.from(),
                part.to(),
                part.files(),
                part.events(),
                part.eventsByAccount(),
                part.eventsByRegion(),
                dataEvents,
                part.detail());
    }

    private List<BackTest.Point> curve(LocalDate start, LocalDate testFrom, BackTest.Fold whole) {
        int longest = (int) ChronoUnit.DAYS.between(start, testFrom);
        List<BackTest.Point> curve = new ArrayList<>();
        for (int window : WINDOWS) {
            if (window < longest) {
                LocalDate from = testFrom.minusDays(window);
                curve.add(point(window, fold(from, testFrom, testFrom.plusDays(days))));
            }
        }
        curve.add(point(longest, whole));
        return curve;
    }

    private static BackTest.Point point(int window, BackTest.Fold fold) {
        int actions = (int) fold.refusals().stream()
                .map(BackTest.Refusal::action)
                .distinct()
                .count();
        return new BackTest.Point(
                window, fold.learnFrom(), fold.uses(), fold.refused(), fold.refusedDays(), actions, fold.permissions());
    }

    private BackTest.Verdict verdict(BackTest.Fold newest, List<BackTest.Point> curve) {
        BackTest.Point longest = curve.get(curve.size() - 1);
        limits(newest, longest);
        if (newest.uses() == 0) {
            advice.add("the principal used nothing that today's policies allow in the " + plural(days, "day")
                    + " tried on, so nothing is shown");
            return BackTest.Verdict.NOTHING_LATER;
        }
        double tolerated = TOLERATED * newest.uses();
        BackTest.Point enough = longest;
        for (int i = curve.size() - 2; i >= 0 && curve.get(i).refused() - longest.refused() <= tolerated; i--) {
            enough = curve.get(i);
        }
        if (longest.days() < days) {
            advice.add("learned from " + plural(longest.days(), "day") + ", less than the " + days
                    + " tried on: too little to say how long to watch");
            return BackTest.Verdict.TOO_SHORT;
        }
        boolean falling = enough == longest && curve.size() > 1;
        if (falling) {
            advice.add("watching all " + plural(longest.days(), "day")
                    + " refused less than any shorter time: watching longer may refuse still less");
            return BackTest.Verdict.STILL_FALLING;
        }
        advice.add(
                enough == longest
                        ? "there is no shorter time to compare " + plural(longest.days(), "day") + " with"
                        : plural(enough.days(), "day") + " of watching would have done: longer times refused no less");
        return enough == longest ? BackTest.Verdict.TOO_SHORT : BackTest.Verdict.ENOUGH;
    }

    /** What a reader must know before trusting the numbers. */
    private void limits(BackTest.Fold newest, BackTest.Point longest) {
        if (longest.days() < 2 * 31) {
            advice.add("what is done once a month shows in " + plural(longest.days(), "day") + " at most "
                    + (longest.days() < 31 ? "once, or not at all" : "twice"));
        }
        LocalDate first = usage.facts().stream()
                .map(fact -> LocalDate.ofInstant(fact.occurrences().first(), ZoneOffset.UTC))
                .filter(day -> !day.isBefore(newest.learnFrom()))
                .min(LocalDate::compareTo)
                .orElse(newest.learnFrom());
        if (first.isAfter(newest.learnFrom().plusDays(MIN_LEARNED))) {
            advice.add("the principal's first recorded call is of " + first
                    + ": what it did before, if anything, is not in the history");
        }
        firstDataEvents.forEach((source, day) -> {
            if (day.isAfter(newest.learnFrom().plusDays(MIN_LEARNED))) {
                advice.add("the first data event of " + source + " is of " + day
                        + ": where only days before it are learned from, its data events count as not recorded");
            }
        });
        long untimed = usage.facts().stream()
                .mapToLong(fact -> fact.occurrences().byDay().headMap(newest.learnFrom()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .sum();
        if (untimed > 0) {
            advice.add(plural(untimed, "use") + " without a time that can be read are left out");
        }
        if (usage.facts().stream().map(UsageFact::occurrences).anyMatch(Occurrences::byMonth)) {
            advice.add("the summary counts some uses by month, as of the month's first day");
        }
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
