package io.iamtighten.policy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Finds the folder of inputs that other people wrote. */
final class SharedPolicies {
    private SharedPolicies() {}

    static Path folder() {
        Path folder = Path.of(System.getProperty("shared.dir", "../../shared"));
        assumeTrue(Files.isDirectory(folder), "the folder of shared inputs is absent: " + folder);
        return folder;
    }

    static List<String> lines(String name) {
        Path file = folder().resolve(name);
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
