package io.iamtighten.aws.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import io.iamtighten.aws.fake.Sessions;
import io.iamtighten.aws.fake.WireModel;
import io.iamtighten.testsupport.FakeAws;
import io.iamtighten.testsupport.FakeAws.Answer;
import io.iamtighten.usage.DataSelection;
import io.iamtighten.usage.DataSelectionParser;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrailSelectionIT {
    private static final String GET = "GetEventSelectors";
    private static final String ARN = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/main";
    private static final AwsTrailReader.S3Trail TRAIL =
            new AwsTrailReader.S3Trail("main", "s3://logs/AWSLogs/", true, false, ARN, "eu-west-1");

    private FakeAws aws;

    @BeforeEach
    void start() throws IOException {
        aws = FakeAws.start().checkedBy(WireModel::problems);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private DataSelection asked(String answer) {
        aws.answer(GET, Answer.json(answer));
        try (AwsSession session = Sessions.open(aws)) {
            DataSelection selection = AwsTrailReader.of(session).selection(TRAIL);
            assertThat(aws.requests()).extracting(FakeAws.Request::body).allMatch(body -> body.contains(ARN));
            return selection;
        }
    }

    @Test
    void basicAndAdvancedSelectorsMeanTheSameAsFromAFile() {
        String basic = "{\"TrailARN\":\"" + ARN + "\",\"EventSelectors\":[{\"ReadWriteType\":\"ReadOnly\","
                + "\"IncludeManagementEvents\":true,\"DataResources\":[{\"Type\":\"AWS::S3::Object\","
                + "\"Values\":[\"arn:aws:s3:::part/config/\"]}],\"ExcludeManagementEventSources\":[]}]}";
        assertThat(asked(basic))
                .isEqualTo(DataSelectionParser.parse(basic).selection().orElseThrow())
                .isEqualTo(new DataSelection(List.of(new DataSelection.Selector(
                        "AWS::S3::Object", DataSelection.Calls.READS, List.of("arn:aws:s3:::part/config/*")))));
    }

    @Test
    void advancedSelectorsDoToo() {
        String advanced =
                "{\"TrailARN\":\"" + ARN + "\",\"AdvancedEventSelectors\":[{\"Name\":\"a\",\"FieldSelectors\":["
                        + "{\"Field\":\"eventCategory\",\"Equals\":[\"Data\"]},"
                        + "{\"Field\":\"resources.type\",\"Equals\":[\"AWS::DynamoDB::Table\"]},"
                        + "{\"Field\":\"resources.ARN\",\"Equals\":[\"arn:aws:dynamodb:eu-west-1:123456789012:table/t\"]}]},"
                        + "{\"Name\":\"b\",\"FieldSelectors\":[{\"Field\":\"eventCategory\",\"Equals\":[\"Data\"]},"
                        + "{\"Field\":\"resources.type\",\"Equals\":[\"AWS::S3::Object\"]},"
                        + "{\"Field\":\"eventName\",\"Equals\":[\"PutObject\"]}]}]}";
        assertThat(asked(advanced))
                .isEqualTo(DataSelectionParser.parse(advanced).selection().orElseThrow());
        assertThat(asked(advanced).selectors())
                .extracting(DataSelection.Selector::type)
                .containsExactly("AWS::DynamoDB::Table");
    }

    @Test
    void aMissingRightIsNamed() {
        aws.answer(GET, Answer.jsonError(400, "AccessDeniedException", "no"));
        try (AwsSession session = Sessions.open(aws)) {
            assertThatThrownBy(() -> AwsTrailReader.of(session).selection(TRAIL))
                    .isInstanceOf(AwsException.class)
                    .hasMessageContaining("cloudtrail:GetEventSelectors");
        }
    }
}
