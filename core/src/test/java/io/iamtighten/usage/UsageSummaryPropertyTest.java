package io.iamtighten.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Summaries are a commutative monoid over sets of files, survive being saved, and lose only what they say. */
class UsageSummaryPropertyTest {
    private static final SummaryLimits STANDARD = SummaryLimits.STANDARD;

    private static SummaryLimits small(int size) {
        return new SummaryLimits(1 + size, 1 + size / 2, size, 3);
    }

    private static List<UsageTales.File> some(List<UsageTales.File> files, int mask) {
        List<UsageTales.File> some = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if ((mask >> i & 1) != 0) {
                some.add(files.get(i));
            }
        }
        return some;
    }

    @Property(tries = 200)
    void mergingIsAssociativeCommutativeAndIdempotent(
            @ForAll long seed,
            @ForAll @IntRange(max = 63) int one,
            @ForAll @IntRange(max = 63) int two,
            @ForAll @IntRange(max = 63) int three,
            @ForAll @IntRange(max = 6) int size) {
        List<UsageTales.File> files = UsageTales.files(seed, 6);
        UsageSummary a = UsageTales.summary(small(size), some(files, one));
        UsageSummary b = UsageTales.summary(small(size), some(files, two));
        UsageSummary c = UsageTales.summary(STANDARD, some(files, three));
        assertThat(a.merge(b)).isEqualTo(b.merge(a));
        assertThat(a.merge(c)).isEqualTo(c.merge(a));
        assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
        assertThat(a.merge(a)).isEqualTo(a);
        assertThat(a.merge(b).merge(a)).isEqualTo(a.merge(b));
        assertThat(a.merge(UsageSummary.empty())).isEqualTo(a);
        if ((one & two) == two) {
            assertThat(a.merge(b).coverage().events())
                    .as("the same files count once")
                    .isEqualTo(a.coverage().events());
        }
        assertThat(a.merge(b).countedTwice())
                .isEqualTo((one & two) == one || (one & two) == two ? 0 : Integer.bitCount(one & two));
    }

    @Property(tries = 200)
    void partsOfDifferentFilesAddUpToTheWhole(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 62) int one, @ForAll @IntRange(max = 6) int size) {
        List<UsageTales.File> files = UsageTales.files(seed, 6);
        SummaryLimits limits = size == 6 ? STANDARD : small(size);
        UsageSummary whole = UsageTales.summary(limits, files);
        UsageSummary merged =
                UsageTales.summary(limits, some(files, one)).merge(UsageTales.summary(limits, some(files, 63 - one)));
        assertThat(merged.coverage()).isEqualTo(whole.coverage());
        assertThat(merged.principals()).isEqualTo(whole.principals());
        assertThat(merged.compacted().parts()).hasSize(1);
        assertThat(merged.compacted().principals()).isEqualTo(whole.principals());
        assertThat(merged.losses()).isEqualTo(whole.losses());
    }

    @Property(tries = 200)
    void theOrderOfEventsDoesNotMatter(@ForAll long seed, @ForAll @IntRange(max = 6) int size) {
        List<UsageTales.Use> uses = new ArrayList<>();
        UsageTales.files(seed, 4).forEach(file -> uses.addAll(file.uses()));
        UsageCollector inOrder = UsageCollector.within(small(size));
        uses.forEach(use -> inOrder.add(use.use(), use.time(), use.id()));
        Collections.shuffle(uses, new Random(seed));
        UsageCollector shuffled = UsageCollector.within(small(size));
        uses.forEach(use -> shuffled.add(use.use(), use.time(), use.id()));
        assertThat(shuffled.part().principals()).isEqualTo(inOrder.part().principals());
        assertThat(shuffled.part().coverage()).isEqualTo(inOrder.part().coverage());
    }

    @Property(tries = 200)
    void aSavedSummaryIsTheSameWhenRead(@ForAll long seed, @ForAll @IntRange(max = 6) int size) {
        List<UsageTales.File> files = UsageTales.files(seed, 5);
        UsageSummary summary = UsageTales.summary(small(size), files.subList(0, 3))
                .merge(UsageTales.summary(STANDARD, files.subList(2, 4)));
        UsageCollector open = UsageCollector.after(summary);
        UsageTales.add(open, files.get(4));
        open.countProblem(
                new SourceProblem("malformed", "f", java.util.OptionalLong.of(seed & 0xffff), "m", seed % 2 == 0));
        open.countMoreProblems(size);
        open.countAggregated("s3.amazonaws.com", 3);
        SavedUsage saved = new SavedUsage(summary, Optional.of(open.unfinished()), "sel", "cat");
        byte[] bytes = UsageTales.bytes(saved);
        SavedUsage read = UsageTales.read(bytes);
        assertThat(read).isEqualTo(saved);
        assertThat(UsageTales.bytes(read)).isEqualTo(bytes);
    }

    @Property(tries = 200)
    void aRunThatGoesOnIsTheSameAsOneThatWasNotInterrupted(
            @ForAll long seed, @ForAll @IntRange(max = 6) int size, @ForAll @IntRange(max = 8) int cut) {
        List<UsageTales.File> files = UsageTales.files(seed, 8);
        UsageCollector undisturbed = UsageCollector.within(small(size));
        files.forEach(file -> UsageTales.add(undisturbed, file));
        UsageCollector first = UsageCollector.within(small(size));
        files.subList(0, cut).forEach(file -> UsageTales.add(first, file));
        SavedUsage saved = new SavedUsage(UsageSummary.empty(), Optional.of(first.unfinished()), "", "");
        UsageCollector second = UsageCollector.resume(
                UsageTales.read(UsageTales.bytes(saved)).unfinished().orElseThrow());
        files.subList(cut, 8).forEach(file -> UsageTales.add(second, file));
        // A copy of an event that the first run took.
        files.get(0)
                .uses()
                .forEach(use ->
                        assertThat(second.add(use.use(), use.time(), use.id())).isFalse());
        files.get(0).uses().forEach(use -> undisturbed.add(use.use(), use.time(), use.id()));
        assertThat(second.part()).isEqualTo(undisturbed.part());
        assertThat(second.unfinished()).isEqualTo(undisturbed.unfinished());
    }

    @Property(tries = 200)
    void foldingIsBoundedCoversEverythingAndIsTold(@ForAll long seed, @ForAll @IntRange(max = 5) int size) {
        SummaryLimits limits = small(size);
        List<UsageTales.File> files = UsageTales.files(seed, 6);
        UsageSummary summary = UsageTales.summary(limits, files);
        Map<String, Set<String>> kept = new HashMap<>();
        for (PrincipalUsage usage : summary.principals()) {
            boolean folded = false;
            for (UsageFact fact : usage.facts()) {
                String key = usage.principal() + fact.action();
                kept.computeIfAbsent(key, k -> new TreeSet<>()).add(fact.resource());
                folded |= fact.folded();
                if (fact.folded()) {
                    assertThat(fact.resource()).endsWith("*");
                }
            }
            if (folded) {
                assertThat(summary.losses())
                        .anyMatch(loss ->
                                loss.startsWith(usage.principal().arn()) && loss.contains("too many resources"));
            }
            long calls = usage.facts().stream()
                            .mapToLong(fact -> fact.occurrences().count())
                            .sum()
                    + usage.unmapped().stream()
                            .mapToLong(event -> event.occurrences().count())
                            .sum();
            assertThat(calls).as("no call is lost").isEqualTo(usage.events());
        }
        long most = 1L + (long) limits.beginnings() * (limits.resources() + 1L);
        kept.values().forEach(resources -> assertThat(resources).hasSizeLessThanOrEqualTo((int) most));
        for (UsageTales.File file : files) {
            for (UsageTales.Use use : file.uses()) {
                if (use.use().seen.recordedAs == RecordedAs.NETWORK_ACTIVITY) {
                    continue;
                }
                for (FactKey fact : use.use().facts) {
                    assertThat(kept.get(use.use().principal + fact.action))
                            .anyMatch(resource -> covers(resource, fact.resource));
                }
            }
        }
    }

    private static boolean covers(String kept, String resource) {
        String[] patterns = kept.split(":", 6);
        String[] parts = resource.split(":", 6);
        if (kept.equals("*") || kept.equals(resource)) {
            return true;
        }
        if (patterns.length < 6 || parts.length < 6) {
            return false;
        }
        for (int i = 0; i < 5; i++) {
            if (!patterns[i].equals("*") && !patterns[i].equals(parts[i])) {
                return false;
            }
        }
        return patterns[5].endsWith("*") && parts[5].startsWith(patterns[5].substring(0, patterns[5].length() - 1));
    }
}
