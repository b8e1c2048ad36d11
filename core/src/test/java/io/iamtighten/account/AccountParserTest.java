package io.iamtighten.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.policy.PolicyDocument;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountParserTest {
    private static final String ALLOW_GET =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}}";
    private static final String TRUST =
            "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}";

    private static AccountParse details(String... texts) {
        return AccountParser.parse(
                java.util.stream.Stream.of(texts)
                        .map(text -> new AccountText("account.json", text))
                        .toList(),
                Optional.empty(),
                List.of());
    }

    private static AccountParse organization(String text) {
        return AccountParser.parse(List.of(), Optional.of(new AccountText("organization.json", text)), List.of());
    }

    private static String role(String name, String policy) {
        return "{\"RoleName\": \"" + name + "\", \"Path\": \"/team/\", \"RoleId\": \"AROA1\", \"Arn\":"
                + " \"arn:aws:iam::111122223333:role/team/" + name + "\", \"AssumeRolePolicyDocument\": " + TRUST
                + ", \"RolePolicyList\": [{\"PolicyName\": \"inline\", \"PolicyDocument\": " + policy + "}],"
                + " \"RoleLastUsed\": {}, \"MadeUp\": 7}";
    }

    private static String roles(String... roles) {
        return "{\"RoleDetailList\": [" + String.join(",", roles) + "]}";
    }

    private static AccountSnapshot account(AccountParse parse) {
        assertThat(parse.problems()).isEmpty();
        return parse.snapshot().orElseThrow();
    }

    private static String problem(AccountParse parse) {
        assertThat(parse.snapshot()).isEmpty();
        return parse.problems().get(0).line();
    }

    @Test
    void aDocumentIsTheSameAsObjectAsStringAndPercentEncoded() {
        PolicyDocument asObject = document(ALLOW_GET);
        PolicyDocument asString = document("\"" + ALLOW_GET.replace("\"", "\\\"") + "\"");
        PolicyDocument encoded = document(
                "\"%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A"
                        + "%22s3%3AGetObject%22%2C%22Resource%22%3A%22%2A%22%7D%7D\"");
        assertThat(asString).isEqualTo(asObject);
        assertThat(encoded).isEqualTo(asObject);
    }

    private static PolicyDocument document(String json) {
        return account(details(roles(role("Deploy", json))))
                .roles()
                .get(0)
                .inline()
                .get(0)
                .document();
    }

    @Test
    void rolesAreFoundByNamePathAndArn() {
        AccountSnapshot account = account(details(roles(role("Deploy", ALLOW_GET))));
        assertThat(account.accountId()).contains("111122223333");
        for (String name :
                List.of("Deploy", "team/Deploy", "/team/Deploy", "arn:aws:iam::111122223333:role/team/Deploy")) {
            assertThat(account.role(name)).as(name).isPresent();
        }
        assertThat(account.role("arn:aws:iam::111122223333:role/Deploy")).isEmpty();
    }

    @Test
    void pagesAreMergedWhetherListedConcatenatedOrInSeveralTexts() {
        String one = roles(role("A", ALLOW_GET), role("B", ALLOW_GET));
        String two = roles(role("B", ALLOW_GET), role("C", ALLOW_GET));
        AccountSnapshot listed = account(details("[" + one + "," + two + "]"));
        assertThat(listed.roles()).extracting(IamRole::name).containsExactly("A", "B", "C");
        assertThat(account(details(one + "\n" + two))).isEqualTo(listed);
        assertThat(account(details(one, two))).isEqualTo(listed);
    }

    @Test
    void twoDifferentRolesOfOneArnAreAProblem() {
        String other = ALLOW_GET.replace("GetObject", "PutObject");
        assertThat(problem(details(roles(role("A", ALLOW_GET)), roles(role("A", other)))))
                .contains("stands twice with different contents");
    }

    @Test
    void theApisOwnAnswerIsUnwrappedAndACutOffOneIsAGap() {
        AccountSnapshot account = account(
                details("{\"GetAccountAuthorizationDetailsResponse\": {\"GetAccountAuthorizationDetailsResult\":"
                        + " {\"IsTruncated\": true, \"Marker\": \"x\", \"RoleDetailList\": ["
                        + role("A", ALLOW_GET) + "]}, \"ResponseMetadata\": {}}}"));
        assertThat(account.roles()).hasSize(1);
        assertThat(account.gaps()).singleElement().asString().contains("cut off");
    }

    @Test
    void aProblemInsideAPolicyNamesLineColumnAndPointer() {
        String text = "{\"RoleDetailList\": [\n" + role("A", "{\"Statment\": []}") + "\n]}";
        assertThat(problem(details(text)))
                .startsWith("account.json: line 2, column ")
                .contains(
                        "/RoleDetailList/0/RolePolicyList/0/PolicyDocument", "`Statment`", "did you mean `Statement`");
    }

    @Test
    void aProblemInsideAnEncodedPolicyNamesBothPlaces() {
        assertThat(problem(details(roles(role("A", "\"%7B%22Statment%22%3A%5B%5D%7D\"")))))
                .contains(
                        "/RoleDetailList/0/RolePolicyList/0/PolicyDocument",
                        "in the decoded string, line 1, column 2 (/Statment)");
        assertThat(problem(details(roles(role("A", "\"%7B%2\""))))).contains("neither JSON nor percent-encoded JSON");
    }

    @Test
    void wrongTypesAndMissingFieldsAreProblems() {
        assertThat(problem(details("{\"RoleDetailList\": {}}")))
                .contains("`RoleDetailList` is a list; found an object");
        assertThat(problem(details("{\"RoleDetailList\": [7]}")))
                .contains("/RoleDetailList/0")
                .contains("is an object");
        assertThat(problem(details("{\"UserDetailList\": [{\"UserName\": \"u\"}]}")))
                .contains("`Arn` is missing");
        assertThat(problem(details("{\"UserDetailList\": [{\"UserName\": \"u\", \"Arn\": \"u\"}]}")))
                .contains("`u` is not the ARN");
        assertThat(problem(details(ALLOW_GET))).contains("no account details").contains("this is a policy");
        assertThat(problem(details("[]"))).contains("the list is empty");
        assertThat(problem(details(""))).contains("the text is empty");
        assertThat(problem(details("{\"RoleDetailList\": [], \"RoleDetailList\": []}")))
                .contains("stands twice");
        assertThat(problem(details(
                        "{\"UserDetailList\": [{\"UserName\": \"u\", \"Arn\": \"arn:aws:iam::111122223333:user/u\","
                                + " \"PermissionsBoundary\": {}}]}")))
                .contains("`PermissionsBoundaryArn` is missing");
    }

    @Test
    void aManagedPolicyWithoutItsVersionInForceIsAGapAndTheViewSaysSo() {
        AccountSnapshot account = account(details("{\"RoleDetailList\": ["
                + role("A", ALLOW_GET)
                        .replace(
                                "\"MadeUp\": 7",
                                "\"AttachedManagedPolicies\": [{\"PolicyName\": \"P\", \"PolicyArn\":"
                                        + " \"arn:aws:iam::111122223333:policy/P\"}]")
                + "], \"Policies\": [{\"PolicyName\": \"P\", \"Arn\": \"arn:aws:iam::111122223333:policy/P\","
                + " \"DefaultVersionId\": \"v2\", \"PolicyVersionList\": [{\"VersionId\": \"v1\", \"Document\": "
                + ALLOW_GET + "}]}]}"));
        assertThat(account.gaps()).singleElement().asString().contains("policy/P");
        assertThat(account.view(account.roles().get(0)).gaps())
                .singleElement()
                .asString()
                .contains("arn:aws:iam::111122223333:policy/P");
    }

    @Test
    void positionsOfPoliciesAreKept() {
        String text = "{\"RoleDetailList\": [\n" + role("A", ALLOW_GET) + "\n]}";
        AccountParse parse = details(text);
        assertThat(parse.policies())
                .extracting(PolicySource::kind)
                .containsExactly(PolicySource.Kind.TRUST, PolicySource.Kind.INLINE);
        PolicySource inline = parse.policies().get(1);
        assertThat(inline.owner()).isEqualTo("arn:aws:iam::111122223333:role/team/A");
        assertThat(inline.at("/Statement/0/Action").orElseThrow().toString())
                .startsWith("line 2, column ")
                .endsWith("/RoleDetailList/0/RolePolicyList/0/PolicyDocument/Statement/0/Action)");
    }

    @Test
    void theOrganizationGivesEveryLevelFromTheRootToTheAccount() {
        OrganizationTree tree = account(
                        organization(
                                """
                {"format": 1, "id": "o-a1b2c3d4e5", "managementAccountId": "999988887777",
                 "scps": {"NoLeave": %s},
                 "rcps": {"OnlyOrg": %s},
                 "root": {"id": "r-ab12", "name": "Root", "scps": ["FullAWSAccess"], "rcps": ["RCPFullAWSAccess"], "children": [
                   {"id": "999988887777", "scps": ["FullAWSAccess"]},
                   {"id": "ou-ab12-11111111", "name": "Prod", "scps": ["FullAWSAccess", "NoLeave"], "rcps": ["OnlyOrg"],
                    "children": [{"id": "111122223333", "name": "shop", "scps": ["FullAWSAccess"]}]}]}}
                """.formatted(
                                                "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"organizations:LeaveOrganization\",\"Resource\":\"*\"}}",
                                                "{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}")))
                .organization()
                .orElseThrow();
        AccountPlace place = tree.place("111122223333").orElseThrow();
        assertThat(place.path()).contains("o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/");
        assertThat(place.scps()).extracting(level -> level.policies().size()).containsExactly(1, 2, 1);
        assertThat(place.rcps()).extracting(level -> level.policies().size()).containsExactly(0, 1, 0);
        assertThat(tree.place("123412341234")).isEmpty();
    }

    @Test
    void aMisspeltOrMissingPartOfTheOrganizationIsAProblem() {
        assertThat(problem(organization("{\"root\": {\"id\": \"r-1\", \"scp\": []}}")))
                .contains("`scp` is not a member of a unit");
        assertThat(problem(organization("{\"root\": {\"id\": \"r-1\"}}"))).contains("`scps` of `r-1` is missing");
        assertThat(problem(organization("{\"root\": {\"id\": \"r-1\", \"scps\": [\"Nope\"]}}")))
                .contains("there is no policy `Nope`");
        assertThat(problem(organization("{}"))).contains("`root` is missing");
        assertThat(problem(organization(
                        "{\"scpsEnabled\": false, \"root\": {\"id\": \"r-1\", \"children\": [{\"id\": \"r-1\"}]}}")))
                .contains("`r-1` stands twice");
    }

    @Test
    void resourcePoliciesNameTheirResource() {
        AccountText good = new AccountText(
                "bucket.json", "{\"resource\": \"arn:aws:sqs:eu-west-1:111122223333:q\", \"policy\": " + TRUST + "}");
        AccountSnapshot account = account(AccountParser.parse(List.of(), Optional.empty(), List.of(good)));
        assertThat(account.resourcePolicy("arn:aws:sqs:eu-west-1:111122223333:q")
                        .orElseThrow()
                        .accountId())
                .contains("111122223333");
        assertThat(problem(AccountParser.parse(List.of(), Optional.empty(), List.of(good, good))))
                .contains("stands twice");
        assertThat(problem(AccountParser.parse(
                        List.of(), Optional.empty(), List.of(new AccountText("bucket.json", TRUST)))))
                .contains("does not say whose it is");
    }

    @Test
    void thousandsOfProblemsAreCountedAndNotListed() {
        String text = "{\"RoleDetailList\": [" + "7,".repeat(5000) + "7]}";
        assertThat(details(text).problems()).hasSize(101).last().asString().contains("4901 more problems");
    }
}
