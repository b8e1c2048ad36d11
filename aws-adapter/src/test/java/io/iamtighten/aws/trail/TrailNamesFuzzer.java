package io.iamtighten.aws.trail;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Any text is the name of a file, and a time or none. Run by {@code src/scripts/fuzz}. */
public final class TrailNamesFuzzer {
    private static final long LATEST = 7_258_118_400L;

    private TrailNamesFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        TrailKey key = TrailKey.of(text);
        if (key.kind() == TrailKey.Kind.LOG
                && (key.account().length() != 12 || key.delivered().isEmpty())) {
            throw new AssertionError("a log file without account or time");
        }
        TrailKey.of("a/AWSLogs/111122223333/CloudTrail/r/111122223333_CloudTrail_r_" + text + "_x.json.gz");
        OptionalLong time = EventTime.parse(text);
        if (time.isPresent() && (time.getAsLong() < 0 || time.getAsLong() > LATEST)) {
            throw new AssertionError("a time beyond all records");
        }
        if (text.length() == 20 && time.isPresent() && text.endsWith("Z") && text.charAt(10) == 'T') {
            EventTime.instant(time);
        }
    }
}
