package io.iamtighten.aws.trail;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.UsageCollector;
import io.iamtighten.usage.UsageMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads CloudTrail history: files and folders in S3's key layout or any other, compressed or not, in every shape in which records come.
 * Records of one event, wherever they stand, count once. A source that is broken is reported and does not stop the others.
 *
 * <p>Memory does not grow with the size of the input.
 */
public final class TrailReader {
    /** Problems beyond this many are only counted. */
    private static final int MAX_PROBLEMS = 1_000;

    private final UsageMapper mapper;

    private TrailReader(ServiceCatalog catalog) {
        this.mapper = UsageMapper.of(catalog);
    }

    /** Returns a reader that maps events by this catalog. */
    public static TrailReader of(ServiceCatalog catalog) {
        return new TrailReader(catalog);
    }

    /** Reads files, and all files below folders. */
    public TrailReading read(List<Path> paths, TrailOptions options) {
        List<TrailProblem> problems = new ArrayList<>();
        List<TrailFiles.Found> found = TrailFiles.below(paths, problems);
        return read(found, problems, options);
    }

    /** Reads sources, such as objects in S3. */
    public TrailReading readSources(List<TrailSource> sources, TrailOptions options) {
        return read(
                sources.stream()
                        .map(source -> new TrailFiles.Found(source, true))
                        .toList(),
                new ArrayList<>(),
                options);
    }

    private TrailReading read(List<TrailFiles.Found> found, List<TrailProblem> problems, TrailOptions options) {
        UsageCollector collector = new UsageCollector();
        SourceReader reader = new SourceReader(mapper, options);
        boolean stop = options.onProblem() == TrailOptions.OnProblem.STOP;
        long more = 0;
        long read = 0;
        long skipped = 0;
        long[] events = new long[1];
        List<Entry> entries = entries(found);
        boolean byAccount = entries.stream()
                .anyMatch(entry -> options.accounts().contains(entry.key().account()));
        int done = 0;
        for (Entry entry : entries) {
            if (stop && !problems.isEmpty()) {
                break;
            }
            if (leftOut(entry, options, byAccount)) {
                skipped++;
            } else {
                SourceReader.Result result =
                        reader.read(entry.found().source(), entry.found().named(), (use, time, id) -> {
                            if (collector.add(use, time, id)) {
                                events[0]++;
                            }
                        });
                if (result.records() > 0) {
                    read++;
                    collector.countFile();
                } else {
                    skipped++;
                }
                for (TrailProblem problem : result.problems()) {
                    if (problems.size() < MAX_PROBLEMS) {
                        problems.add(problem);
                    } else {
                        more++;
                    }
                }
                more += result.moreProblems();
            }
            options.progress().advanced(++done, entries.size(), events[0]);
        }
        return new TrailReading(collector.summary(), problems, more, read, skipped, collector.duplicates());
    }

    /** A source with what its name tells. */
    private record Entry(TrailFiles.Found found, TrailKey key) {}

    /** In order of delivery, so that copies of an event in several trails come close together; the same order in every run. */
    private static List<Entry> entries(List<TrailFiles.Found> found) {
        List<Entry> entries = new ArrayList<>(found.size());
        found.forEach(f -> entries.add(new Entry(f, TrailKey.of(f.source().name()))));
        entries.sort(Comparator.comparingLong(
                        (Entry entry) -> entry.key().delivered().orElse(Long.MIN_VALUE))
                .thenComparing(entry -> entry.key().fileName())
                .thenComparing(entry -> entry.found().source().name()));
        return entries;
    }

    private static boolean leftOut(Entry entry, TrailOptions options, boolean byAccount) {
        TrailKey key = entry.key();
        return switch (key.kind()) {
            case DIGEST, INSIGHT, AGGREGATED -> true;
            case UNKNOWN -> false;
            case LOG ->
                // A file holds events of any time before its delivery, and of its region only. Its account is the one
                // it was delivered
                // for; callers of others are in it, so that accounts are looked for in the records.
                !options.regions().isEmpty() && !options.regions().contains(key.region())
                        || options.since().isPresent()
                                && key.delivered().getAsLong() + 60
                                        < options.since().get().getEpochSecond();
        };
    }
}
