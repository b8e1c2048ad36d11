package io.iamtighten.aws.trail;

import io.iamtighten.catalog.ServiceCatalog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;

/** Reads sources that are made to fill the memory, each followed by a good one; started by {@link SmallHeapTest} with a small heap. */
final class SmallHeapRun {
    private static final long GIGABYTE = 1L << 30;

    private SmallHeapRun() {}

    public static void main(String[] arguments) throws IOException {
        TrailReader reader = TrailReader.of(ServiceCatalog.bundled());
        String good = TrailText.getUser(1);
        String begin = "{\"Records\":[" + TrailText.getUser(2) + ",";
        String end = "," + TrailText.getUser(3) + "]}\n";
        String open = "{\"eventVersion\":\"1.09\",\"eventName\":\"x\",\"p\":";
        List<TrailSource> sources = new ArrayList<>();
        sources.add(source("one text", text(begin + open + "\""), repeat("a", GIGABYTE), text("\"}" + end)));
        sources.add(source(
                "many members", text(begin + open + "{"), repeat("\"a\":{},", GIGABYTE / 16), text("\"b\":1}}" + end)));
        sources.add(source("a list", text(begin + open + "["), repeat("1,", GIGABYTE / 16), text("1]}" + end)));
        sources.add(source("numbers", text(begin + open), repeat("7", GIGABYTE / 16), text("}" + end)));
        sources.add(source("a name", text(begin + "{\""), repeat("n", GIGABYTE / 16), text("\":1}" + end)));
        sources.add(source("deep", text(begin + open), repeat("[", GIGABYTE / 16), text("}" + end)));
        sources.add(source("braces", text(begin), repeat("{ ", GIGABYTE / 64), text(end)));
        sources.add(source("space", repeat(" \n", GIGABYTE / 16), text(begin + open + "1}" + end)));
        String head = "eventid,eventtime,eventsource,eventname,awsregion,useridentity\n";
        String row = "2026-03-01T10:20:30Z,iam.amazonaws.com,ListUsers,us-east-1,\"{\"\"type\"\":\"\"Root\"\"}\"\n";
        sources.add(source("commas", text(head + "a,"), repeat(",", GIGABYTE / 16), text("\nb," + row)));
        sources.add(source("a cell", text(head + "\""), repeat("c", GIGABYTE / 16), text("\"\nb," + row)));
        byte[] bomb = bomb();
        sources.add(source("bomb", new ByteArrayInputStream(bomb)));
        sources.add(source(
                "inner bomb",
                text(begin + "{\"awslogs\":{\"data\":\"" + Base64.getEncoder().encodeToString(bomb) + "\"}}" + end)));
        sources.add(source("names", generated(120_000, SmallHeapRun::hostile)));
        List<String> wanted = List.of(arguments);
        for (TrailSource source : sources) {
            if (!wanted.isEmpty() && !wanted.contains(source.name())) {
                continue;
            }
            TrailReading reading = reader.readSources(
                    List.of(source, source("good", text(good))),
                    TrailOptions.all().with(1));
            System.out.println(source.name() + "|" + TrailText.events(reading) + "|"
                    + reading.problems().stream()
                            .map(problem ->
                                    problem.kind() + " " + problem.offset().orElse(-1))
                            .toList()
                    + "|" + reading.summary().losses().size());
        }
    }

    /** Three hundred megabytes of white space in a few hundred kilobytes. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            byte[] space = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            out.write('[');
            for (int i = 0; i < 300; i++) {
                out.write(space);
            }
        }
        return bytes.toByteArray();
    }

    /** A record in which everything is new and long. */
    private static String hostile(int number) {
        String unique = String.format(Locale.ROOT, "%08d", number);
        String filler = "x".repeat(1_500);
        return TrailText.record(
                                TrailText.id(number),
                                number % 3 == 0 ? "s" + unique + ".amazonaws.com" : "s3.amazonaws.com",
                                number % 3 == 0 ? "N" + unique : "DeleteBucket",
                                "{\"bucketName\":\"b" + unique + filler
                                        + "\",\"roleArn\":\"arn:aws:iam::111122223333:role/" + unique + "\"}")
                        .replace("eu-west-1", "r" + unique)
                        .replace(
                                "role/app/Deploy",
                                "role/" + (number % 2 == 0 ? "same" : filler.substring(900) + unique))
                        .replace("203.0.113.7", "10." + number % 256 + "." + number / 256 % 256 + "." + number / 65_536)
                + "\n";
    }

    private static TrailSource source(String name, InputStream... parts) {
        return TrailSource.of(name, new java.io.SequenceInputStream(Collections.enumeration(List.of(parts))));
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream repeat(String unit, long bytes) {
        byte[] block = unit.repeat((1 << 16) / unit.length()).getBytes(StandardCharsets.UTF_8);
        long blocks = bytes / block.length;
        return new Blocks() {
            private long done;

            @Override
            byte[] next() {
                return done++ < blocks ? block : new byte[0];
            }
        };
    }

    private static InputStream generated(int count, IntFunction<String> text) {
        return new Blocks() {
            private int done;

            @Override
            byte[] next() {
                return done < count ? text.apply(done++).getBytes(StandardCharsets.UTF_8) : new byte[0];
            }
        };
    }

    /** A stream that is made while it is read. */
    private abstract static class Blocks extends InputStream {
        private byte[] block = new byte[0];
        private int at;

        /** Returns the next block, empty at the end. */
        abstract byte[] next();

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == block.length) {
                block = next();
                at = 0;
                if (block.length == 0) {
                    return -1;
                }
            }
            int count = Math.min(length, block.length - at);
            System.arraycopy(block, at, into, offset, count);
            at += count;
            return count;
        }
    }
}
