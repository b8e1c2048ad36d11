package io.iamtighten.testkit;

import static io.iamtighten.testkit.PolicyAssertions.assertThatPolicies;
import static io.iamtighten.testkit.PolicyAssertions.assertThatPolicy;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyAssertionsTest {
    private static final PolicyDocument READ = document("s3:Get*");

    private static PolicyDocument document(String action) {
        return PolicyDocument.of(List.of(
                Statement.of(Effect.ALLOW, ActionElement.of(action), ResourceElement.of("arn:aws:s3:::data/*")),
                Statement.of(Effect.DENY, ActionElement.of("s3:*"), ResourceElement.of("arn:aws:s3:::data/closed/*"))));
    }

    @Test
    void whatHoldsPasses() {
        assertThatPolicy(READ)
                .allows("s3:GetObject", "arn:aws:s3:::data/x")
                .denies("s3:PutObject", "arn:aws:s3:::data/x")
                .deniesExplicitly("s3:GetObject", "arn:aws:s3:::data/closed/x")
                .grantsNothingBeyond(document("s3:*"));
    }

    @Test
    void aFailureExplainsTheDecision() {
        assertThatThrownBy(() -> assertThatPolicy(READ).allows("s3:PutObject", "arn:aws:s3:::data/x"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected the request to be allowed")
                .hasMessageContaining("no identity-based policy allows it")
                .hasMessageContaining("action: s3:Get*");
        assertThatThrownBy(() -> assertThatPolicy(READ).denies("s3:GetObject", "arn:aws:s3:::data/x"))
                .hasMessageContaining("the policy, statement 1");
    }

    @Test
    void whatIsGrantedBeyondIsShown() {
        assertThatThrownBy(() -> assertThatPolicy(document("s3:*")).grantsNothingBeyond(READ))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("but it grants s3:");
    }

    @Test
    void aTextThatIsNoPolicySaysWhy() {
        assertThatPolicy("{\"Statement\":[]}").denies("s3:GetObject", "*");
        assertThatThrownBy(() -> assertThatPolicy("{\"Statment\":[]}"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did you mean `Statement`?");
    }

    @Test
    void wholeStacksAreDecided() {
        AccessRequest request = AccessRequest.of(
                RequestPrincipal.anonymous(), "s3:GetObject", "arn:aws:s3:::data/x", RequestContext.empty());
        assertThatPolicies(PolicyStack.ofIdentity(List.of())).denies(request);
        assertThatThrownBy(() ->
                        assertThatPolicies(PolicyStack.ofIdentity(List.of())).deniesExplicitly(request))
                .isInstanceOf(AssertionError.class);
    }
}
