package io.iamtighten.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Makes an organization's CloudTrail bucket of any size on disk, with made-up records of the usual shapes; the same arguments give the
 * same bytes. 24 accounts, a few busy and most quiet, with 16 principals each: roles of workloads, AWS Config, people who come through
 * Identity Center, pipelines, a user with keys, services themselves. A principal does the same few dozen things again and again, the
 * first of them most; times and ids differ each time, and so do the keys of objects, which every thirtieth call is about. One
 * workload of each account runs without an address of its own, one principal in ten is refused something.
 *
 * <p>{@code src/docs/decisions/0011-reading-trails-fast.md} compares its figures with those of recorded trails.
 */
public final class TrailGenerator {
    static final int ACCOUNTS = 24;
    static final int PRINCIPALS = 16;

    private static final int FULL_FILE = 900;
    private static final String[] REGIONS = {"us-east-1", "eu-west-1", "us-west-2"};
    /** Of so many files one is from the region of global services, the others from the account's own. */
    private static final int GLOBAL = 5;

    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private TrailGenerator() {}

    /**
     * Writes files below a folder until they hold so many bytes, decompressed.
     *
     * @param arguments the folder, and the number of megabytes
     * @throws IOException when a file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        generate(Path.of(arguments[0]), Long.parseLong(arguments[1]) * 1_000_000);
    }

    /** Returns the ARN of a role of a busy account. */
    static String someRole() {
        return TrailPrincipal.of(1, 5).issuerArn();
    }

    private static void generate(Path folder, long bytes) throws IOException {
        List<TrailPrincipal> principals = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS * PRINCIPALS; i++) {
            principals.add(TrailPrincipal.of(i / PRINCIPALS, i % PRINCIPALS));
        }
        long written = 0;
        for (int file = 0; written < bytes; file++) {
            Random random = new Random(file);
            int account = Math.min(random.nextInt(ACCOUNTS), random.nextInt(ACCOUNTS));
            String region = REGIONS[random.nextInt(GLOBAL) == 0 ? 0 : account % REGIONS.length];
            Instant time = START.plusSeconds(200L * file);
            int events = FULL_FILE / 4 + random.nextInt(FULL_FILE * 3 / 4);
            byte[] text = text(principals, account, region, time, events, random);
            Path path = folder.resolve("AWSLogs/o-a1b2c3d4e5/" + TrailPrincipal.account(account) + "/CloudTrail/"
                    + region
                    + "/" + FOLDER.format(time) + "/" + TrailPrincipal.account(account) + "_CloudTrail_" + region + "_"
                    + STAMP.format(time) + "_" + String.format(Locale.ROOT, "%016d", file) + ".json.gz");
            Files.createDirectories(path.getParent());
            try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(path), 1 << 16)) {
                gzip.write(text);
            }
            written += text.length;
        }
    }

    private static byte[] text(
            List<TrailPrincipal> principals, int account, String region, Instant time, int events, Random random) {
        StringBuilder out = new StringBuilder("{\"Records\":[");
        for (int i = 0; i < events; i++) {
            int which = Math.min(random.nextInt(PRINCIPALS), random.nextInt(PRINCIPALS));
            TrailPrincipal principal = principals.get(account * PRINCIPALS + which);
            out.append(i == 0 ? "" : ",");
            new TrailRecord(principal, region, time.minusSeconds(random.nextInt(300)), random).appendTo(out);
        }
        return out.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
