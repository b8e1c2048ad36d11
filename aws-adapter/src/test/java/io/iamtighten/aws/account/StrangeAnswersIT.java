package io.iamtighten.aws.account;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.aws.fake.Sessions;
import io.iamtighten.testsupport.FakeAws;
import io.iamtighten.testsupport.FakeAws.Answer;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands between us and AWS may answer in its place. */
class StrangeAnswersIT {
    private static final Answer SIGN_IN_PAGE =
            new Answer(200, "text/html", "<html><body>Please sign in</body></html>", Answer.Fault.NONE);
    private static final Answer EMPTY_FAILURE = new Answer(500, "text/plain", "", Answer.Fault.NONE);
    private static final Answer EMPTY_REFUSAL = new Answer(403, "text/plain", "", Answer.Fault.NONE);

    @SuppressWarnings("NullAway.Init")
    private FakeAws aws;

    @BeforeEach
    void start() throws IOException {
        aws = FakeAws.start();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private static void fails(ThrowingCallable work, String message) {
        assertThatThrownBy(work).isInstanceOf(AwsException.class).hasMessage(message);
    }

    @Test
    void aPageInPlaceOfAnAnswerIsNamed() {
        aws.answer("GetCallerIdentity", SIGN_IN_PAGE);
        aws.answer("GetRole", SIGN_IN_PAGE);
        try (AwsSession session = Sessions.open(aws)) {
            String end =
                    " was answered by something that is not AWS; check AWS_ENDPOINT_URL, --endpoint-url and proxies";
            fails(
                    () -> AwsAccountReader.of(session, SnapshotProgress.none()).accountId(),
                    "sts:GetCallerIdentity" + end);
            fails(() -> new SinglePrincipals(session).role("App"), "iam:GetRole" + end);
        }
    }

    @Test
    void aFailureWithoutWordsGetsNoneOfTheSdksOwn() {
        try (AwsSession session = Sessions.open(aws, 2)) {
            aws.answer("GetRole", EMPTY_FAILURE);
            fails(
                    () -> new SinglePrincipals(session).role("App"),
                    "iam:GetRole failed at AWS's end (500); try again later");
            aws.answer("GetRole", EMPTY_REFUSAL);
            fails(
                    () -> new SinglePrincipals(session).role("App"),
                    "AWS refused iam:GetRole; the caller needs that permission");
        }
    }
}
