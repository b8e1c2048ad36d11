package io.iamtighten.aws.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.aws.fake.Sessions;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.testsupport.FakeAws;
import io.iamtighten.testsupport.FakeAws.Answer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Log files in a bucket whose server fails in every way between them. */
class S3FaultsIT {
    private static final Answer SLOW_DOWN = new Answer(
            503,
            "application/xml",
            "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>",
            Answer.Fault.NONE);
    private static final Answer BROKEN = new Answer(
            500,
            "application/xml",
            "<Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>",
            Answer.Fault.NONE);

    private FakeAws aws;

    @BeforeEach
    void start() throws IOException {
        aws = FakeAws.start();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private static Answer listing(String token, String... keys) {
        String contents = Stream.of(keys)
                .map(key -> "<Contents><Key>" + key + "</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
                        + "<ETag>&quot;" + key.hashCode() + "&quot;</ETag><Size>400</Size>"
                        + "<StorageClass>STANDARD</StorageClass></Contents>")
                .collect(Collectors.joining());
        return new Answer(
                200,
                "application/xml",
                "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>logs</Name><Prefix>x/</Prefix>"
                        + "<KeyCount>" + keys.length + "</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>"
                        + !token.isEmpty() + "</IsTruncated>"
                        + (token.isEmpty() ? "" : "<NextContinuationToken>" + token + "</NextContinuationToken>")
                        + contents + "</ListBucketResult>",
                Answer.Fault.NONE);
    }

    private static Answer records(String... ids) {
        String records = Stream.of(ids)
                .map(id ->
                        "{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::111122223333:user/ann\","
                                + "\"accountId\":\"111122223333\",\"userName\":\"ann\"},\"eventTime\":\"2026-01-01T00:00:00Z\","
                                + "\"eventSource\":\"ec2.amazonaws.com\",\"eventName\":\"DescribeInstances\",\"awsRegion\":\"eu-west-1\","
                                + "\"eventID\":\"" + id
                                + "\",\"eventType\":\"AwsApiCall\",\"recipientAccountId\":\"111122223333\"}")
                .collect(Collectors.joining(","));
        return new Answer(200, "application/json", "{\"Records\":[" + records + "]}", Answer.Fault.NONE);
    }

    private TrailReading read(AwsSession session) {
        return TrailReader.of(ServiceCatalog.bundled())
                .readSources(AwsTrailReader.of(session).objects("s3://logs/x", TrailOptions.all()), TrailOptions.all());
    }

    @Test
    void nothingIsLostAndNothingDoubledWhateverGoesWrongOnTheWay() {
        aws.answer(
                "ListObjectsV2",
                SLOW_DOWN,
                // The folders below.
                listing(""),
                listing("second", "x/a.json", "x/b.json"),
                BROKEN,
                Answer.cut(),
                listing("", "x/c.json"));
        aws.answer("GetObject /logs/x/a.json", SLOW_DOWN, Answer.cut(), records("1", "2"));
        aws.answer("GetObject /logs/x/b.json", BROKEN, Answer.slow(), records("3"));
        // Delivered twice.
        aws.answer("GetObject /logs/x/c.json", records("3", "4"));
        try (AwsSession session = Sessions.open(aws)) {
            TrailReading reading = read(session);
            assertThat(reading.problems()).isEmpty();
            assertThat(reading.filesRead()).isEqualTo(3);
            assertThat(reading.summary().coverage().events()).isEqualTo(4);
        }
    }

    @Test
    void aListThatPointsAtItselfEnds() {
        aws.answer("ListObjectsV2", listing(""), listing("same", "x/a.json"));
        try (AwsSession session = Sessions.open(aws)) {
            assertThatThrownBy(() -> read(session))
                    .isInstanceOf(AwsException.class)
                    .hasMessageContaining("s3:ListBucket gave the same page twice");
        }
    }

    @Test
    void aFileThatMayNotBeReadIsAProblemWithItsNameAndTheRestIsRead() {
        aws.answer("ListObjectsV2", listing(""), listing("", "x/a.json", "x/b.json"));
        aws.answer("GetObject /logs/x/a.json", records("1"));
        aws.answer(
                "GetObject /logs/x/b.json",
                new Answer(
                        403,
                        "application/xml",
                        "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
                        Answer.Fault.NONE));
        try (AwsSession session = Sessions.open(aws, 2)) {
            TrailReading reading = read(session);
            assertThat(reading.summary().coverage().events()).isEqualTo(1);
            assertThat(reading.problems()).hasSize(1);
            assertThat(reading.problems().get(0).line()).contains("s3://logs/x/b.json", "s3:GetObject");
        }
    }

    @Test
    void aFileThatIsAlwaysCutOffIsAProblemAndNotAShorterFile() {
        String record = records("1").body();
        aws.answer("ListObjectsV2", listing(""), listing("", "x/a.json"));
        // What comes is whole JSON.
        aws.answer("GetObject /logs/x/a.json", new Answer(200, "application/json", record, Answer.Fault.CUT));
        try (AwsSession session = Sessions.open(aws, 2)) {
            TrailReading reading = read(session);
            assertThat(reading.summary().coverage().events()).isZero();
            assertThat(reading.problems()).hasSize(1);
            assertThat(reading.problems().get(0).line()).contains("s3://logs/x/a.json", "cut off");
        }
    }

    @Test
    void anExpiredTokenEndsItAll() {
        aws.answer(
                "ListObjectsV2",
                new Answer(
                        400,
                        "application/xml",
                        "<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>",
                        Answer.Fault.NONE));
        try (AwsSession session = Sessions.open(aws, 2)) {
            assertThatThrownBy(() -> read(session))
                    .isInstanceOfSatisfying(
                            AwsException.class, e -> assertThat(e.kind()).isEqualTo(AwsException.Kind.EXPIRED));
        }
        assertThat(aws.requests()).extracting(FakeAws.Request::service).isEqualTo(List.of("s3"));
    }
}
