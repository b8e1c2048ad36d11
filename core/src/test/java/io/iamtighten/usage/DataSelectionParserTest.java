package io.iamtighten.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.usage.DataSelection.Calls;
import org.junit.jupiter.api.Test;

class DataSelectionParserTest {
    private static final String OBJECTS = "AWS::S3::Object";

    private static DataSelection parse(String text) {
        DataSelectionParse parse = DataSelectionParser.parse(text);
        assertThat(parse.problems()).isEmpty();
        return parse.selection().orElseThrow();
    }

    @Test
    void basicSelectorsNameBeginningsOfObjectsAndWholeFunctions() {
        DataSelection selection = parse("""
                {"TrailARN": "arn:aws:cloudtrail:eu-west-1:123456789012:trail/t", "EventSelectors": [
                  {"ReadWriteType": "WriteOnly", "IncludeManagementEvents": true, "DataResources": [
                    {"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::whole/", "arn:aws:s3:::part/config/"]},
                    {"Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda:eu-west-1:123456789012:function:f"]},
                    {"Type": "AWS::DynamoDB::Table", "Values": ["arn:aws:dynamodb"]}],
                   "ExcludeManagementEventSources": []}]}
                """);
        assertThat(selection.patterns(OBJECTS, Calls.WRITES))
                .containsExactly("arn:aws:s3:::whole/*", "arn:aws:s3:::whole", "arn:aws:s3:::part/config/*");
        assertThat(selection.patterns(OBJECTS, Calls.READS)).isEmpty();
        assertThat(selection.patterns("AWS::Lambda::Function", Calls.WRITES))
                .contains("arn:aws:lambda:eu-west-1:123456789012:function:f:*")
                .doesNotContain("arn:aws:lambda:eu-west-1:123456789012:function:f*");
        assertThat(selection.patterns("AWS::DynamoDB::Table", Calls.WRITES)).containsExactly("*");
        assertThat(selection.statements())
                .contains("as it is set now, the trail records data events of AWS::DynamoDB::Table (writes)");
    }

    @Test
    void everyBucketIsEveryObject() {
        for (String every : new String[] {"arn:aws:s3", "arn:aws:s3:::"}) {
            assertThat(parse("{\"EventSelectors\":[{\"ReadWriteType\":\"All\",\"DataResources\":[{\"Type\":\"" + OBJECTS
                                    + "\",\"Values\":[\"" + every + "\"]}]}]}")
                            .patterns(OBJECTS, Calls.READS))
                    .containsExactly("*");
        }
    }

    @Test
    void advancedSelectorsCountWhereTypeArnAndReadOnlyAreAllTheySelectBy() {
        DataSelection selection = parse("""
                {"AdvancedEventSelectors": [
                  {"Name": "management", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]},
                  {"Name": "reads", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]},
                    {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}, {"Field": "readOnly", "Equals": ["true"]},
                    {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::b/"]}]},
                  {"Name": "all", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]},
                    {"Field": "resources.type", "Equals": ["AWS::DynamoDB::Table"]}]},
                  {"Name": "one event", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]},
                    {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}, {"Field": "eventName", "Equals": ["PutObject"]}]},
                  {"Name": "all but", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]},
                    {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
                    {"Field": "resources.ARN", "NotStartsWith": ["arn:aws:s3:::c/"]}]}]}
                """);
        assertThat(selection.selectors())
                .extracting(DataSelection.Selector::type)
                .containsExactly(OBJECTS, "AWS::DynamoDB::Table");
        assertThat(selection.patterns(OBJECTS, Calls.READS)).containsExactly("arn:aws:s3:::b/*", "arn:aws:s3:::b");
        assertThat(selection.patterns(OBJECTS, Calls.WRITES)).isEmpty();
        assertThat(selection.patterns("AWS::DynamoDB::Table", Calls.WRITES)).containsExactly("*");
    }

    @Test
    void aStarInASelectorIsNoWildcardAndClaimsNothing() {
        assertThat(parse("{\"EventSelectors\":[{\"DataResources\":[{\"Type\":\"" + OBJECTS
                                + "\",\"Values\":[\"arn:aws:s3:::b/a*b\"]}]}]}")
                        .patterns(OBJECTS, Calls.READS))
                .isEmpty();
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() {
        assertThat(DataSelectionParser.parse("{\"Records\": []}").problems())
                .singleElement()
                .asString()
                .contains("line 1, column 1", "expected what `aws cloudtrail get-event-selectors` prints");
        assertThat(DataSelectionParser.parse("{\"EventSelectors\": [{\"ReadWriteType\": \"Some\"}]}")
                        .problems())
                .singleElement()
                .asString()
                .contains("`ReadWriteType` is `Some`; expected All, ReadOnly or WriteOnly");
        assertThat(DataSelectionParser.parse("{\"EventSelectors\": 3}").problems())
                .singleElement()
                .asString()
                .contains("`EventSelectors` is a list; found");
        assertThat(DataSelectionParser.parse("nonsense").selection()).isEmpty();
    }
}
