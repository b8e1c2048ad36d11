package io.iamtighten.aws.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.aws.trail.SourceReader.Scan;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.SavedUsage;
import io.iamtighten.usage.UsageCollector;
import io.iamtighten.usage.UsageMapper;
import io.iamtighten.usage.UsageSummary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads sources by the scanner and by the plain parser, and asserts that all they tell is the same. */
final class BothScans {
    private static final UsageMapper MAPPER = UsageMapper.of(ServiceCatalog.bundled());

    private final TrailOptions options;
    private final SourceReader fast;
    private final SourceReader plain;
    private final UsageCollector fastUses = UsageCollector.after(UsageSummary.empty());
    private final UsageCollector plainUses = UsageCollector.after(UsageSummary.empty());
    private long records;

    BothScans(TrailOptions options) {
        this.options = options;
        this.fast = new SourceReader(MAPPER, options, new UseMemory.Shared(), Scan.FAST);
        this.plain = new SourceReader(MAPPER, options, new UseMemory.Shared(), Scan.PLAIN);
    }

    BothScans() {
        this(TrailOptions.all().with(1));
    }

    /** Reads one source in both ways, adding it to what was read before. */
    void read(TrailEntry entry) {
        SourceReader.Result expected = plain.read(entry, plainUses::add);
        SourceReader.Result actual = fast.read(entry, fastUses::add);
        assertThat(actual).isEqualTo(expected);
        records += expected.records();
    }

    /** Reads a text of a log file. */
    void read(String text) {
        read(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the bytes of a log file. */
    void read(byte[] bytes) {
        read(() -> new ByteArrayInputStream(bytes));
    }

    /** Something that opens the same stream each time. */
    interface Opener {
        InputStream open() throws IOException;
    }

    void read(Opener opener) {
        read(TrailEntry.of(
                new TrailSource() {
                    @Override
                    public String name() {
                        return "made-up.json";
                    }

                    @Override
                    public long size() {
                        return -1;
                    }

                    @Override
                    public InputStream open() throws IOException {
                        return opener.open();
                    }
                },
                true));
    }

    long records() {
        return records;
    }

    /** Returns how many of the records were taken without being parsed. */
    long scanned() {
        return fast.scanned();
    }

    /** Compares what was gathered, as it is saved. */
    void assertSame() {
        assertThat(saved(fastUses)).isEqualTo(saved(plainUses));
    }

    private String saved(UsageCollector uses) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            UsageSummary summary = new UsageSummary(List.of(uses.part()));
            new SavedUsage(summary, Optional.empty(), options.selection(), "test").write(out);
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
