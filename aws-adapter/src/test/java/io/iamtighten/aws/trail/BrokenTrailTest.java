package io.iamtighten.aws.trail;

import static io.iamtighten.aws.trail.TrailText.events;
import static io.iamtighten.aws.trail.TrailText.getUser;
import static io.iamtighten.aws.trail.TrailText.gzip;
import static io.iamtighten.aws.trail.TrailText.messages;
import static io.iamtighten.aws.trail.TrailText.read;
import static io.iamtighten.aws.trail.TrailText.records;
import static io.iamtighten.aws.trail.TrailText.uses;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is broken is told by file and offset, the rest is read, and nothing is lost without a word. */
class BrokenTrailTest {
    private static final String ONE = getUser(1);
    private static final String TWO = getUser(2);
    private static final String THREE = getUser(3);

    private static List<String> users(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(number -> "iam:GetUser arn:aws:iam::111122223333:user/u" + number)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"eventTime\":\"2026", // the closing quote is missing
                "\"eventTime\":\"2026-03-01T10:20:30Z\",\"x\":{{}", // a brace too many
                "\"eventTime\":nul",
                "\"eventTime\":\"\\q\"",
                "\"eventTime\":\"\u0001\"",
                "\"eventTime\" \"2026-03-01T10:20:30Z\"",
                "\"eventTime\":00",
                "\"eventTime\":\"2026-03-01T10:20:30Z\"}]"
            })
    void behindABrokenRecordOfALineTheNextIsFound(String broken) {
        String bad = TWO.replace("\"eventTime\":\"2026-03-01T10:20:30Z\"", broken);
        String text = records(ONE, bad, THREE);
        TrailReading reading = read(text);
        assertThat(uses(reading)).containsAll(users(1, 3)).doesNotContainAnyElementsOf(users(2));
        assertThat(reading.problems()).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.kind()).isEqualTo(TrailProblem.Kind.MALFORMED);
            assertThat(problem.offset()).isPresent();
            assertThat(problem.offset().getAsLong())
                    .isBetween((long) text.indexOf(bad), (long) text.indexOf(bad) + bad.length() + 20);
            assertThat(problem.message()).contains("bytes, up to the next record, are left out");
        });
        assertThat(reading.summary().losses()).isNotEmpty();
    }

    @Test
    void howMuchIsLeftOutIsTold() {
        String bad = TWO.replace("\"aws-cli\"", "aws-cli");
        assertThat(messages(read(records(ONE, bad, THREE))))
                .singleElement()
                .asString()
                .startsWith("not JSON: ")
                .endsWith("; " + (bad.length() + 1) + " bytes, up to the next record, are left out");
        String cut = records(ONE, TWO).substring(0, records(ONE, TWO).length() - 30);
        TrailReading end = read(cut);
        assertThat(uses(end)).isEqualTo(users(1));
        assertThat(messages(end))
                .containsExactly("the JSON ends too early: the file was cut off; the last " + (TWO.length() + 2 - 30)
                        + " bytes are left out");
    }

    @Test
    void recordsOnLinesOfTheirOwnAndIndentedOnesAreFoundAgain() {
        String bad = "{\"eventVersion\":\"1.0";
        assertThat(uses(read(ONE + "\n" + bad + "\n" + THREE + "\n"))).isEqualTo(users(1, 3));
        assertThat(uses(read(ONE + "\n{\"other\":}\n" + THREE + "\n"))).isEqualTo(users(1, 3));
        assertThat(uses(read(
                        "{\"Records\" : [\n" + ONE + ",\n  { \"eventVersion\" : oops },\n" + THREE + "\n]}\n" + TWO)))
                .isEqualTo(users(1, 2, 3));
        assertThat(uses(read("[" + ONE + "," + bad + ",{\n\n  \"eventVersion\"" + THREE.substring(15) + "]")))
                .isEqualTo(users(1, 3));
    }

    @Test
    void aTextThatLooksLikeARecordWithinARecordIsNone() {
        String planted =
                "{\\\"eventVersion\\\":\\\"1.0\\\",\\\"eventName\\\":\\\"DeleteUser\\\",\\\"eventSource\\\":\\\"iam.amazonaws.com\\\"}";
        String two = TWO.replace("aws-cli", "x,{\\\"eventVersion\\\"" + planted);
        TrailReading reading = read(records(ONE.replace("\"aws-cli\"", "oops"), two, THREE));
        assertThat(uses(reading)).isEqualTo(users(2, 3));
    }

    @Test
    void everyOneByteDamageIsToldOrHarmless() {
        int count = 6;
        String text = records(
                IntStream.rangeClosed(1, count).mapToObj(TrailText::getUser).toArray(String[]::new));
        TrailOptions options = TrailOptions.all().with(1);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int told = 0;
        for (int at = 0; at < bytes.length; at += 17) {
            for (byte damage : new byte[] {'"', '{', '}', '\\', (byte) 0xff, 0}) {
                byte[] damaged = bytes.clone();
                damaged[at] = damage;
                TrailReading reading = TrailText.read(options, damaged);
                String where = "byte " + at + " as " + damage;
                assertThat(events(reading) == count || !reading.problems().isEmpty())
                        .as(where)
                        .isTrue();
                boolean list = reading.problems().stream().anyMatch(p -> p.kind() == TrailProblem.Kind.EMPTY);
                assertThat(events(reading)).as(where).isGreaterThanOrEqualTo(list ? 0 : count - 2);
                told += reading.problems().isEmpty() ? 0 : 1;
            }
        }
        assertThat(told).isGreaterThan(bytes.length / 17);
    }

    @Test
    void everyCutIsTold() {
        byte[] bytes = records(ONE, TWO, THREE).getBytes(StandardCharsets.UTF_8);
        TrailOptions options = TrailOptions.all().with(1);
        for (int length = 1; length < bytes.length; length += 5) {
            TrailReading reading = TrailText.read(options, Arrays.copyOf(bytes, length));
            assertThat(reading.problems()).as("cut at " + length).isNotEmpty();
            assertThat(events(reading))
                    .isEqualTo(
                            length < ONE.length() + 12
                                    ? 0
                                    : length < 2 * ONE.length() + 13 ? 1 : length < 3 * ONE.length() + 14 ? 2 : 3);
        }
    }

    @Test
    void manyBrokenLinesAreCounted() {
        String lines = IntStream.range(0, 20_000)
                .mapToObj(i -> i % 1_000 == 0 ? getUser(i) : "{\"eventVersion\":\"1.0\",")
                .collect(Collectors.joining("\n"));
        TrailReading reading = read(lines);
        assertThat(events(reading)).isEqualTo(20);
        assertThat(reading.problems()).hasSize(SourceReader.MAX_PROBLEMS);
        assertThat(reading.moreProblems()).isGreaterThan(10_000);
        assertThat(reading.summary().losses()).last().asString().contains("more places could not be read");
    }

    @Test
    void damagedGzipIsToldAndWhatCameBeforeCounts() {
        byte[] whole =
                gzip(IntStream.range(0, 2_000).mapToObj(TrailText::getUser).collect(Collectors.joining("\n")));
        TrailReading cut = read(Arrays.copyOf(whole, whole.length / 2));
        assertThat(events(cut)).isBetween(500L, 1_500L);
        assertThat(cut.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(TrailProblem.Kind.UNREADABLE);
            assertThat(problem.offset()).isPresent();
            assertThat(problem.message()).contains("ends in the middle", "records before are counted");
        });
        byte[] sum = whole.clone();
        sum[sum.length - 8] ^= 1;
        TrailReading wrongSum = read(sum);
        assertThat(events(wrongSum)).isEqualTo(2_000);
        assertThat(messages(wrongSum)).singleElement().asString().contains("check sum");
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 0x55;
        assertThat(read(damaged).problems()).isNotEmpty();
        assertThat(events(TrailText.read(TrailOptions.all(), damaged, gzip(records(getUser(5_000))))))
                .as("the other file is read")
                .isGreaterThanOrEqualTo(1);
        assertThat(messages(read(new byte[] {0x1f, (byte) 0x8b}))).hasSize(1);
    }

    @Test
    void recordsBeforeAFaultCountInSmallFilesToo() {
        byte[] whole = gzip(records(ONE, TWO, THREE));
        byte[] sum = whole.clone();
        sum[sum.length - 8] ^= 1;
        for (byte[] bytes : List.of(sum, Arrays.copyOf(whole, whole.length - 8))) {
            TrailReading reading = read(bytes);
            assertThat(events(reading)).isEqualTo(3);
            assertThat(messages(reading)).singleElement().asString().contains("the 3 records before are counted");
        }
    }

    @Test
    void whatFollowsCompressedDataIsReadOrTold() {
        byte[] one = gzip(getUser(1) + "\n");
        byte[] two = gzip(getUser(2) + "\n");
        byte[] padded = Arrays.copyOf(one, one.length + 512);
        assertThat(events(read(padded))).isEqualTo(1);
        assertThat(messages(read(padded))).isEmpty();
        byte[] both = Arrays.copyOf(padded, padded.length + two.length);
        System.arraycopy(two, 0, both, padded.length, two.length);
        assertThat(events(read(both))).isEqualTo(2);
        assertThat(messages(read(both))).isEmpty();
        byte[] garbage = padded.clone();
        garbage[garbage.length - 1] = '{';
        TrailReading told = read(garbage);
        assertThat(events(told)).isEqualTo(1);
        assertThat(messages(told)).singleElement().asString().contains("is not gzip");
    }

    @Test
    void wrongTypesAreNoRecordsOrEmptyValues() {
        String record = ONE;
        TrailReading reading = read(records(
                record.replace("\"eventName\":\"GetUser\"", "\"eventName\":null"),
                record.replace("\"userIdentity\":{", "\"userIdentity\":[],\"x\":{"),
                getUser(2).replace("\"requestParameters\":{\"userName\":\"u2\"}", "\"requestParameters\":\"text\""),
                getUser(3).replace("\"requestParameters\":{", "\"resources\":{\"ARN\":[1]},\"requestParameters\":{"),
                getUser(4).replace("\"eventTime\":\"2026-03-01T10:20:30Z\"", "\"eventTime\":{\"a\":1}"),
                getUser(5).replace("\"awsRegion\":\"eu-west-1\"", "\"awsRegion\":null,\"errorCode\":[\"x\"]"),
                "7",
                "null",
                "\"text\"",
                "[[[]]]"));
        assertThat(events(reading)).isEqualTo(5);
        assertThat(messages(reading)).hasSize(2).anyMatch(line -> line.contains("no `eventName`"));
        for (String text : List.of(
                "{\"Records\":7}",
                "{\"Records\":{\"a\":1}}",
                "{\"Records\":[]}",
                "{}",
                "[]",
                "{\"Events\":[{\"CloudTrailEvent\":7}]}",
                "{\"QueryResultRows\":[7,{\"a\":1},[{\"a\":{}}]]}",
                "{\"ResultSet\":{\"Rows\":[7,{\"Data\":7},{\"Data\":[7]}]}}",
                "{\"ResultSet\":{\"Rows\":7,\"x\":[{}]}}",
                "{\"awslogs\":{\"data\":\"***\"}}",
                "{\"awslogs\":{\"data\":\"H4sI\"}}",
                "{\"message\":\"{\\\"message\\\":\\\"{broken\\\"}\"}",
                "  \n ",
                "{",
                "[",
                "not json at all",
                "\u0000\u0000")) {
            TrailReading other = read(text);
            assertThat(events(other)).as(text).isZero();
            assertThat(other.problems()).as(text).isNotEmpty();
        }
    }

    @Test
    void nestingTooDeepCostsOnlyItsRecord() {
        String deep = "[".repeat(2_000) + "]".repeat(2_000);
        TrailReading reading =
                read(records(ONE, TWO.replace("\"responseElements\":null", "\"responseElements\":" + deep), THREE));
        assertThat(uses(reading)).isEqualTo(users(1, 3));
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(TrailProblem.Kind.LIMIT);
            assertThat(problem.message()).contains("deeper than 500 levels");
        });
    }

    @Test
    void textThatIsNotUtf8CostsOnlyItsRecord() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        String[] parts = records(ONE, TWO, THREE).split("u2", 2);
        text.write(parts[0].getBytes(StandardCharsets.UTF_8));
        text.write(new byte[] {(byte) 0xc3, 0x28, (byte) 0xff});
        text.write(parts[1].getBytes(StandardCharsets.UTF_8));
        TrailReading reading = read(text.toByteArray());
        assertThat(uses(reading)).isEqualTo(users(1, 3));
        assertThat(messages(reading)).singleElement().asString().contains("UTF-8");
        assertThat(messages(read(("\ufeff" + ONE).getBytes(StandardCharsets.UTF_16LE))))
                .containsExactly("the text is UTF-16, as PowerShell writes it; save it as UTF-8");
        assertThat(messages(read(ONE.getBytes(StandardCharsets.UTF_16LE))))
                .singleElement()
                .asString()
                .contains("UTF-16");
    }

    @Test
    void foldersAndFilesThatCannotBeOpenedAreTold(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("a.json.gz/inner"));
        Files.writeString(root.resolve("a.json.gz/inner/b.json"), records(ONE));
        Files.writeString(root.resolve("c.txt"), "hello");
        Files.createSymbolicLink(root.resolve("gone.json"), root.resolve("nowhere.json"));
        TrailReading reading = TrailText.READER.read(List.of(root, root.resolve("missing.json")), TrailOptions.all());
        assertThat(uses(reading)).isEqualTo(users(1));
        assertThat(reading.problems())
                .extracting(TrailProblem::kind)
                .contains(TrailProblem.Kind.MISSING)
                .hasSizeLessThanOrEqualTo(2);
        TrailSource folder = TrailSource.of(root.resolve("a.json.gz"));
        TrailReading notAFile = TrailText.READER.readSources(List.of(folder), TrailOptions.all());
        assertThat(notAFile.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(TrailProblem.Kind.UNREADABLE));
    }

    @Test
    void aSourceThatFailsDoesNotStopTheOthers() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        TrailReading reading = TrailText.READER.readSources(
                List.of(
                        TrailSource.of("a", failing),
                        TrailSource.of(
                                "b",
                                new java.io.ByteArrayInputStream(records(ONE).getBytes(StandardCharsets.UTF_8)))),
                TrailOptions.all());
        assertThat(uses(reading)).isEqualTo(users(1));
        assertThat(messages(reading)).singleElement().asString().contains("connection reset");
        assertThat(reading.summary().losses()).singleElement().asString().contains("a: cannot be read");
    }

    @Test
    void strictStopsAtTheFirstProblem() {
        TrailReading reading = TrailText.read(
                TrailOptions.all().on(TrailOptions.OnProblem.STOP).with(1),
                records(ONE, TWO.replace("\"aws-cli\"", "oops"), THREE).getBytes(StandardCharsets.UTF_8),
                records(getUser(4)).getBytes(StandardCharsets.UTF_8));
        assertThat(uses(reading)).isEqualTo(users(1));
        assertThat(reading.problems()).hasSize(1);
    }

    @Test
    void rowsTooLargeCostOnlyThemselves() {
        String head = "eventid,eventtime,eventsource,eventname,awsregion,useridentity\n";
        String row =
                ",2026-03-01T10:20:30Z,iam.amazonaws.com,ListUsers,us-east-1,\"{\"\"type\"\":\"\"Root\"\",\"\"accountId\"\":\"\"1\"\"}\"\n";
        TrailReading reading = read(head + "a" + row + "b" + ",".repeat(5_000) + "\n" + "c" + row);
        assertThat(events(reading)).isEqualTo(2);
        assertThat(messages(reading)).singleElement().asString().contains("1000 cells");
    }
}
