package io.iamtighten.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParser;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One rule each: what a document says about all requests. */
class ComparisonTest {
    private static NamedPolicy policy(String statements) {
        return new NamedPolicy(
                "p",
                PolicyParser.parse(
                                "{\"Version\": \"2012-10-17\", \"Statement\": [" + statements.replace('\'', '"') + "]}")
                        .orElseThrow());
    }

    private static String allow(String rest) {
        return "{'Effect': 'Allow', " + rest + "}";
    }

    private static String deny(String rest) {
        return "{'Effect': 'Deny', " + rest + "}";
    }

    private static Comparison compare(String older, String newer, WorkLimit limit) {
        return Comparison.ofDocuments(
                policy(older), policy(newer), Comparison.Readings.EVERY, Comparison.Detail.REGIONS, limit);
    }

    private static Relation relation(String older, String newer) {
        return compare(older, newer, WorkLimit.standard()).relation();
    }

    @Test
    void patternsThatTogetherCoverAnotherAreEnough() {
        assertThat(relation(
                        allow("'Action': 's3:?*', 'Resource': '*'"),
                        allow("'Action': ['s3:?', 's3:??*'], 'Resource': '*'")))
                .isEqualTo(Relation.EQUAL);
    }

    @Test
    void actionsIgnoreCaseAndResourcesDoNot() {
        assertThat(relation(
                        allow("'Action': 'S3:getobject', 'Resource': '*'"),
                        allow("'Action': 's3:GetObject', 'Resource': '*'")))
                .isEqualTo(Relation.EQUAL);
        assertThat(relation(
                        allow("'Action': 's3:GetObject', 'Resource': 'arn:aws:s3:::B'"),
                        allow("'Action': 's3:GetObject', 'Resource': 'arn:aws:s3:::b'")))
                .isEqualTo(Relation.INCOMPARABLE);
    }

    @Test
    void notActionAndAnAllowWithDenyAreTheSame() {
        assertThat(relation(
                        allow("'NotAction': 'iam:*', 'Resource': '*'"),
                        allow("'Action': '*', 'Resource': '*'") + "," + deny("'Action': 'iam:*', 'Resource': '*'")))
                .isEqualTo(Relation.EQUAL);
    }

    @Test
    void notResourceLeavesOutWhatItNames() {
        assertThat(relation(
                        allow("'Action': 's3:*', 'NotResource': 'arn:aws:s3:::secret/*'"),
                        allow("'Action': 's3:*', 'Resource': '*'")))
                .isEqualTo(Relation.LESS);
    }

    @Test
    void anAccountHoldsItsPrincipals() {
        assertThat(relation(
                        allow(
                                "'Principal': {'AWS': 'arn:aws:iam::111122223333:role/R'}, 'Action': 's3:*', 'Resource': '*'"),
                        allow("'Principal': {'AWS': '111122223333'}, 'Action': 's3:*', 'Resource': '*'")))
                .isEqualTo(Relation.LESS);
        Comparison comparison = compare(
                allow("'Principal': {'AWS': '111122223333'}, 'Action': 's3:*', 'Resource': '*'"),
                allow("'Principal': '*', 'Action': 's3:*', 'Resource': '*'"),
                WorkLimit.standard());
        assertThat(comparison.relation()).isEqualTo(Relation.LESS);
    }

    @Test
    void aConditionThatAcceptsAnAbsentKeyGrantsMore() {
        assertThat(relation(
                        allow(
                                "'Action': 's3:*', 'Resource': '*', 'Condition': {'Bool': {'aws:MultiFactorAuthPresent': 'true'}}"),
                        allow("'Action': 's3:*', 'Resource': '*', 'Condition': {'BoolIfExists':"
                                + " {'aws:MultiFactorAuthPresent': 'true'}}")))
                .isEqualTo(Relation.LESS);
    }

    @Test
    void addressesNumbersAndDatesAreRanges() {
        assertThat(
                        relation(
                                allow("'Action': 's3:*', 'Resource': '*', 'Condition': {'IpAddress': {'aws:SourceIp':"
                                        + " ['10.0.0.0/9', '10.128.0.0/9']}}"),
                                allow(
                                        "'Action': 's3:*', 'Resource': '*', 'Condition': {'IpAddress': {'aws:SourceIp': '10.0.0.0/8'}}")))
                .isEqualTo(Relation.EQUAL);
        assertThat(relation(
                        allow(
                                "'Action': 's3:*', 'Resource': '*', 'Condition': {'NumericLessThan': {'s3:max-keys': '10'}}"),
                        allow(
                                "'Action': 's3:*', 'Resource': '*', 'Condition': {'NumericLessThanEquals': {'s3:max-keys':"
                                        + " '10.0'}}")))
                .isEqualTo(Relation.LESS);
        assertThat(relation(
                        allow("'Action': 's3:*', 'Resource': '*', 'Condition': {'DateLessThan': {'aws:CurrentTime':"
                                + " '2026-01-01T00:00:00Z'}}"),
                        allow("'Action': 's3:*', 'Resource': '*', 'Condition': {'DateLessThan': {'aws:CurrentTime':"
                                + " '1767225600'}}")))
                .isEqualTo(Relation.EQUAL);
    }

    @Test
    void setOperatorsSpeakOfEveryValue() {
        String all = "'Action': 'ec2:CreateTags', 'Resource': '*', 'Condition': {'ForAllValues:StringEquals':"
                + " {'aws:TagKeys': ['a', 'b']}}";
        String any = "'Action': 'ec2:CreateTags', 'Resource': '*', 'Condition': {'ForAnyValue:StringEquals':"
                + " {'aws:TagKeys': ['a', 'b']}}";
        assertThat(relation(allow(all), allow(any))).isEqualTo(Relation.INCOMPARABLE);
    }

    @Test
    void theSameVariableIsTheSameUnknown() {
        String home = "'Action': 's3:*', 'Resource': 'arn:aws:s3:::home/${aws:username}/*'";
        assertThat(relation(
                        allow("'Action': 's3:*', 'Resource': 'arn:aws:s3:::home/${aws:username}/docs/*'"), allow(home)))
                .isEqualTo(Relation.LESS);
        assertThat(relation(allow(home), allow("'Action': 's3:*', 'Resource': 'arn:aws:s3:::home/*'")))
                .isEqualTo(Relation.LESS);
        assertThat(relation(allow(home), allow("'Action': 's3:*', 'Resource': 'arn:aws:s3:::home/alice/*'")))
                .isEqualTo(Relation.INCOMPARABLE);
    }

    @Test
    void regionsNameStatementActionsResourcesAndConditions() {
        Comparison comparison = compare(
                allow("'Sid': 'Read', 'Action': ['s3:Get*', 's3:List*'], 'Resource': '*'"),
                allow("'Sid': 'Write', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::b/*'") + ","
                        + deny("'Action': 's3:Put*', 'Resource': '*', 'Condition': {'Bool': {'aws:SecureTransport':"
                                + " 'false'}}"),
                WorkLimit.standard());
        Difference.Some some = (Difference.Some) comparison.onlyNew();
        assertThat(some.complete()).isTrue();
        assertThat(some.regions()).hasSize(2);
        DifferenceRegion write = some.regions().get(0);
        assertThat(write.sources().get(0).sid()).contains("Write");
        assertThat(write.actions()).containsExactly("s3:*");
        assertThat(write.exceptActions()).containsExactlyInAnyOrder("s3:Get*", "s3:List*", "s3:Put*");
        assertThat(write.resources()).containsExactly("arn:aws:s3:::b/*");
        assertThat(some.regions().get(1).actions()).containsExactly("s3:Put*");
        assertThat(some.regions().get(1).conditions()).containsExactly("not Bool aws:SecureTransport \"false\"");
    }

    @Test
    void whatSinglePatternsDoNotSayIsSaidByPatternsTogether() {
        Comparison comparison = compare(
                allow("'Action': 's3:Get*', 'Resource': '*'"),
                allow("'Action': 's3:Get*', 'Resource': '*'") + ","
                        + deny("'Action': ['s3:*Acl', 's3:GetBucket*'], 'Resource': '*'"),
                WorkLimit.standard());
        assertThat(((Difference.Some) comparison.onlyOld()).regions())
                .extracting(DifferenceRegion::actions)
                .contains(List.of("s3:Get* and s3:*Acl", "s3:GetBucket*"));
    }

    @Test
    void overlappingPatternsEndWithinTheBudget() {
        String contains = IntStream.range(0, 30)
                .mapToObj(i -> "'arn:aws:s3:::*" + "abcdefghijklmnopqrstuvwxyz0123".charAt(i) + "x*'")
                .collect(Collectors.joining(","));
        Comparison one = compare(
                allow("'Action': 's3:*', 'Resource': [" + contains + "]"),
                allow("'Action': 's3:*', 'Resource': [" + contains + ", 'arn:aws:s3:::*yx?']"),
                new WorkLimit(5_000_000));
        assertThat(one.relation()).isEqualTo(Relation.EQUAL);
        String each = IntStream.range(0, 30)
                .mapToObj(i -> allow("'Action': 's3:A" + i + "', 'Resource': 'arn:aws:s3:::*"
                        + "abcdefghijklmnopqrstuvwxyz0123".charAt(i) + "x*'"))
                .collect(Collectors.joining(","));
        Comparison apart = compare(each, each.replace("s3:A7'", "s3:A7*'"), new WorkLimit(5_000_000));
        assertThat(apart.relation()).isIn(Relation.LESS, Relation.UNKNOWN);
        Comparison spread =
                compare(allow("'Action': 's3:*', 'Resource': 'arn:aws:s3:::*'"), each, new WorkLimit(5_000_000));
        assertThat(spread.relation()).isIn(Relation.MORE, Relation.UNKNOWN);
    }

    @Test
    void interleavedDeniesEndWithinTheBudget() {
        String denies = IntStream.range(0, 50)
                .mapToObj(i -> deny("'Action': 's3:*" + (char) ('a' + i % 26) + "*', 'Resource': 'arn:aws:s3:::*" + i
                        + "*', 'Condition': {'StringLike': {'aws:PrincipalTag/t" + i % 7 + "': '*" + i + "*'}}"))
                .collect(Collectors.joining(","));
        String everything = allow("'Action': '*', 'Resource': '*'");
        Comparison comparison = compare(everything + "," + denies, everything, new WorkLimit(5_000_000));
        assertThat(comparison.relation()).isIn(Relation.LESS, Relation.UNKNOWN);
        assertThat(compare(everything + "," + denies, denies + "," + everything, new WorkLimit(5_000_000))
                        .relation())
                .isEqualTo(Relation.EQUAL);
    }

    @Test
    void aSpentBudgetIsUnknownNeverAVerdict() {
        assertThat(compare(
                                allow("'Action': 's3:Get*', 'Resource': 'arn:aws:s3:::a*b'"),
                                allow("'Action': 's3:*t', 'Resource': 'arn:aws:s3:::*b'"),
                                new WorkLimit(10))
                        .relation())
                .isEqualTo(Relation.UNKNOWN);
    }
}
