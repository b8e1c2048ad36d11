package io.iamtighten.usage;

import io.iamtighten.catalog.MappingConfidence;
import io.iamtighten.request.PrincipalType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Made-up uses in made-up files, for tests of summaries. */
final class UsageTales {
    private static final long START = 1_767_225_600;

    private UsageTales() {}

    /** A use at a time. */
    record Use(RecordedUse use, long time, EventId id) {}

    /** A file of uses. */
    record File(String name, List<Use> uses) {}

    /** Makes files in which no event is twice. */
    static List<File> files(long seed, int count) {
        Random random = new Random(seed);
        List<File> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Use> uses = new ArrayList<>();
            int size = random.nextInt(40);
            for (int j = 0; j < size; j++) {
                uses.add(use(random, i * 1_000 + j));
            }
            files.add(new File("file" + i, uses));
        }
        return files;
    }

    static Use use(Random random, int number) {
        int who = random.nextInt(4);
        String action = "s3:Action" + random.nextInt(3);
        String resource = random.nextInt(12) == 0
                ? "*"
                : "arn:aws:" + (random.nextInt(5) == 0 ? "sqs" : "s3") + ":r" + random.nextInt(2) + "::b"
                        + random.nextInt(3) + "/" + random.nextInt(3) + "/".repeat(random.nextInt(2))
                        + random.nextInt(40);
        CallOutcome outcome = CallOutcome.values()[random.nextInt(CallOutcome.values().length)];
        Map<String, String> keys = new HashMap<>();
        if (random.nextInt(4) == 0) {
            keys.put("aws:sourceidentity", "i" + random.nextInt(6));
        }
        UseContext context = new UseContext(
                Optional.of("r" + random.nextInt(2)),
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(new SourceNetwork.Address("192.0.2." + random.nextInt(12))),
                random.nextInt(5) == 0 ? Optional.of("x.amazonaws.com") : Optional.empty(),
                random.nextBoolean() ? Optional.of(random.nextBoolean()) : Optional.empty(),
                Optional.empty(),
                keys);
        UsagePrincipal principal = new UsagePrincipal(
                PrincipalType.IAM_ROLE,
                "arn:aws:iam::1:role/r" + who,
                who != 3,
                who == 2 ? Optional.of("AROA" + random.nextInt(2)) : Optional.empty(),
                Optional.of("1"));
        boolean unmapped = random.nextInt(10) == 0;
        FactKey key = new FactKey(
                action,
                UseRelation.MAIN,
                MappingConfidence.EXACT,
                resource,
                true,
                false,
                context,
                outcome,
                Optional.empty());
        RecordedUse use = new RecordedUse(
                principal,
                unmapped ? List.of() : List.of(key),
                unmapped ? List.of() : List.of(new PrincipalTally.ActionKey(action, UseRelation.MAIN, outcome)),
                unmapped ? Optional.of(new RecordedUse.EventKind("x", "E" + random.nextInt(3))) : Optional.empty(),
                random.nextInt(6) == 0 ? List.of("kms:Decrypt") : List.of(),
                new SeenCall(
                        "s3.amazonaws.com",
                        "1",
                        "r" + random.nextInt(3),
                        RecordedAs.values()[random.nextInt(RecordedAs.values().length)],
                        List.of("AWS::S3::Object"),
                        true),
                random.nextBoolean() ? Optional.of(random.nextBoolean()) : Optional.empty());
        long time = random.nextInt(20) == 0 ? 0 : START + random.nextInt(40_000_000);
        return new Use(
                use,
                time,
                EventId.of(String.format(Locale.ROOT, "%08x-0000-4000-8000-%012d", random.nextInt(), number)));
    }

    static UsagePart part(SummaryLimits limits, List<File> files) {
        UsageCollector collector = UsageCollector.within(limits);
        files.forEach(file -> add(collector, file));
        return collector.part();
    }

    static void add(UsageCollector collector, File file) {
        file.uses().forEach(use -> collector.add(use.use(), use.time(), use.id()));
        collector.countSource(file.name());
    }

    static UsageSummary summary(SummaryLimits limits, List<File> files) {
        return files.isEmpty() ? UsageSummary.empty() : new UsageSummary(List.of(part(limits, files)));
    }

    static byte[] bytes(SavedUsage saved) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            saved.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static SavedUsage read(byte[] bytes) {
        try {
            return SavedUsage.read(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UsageFormatException e) {
            throw new AssertionError(e);
        }
    }
}
