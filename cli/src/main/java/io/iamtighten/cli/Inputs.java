package io.iamtighten.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamtighten.aws.trail.TrailSource;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParse;
import io.iamtighten.policy.PolicyParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads and writes files for the commands, with problems as one line for the user. */
final class Inputs {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private Inputs() {}

    /** Returns a file's bytes, decompressed when they are gzip. */
    static byte[] bytes(Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException(file + " is a directory; a file was expected");
        }
        try (InputStream in = open(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw problem(file, e);
        }
    }

    /** Opens a file, decompressing it when its first two bytes are gzip's. */
    static InputStream open(Path file) throws IOException {
        PushbackInputStream in = new PushbackInputStream(Files.newInputStream(file), 2);
        byte[] head = in.readNBytes(2);
        in.unread(head);
        boolean gzip = head.length == 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }

    static String text(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    /** Returns a file's lines that are not blank. */
    static List<String> lines(Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException(file + " is a directory; a file was expected");
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw problem(file, e);
        } catch (java.io.UncheckedIOException e) {
            throw new InputException(file + " cannot be read: " + e.getMessage());
        }
    }

    static PolicyDocument policy(Path file) {
        PolicyParse parse = PolicyParser.parse(bytes(file));
        return parse.document()
                .orElseThrow(() -> new InputException(parse.problems().get(0).render(Optional.of(file.toString()))));
    }

    static JsonNode json(String line, String where) {
        try {
            JsonNode node = MAPPER.readTree(line);
            if (node == null || node.isMissingNode()) {
                throw new InputException(where + ": empty; a JSON object was expected");
            }
            return node;
        } catch (JsonProcessingException e) {
            String message = e.getOriginalMessage();
            int end = message.indexOf('\n');
            throw new InputException(where + ": not JSON: " + (end < 0 ? message : message.substring(0, end)));
        }
    }

    static InputException problem(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new InputException("there is no file " + file + "; check the path");
        }
        if (e instanceof AccessDeniedException) {
            return new InputException(file + " cannot be read: permission denied");
        }
        return new InputException(file + " cannot be read: " + e.getMessage());
    }

    /** Writes a text whole or not at all. */
    static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes bytes whole or not at all. What is no file, a device or a pipe, takes the bytes and stays what it is; of a link the file is
     * replaced to which it leads, and a file that was there keeps its permissions.
     */
    static void write(Path file, byte[] bytes) {
        if (Files.isDirectory(file)) {
            throw new InputException(file + " is a directory; name a file");
        }
        try {
            boolean exists = Files.exists(file);
            if (exists && !Files.isRegularFile(file)) {
                Files.write(file, bytes);
                return;
            }
            Path target = exists ? file.toRealPath() : file.toAbsolutePath();
            Path temporary = beside(target);
            try {
                Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                if (exists) {
                    keepPermissions(target, temporary);
                }
                move(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new InputException(file + " cannot be written: " + why(file, e));
        }
    }

    /** Returns a name beside a file that nobody has; a file made with it gets the permissions that the user's files get. */
    static Path beside(Path file) {
        return file.resolveSibling(".iam-tighten-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".tmp");
    }

    private static void keepPermissions(Path from, Path to) throws IOException {
        if (Files.getFileStore(from).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
        }
    }

    /** Returns why a file could not be written, as words for the user. */
    static String why(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no folder " + file.toAbsolutePath().getParent();
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = e instanceof FileSystemException ? ((FileSystemException) e).getReason() : null;
        return reason == null ? String.valueOf(e.getMessage()) : reason;
    }

    /**
     * Returns the path that a text names.
     *
     * @throws InputException when it is empty, as a variable that was never set is, or no path
     */
    /** What stands for standard input among places of a trail. */
    static final String STANDARD_INPUT = "-";

    /** How problems name it. */
    static final String STANDARD_INPUT_NAME = "standard input";

    /** Returns standard input as a source of a trail. */
    static TrailSource standardInput(Console console) {
        return TrailSource.of(STANDARD_INPUT_NAME, console.in());
    }

    static Path path(String text) {
        if (text.isEmpty()) {
            throw new InputException("the path is empty; name a file or folder");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InputException("`" + text + "` is no path that this system can name"
                    + " (letters beyond ASCII need a locale such as LC_ALL=C.UTF-8)");
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
