package io.iamtighten.aws.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.UsageSummary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** All recorded events, and what can be made of them by breaking them, give the same by the scanner and by the plain parser. */
class ScanConformanceTest {
    private static final Path CORPORA = Path.of(System.getProperty("shared.dir", "../shared"), "cloudtrail");

    private static List<TrailEntry> corpora() {
        assumeTrue(Files.isDirectory(CORPORA), "no recorded events at " + CORPORA);
        return TrailFiles.below(List.of(CORPORA), new ArrayList<>());
    }

    @Test
    void recordedEventsGiveTheSame() {
        BothScans scans = new BothScans();
        corpora().forEach(scans::read);
        scans.assertSame();
        assertThat(scans.records()).isGreaterThan(5_000);
    }

    @Test
    void recordedEventsOfAWindowAnAccountAndARegionGiveTheSame() {
        TrailOptions options = TrailOptions.all()
                .with(1)
                .within(
                        Optional.of(Instant.parse("2021-01-01T00:00:00Z")),
                        Optional.of(Instant.parse("2023-07-10T12:00:00Z")))
                .ofAccounts(Set.of("347283850106", "123837392027"))
                .inRegions(Set.of("us-east-1", "eu-west-1"));
        BothScans scans = new BothScans(options);
        corpora().forEach(scans::read);
        scans.assertSame();
    }

    @Test
    void usesOfOneRoleAreThoseAmongAll() {
        assumeTrue(Files.isDirectory(CORPORA), "no recorded events at " + CORPORA);
        TrailReader reader = TrailReader.of(ServiceCatalog.bundled());
        UsageSummary all = reader.read(List.of(CORPORA), TrailOptions.all()).summary();
        for (String arn : List.of(
                "arn:aws:iam::347283850106:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
                "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/us-east-2/AWSReservedSSO_AdministratorAccess_1b74cd717d47002b",
                "arn:aws:iam::123837392027:role/stratus-red-team-ec2-steal-credentials-role")) {
            TrailOptions ofRole = TrailOptions.all().ofRole(arn);
            UsageSummary one = reader.read(List.of(CORPORA), ofRole).summary();
            assertThat(one.principals()).isNotEmpty();
            assertThat(one.principals())
                    .isEqualTo(all.principals().stream()
                            .filter(usage -> new RoleFilter(arn).matches(usage.principal()))
                            .toList());
            assertThat(one.coverage()).isEqualTo(all.coverage());
            BothScans scans = new BothScans(ofRole.with(1));
            corpora().forEach(scans::read);
            scans.assertSame();
        }
    }

    @Test
    void recordedEventsRewrittenAsLogFilesGiveTheSame() throws IOException {
        BothScans scans = new BothScans();
        for (byte[] file : logFiles()) {
            scans.read(file);
        }
        scans.assertSame();
        assertThat(scans.records()).isGreaterThan(4_500);
        assertThat(scans.scanned())
                .as("records that are scanned, of %s", scans.records())
                .isGreaterThan(scans.records() * 95 / 100);
    }

    @Test
    void brokenLogFilesGiveTheSame() throws IOException {
        Random random = new Random(5);
        BothScans scans = new BothScans();
        for (byte[] file : logFiles()) {
            for (int round = 0; round < 6; round++) {
                scans.read(broken(file, random));
            }
        }
        scans.assertSame();
    }

    private static byte[] broken(byte[] file, Random random) {
        int from = random.nextInt(file.length);
        byte[] text = Arrays.copyOfRange(file, 0, Math.min(file.length, 1 << 16));
        int at = Math.min(from, text.length - 1);
        switch (random.nextInt(5)) {
            case 0 -> {
                return Arrays.copyOf(text, at);
            }
            case 1 -> text[at] = (byte) random.nextInt(256);
            case 2 -> text[at] = (byte) "{}[]\",:\\ 0ntfe-.\n".charAt(random.nextInt(17));
            case 3 ->
                System.arraycopy(text, at, text, Math.min(text.length, at + 3) - 3, Math.min(3, text.length - at));
            default -> {
                byte[] less = new byte[text.length - 1];
                System.arraycopy(text, 0, less, 0, at);
                System.arraycopy(text, at + 1, less, at, text.length - at - 1);
                return less;
            }
        }
        return text;
    }

    /** Files of a trail as they are, and others' records put into one. */
    private static List<byte[]> logFiles() throws IOException {
        List<byte[]> files = new ArrayList<>();
        StringBuilder records = new StringBuilder();
        for (TrailEntry entry : corpora()) {
            byte[] bytes;
            try (InputStream in = entry.source().open()) {
                bytes = in.readAllBytes();
            }
            if (bytes.length > 2 && bytes[0] == 0x1f) {
                try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                    bytes = in.readAllBytes();
                }
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.startsWith("{\"Records\":")) {
                files.add(bytes);
            } else if (entry.source().name().endsWith(".jsonl")
                    || entry.source().name().contains("ndjson")) {
                text.lines()
                        .filter(line -> line.startsWith("{"))
                        .forEach(line ->
                                records.append(records.isEmpty() ? "" : ",").append(line));
            }
        }
        files.add(("{\"Records\":[" + records + "]}").getBytes(StandardCharsets.UTF_8));
        return files;
    }
}
