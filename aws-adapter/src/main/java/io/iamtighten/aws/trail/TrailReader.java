package io.iamtighten.aws.trail;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.SavedUsage;
import io.iamtighten.usage.UsageMapper;
import io.iamtighten.usage.UsageSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads CloudTrail history: files and folders in S3's key layout or any other, compressed or not, in every shape in which records come,
 * and saved summaries in place of logs. Records of one event, wherever they stand, count once. A source that is broken is reported
 * and does not stop the others.
 *
 * <p>Memory does not grow with the size of the input. Thread-safe; reads as many sources at a time as the options say.
 */
public final class TrailReader {
    private static final Duration SAVE_AFTER = Duration.ofSeconds(5);

    private final ServiceCatalog catalog;
    private final UsageMapper mapper;

    private final Duration saveAfter;

    private TrailReader(ServiceCatalog catalog, UsageMapper mapper, Duration saveAfter) {
        this.catalog = catalog;
        this.mapper = mapper;
        this.saveAfter = saveAfter;
    }

    /** Returns a reader that maps events by this catalog. */
    public static TrailReader of(ServiceCatalog catalog) {
        return new TrailReader(catalog, UsageMapper.of(catalog), SAVE_AFTER);
    }

    /** Returns the same reader that saves how far it has come after other times; 0 for after each source. */
    TrailReader savingAfter(Duration time) {
        return new TrailReader(catalog, mapper, time);
    }

    /**
     * Reads files, all files below folders, and saved summaries.
     *
     * @throws TrailException when a saved summary cannot be used
     */
    public TrailReading read(List<Path> paths, TrailOptions options) {
        return read(paths, List.of(), options);
    }

    /**
     * Reads sources, such as objects in S3.
     *
     * @throws TrailException when the file that keeps the summary cannot be used
     */
    public TrailReading readSources(List<TrailSource> sources, TrailOptions options) {
        return read(List.of(), sources, options);
    }

    /**
     * Reads paths and sources together.
     *
     * @throws TrailException when a saved summary cannot be used
     */
    public TrailReading read(List<Path> paths, List<TrailSource> sources, TrailOptions options) {
        List<TrailProblem> problems = new ArrayList<>();
        List<Path> logs = new ArrayList<>();
        UsageSummary saved = UsageSummary.empty();
        int summaries = 0;
        Optional<SummaryStore> store =
                options.savedIn().map(file -> new SummaryStore(file, options.selection(), catalog.version()));
        for (Path path : paths) {
            if (Files.isRegularFile(path) && SummaryStore.isSummary(path)) {
                saved = saved.merge(summary(path, options));
                summaries++;
            } else {
                logs.add(path);
            }
        }
        List<TrailEntry> entries = new ArrayList<>(TrailFiles.below(logs, problems));
        sources.forEach(source -> entries.add(TrailEntry.of(source, true)));
        if (store.isPresent()) {
            entries.removeIf(entry ->
                    entry.source() instanceof FileSource file && store.get().isOwn(file.file()));
        }
        entries.sort(ORDER);
        TrailRun run = new TrailRun(mapper, options, saved, store, problems, saveAfter);
        return run.over(entries, summaries);
    }

    private static UsageSummary summary(Path path, TrailOptions options) {
        SavedUsage saved = SummaryStore.load(path);
        boolean everything = options.selection().equals(TrailOptions.all().selection());
        if (!everything && !saved.selection().equals(options.selection())) {
            throw new TrailException(path + " was made for another window, account or region"
                    + " and cannot be cut to this one; read the logs, or leave these options out");
        }
        return saved.summary();
    }

    /** In order of delivery, so that copies of an event in several trails come close together; the same order in every run. */
    private static final Comparator<TrailEntry> ORDER = Comparator.comparingLong(
                    (TrailEntry entry) -> entry.key().delivered().orElse(Long.MIN_VALUE))
            .thenComparing(entry -> entry.key().fileName())
            .thenComparing(entry -> entry.source().name());
}
