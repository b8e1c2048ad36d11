package io.iamtighten.aws.trail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/** Whatever the JDK decompresses, ours does to the same bytes; what it refuses, ours does; that is an IOException. Run by {@code src/scripts/fuzz}. */
public final class GunzipFuzzer {
    private GunzipFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) {
        check(input, input);
        checkDeflate(input);
        byte[] packed = TrailText.gzip(input);
        check(packed, packed);
        // Damaged in one place.
        if (input.length > 0) {
            byte[] damaged = packed.clone();
            damaged[(input[0] & 0xff) % packed.length] ^= (byte) (1 + input.length);
            check(damaged, damaged);
        }
    }

    private static void checkDeflate(byte[] input) {
        Inflater inflater = new Inflater(true);
        byte[] expected = new byte[1 << 18];
        int size;
        try {
            inflater.setInput(input);
            size = inflater.inflate(expected);
            if (!inflater.finished() && !inflater.needsInput()) {
                // Too much of it.
                return;
            }
            size = inflater.finished() ? size : -1;
        } catch (DataFormatException e) {
            size = -1;
        } finally {
            inflater.end();
        }
        int ours = 0;
        Inflate inflate = new Inflate(256);
        inflate.open(new ByteArrayInputStream(input));
        inflate.begin();
        try {
            byte[] buffer = new byte[1000];
            for (int count = inflate.read(buffer, 0, 1000); count >= 0; count = inflate.read(buffer, 0, 1000)) {
                if (size >= 0 && !Arrays.equals(buffer, 0, count, expected, ours, Math.min(size, ours + count))) {
                    throw new AssertionError("decompressed to something else");
                }
                ours += count;
            }
        } catch (IOException e) {
            ours = -1;
        }
        if (ours != size) {
            throw new AssertionError("decompressed to " + ours + " bytes, not " + size);
        }
    }

    private static void check(byte[] bytes, byte[] same) {
        byte[] expected;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(same))) {
            expected = in.readAllBytes();
        } catch (IOException e) {
            expected = null;
        }
        try (Gunzip in = new Gunzip(new ByteArrayInputStream(bytes))) {
            byte[] ours = in.readAllBytes();
            if (expected != null && !Arrays.equals(ours, expected)) {
                throw new AssertionError("decompressed to something else");
            }
        } catch (IOException e) {
            // A second member that is broken is told by us and passed over by the JDK.
            if (expected != null && expected.length == 0) {
                return;
            }
        }
    }
}
