package io.iamtighten.aws.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Keeps answers in the files of a folder. What is too old, or of another account, is forgotten. */
final class FolderJournal implements Journal {
    /** An account changes: what was read longer ago is read again. */
    private static final Duration KEPT = Duration.ofHours(6);

    private final Path folder;

    private FolderJournal(Path folder) {
        this.folder = folder;
    }

    /** Opens a folder, which is made when it is not there. */
    static FolderJournal open(Path folder, String account, Instant now) throws IOException {
        Path mark = folder.resolve("account");
        if (Files.exists(folder)) {
            boolean usable = Files.exists(mark)
                    && Files.readString(mark).equals(account)
                    && Files.getLastModifiedTime(mark).toInstant().plus(KEPT).isAfter(now);
            if (!usable) {
                forget(folder);
            }
        }
        Files.createDirectories(folder);
        if (!Files.exists(mark)) {
            Files.writeString(mark, account);
        }
        return new FolderJournal(folder);
    }

    /** Removes the folder with everything that a journal put there. */
    static void forget(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Override
    public Optional<String> get(String key) {
        try {
            Path file = file(key);
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            // What cannot be read back is read from AWS again.
            return Optional.empty();
        }
    }

    @Override
    public void put(String key, String text) {
        try {
            Path file = file(key);
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
            try {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    private Path file(String key) {
        StringBuilder name = new StringBuilder();
        for (char c : key.toCharArray()) {
            boolean kept = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
            if (kept) {
                name.append(c);
            } else {
                name.append('_').append(Integer.toHexString(c)).append('_');
            }
        }
        return folder.resolve(name + ".json");
    }
}
