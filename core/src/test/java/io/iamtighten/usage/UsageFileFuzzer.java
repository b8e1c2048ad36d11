package io.iamtighten.usage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Any bytes are a saved summary that is written as it was read, or refused in one line. Run by {@code src/scripts/fuzz}. */
public final class UsageFileFuzzer {
    private UsageFileFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) {
        check(input);
        check(gzip(input));
    }

    private static void check(byte[] bytes) {
        read(bytes).ifPresent(saved -> {
            byte[] written = UsageTales.bytes(saved);
            SavedUsage again = UsageTales.read(written);
            if (!again.equals(saved) || !Arrays.equals(UsageTales.bytes(again), written)) {
                throw new AssertionError("it is not written as it was read");
            }
            saved.summary().losses();
            saved.unfinished().ifPresent(part -> UsageCollector.resume(part).part());
        });
    }

    private static Optional<SavedUsage> read(byte[] bytes) {
        try {
            return Optional.of(SavedUsage.read(new ByteArrayInputStream(bytes)));
        } catch (UsageFormatException e) {
            String message = String.valueOf(e.getMessage());
            if (message.length() > 500 || message.chars().anyMatch(Character::isISOControl)) {
                throw new AssertionError("not one line: " + message, e);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
