package io.iamtighten.testsupport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds and reads the inputs of tests: {@code testdata/}, which is ours and always there, and the folder of inputs that
 * others wrote, without which a test is skipped.
 */
public final class TestData {
    private TestData() {}

    /**
     * Returns a file or folder below {@code testdata/}.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Path ours(String name) {
        Path path = folder("testdata.dir").resolve(name);
        if (!Files.exists(path)) {
            throw new IllegalArgumentException("there is no " + path);
        }
        return path;
    }

    /**
     * Returns a file or folder of the inputs that others wrote; skips the test where that whole folder is absent.
     *
     * @throws IllegalArgumentException if the folder is there and has nothing of that name
     */
    public static Path shared(String name) {
        Path folder = folder("shared.dir");
        Assumptions.assumeTrue(Files.isDirectory(folder), () -> "the folder of shared inputs is absent: " + folder);
        Path path = folder.resolve(name);
        if (!Files.exists(path)) {
            throw new IllegalArgumentException("there is no " + path);
        }
        return path;
    }

    /** Returns a file or folder of the source tree, named from its root. */
    public static Path source(String name) {
        return folder("root.dir").resolve(name);
    }

    /** Returns a file's bytes, decompressed when its name ends in {@code .gz}. */
    public static byte[] bytes(Path file) {
        try {
            byte[] raw = Files.readAllBytes(file);
            if (!file.toString().endsWith(".gz")) {
                return raw;
            }
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(raw))) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    /** Returns a file's text, decompressed when its name ends in {@code .gz}. */
    public static String text(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    /** Returns a file's lines, decompressed when its name ends in {@code .gz}. */
    public static List<String> lines(Path file) {
        return text(file).lines().toList();
    }

    /** The build passes the folders as system properties. */
    private static Path folder(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("the system property " + property
                    + " is not set; run the tests with Maven, or set " + "it in the test configuration of the IDE");
        }
        return Path.of(value).toAbsolutePath().normalize();
    }
}
