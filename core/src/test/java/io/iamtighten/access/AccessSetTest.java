package io.iamtighten.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.arn.WildcardReading;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one stack allows and another does not is never said to be nothing: one rule each. */
class AccessSetTest {
    private static final RequestPrincipal ROLE =
            RequestPrincipal.of(PrincipalType.IAM_ROLE, "arn:aws:iam::111122223333:role/app", "111122223333");

    private static NamedPolicy policy(String rest) {
        String text = "{'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': 's3:*', " + rest + "}}";
        return new NamedPolicy(
                "p",
                PolicyParser.parse(text.replace('\'', '"').replace('|', '\'')).orElseThrow());
    }

    private static PolicyStack stack(String rest) {
        return PolicyStack.ofIdentity(List.of(policy(rest)));
    }

    private static RequestContext with(String key, String... values) {
        return RequestContext.empty().with(key, ContextValues.set(List.of(values)));
    }

    /** The request is allowed by the first and not by the second stack, and there is no proof of the contrary. */
    private static void differ(PolicyStack first, PolicyStack second, String resource, RequestContext context) {
        AccessScope scope = AccessScope.ownAccount(ROLE);
        AccessSet a = AccessSet.of(first, scope);
        AccessSet b = AccessSet.of(second, scope);
        AccessRequest request = AccessRequest.of(ROLE, "s3:GetObject", resource, context);
        assertThat(Stream.of(WildcardReading.values()).anyMatch(r -> a.contains(request, r) && !b.contains(request, r)))
                .as("the evaluator tells them apart")
                .isTrue();
        assertThat(a.isSubsetOf(b, WorkLimit.standard())).isNotInstanceOf(Containment.Proven.class);
    }

    @Test
    void eachVariableThatNotResourceNamesMayBeWithoutValueAlone() {
        NamedPolicy one = policy("'Resource': 'arn:aws:s3:::one'");
        differ(
                stack("'NotResource': 'arn:aws:s3:::x/${aws:PrincipalTag/team}'")
                        .withBoundary(one),
                stack("'NotResource': 'arn:aws:s3:::y/${aws:username}'").withBoundary(one),
                "arn:aws:s3:::one",
                RequestContext.empty().with("aws:PrincipalTag/team", "red"));
    }

    @Test
    void aWildcardForTheResourceTypeMatchesNothingBeforeAVariableToo() {
        differ(
                stack("'Resource': 'arn:aws:lambda:*:*:function:${aws:PrincipalTag/team}'"),
                stack("'Resource': 'arn:aws:lambda:*:*:*:${aws:PrincipalTag/team}'"),
                "arn:aws:lambda:eu-west-1:111122223333:function:red",
                RequestContext.empty().with("aws:PrincipalTag/team", "red"));
        differ(
                stack("'Resource': 'arn:aws:lambda:*:*:f${aws:PrincipalTag/team}'"),
                stack("'Resource': 'arn:aws:lambda:*:*:f*${aws:PrincipalTag/team}'"),
                "arn:aws:lambda:eu-west-1:111122223333:f:red",
                RequestContext.empty().with("aws:PrincipalTag/team", ":red"));
    }

    @Test
    void aSetOfTwoValuesOfOneClassIsNoSingleValue() {
        differ(
                stack("'Resource': '*', 'Condition': {'ForAnyValue:StringLike': {'aws:TagKeys': '*'}}"),
                stack("'Resource': '*', 'Condition': {'StringLike': {'aws:TagKeys': '*'}}"),
                "arn:aws:s3:::b",
                with("aws:TagKeys", "one", "two"));
    }

    @Test
    void aSetMayHoldAVariablesValueAndAnother() {
        String values = "{'aws:TagKeys': '${aws:PrincipalTag/team}'}}";
        differ(
                stack("'Resource': '*', 'Condition': {'ForAnyValue:StringNotEquals': " + values),
                stack("'Resource': '*', 'Condition': {'ForAllValues:StringNotEquals': " + values),
                "arn:aws:s3:::b",
                with("aws:TagKeys", "red", "blue").with("aws:PrincipalTag/team", "red"));
    }

    @Test
    void aTextThatIsNoArnPatternIsNeverUnlike() {
        differ(
                stack("'Resource': '*', 'Condition': {'StringEquals': {'aws:SourceArn': 'arn:aws:s3:::b'}}"),
                stack("'Resource': '*', 'Condition': {'ArnNotLike': {'aws:SourceArn': ''}}"),
                "arn:aws:s3:::b",
                RequestContext.empty().with("aws:SourceArn", "arn:aws:s3:::b"));
        differ(
                stack("'Resource': '*', 'Condition': {'StringEquals': {'aws:SourceArn': 'arn:aws:s3:::b'}}"),
                stack(
                        "'Resource': '*', 'Condition': {'ArnNotLike': {'aws:SourceArn': 'arn:aws:iam::${aws:username}'}}"),
                "arn:aws:s3:::b",
                RequestContext.empty().with("aws:SourceArn", "arn:aws:s3:::b").with("aws:username", "alice"));
    }

    @Test
    void anOperatorWithoutValuesIsNegatedForEveryText() {
        differ(
                stack("'Resource': '*', 'Condition': {'ArnNotLike': {'aws:SourceArn': []}}"),
                stack("'Resource': '*', 'Condition': {'ArnLikeIfExists': {'aws:SourceArn': 'arn:*:*:*:*:*'}}"),
                "arn:aws:s3:::b",
                RequestContext.empty().with("aws:SourceArn", "b"));
    }

    @Test
    void aNumberMayBeAnInstantToo() {
        String both = "'Resource': '*', 'Condition': {'NumericGreaterThan': {'aws:EpochTime': '100'}%s}";
        differ(
                stack(both.formatted("")),
                stack(both.formatted(", 'DateLessThan': {'aws:EpochTime': '2024-01-01'}")),
                "arn:aws:s3:::b",
                RequestContext.empty().with("aws:EpochTime", "1804067200"));
        differ(
                stack(both.formatted(", 'DateGreaterThan': {'aws:EpochTime': '2024-01-01'}")),
                stack("'Resource': 'arn:aws:s3:::none'"),
                "arn:aws:s3:::b",
                RequestContext.empty().with("aws:EpochTime", "1804067200"));
    }

    @Test
    void someLettersHaveMoreThanTwoForms() {
        differ(
                stack("'Resource': '*', 'Condition': {'StringEqualsIgnoreCase': {'aws:PrincipalTag/team': 'k'}}"),
                stack("'Resource': '*', 'Condition': {'StringEquals': {'aws:PrincipalTag/team': ['k', 'K']}}"),
                "arn:aws:s3:::b",
                RequestContext.empty().with("aws:PrincipalTag/team", "\u212a"));
    }

    @Test
    void theLargestNumbersAndInstantsHaveSomethingBeyondThem() {
        differ(
                stack("'Resource': '*'"),
                stack("'Resource': '*', 'Condition': {'NumericLessThanIfExists': {'s3:max-keys': '1e400'}}"),
                "arn:aws:s3:::b",
                RequestContext.empty().with("s3:max-keys", "2e400"));
        differ(
                stack("'Resource': '*', 'Condition': {'NumericGreaterThan': {'s3:max-keys': '1e-400'}}"),
                stack("'Resource': '*', 'Condition': {'NumericGreaterThanEquals': {'s3:max-keys': '2e-400'}}"),
                "arn:aws:s3:::b",
                RequestContext.empty().with("s3:max-keys", "1.5e-400"));
        differ(
                stack("'Resource': '*', 'Condition': {'DateLessThanIfExists': {'aws:CurrentTime': '999999999999999'}}"),
                stack("'Resource': '*', 'Condition': {'DateLessThanIfExists': {'aws:CurrentTime':"
                        + " '31556889864403199'}}"),
                "arn:aws:s3:::b",
                RequestContext.empty().with("aws:CurrentTime", "2024-01-01T00:00:00Z"));
    }
}
