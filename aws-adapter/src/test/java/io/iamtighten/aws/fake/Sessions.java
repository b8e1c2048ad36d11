package io.iamtighten.aws.fake;

import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.aws.client.AwsSettings;
import io.iamtighten.aws.client.CallListener;
import io.iamtighten.testsupport.FakeAws;
import java.time.Duration;
import java.util.Map;

/** Sessions with a loopback server in place of AWS, which try again at once. */
public final class Sessions {
    private Sessions() {}

    public static AwsSession open(FakeAws aws) {
        return open(aws, 5);
    }

    public static AwsSession open(FakeAws aws, int attempts) {
        return AwsSession.open(
                AwsSettings.of(Map.of(
                                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                                "AWS_SECRET_ACCESS_KEY", "example",
                                "AWS_ENDPOINT_URL", aws.url(),
                                "AWS_REGION", "eu-west-1"))
                        .withAttempts(attempts, Duration.ofMillis(5), Duration.ofSeconds(2)),
                CallListener.none());
    }
}
