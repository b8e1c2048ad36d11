package io.iamtighten.aws.trail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Whatever the JDK decompresses, ours does to the same bytes; everything else is an IOException. Run by {@code src/scripts/fuzz}. */
public final class GunzipFuzzer {
    private GunzipFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) {
        check(input, input);
        byte[] packed = TrailText.gzip(input);
        check(packed, packed);
        // Damaged in one place.
        if (input.length > 0) {
            byte[] damaged = packed.clone();
            damaged[(input[0] & 0xff) % packed.length] ^= (byte) (1 + input.length);
            check(damaged, damaged);
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
