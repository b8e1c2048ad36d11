package io.iamtighten.usage;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Lists;
import io.iamtighten.catalog.MappingConfidence;
import io.iamtighten.request.PrincipalType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class UsageCollectorTest {
    private static RecordedUse use(String principal, String action, String resource) {
        return new RecordedUse(
                new UsagePrincipal(PrincipalType.IAM_ROLE, principal, true, Optional.empty(), Optional.of("1")),
                List.of(new FactKey(
                        action,
                        UseRelation.MAIN,
                        MappingConfidence.EXACT,
                        resource,
                        true,
                        false,
                        UseContext.unknown(),
                        CallOutcome.SUCCEEDED,
                        Optional.empty())),
                List.of(new PrincipalTally.ActionKey(action, UseRelation.MAIN, CallOutcome.SUCCEEDED)),
                Optional.empty(),
                List.of(),
                new SeenCall("s3.amazonaws.com", "1", "eu-west-1", RecordedAs.DATA, List.of(), true),
                Optional.of(true));
    }

    @Test
    void manyKeysBecomeAPrefixTreeOfThirtyBranches() {
        UsageCollector collector = UsageCollector.after(UsageSummary.empty());
        for (int i = 0; i < 300_000; i++) {
            String key = "arn:aws:s3:::bucket/logs/day" + i % 30 + "/part-" + i;
            collector.add(
                    use("arn:aws:iam::1:role/r", "s3:GetObject", key),
                    1_767_225_600L + i,
                    new EventId(i, ~i, "", false, 0));
        }
        UsageSummary summary = new UsageSummary(List.of(collector.part()));
        PrincipalUsage usage = summary.principals().get(0);
        assertThat(usage.facts()).hasSize(30).allMatch(UsageFact::folded);
        assertThat(usage.facts())
                .extracting(UsageFact::resource)
                .contains("arn:aws:s3:::bucket/logs/day0/*", "arn:aws:s3:::bucket/logs/day29/*");
        assertThat(usage.facts().stream()
                        .mapToLong(fact -> fact.occurrences().count())
                        .sum())
                .isEqualTo(300_000);
        assertThat(summary.losses())
                .containsExactly(
                        "arn:aws:iam::1:role/r: too many resources of s3:GetObject to keep; `*` stands for the ends of their names");
        byte[] bytes = UsageTales.bytes(new SavedUsage(
                new UsageSummary(usage.facts().isEmpty() ? List.of() : List.of(usage), TrailCoverage.none()),
                Optional.empty(),
                "",
                ""));
        assertThat(bytes).hasSizeLessThan(8_000);
    }

    @Test
    void principalsBeyondTheBoundAreToldAndNotTakenForIdle() {
        UsageCollector collector = UsageCollector.after(UsageSummary.empty());
        for (int i = 0; i < 45_000; i++) {
            collector.add(use("arn:aws:iam::1:role/r" + i, "s3:GetObject", "*"), 1, new EventId(i, 1, "", false, 0));
        }
        UsageSummary summary = new UsageSummary(List.of(collector.part()));
        assertThat(summary.principalsFolded()).isTrue();
        assertThat(summary.generalLosses()).singleElement().asString().contains("more principals than are kept apart");
        assertThat(summary.principals().stream()
                        .mapToLong(PrincipalUsage::events)
                        .sum())
                .isEqualTo(45_000);
        assertThat(summary.principals()).hasSizeLessThanOrEqualTo(SummaryLimits.PRINCIPALS);
        UsageSummary few = new UsageSummary(List.of(UsageTales.part(SummaryLimits.STANDARD, UsageTales.files(1, 2))));
        assertThat(few.principalsFolded()).isFalse();
    }

    @Test
    void whoPutsTheFactsInOrderDoesNotMatter() {
        UsageCollector collector = UsageCollector.after(UsageSummary.empty());
        for (int i = 0; i < 3_000; i++) {
            String resource = "arn:aws:s3:::bucket" + i % 7 + "/" + i % 100;
            RecordedUse use =
                    use("arn:aws:iam::1:role/r" + i % 101, i % 3 == 0 ? "s3:GetObject" : "s3:PutObject", resource);
            collector.add(use, i, new EventId(i, ~i, "", false, 0));
        }
        UsagePart part = collector.part();
        assertThat(part.principals())
                .hasSize(101)
                .isSortedAccordingTo(comparing(usage -> usage.principal().arn()));
        assertThat(collector.part(work -> Lists.reverse(work).forEach(Runnable::run)))
                .isEqualTo(part);
        assertThat(collector.part(work -> work.parallelStream().forEach(Runnable::run)))
                .isEqualTo(part);
        assertThatThrownBy(() -> collector.part(work -> work.stream().skip(1).forEach(Runnable::run)))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void problemsAreMergedCountedAndForgottenWhenReadAgain() {
        UsageCollector collector = UsageCollector.after(UsageSummary.empty());
        for (int i = 0; i < 3_000; i++) {
            collector.countProblem(new SourceProblem("limit", "f" + i % 2, OptionalLong.of(i), "m", true));
        }
        SourceProblems problems = collector.problems();
        assertThat(problems.listed()).hasSize(SourceProblems.MOST);
        assertThat(problems.more()).isEqualTo(2_000);
        assertThat(problems.losses()).isEqualTo(3_000);
        assertThat(problems.and(problems).listed()).isEqualTo(problems.listed());
        assertThat(new UsageSummary(List.of(collector.part())).losses())
                .hasSize(6)
                .last()
                .isEqualTo("and 2995 more places could not be read");
        collector.forgetProblems(Set.of("f0"));
        assertThat(collector.problems().listed())
                .allMatch(problem -> problem.source().equals("f1"));
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static void refused(byte[] bytes, String message) {
        assertThatThrownBy(() -> SavedUsage.read(new ByteArrayInputStream(bytes)))
                .isInstanceOf(UsageFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsNoSavedSummaryIsRefusedWithItsLine() throws IOException {
        SavedUsage saved = new SavedUsage(
                new UsageSummary(List.of(UsageTales.part(SummaryLimits.STANDARD, UsageTales.files(1, 3)))),
                Optional.empty(),
                "s",
                "c");
        byte[] bytes = UsageTales.bytes(saved);
        String text =
                new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.UTF_8);
        refused(new byte[0], "ends too early");
        refused("text".getBytes(StandardCharsets.UTF_8), "not gzip");
        refused(gzip("{}"), "first line");
        refused(gzip(text.replace("\"format\":1", "\"format\":2")), "has format 2; this version reads format 1");
        refused(gzip(text.substring(0, text.length() / 2)), "(line ");
        refused(gzip(text.replace("\"end\":true", "\"more\":true")), "ends too early");
        refused(gzip(text.replaceFirst("\"EXACT\"", "\"SURELY\"")), "a value that cannot be");
        refused(gzip(text.replaceFirst("\"events\":[0-9]+", "\"events\":\"x\"")), "a whole number was expected");
        for (int length = 0; length < bytes.length; length += 11) {
            int cut = length;
            assertThatThrownBy(() -> SavedUsage.read(new ByteArrayInputStream(Arrays.copyOf(bytes, cut))))
                    .isInstanceOf(UsageFormatException.class);
        }
        assertThat(UsageTales.read(gzip(text.replace("{\"end\"", "{\"new\":[1]}\n{\"end\""))))
                .as("later writers may add lines")
                .isEqualTo(saved);
        assertThat(Map.of(SavedUsage.BEGINNING, true)).containsKey(text.substring(0, SavedUsage.BEGINNING.length()));
    }
}
