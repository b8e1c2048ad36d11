package io.iamtighten.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.glob.Glob;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParse;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.policy.PolicyProblem;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Inputs made to be slow are read, compiled and decided, or refused with a limit. */
class HugeStacksTest {
    /** Counts the characters that a match looks at. */
    private static final class CountingText implements CharSequence {
        private final String text;
        private long looks;

        CountingText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }
    }

    private static long looks(int stars, int length) {
        CountingText text = new CountingText("a".repeat(length));
        assertThat(Glob.of("a*".repeat(stars) + "b").matches(text)).isFalse();
        assertThat(Glob.of("a*".repeat(stars) + "b*").matches(text)).isFalse();
        assertThat(Glob.of("*" + "a*".repeat(stars)).matches(text)).isTrue();
        return text.looks;
    }

    @Test
    void manyAsterisksLookAtEachCharacterAFewTimes() {
        assertThat(looks(50, 10_000)).isLessThan(4 * 10_000L);
        // Twice the text is twice the work, whatever the number of asterisks.
        assertThat(looks(500, 20_000)).isLessThan(4 * 20_000L);
    }

    private static String statements(int count) {
        StringBuilder text = new StringBuilder("{\"Version\":\"2012-10-17\",\"Statement\":[");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"Sid\":\"S")
                    .append(i)
                    .append("\",\"Effect\":\"Allow\",\"Action\":\"service")
                    .append(i % 1000)
                    .append(":Get*\",\"Resource\":\"arn:aws:s3:::bucket-")
                    .append(i)
                    .append("/*\"}");
        }
        return text.append("]}").toString();
    }

    @Test
    void aHundredThousandStatementsAreDecidedByThoseThatNameTheService() {
        String text = statements(100_000);
        assertThat(text.length()).isGreaterThan(10_000_000);
        PolicyParse parse = PolicyParser.parse(text);
        assertThat(parse.problems()).isEmpty();
        CompiledLayer layer = new CompiledLayer(
                List.of(new NamedPolicy("huge", parse.orElseThrow())),
                PolicyLayer.IDENTITY,
                io.iamtighten.arn.WildcardReading.PART_BY_PART);
        assertThat(layer.matching("service7:GetThing", false)).hasSize(100);
        assertThat(layer.matching("other:GetThing", false)).isEmpty();
        RequestPrincipal caller =
                RequestPrincipal.of(PrincipalType.IAM_USER, "arn:aws:iam::111122223333:user/a", "111122223333");
        Authorizer authorizer =
                Authorizer.compile(PolicyStack.ofIdentity(List.of(new NamedPolicy("huge", parse.orElseThrow()))));
        Explanation explanation = authorizer.explain(
                AccessRequest.of(caller, "service7:GetThing", "arn:aws:s3:::bucket-99007/x", RequestContext.empty()));
        assertThat(explanation.decision().statement().orElseThrow().index()).isEqualTo(99_007);
        assertThat(explanation.nearMisses()).hasSize(99);
    }

    @Test
    void deepNestingIsRefusedWithItsLimit() {
        String deep = "{\"Statement\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        PolicyParse parse = PolicyParser.parse(deep);
        assertThat(parse.problems()).hasSize(1);
        assertThat(parse.problems().get(0).kind()).isEqualTo(PolicyProblem.Kind.LIMIT);
        assertThat(parse.problems().get(0).message()).contains("512");
    }

    @Test
    void aPatternOfThousandsOfVariablesAndAsterisksIsDecided() {
        String pattern = "arn:aws:s3:::" + "${aws:username}*".repeat(2_000) + "b";
        String text = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\""
                + pattern + "\"}}";
        RequestPrincipal caller =
                RequestPrincipal.of(PrincipalType.IAM_USER, "arn:aws:iam::111122223333:user/a", "111122223333");
        Authorizer authorizer = Authorizer.compile(PolicyStack.ofIdentity(
                List.of(new NamedPolicy("p", PolicyParser.parse(text).orElseThrow()))));
        AccessRequest request = AccessRequest.of(
                caller,
                "s3:GetObject",
                "arn:aws:s3:::" + "a".repeat(20_000),
                RequestContext.empty().with("aws:username", "a"));
        assertThat(authorizer.decide(request).allowed()).isFalse();
    }
}
