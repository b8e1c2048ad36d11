package io.iamtighten.aws.account;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads text files, gzip or not, with a bound on their length. */
final class FileTexts {
    /** The longest text that is read, in bytes. */
    private static final int LONGEST = 1 << 29;

    private FileTexts() {}

    /** A file that is longer than what is read. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1;
    }

    static String read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = open(file)) {
            bytes = in.readNBytes(LONGEST);
            if (bytes.length == LONGEST && in.read() >= 0) {
                throw new TooLongException();
            }
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static InputStream open(Path file) throws IOException {
        PushbackInputStream in = new PushbackInputStream(Files.newInputStream(file), 2);
        try {
            byte[] head = in.readNBytes(2);
            in.unread(head);
            boolean gzip = head.length == 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
            return gzip ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Returns one line for people. */
    static String problem(Path file, Exception problem) {
        if (problem instanceof NoSuchFileException) {
            return "there is no file " + file + "; check the path";
        }
        if (problem instanceof AccessDeniedException) {
            return file + " cannot be read: permission denied";
        }
        if (problem instanceof EOFException) {
            return file + " is a gzip file that ends too early; fetch it again";
        }
        if (problem instanceof ZipException) {
            return file + " is a broken gzip file: " + problem.getMessage();
        }
        if (problem instanceof CharacterCodingException) {
            return file + " is not UTF-8 text; a JSON text was expected";
        }
        if (problem instanceof TooLongException) {
            return file + " is longer than " + LONGEST + " bytes, the most that is read";
        }
        return file + " cannot be read: " + problem.getMessage();
    }
}
