package io.iamtighten.aws.trail;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The scanner of log files tells the same as the plain parser, whatever a file holds. */
class ScanPropertyTest {
    /** Several files by one reader, so that what it remembers of one counts for the next. */
    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void oddRecordsGiveTheSame(@ForAll long seed) {
        OddRecords records = new OddRecords(seed);
        BothScans scans = new BothScans();
        for (int i = 0; i < 12; i++) {
            scans.read(records.file());
        }
        scans.assertSame();
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void oddRecordsGiveTheSameOfOneRole(@ForAll long seed) {
        OddRecords records = new OddRecords(seed);
        BothScans scans = new BothScans(TrailOptions.all().with(1).ofRole("arn:aws:iam::111122223333:role/p/R1"));
        for (int i = 0; i < 12; i++) {
            scans.read(records.file());
        }
        scans.assertSame();
    }

    /** What records have in common is skipped: here they have nearly everything in common. */
    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void repeatedRecordsWithSmallChangesGiveTheSame(@ForAll long seed) {
        OddRecords records = new OddRecords(seed);
        Random random = new Random(seed);
        BothScans scans = new BothScans(
                random.nextInt(3) > 0
                        ? TrailOptions.all().with(1)
                        : TrailOptions.all().with(1).ofRole("arn:aws:iam::111122223333:role/p/R1"));
        for (int i = 0; i < 8; i++) {
            scans.read(records.repeated());
        }
        scans.assertSame();
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void usesOfKeysGiveTheSame(@ForAll long seed) {
        OddRecords records = new OddRecords(seed);
        BothScans scans = new BothScans();
        for (int i = 0; i < 4; i++) {
            scans.read(records.keyUses());
        }
        scans.assertSame();
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void changedBytesGiveTheSame(@ForAll long seed) {
        OddRecords records = new OddRecords(seed);
        Random random = new Random(seed);
        BothScans scans = new BothScans();
        for (int i = 0; i < 8; i++) {
            byte[] text = (records.file() + " ").getBytes(StandardCharsets.UTF_8);
            int at = random.nextInt(text.length);
            text[at] = random.nextBoolean() ? (byte) random.nextInt(256) : text[random.nextInt(text.length)];
            scans.read(text);
        }
        scans.assertSame();
    }
}
