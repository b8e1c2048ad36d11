package io.iamtighten.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrincipalViewTest {
    private static final PolicyDocument ALLOW_GET = PolicyParser.parse(
                    "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}}")
            .orElseThrow();
    private static final String SHARED = "arn:aws:iam::111122223333:policy/Shared";
    private static final String READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    private static ManagedPolicy managed(String arn, int attachments, int boundaryUses) {
        return new ManagedPolicy(
                arn.substring(arn.lastIndexOf('/') + 1),
                "/",
                Optional.empty(),
                arn,
                "v1",
                List.of(new ManagedPolicy.Version("v1", ALLOW_GET)),
                attachments,
                boundaryUses);
    }

    private static IamRole role(String name, Optional<String> boundary, String... attached) {
        return new IamRole(
                name,
                "/",
                Optional.of("AROA" + name),
                "arn:aws:iam::111122223333:role/" + name,
                ALLOW_GET,
                List.of(new InlinePolicy("Shared", ALLOW_GET)),
                List.of(attached).stream()
                        .map(arn -> new AttachedPolicy(arn.substring(arn.lastIndexOf('/') + 1), arn))
                        .toList(),
                boundary,
                List.of(),
                Map.of("team", "red"));
    }

    private static IamUser user(String name, String... groups) {
        return new IamUser(
                name,
                "/",
                Optional.of("AIDA" + name),
                "arn:aws:iam::111122223333:user/" + name,
                List.of(),
                List.of(),
                List.of(groups),
                Optional.empty(),
                Map.of());
    }

    private static AccountSnapshot account(
            List<IamUser> users, List<IamGroup> groups, List<IamRole> roles, ManagedPolicy... policies) {
        return new AccountSnapshot(
                Optional.of("111122223333"),
                users,
                groups,
                roles,
                List.of(policies),
                Optional.empty(),
                List.of(),
                List.of());
    }

    @Test
    void policiesStandInOrderUnderUniqueNamesWithTheirOrigin() {
        IamRole role = role("A", Optional.empty(), SHARED, READ_ONLY);
        AccountSnapshot account =
                account(List.of(), List.of(), List.of(role), managed(SHARED, 0, 0), managed(READ_ONLY, 0, 0));
        PrincipalView view = account.view(role);
        assertThat(view.policies())
                .extracting(HeldPolicy::origin)
                .containsExactly(PolicyOrigin.INLINE, PolicyOrigin.CUSTOMER_MANAGED, PolicyOrigin.AWS_MANAGED);
        assertThat(view.policies())
                .extracting(held -> held.policy().name())
                .containsExactly("Shared", SHARED, "ReadOnlyAccess");
        assertThat(view.stack().identity())
                .isEqualTo(view.policies().stream().map(HeldPolicy::policy).toList());
        assertThat(view.gaps()).isEmpty();
    }

    @Test
    void aPolicyHeldElsewhereOrUsedAsBoundaryHasOtherHolders() {
        IamRole a = role("A", Optional.empty(), SHARED);
        assertThat(others(a, managed(SHARED, 1, 0), a)).isZero();
        assertThat(others(a, managed(SHARED, 0, 0), a, role("B", Optional.empty(), SHARED)))
                .isEqualTo(1);
        assertThat(others(a, managed(SHARED, 0, 0), a, role("B", Optional.of(SHARED))))
                .isEqualTo(1);
    }

    @Test
    void awsOwnCountSpeaksForHoldersThatTheSnapshotLacks() {
        IamRole a = role("A", Optional.empty(), SHARED);
        assertThat(others(a, managed(SHARED, 3, 2), a)).isEqualTo(4);
    }

    private static int others(IamRole role, ManagedPolicy policy, IamRole... roles) {
        return account(List.of(), List.of(), List.of(roles), policy)
                .view(role)
                .policies()
                .get(1)
                .otherHolders();
    }

    @Test
    void groupPoliciesComeWithTheGroupAndItsOtherMembers() {
        IamUser ann = user("ann", "admins", "gone");
        IamGroup admins = new IamGroup(
                "admins",
                "/",
                Optional.empty(),
                "arn:aws:iam::111122223333:group/admins",
                List.of(new InlinePolicy("Extra", ALLOW_GET)),
                List.of(new AttachedPolicy("Shared", SHARED)));
        PrincipalView view = account(
                        List.of(ann, user("bob", "admins")), List.of(admins), List.of(), managed(SHARED, 0, 0))
                .view(ann);
        assertThat(view.policies())
                .extracting(HeldPolicy::origin)
                .containsExactly(PolicyOrigin.GROUP_INLINE, PolicyOrigin.GROUP_CUSTOMER_MANAGED);
        assertThat(view.policies()).extracting(HeldPolicy::group).containsOnly(Optional.of("admins"));
        assertThat(view.policies().get(0).otherHolders()).isEqualTo(1);
        assertThat(view.gaps()).singleElement().asString().contains("group `gone`");
    }

    @Test
    void aBoundaryWithoutItsDocumentAllowsNothingAndIsAGap() {
        IamRole role = role("A", Optional.of(SHARED));
        PrincipalView view = account(List.of(), List.of(), List.of(role)).view(role);
        assertThat(view.stack().boundary().orElseThrow().document().statements())
                .isEmpty();
        assertThat(view.gaps()).singleElement().asString().contains("permissions boundary `" + SHARED + "`");
    }

    @Test
    void viewsOfAllEqualTheViewsOfEach() {
        IamRole a = role("A", Optional.of(SHARED), SHARED);
        IamRole b = role("B", Optional.empty(), SHARED, READ_ONLY);
        IamUser ann = user("ann");
        AccountSnapshot account =
                account(List.of(ann), List.of(), List.of(a, b), managed(SHARED, 0, 0), managed(READ_ONLY, 0, 0));
        assertThat(account.views()).containsExactly(account.view(ann), account.view(a), account.view(b));
    }

    @Test
    void derivedContextOfARoleSession() {
        IamRole role = role("A", Optional.empty());
        PrincipalView view = account(List.of(), List.of(), List.of(role)).view(role);
        assertThat(view.derivedContext("session"))
                .isEqualTo(Map.of(
                        "aws:PrincipalArn", List.of(role.arn()),
                        "aws:PrincipalAccount", List.of("111122223333"),
                        "aws:PrincipalIsAWSService", List.of("false"),
                        "aws:PrincipalType", List.of("AssumedRole"),
                        "aws:userid", List.of("AROAA:session"),
                        "aws:PrincipalTag/team", List.of("red")));
        assertThat(view.caller("session").arn()).contains("arn:aws:sts::111122223333:assumed-role/A/session");
    }

    @Test
    void derivedContextOfAUserHasItsName() {
        IamUser ann = user("ann");
        PrincipalView view = account(List.of(ann), List.of(), List.of()).view(ann);
        assertThat(view.derivedContext(""))
                .containsEntry("aws:username", List.of("ann"))
                .containsEntry("aws:userid", List.of("AIDAann"))
                .containsEntry("aws:PrincipalType", List.of("User"));
    }
}
