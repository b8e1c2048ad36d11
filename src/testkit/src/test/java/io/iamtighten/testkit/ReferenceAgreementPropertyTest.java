package io.iamtighten.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.ActionElement;
import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.ResourceElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestContext;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The library and the slow transcription of the documentation agree. In every build on the cases of these numbers of tries,
 * 34,000 in all; {@code src/scripts/nightly} asks for millions with fresh seeds.
 */
class ReferenceAgreementPropertyTest extends SmallWorld {
    @Property(tries = 6_000, edgeCases = EdgeCasesMode.NONE)
    void wholeStacks(@ForAll("cases") AccessCase given) {
        agree(given);
    }

    @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
    void identityPolicies(@ForAll("identityCases") AccessCase given) {
        agree(given);
    }

    /** One compiled stack decides many requests: nothing that it remembers may change an answer. */
    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void manyRequestsOnOneStack(@ForAll("stacks") PolicyStack stack, @ForAll("requests") List<AccessRequest> requests) {
        Authorizer authorizer = Authorizer.compile(stack);
        for (AccessRequest request : requests) {
            assertThat(authorizer.decide(request).outcome())
                    .isEqualTo(References.decide(new AccessCase(stack, request)));
        }
    }

    /** Whatever else decides is left out: one statement allows everything under one or two conditions. */
    @Property(tries = 8_000, edgeCases = EdgeCasesMode.NONE)
    void conditionsAlone(
            @ForAll("conditions") List<Condition> conditions,
            @ForAll("versions") Optional<PolicyVersion> version,
            @ForAll("contexts") RequestContext context) {
        Statement statement = Statement.of(Effect.ALLOW, ActionElement.of("*"), ResourceElement.of("*"))
                .withConditions(conditions);
        PolicyDocument document = new PolicyDocument(version, Optional.empty(), List.of(statement));
        RequestPrincipal caller =
                RequestPrincipal.of(PrincipalType.IAM_USER, "arn:aws:iam::111122223333:user/alice", "111122223333");
        agree(new AccessCase(
                PolicyStack.ofIdentity(List.of(new NamedPolicy("p", document))),
                AccessRequest.of(caller, "s3:GetObject", "arn:aws:s3:::b/k", context)));
    }

    @Provide
    Arbitrary<List<Condition>> conditions() {
        return PolicyArbitraries.conditions().list().ofMinSize(1).ofMaxSize(2);
    }

    @Provide
    Arbitrary<Optional<PolicyVersion>> versions() {
        return Arbitraries.of(
                Optional.of(PolicyVersion.V2012_10_17), Optional.of(PolicyVersion.V2008_10_17), Optional.empty());
    }

    @Provide
    Arbitrary<RequestContext> contexts() {
        return RequestArbitraries.contexts();
    }

    private static void agree(AccessCase given) {
        assertThat(Authorizer.compile(given.stack()).decide(given.request()).outcome())
                .isEqualTo(References.decide(given));
    }
}
