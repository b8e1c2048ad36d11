package io.iamtighten.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final RequestPrincipal ALICE =
            RequestPrincipal.of(PrincipalType.IAM_USER, "arn:aws:iam::111122223333:user/alice", "111122223333");

    private static NamedPolicy policy(String name, String statements) {
        return new NamedPolicy(
                name,
                PolicyParser.parse("{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}")
                        .orElseThrow());
    }

    private static Explanation explain(PolicyStack stack, RequestContext context) {
        return Authorizer.compile(stack).explain(AccessRequest.of(ALICE, "s3:GetObject", "arn:aws:s3:::b/k", context));
    }

    private static RequestContext context(String key, String value) {
        return RequestContext.of(Map.of(key, ContextValues.single(value)));
    }

    @Test
    void namesTheConditionAndTheRequestsValue() {
        PolicyStack stack = PolicyStack.ofIdentity(List.of(policy("p", """
                {"Sid":"Region","Effect":"Allow","Action":"s3:Get*","Resource":"*",
                 "Condition":{"StringEquals":{"aws:RequestedRegion":["eu-west-1","eu-central-1"]}}}""")));
        Explanation explanation = explain(stack, context("aws:RequestedRegion", "us-east-1"));
        assertThat(explanation.decision().outcome()).isEqualTo(Outcome.IMPLICIT_DENY);
        assertThat(explanation.matched()).isEmpty();
        assertThat(explanation.nearMisses()).hasSize(1);
        Explanation.Mismatch mismatch =
                explanation.nearMisses().get(0).mismatches().get(0);
        assertThat(mismatch.element()).isEqualTo(Explanation.Element.CONDITION);
        assertThat(mismatch.expected()).containsExactly("eu-west-1", "eu-central-1");
        assertThat(mismatch.actual()).contains(List.of("us-east-1"));
        assertThat(explanation.alternatives()).isEmpty();
    }

    @Test
    void namesResourceActionAndPrincipalThatFailAlone() {
        PolicyStack stack =
                PolicyStack.ofIdentity(List.of(policy("p", """
                        {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::other/*"},
                        {"Effect":"Allow","Action":"s3:PutObject","Resource":"*"},
                        {"Effect":"Allow","Action":"sqs:*","Resource":"*"}"""))).withResource(Optional.of(policy("bucket", """
                        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/bob"},
                         "Action":"s3:*","Resource":"*"}""")));
        Explanation explanation = explain(stack, RequestContext.empty());
        assertThat(explanation.nearMisses())
                .extracting(miss ->
                        miss.statement() + " " + miss.mismatches().get(0).element())
                .containsExactly("bucket, statement 1 PRINCIPAL", "p, statement 1 RESOURCE", "p, statement 2 ACTION");
    }

    @Test
    void findsTheMissingKeysThatWouldChangeTheOutcome() {
        PolicyStack stack = PolicyStack.ofIdentity(List.of(policy("p", """
                {"Effect":"Allow","Action":"*","Resource":"*","Condition":{
                 "Bool":{"aws:MultiFactorAuthPresent":"true"},"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}},
                {"Effect":"Deny","Action":"*","Resource":"*",
                 "Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1"}}}""")));
        Explanation explanation = explain(stack, RequestContext.empty());
        assertThat(explanation.alternatives())
                .extracting(a -> a.context().keySet() + " " + a.outcome())
                .containsExactly(
                        "[aws:sourcevpce] EXPLICIT_DENY",
                        "[aws:multifactorauthage, aws:multifactorauthpresent] ALLOWED");
        assertThat(explanation.alternativesComplete()).isTrue();
        AccessRequest changed = explanation.request();
        for (var entry : explanation.alternatives().get(1).context().entrySet()) {
            changed = changed.withContext(changed.context().with(entry.getKey(), entry.getValue()));
        }
        assertThat(Authorizer.compile(stack).decide(changed).allowed()).isTrue();
    }

    @Test
    void saysWhatEachLayerSays() {
        PolicyStack stack = PolicyStack.ofIdentity(
                        List.of(policy("p", "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}")))
                .withBoundary(policy("b", "{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}"))
                .withScps(List.of(new PolicyLevel(
                        "r-root",
                        List.of(policy(
                                "FullAWSAccess", "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}")))));
        Explanation explanation = explain(stack, RequestContext.empty());
        assertThat(explanation.decision().layer()).isEqualTo(PolicyLayer.BOUNDARY);
        assertThat(explanation.layers())
                .extracting(l -> l.layer() + l.level() + " " + l.answer())
                .containsExactly("SCPr-root ALLOWS", "IDENTITY ALLOWS", "BOUNDARY SILENT");
        assertThat(explanation.render()).isEqualTo("""
                implicitDeny: no permissions boundary allows it
                  s3:GetObject on arn:aws:s3:::b/k
                  by arn:aws:iam::111122223333:user/alice

                layers
                  service control policy r-root           allows
                  identity-based policy                   allows
                  permissions boundary                    says nothing

                statements that apply
                  Allow  FullAWSAccess, statement 1
                  Allow  p, statement 1
                """);
    }

    @Test
    void saysThatAnAccountInAKeyPolicyOnlyDelegates() {
        PolicyStack stack = PolicyStack.ofIdentity(List.of()).withResource(Optional.of(policy("bucket", """
                        {"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"}""")));
        Explanation explanation = explain(stack, RequestContext.empty());
        assertThat(explanation.decision().outcome()).isEqualTo(Outcome.IMPLICIT_DENY);
        assertThat(explanation.matched().get(0).naming()).isEqualTo(Explanation.Naming.ACCOUNT);
        assertThat(explanation.render()).contains("the caller's own policies must allow too");
    }

    @Test
    void rendersTheValuesOfAFailedCondition() {
        PolicyStack stack = PolicyStack.ofIdentity(List.of(policy("p", """
                {"Sid":"Office","Effect":"Allow","Action":"*","Resource":"*",
                 "Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}""")));
        assertThat(explain(stack, RequestContext.empty()).render()).isEqualTo("""
                implicitDeny: no identity-based policy allows it
                  s3:GetObject on arn:aws:s3:::b/k
                  by arn:aws:iam::111122223333:user/alice

                layers
                  identity-based policy                   says nothing

                statements that nearly apply
                  Allow  p, statement `Office` (identity-based policy)
                         IpAddress aws:SourceIp: 203.0.113.0/24
                                                 the request has no such key

                context that the request lacks and that changes the outcome, for instance
                  aws:sourceip=203.0.113.0 -> allowed
                """);
    }
}
