package io.iamtighten.aws.trail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Our decompression against the JDK's: the same bytes, and the same data refused. */
class InflatePropertyTest {
    // Used again and again, so that what one text leaves behind would be seen in the next.
    private static final Inflate SMALL = new Inflate(256);
    private static final Inflate LARGE = new Inflate(Gunzip.BUFFER);

    /** What came of it: the bytes, and whether they are all. */
    record Outcome(byte[] bytes, boolean whole) {}

    @Property(tries = 400)
    void undoesWhatTheJdkCompresses(
            @ForAll long seed, @ForAll @IntRange(max = 9) int level, @ForAll @IntRange(max = 2) int strategy) {
        Random random = new Random(seed);
        byte[] text = text(random);
        Deflater deflater = new Deflater(level, true);
        deflater.setStrategy(strategy);
        byte[] packed = deflate(deflater, text);
        Outcome ours = ours(packed, random);
        assertTrue(ours.whole());
        assertArrayEquals(text, ours.bytes());
        int cut = random.nextInt(packed.length);
        agree(Arrays.copyOf(packed, cut), random);
        packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
        agree(packed, random);
    }

    @Property(tries = 1500)
    void readsWhatNoCompressorWrites(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] packed = DeflateText.random(random, false);
        assertTrue(ours(packed, random).whole());
        agree(packed, random);
        if (packed.length > 0) {
            packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
            agree(packed, random);
        }
    }

    @Property(tries = 3000)
    void refusesWhatTheJdkRefuses(@ForAll long seed) {
        Random random = new Random(seed);
        agree(DeflateText.random(random, true), random);
    }

    private static void agree(byte[] packed, Random random) {
        Outcome jdk = jdk(packed);
        Outcome ours = ours(packed, random);
        assertEquals(jdk.whole(), ours.whole());
        if (jdk.whole()) {
            assertArrayEquals(jdk.bytes(), ours.bytes());
            return;
        }
        // Up to the fault as far as both read they read the same.
        int shared = Math.min(jdk.bytes().length, ours.bytes().length);
        assertArrayEquals(Arrays.copyOf(jdk.bytes(), shared), Arrays.copyOf(ours.bytes(), shared));
        assertTrue(ours.bytes().length <= jdk.bytes().length + 6, "bytes that are not there");
    }

    private static byte[] text(Random random) {
        int size = random.nextInt(4) == 0 ? random.nextInt(300_000) : random.nextInt(2000);
        byte[] text = new byte[size];
        switch (random.nextInt(4)) {
            case 0 -> random.nextBytes(text);
            case 1 -> {
                for (int i = 0; i < size; i++) {
                    text[i] = (byte) "0123456789abcdef".charAt(random.nextInt(16));
                }
            }
            case 2 -> {
                // Runs with short periods.
                int period = 1 + random.nextInt(20);
                for (int i = 0; i < size; i++) {
                    text[i] = i < period || random.nextInt(500) == 0 ? (byte) random.nextInt(256) : text[i - period];
                }
            }
            default -> {
                byte[] line = "{\"eventVersion\":\"1.09\",\"userIdentity\":{\"type\":\"AssumedRole\"}}"
                        .getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < size; i++) {
                    text[i] = random.nextInt(40) == 0 ? (byte) random.nextInt(128) : line[i % line.length];
                }
            }
        }
        return text;
    }

    private static byte[] deflate(Deflater deflater, byte[] text) {
        deflater.setInput(text);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    /** What the JDK makes of it: all at once, or byte by byte up to a fault. */
    private static Outcome jdk(byte[] packed) {
        Outcome whole = jdk(packed, 1 << 16);
        return whole.whole() ? whole : new Outcome(jdk(packed, 1).bytes(), false);
    }

    private static Outcome jdk(byte[] packed, int piece) {
        Inflater inflater = new Inflater(true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[piece];
        try {
            inflater.setInput(packed);
            int count = 1;
            while (!inflater.finished() && (count > 0 || !inflater.needsInput())) {
                count = inflater.inflate(buffer);
                out.write(buffer, 0, count);
            }
            return new Outcome(out.toByteArray(), inflater.finished());
        } catch (DataFormatException e) {
            return new Outcome(out.toByteArray(), false);
        } finally {
            inflater.end();
        }
    }

    /** What we make of it, given and taken in pieces of any size. */
    private static Outcome ours(byte[] packed, Random random) {
        InputStream pieces = new ByteArrayInputStream(packed) {
            private final boolean small = random.nextInt(3) == 0;

            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, small ? Math.min(length, 1 + random.nextInt(20)) : length);
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Inflate inflate = random.nextBoolean() ? SMALL : LARGE;
        inflate.open(pieces);
        inflate.begin();
        byte[] buffer = new byte[1 + random.nextInt(random.nextBoolean() ? 9 : 100_000)];
        try {
            for (int count = inflate.read(buffer, 0, buffer.length);
                    count >= 0;
                    count = inflate.read(buffer, 0, buffer.length)) {
                out.write(buffer, 0, count);
            }
            return new Outcome(out.toByteArray(), true);
        } catch (ZipException | EOFException e) {
            return new Outcome(out.toByteArray(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
