package io.iamtighten.aws.trail;

import io.iamtighten.usage.SavedUsage;
import io.iamtighten.usage.UsageCollector;
import io.iamtighten.usage.UsageFormatException;
import io.iamtighten.usage.UsagePart;
import io.iamtighten.usage.UsageSummary;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Keeps a summary in a file, and what an unfinished run has in another beside it. Both are written whole or not at all. */
final class SummaryStore {
    private static final String PARTIAL = ".partial";

    private final Path file;
    private final String selection;
    private final String catalog;
    private UsageSummary before = UsageSummary.empty();
    private Optional<UsagePart> unfinished = Optional.empty();
    private final boolean resumed;

    /**
     * Opens the file, or what an interrupted run left beside it.
     *
     * @throws TrailException when one of them cannot be used
     */
    SummaryStore(Path file, String selection, String catalog) {
        this.file = file;
        this.selection = selection;
        this.catalog = catalog;
        Path partial = partial();
        this.resumed = Files.exists(partial);
        if (resumed) {
            SavedUsage saved = read(partial);
            before = saved.summary();
            unfinished = saved.unfinished();
        } else if (Files.exists(file)) {
            before = read(file).summary();
        }
    }

    /** Returns whether a file is one of those in which the summary is kept. */
    boolean isOwn(Path other) {
        Path path = other.toAbsolutePath().normalize();
        return path.equals(file.toAbsolutePath().normalize())
                || path.equals(partial().toAbsolutePath().normalize());
    }

    private Path partial() {
        return file.resolveSibling(file.getFileName() + PARTIAL);
    }

    private SavedUsage read(Path from) {
        SavedUsage saved = load(from);
        if (!saved.selection().equals(selection)) {
            throw new TrailException(
                    from + " holds the usage of another window, account or region; use the same options as before,"
                            + " or another file");
        }
        return saved;
    }

    static SavedUsage load(Path from) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(from))) {
            return SavedUsage.read(in);
        } catch (UsageFormatException e) {
            throw new TrailException(from + ": " + e.getMessage());
        } catch (IOException e) {
            throw new TrailException(from + " cannot be read: " + TrailFiles.why(e));
        }
    }

    /** Returns whether a file holds a saved summary. */
    static boolean isSummary(Path file) {
        byte[] expected = SavedUsage.BEGINNING.getBytes(StandardCharsets.UTF_8);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(2);
            boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return gzip && Arrays.equals(new GZIPInputStream(in).readNBytes(expected.length), expected);
        } catch (ZipException | java.io.EOFException e) {
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    UsageSummary before() {
        return before;
    }

    UsageCollector collector() {
        return unfinished.map(UsageCollector::resume).orElseGet(() -> UsageCollector.after(before));
    }

    boolean knows(String identity) {
        return before.contains(identity)
                || unfinished.isPresent() && unfinished.get().sources().contains(identity);
    }

    boolean knowsAny() {
        return unfinished.isPresent() || !before.parts().isEmpty();
    }

    boolean resumed() {
        return resumed;
    }

    /** Saves how far a run has come. */
    void checkpoint(UsageSummary before, UsageCollector collector) {
        write(partial(), new SavedUsage(before, Optional.of(collector.unfinished()), selection, catalog));
    }

    /** Writes the finished summary. */
    void finish(UsageSummary summary) {
        write(file, new SavedUsage(summary, Optional.empty(), selection, catalog));
        try {
            Files.deleteIfExists(partial());
        } catch (IOException e) {
            throw new TrailException(partial() + " cannot be deleted: " + TrailFiles.why(e));
        }
    }

    private static void write(Path to, SavedUsage saved) {
        try {
            // One name, so that a run that is killed while it writes leaves no more than one such file behind.
            Path temporary = to.toAbsolutePath().resolveSibling("." + to.getFileName() + ".tmp");
            try {
                try (FileChannel channel = FileChannel.open(
                                temporary,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING);
                        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                    saved.write(out);
                    out.flush();
                    // Else the name could reach the disk before the bytes do.
                    channel.force(true);
                }
                try {
                    Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } catch (AtomicMoveNotSupportedException e) {
                    Files.move(temporary, to, StandardCopyOption.REPLACE_EXISTING);
                }
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (NoSuchFileException e) {
            throw new TrailException(to + " cannot be written: there is no folder "
                    + to.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new TrailException(to + " cannot be written: " + TrailFiles.why(e));
        }
    }
}
