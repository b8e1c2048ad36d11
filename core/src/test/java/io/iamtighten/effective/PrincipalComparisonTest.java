package io.iamtighten.effective;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.access.Comparison;
import io.iamtighten.access.Difference;
import io.iamtighten.access.Relation;
import io.iamtighten.access.WorkLimit;
import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamRole;
import io.iamtighten.account.IamUser;
import io.iamtighten.account.InlinePolicy;
import io.iamtighten.account.PrincipalView;
import io.iamtighten.catalog.ServiceCatalog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a principal itself puts into its requests counts like its policies. */
class PrincipalComparisonTest {
    private static final String DENY_S3 = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}
            """;

    private static String s3(String resource, String condition) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
                  "Resource": "%s", "Condition": {%s}}]}
                """.formatted(resource, condition);
    }

    private static PrincipalView user(String policy, Map<String, String> tags) {
        IamUser user = new IamUser(
                "alice",
                "/",
                Optional.of("AIDAEXAMPLE"),
                "arn:aws:iam::111122223333:user/alice",
                List.of(new InlinePolicy("inline", OneRole.policy(policy))),
                List.of(),
                List.of(),
                Optional.empty(),
                tags);
        AccountSnapshot account = new AccountSnapshot(
                Optional.of(OneRole.ACCOUNT),
                List.of(user),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of());
        return account.view(user);
    }

    private static PrincipalView role(String policy, Map<String, String> tags) {
        AccountSnapshot account = OneRole.account(policy, List.of(), List.of());
        IamRole role = account.roles().get(0);
        PrincipalView view = account.view(role);
        IamRole tagged = new IamRole(
                role.name(),
                role.path(),
                role.id(),
                role.arn(),
                role.trustPolicy(),
                role.inline(),
                role.attached(),
                role.boundaryArn(),
                role.instanceProfiles(),
                tags);
        return new PrincipalView(
                tagged, view.accountId(), view.policies(), view.organization(), view.stack(), view.gaps());
    }

    private static Comparison compare(PrincipalView before, PrincipalView after) {
        return PrincipalComparison.of(before, after, RealRequests.of(ServiceCatalog.bundled()), WorkLimit.standard());
    }

    @Test
    void aUsersOtherTagIsOtherAccess() {
        String policy = s3("arn:aws:s3:::${aws:PrincipalTag/team}/*", "");
        PrincipalView red = user(policy, Map.of("team", "red"));
        assertThat(compare(red, red).relation()).isEqualTo(Relation.EQUAL);
        Comparison other = compare(red, user(policy, Map.of("team", "blue")));
        assertThat(other.relation()).isEqualTo(Relation.INCOMPARABLE);
        Difference.Some gained = (Difference.Some) other.onlyNew();
        assertThat(gained.witness().request().resource()).startsWith("arn:aws:s3:::blue/");
        assertThat(compare(red, user(policy, Map.of())).relation()).isEqualTo(Relation.MORE);
        String tagged = s3("*", "\"StringEquals\": {\"aws:PrincipalTag/admin\": \"true\"}");
        assertThat(compare(user(tagged, Map.of()), user(tagged, Map.of("admin", "true")))
                        .relation())
                .isEqualTo(Relation.LESS);
    }

    @Test
    void whatAlwaysHoldsForThePrincipalIsNoLimit() {
        String own = s3("*", "\"ArnLike\": {\"aws:PrincipalArn\": \"arn:aws:iam::*:user/al*\"}");
        assertThat(compare(user(own, Map.of()), user(s3("*", ""), Map.of())).relation())
                .isEqualTo(Relation.EQUAL);
        String name = s3("arn:aws:s3:::home/${aws:username}/*", "");
        assertThat(compare(user(name, Map.of()), user(s3("arn:aws:s3:::home/alice/*", ""), Map.of()))
                        .relation())
                .isEqualTo(Relation.EQUAL);
        // A role has no user name.
        assertThat(compare(role(name, Map.of()), role(s3("arn:aws:sqs:::q", ""), Map.of()))
                        .relation())
                .isEqualTo(Relation.LESS);
    }

    @Test
    void aRolesTagMayBeOverriddenSoAnotherTagDecidesNothing() {
        String policy = s3("*", "\"StringEquals\": {\"aws:PrincipalTag/team\": \"red\"}");
        Comparison comparison = compare(role(policy, Map.of("team", "blue")), role(policy, Map.of("team", "red")));
        assertThat(comparison.relation()).isEqualTo(Relation.UNKNOWN);
        assertThat(((Difference.Unknown) comparison.onlyNew()).reason())
                .contains("aws:principaltag/team", "`blue`", "`red`");
        String without = s3("*", "");
        assertThat(compare(role(without, Map.of("team", "blue")), role(without, Map.of("team", "red")))
                        .relation())
                .isEqualTo(Relation.EQUAL);
    }

    @Test
    void resourceControlPoliciesCount() {
        AccountSnapshot open = OneRole.account(s3("*", ""), List.of(OneRole.FULL), List.of());
        AccountSnapshot closed = OneRole.withRcp(open, DENY_S3);
        PrincipalView before = closed.view(closed.roles().get(0));
        PrincipalView after = open.view(open.roles().get(0));
        assertThat(compare(before, after).relation()).isEqualTo(Relation.LESS);
    }
}
