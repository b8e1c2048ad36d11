package io.iamtighten.aws.trail;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes are records, or problems with their places; compressed they are the same, and a record before them is never lost. Run by
 * {@code src/scripts/fuzz}.
 */
public final class TrailFuzzer {
    private static final TrailOptions OPTIONS = TrailOptions.all().with(1);
    private static final byte[] BEFORE =
            ("{\"Records\":[" + TrailText.getUser(1) + ",").getBytes(StandardCharsets.UTF_8);
    private static final byte[] BEHIND = ("," + TrailText.getUser(2) + "]}").getBytes(StandardCharsets.UTF_8);

    private TrailFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) {
        TrailReading plain = read(input);
        boolean compressed = input.length > 1 && input[0] == 0x1f && (input[1] & 0xff) == 0x8b;
        if (!compressed) {
            TrailReading gzip = read(TrailText.gzip(input));
            if (!gzip.summary().principals().equals(plain.summary().principals())) {
                throw new AssertionError("compressed, it is something else");
            }
        }
        byte[] between = Arrays.copyOf(BEFORE, BEFORE.length + input.length + BEHIND.length);
        System.arraycopy(input, 0, between, BEFORE.length, input.length);
        System.arraycopy(BEHIND, 0, between, BEFORE.length + input.length, BEHIND.length);
        if (TrailText.events(read(between)) < 1) {
            throw new AssertionError("the record before is lost");
        }
    }

    private static TrailReading read(byte[] text) {
        TrailReading reading =
                TrailText.READER.readSources(List.of(TrailSource.of("f", new ByteArrayInputStream(text))), OPTIONS);
        for (TrailProblem problem : reading.problems()) {
            if (problem.offset().orElse(0) < 0 || problem.line().chars().anyMatch(Character::isISOControl)) {
                throw new AssertionError("a problem without a proper place or line: " + problem);
            }
        }
        if (TrailText.events(reading) == 0 && reading.problems().isEmpty() && text.length > 0 && text[0] == 'e') {
            throw new AssertionError("nothing is said");
        }
        return reading;
    }
}
