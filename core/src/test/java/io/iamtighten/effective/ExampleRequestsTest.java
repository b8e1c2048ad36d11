package io.iamtighten.effective;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import io.iamtighten.values.IpRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExampleRequestsTest {
    private static final RequestPrincipal CALLER = RequestPrincipal.of(
            PrincipalType.ASSUMED_ROLE, "arn:aws:sts::111122223333:assumed-role/Example/session", "111122223333");

    private static AccessRequest like(AccessRequest request, String statements) {
        NamedPolicy policy = new NamedPolicy(
                "example",
                PolicyParser.parse(("{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}")
                                .getBytes(StandardCharsets.UTF_8))
                        .document()
                        .orElseThrow());
        Authorizer authorizer = Authorizer.compile(PolicyStack.ofIdentity(List.of(policy)));
        AccessRequest found = ExampleRequests.of(ServiceCatalog.bundled())
                .like(
                        request,
                        List.of(policy),
                        tried -> authorizer.decide(tried).allowed());
        assertThat(authorizer.decide(found).allowed()).isTrue();
        return found;
    }

    private static AccessRequest request(String action, String resource, RequestContext context) {
        return AccessRequest.of(CALLER, action, resource, context);
    }

    @Test
    void resourcesHaveNamesAndAddressesAreHostsOfBlocksThatConditionsName() {
        AccessRequest found = like(
                request("s3:GetObject", "arn:x:s3:::/", RequestContext.empty().with("aws:SourceIp", "203.0.113.0")),
                """
                {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
                {"Effect": "Deny", "Action": "*", "Resource": "*",
                 "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}
                """);
        assertThat(found.resource()).isEqualTo("arn:aws:s3:::example/example");
        assertThat(found.context().single("aws:SourceIp")).contains("203.0.113.10");
    }

    @Test
    void keysThatNothingAsksForAreLeftOut() {
        AccessRequest found = like(
                request(
                        "sqs:SendMessage",
                        "arn:aws:sqs:eu-west-1:111122223333:j",
                        RequestContext.empty().with("aws:RequestedRegion", "a").with("aws:Referer", "b")),
                """
                {"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-west-1:111122223333:j*",
                 "Condition": {"StringLike": {"aws:Referer": ["b", "https://*.example.org/*"]}}}
                """);
        assertThat(found.resource()).isEqualTo("arn:aws:sqs:eu-west-1:111122223333:jexample");
        assertThat(found.context().keys()).containsExactly("aws:referer");
    }

    /** A value is known where a condition names it, and one that no other could stand for stays. */
    @Test
    void whatCannotBeSaidOtherwiseStays() {
        AccessRequest found = like(
                request(
                        "sqs:SendMessage",
                        "arn:aws:sqs:eu-west-1:111122223333:jobs",
                        RequestContext.empty().with("aws:PrincipalTag/team", "q")),
                """
                {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
                 "Condition": {"StringLike": {"aws:PrincipalTag/team": "?"}}}
                """);
        assertThat(found.resource()).isEqualTo("arn:aws:sqs:eu-west-1:111122223333:jobs");
        assertThat(found.context().single("aws:PrincipalTag/team")).contains("x");
    }

    @Test
    void hostsOfBlocks() {
        assertThat(ExampleRequests.address(IpRange.parse("203.0.113.0/24").orElseThrow()))
                .isEqualTo("203.0.113.10");
        assertThat(ExampleRequests.address(IpRange.parse("203.0.113.77/32").orElseThrow()))
                .isEqualTo("203.0.113.77");
        assertThat(ExampleRequests.address(IpRange.parse("203.0.113.76/30").orElseThrow()))
                .isEqualTo("203.0.113.76");
        assertThat(ExampleRequests.address(IpRange.parse("0.0.0.0/0").orElseThrow()))
                .isEqualTo("0.0.0.10");
    }
}
