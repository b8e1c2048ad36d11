package io.iamtighten.effective;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.access.AccessScope;
import io.iamtighten.access.AccessSet;
import io.iamtighten.access.Comparison;
import io.iamtighten.access.Difference;
import io.iamtighten.access.Witness;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.arn.WildcardReading;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyParser;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.request.RequestPrincipal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealRequestsTest {
    private static final ServiceCatalog CATALOG = ServiceCatalog.bundled();
    private static final WorkLimit LIMIT = new WorkLimit(1_000_000);
    private static final NamedPolicy NOTHING = policy("{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}");

    private static NamedPolicy policy(String statements) {
        return new NamedPolicy(
                "p",
                PolicyParser.parse("{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}")
                        .orElseThrow());
    }

    private static Comparison compared(NamedPolicy older, NamedPolicy newer) {
        return Comparison.ofDocuments(older, newer, Comparison.Readings.EVERY, Comparison.Detail.WITNESS, LIMIT);
    }

    private static Witness real(NamedPolicy older, NamedPolicy newer) {
        Comparison plain = compared(older, newer);
        Comparison real = RealRequests.of(CATALOG).ofDocuments(plain, older, newer);
        assertThat(real.relation()).isEqualTo(plain.relation());
        Witness witness = ((Difference.Some) real.onlyNew()).witness();
        for (WildcardReading reading : WildcardReading.values()) {
            assertThat(witness.isGrantedBy(newer.document(), reading)).isTrue();
            assertThat(witness.isGrantedBy(older.document(), reading)).isFalse();
        }
        return witness;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}",
                "{'Effect': 'Allow', 'Action': 'ec2:*', 'Resource': '*'}",
                "{'Effect': 'Allow', 'NotAction': ['iam:*', 'a*:*'], 'Resource': '*'}",
                "{'Effect': 'Allow', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::docs/*'}",
                "{'Effect': 'Allow', 'Action': 's3:Get*', 'Resource': 'arn:aws:s3:::home/${aws:username}/*'}",
                "{'Effect': 'Allow', 'Action': 'iam:PassRole', 'Resource': '*'}",
                "{'Effect': 'Allow', 'Action': 'dynamodb:*', 'NotResource': 'arn:aws:dynamodb:*:*:table/x'}",
            })
    void theWitnessIsAnActionOfTheCatalogOnAResourceOfItsType(String statement) {
        Witness witness = real(NOTHING, policy(statement.replace('\'', '"')));
        ServiceAction action = CATALOG.action(witness.request().action()).orElseThrow();
        assertThat(witness.request().action()).isEqualTo(action.qualifiedName());
        assertThat(ResourceShape.of(CATALOG, action).accepts(witness.request().resource()))
                .as(witness.text())
                .isTrue();
    }

    @Test
    void valuesAreThoseThatConditionsName() {
        Witness witness = real(NOTHING, policy("""
                {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": {
                  "StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/team-*", "iam:PassedToService": "lambda.*"}}}
                """));
        assertThat(witness.text())
                .isEqualTo("iam:PassRole on arn:aws:iam::111122223333:role/example with aws:principalarn ="
                        + " `arn:aws:iam::111122223333:role/team-example`, iam:passedtoservice = `lambda.example`");
    }

    @Test
    void aDifferenceWithoutRealRequestsKeepsItsWitness() {
        NamedPolicy unknown =
                policy("{\"Effect\": \"Allow\", \"Action\": \"nosuch:*\", \"Resource\": \"arn:aws:nosuch:::a\"}");
        Comparison plain = compared(NOTHING, unknown);
        assertThat(RealRequests.of(CATALOG).ofDocuments(plain, NOTHING, unknown))
                .isEqualTo(plain);
        assertThat(RealRequests.of(CATALOG).ofDocuments(compared(unknown, unknown), unknown, unknown))
                .isEqualTo(compared(unknown, unknown));
    }

    @Test
    void onlyTheUnknownActionsOfAServiceAreLeft() {
        NamedPolicy older =
                policy("{\"Effect\": \"Allow\", \"Action\": [\"sts:A*\", \"sts:D*\", \"sts:G*\", \"sts:S*\","
                        + " \"sts:T*\"], \"Resource\": \"*\"}");
        Witness witness = real(older, policy("{\"Effect\": \"Allow\", \"Action\": \"sts:*\", \"Resource\": \"*\"}"));
        assertThat(witness.request().action()).startsWith("sts:");
        assertThat(CATALOG.action(witness.request().action())).isEmpty();
    }

    @Test
    void stacksAreComparedByTheEvaluator() {
        AccessScope scope = AccessScope.ownAccount(
                RequestPrincipal.of(PrincipalType.IAM_ROLE, "arn:aws:iam::444455556666:role/Deploy", "444455556666"));
        PolicyStack older = PolicyStack.ofIdentity(
                List.of(policy("{\"Effect\": \"Allow\", \"Action\": \"sqs:Get*\", \"Resource\": \"*\"}")));
        PolicyStack newer = PolicyStack.ofIdentity(
                List.of(policy("{\"Effect\": \"Allow\", \"Action\": \"sqs:*\", \"Resource\": \"*\"}")));
        AccessSet before = AccessSet.of(older, scope);
        AccessSet after = AccessSet.of(newer, scope);
        Comparison plain = before.compare(after, Comparison.Readings.EVERY, Comparison.Detail.WITNESS, LIMIT);
        Comparison real = RealRequests.of(CATALOG).ofStacks(plain, older, newer, scope);
        assertThat(real.relation()).isEqualTo(plain.relation());
        Witness witness = ((Difference.Some) real.onlyNew()).witness();
        assertThat(CATALOG.action(witness.request().action())).isPresent();
        assertThat(witness.request().resource()).startsWith("arn:aws:sqs:us-east-1:444455556666:");
        assertThat(after.contains(witness.request(), WildcardReading.PART_BY_PART))
                .isTrue();
        assertThat(before.contains(witness.request(), WildcardReading.PART_BY_PART))
                .isFalse();
    }
}
